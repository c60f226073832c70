"""The language of a text as an ISO 639-1 code."""

from __future__ import annotations

from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# More text costs time and decides nothing: the model is right on .984 of pieces of 80 characters.
_ENOUGH_CHARACTERS: Final = 500
# A text this long tells its language without its title.
_TELLING_CHARACTERS: Final = 150
# Fewer letters are a name or a number, and any answer a guess. In bytes of UTF-8: a sign of Chinese says
# what three letters say.
_LEAST_LETTER_BYTES: Final = 10
# Of a hundred languages a short text leaves several likely; of own headlines in 44 languages this share
# left 2 % undecided and 4 % wrong.
_LEAST_CONFIDENCE: Final = 0.3
# How much more likely an article is in a language before its text is read, by how much is published in
# it: English; the languages of most of the rest; other languages of a daily press; all others, 1. In a
# headline, names and figures leave so little evidence that kin of English (Nigerian Pidgin) or of Russian
# (Bulgarian) come as near; in a paragraph this weighs nothing.
_PRIOR_OF_ENGLISH: Final = 8.0
_PRIOR_OF_WORLD_LANGUAGE: Final = 4.0
_PRIOR_OF_PRESS_LANGUAGE: Final = 2.0
_WORLD_LANGUAGES: Final = "ar de es fr hi id it ja ko nl pl pt ru tr zh"
_PRESS_LANGUAGES: Final = "bg bn cs da el fa fi he hr hu mr ms no ro sk sl sr sv ta te th uk ur vi"
_PRIORS: Final = {
    "en": _PRIOR_OF_ENGLISH,
    **dict.fromkeys(_WORLD_LANGUAGES.split(), _PRIOR_OF_WORLD_LANGUAGE),
    **dict.fromkeys(_PRESS_LANGUAGES.split(), _PRIOR_OF_PRESS_LANGUAGE),
}
_NO_LANGUAGE: Final = "zxx"
# Written Norwegian is one language to readers of an archive; the model tells its two norms apart.
_SAME: Final = {"nb": "no", "nn": "no"}


def language_of(text: str, title: str | None = None) -> str | None:
    """The language that most of `text` is in, of a short one with its title; None where too little is
    said, or in too many languages, to tell."""
    is_telling = not title or len(text) >= _TELLING_CHARACTERS
    sample = _sample(text if is_telling else f"{title}\n{text}")
    if len("".join(filter(str.isalpha, sample)).encode("utf-8", "replace")) < _LEAST_LETTER_BYTES:
        return None
    likelihoods: dict[str, float] = {
        code: likelihood * _PRIORS.get(code, 1.0) for code, likelihood in _identifier().rank(sample)
    }
    code = max(likelihoods, key=likelihoods.__getitem__)
    if code == _NO_LANGUAGE or likelihoods[code] < _LEAST_CONFIDENCE * sum(likelihoods.values()):
        return None
    return _SAME.get(code, code)


def language_code(stated: str | None) -> str | None:
    """The ISO 639-1 code in `en`, `en-GB`, `EN_us`; None for a name ("English") or nothing."""
    code = (stated or "").strip().replace("_", "-").split("-", maxsplit=1)[0].lower()
    if len(code) == 2 and code.isascii() and code.isalpha():
        return _SAME.get(code, code)
    return None


def _sample(text: str) -> str:
    if len(text) <= _ENOUGH_CHARACTERS:
        return text
    # From the second fifth: the start holds names, places and what is left of a page's frame.
    start = min(len(text) // 5, len(text) - _ENOUGH_CHARACTERS)
    return text[start : start + _ENOUGH_CHARACTERS]


@cache
def _identifier() -> LanguageIdentifier:
    # Loaded at the first use: the model takes a tenth of a second that no other command should wait.
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
