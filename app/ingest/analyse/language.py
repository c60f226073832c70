"""The language of a text as an ISO 639-1 code."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# More text costs time and decides nothing: the model is right on .984 of pieces of 80 characters.
_ENOUGH_CHARACTERS = 500
# Below this a text is a name or a number, and any answer a guess.
_LEAST_LETTERS = 20
_LEAST_CONFIDENCE = 0.5
# Written Norwegian is one language to readers of an archive; the model tells its two norms apart.
_SAME = {"nb": "no", "nn": "no"}


def language_of(text: str) -> str | None:
    """The language that most of `text` is in; None for a text too short or too mixed to tell."""
    sample = _sample(text)
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return None
    code, confidence = _identifier().classify(sample)
    return _SAME.get(code, code) if confidence >= _LEAST_CONFIDENCE else None


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
