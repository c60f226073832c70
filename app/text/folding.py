"""Text as people type it: folds case, accents, ligatures and letter forms away, in linear time."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters that Unicode does not decompose but that people type as plain ones.
_PLAIN: Final = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t",
    "ı": "i", "ȷ": "j", "ŋ": "n", "ĸ": "k", "ə": "a", "ɛ": "e", "ɔ": "o", "ƀ": "b", "ɓ": "b",
    "ƈ": "c", "ɖ": "d", "ɗ": "d", "ƒ": "f", "ɠ": "g", "ǥ": "g", "ɨ": "i", "ƙ": "k", "ƚ": "l",
    "ɲ": "n", "ƞ": "n", "ɵ": "o", "ƥ": "p", "ʈ": "t", "ʉ": "u", "ʋ": "v", "ƴ": "y", "ƶ": "z",
    # Apostrophes and hyphens differ by keyboard and by publisher, never in meaning.
    "‘": "'", "ʾ": "'", "ʿ": "'", "’": "'", "‛": "'", "ʼ": "'", "ʹ": "'", "ʻ": "'", "′": "'", "`": "'", "´": "'",
    "‐": "-", "‑": "-", "−": "-", "⁄": "/",
    "ـ": "",  # Arabic tatweel only stretches a line
}  # fmt: skip
# Marks that typists leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels, and
# variation selectors. Marks of other scripts (Devanagari vowels, kana voicing) are letters: they stay.
_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
# A kana with its voicing mark, or the parts of a Hangul syllable, each still apart.
_APART: Final = re.compile(
    "[\u3046-\u30fd][\u3099\u309a]|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)
_NOT_IN_NAMES: Final = re.compile(r"[^\w\s-]+|_+")
_INITIALS: Final = re.compile(r"\b(?:[^\W\d] )+[^\W\d]\b")
# Folded forms are kept for this many code points: every script in daily use.
_N_KEPT: Final = 0x20000
# So many kinds of letters beside ASCII's are replaced one after the other in less time than a text of them and
# ASCII is translated letter by letter.
_FEW: Final = 12


class _FoldedLetters(dict[int, str]):
    """Folds a code point on first use; `str.translate` asks it. Per letter, so that no long run of
    combining marks is ever sorted (which is quadratic in `unicodedata.normalize`)."""

    def __missing__(self, code: int) -> str:
        folded = _fold_letter(chr(code))
        if code < _N_KEPT:
            self[code] = folded
        return folded


def fold(text: str) -> str:
    """Folds case, accents (composed or not), ligatures, full-width and special letters; drops soft
    hyphens, zero-width and bidi controls. Idempotent. Lengths may differ from the original's."""
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = _translated(text)
    if folded.isascii():
        return folded
    return _APART.sub(lambda apart: unicodedata.normalize("NFC", apart.group()), folded)


def fold_name(text: str) -> str:
    """Folds a name for comparison: also without apostrophes and full stops, hyphens as spaces, initials
    joined ("J. D." = "J.D." = "JD"), single spaces."""
    folded = fold(text)
    if folded.isascii() and folded.replace(" ", "").isalpha():
        parts = folded.split()
        if len(min(parts, key=len)) > 1:  # plain words, as nearly all are
            return " ".join(parts)
    plain = _NOT_IN_NAMES.sub("", folded.replace(".", ". ")).replace("-", " ")
    words = " ".join(plain.split())
    return _INITIALS.sub(lambda initials: initials.group().replace(" ", ""), words)


def _translated(text: str) -> str:
    """Every letter folded: capitals and small letters alike, so those of ASCII may be made small first."""
    lowered = text.lower()
    others = [letter for letter in set(lowered) if letter > "\x7f"]
    if len(others) > _FEW:
        return text.translate(_FOLDED)
    for letter in others:
        lowered = lowered.replace(letter, _FOLDED[ord(letter)])
    return lowered.replace("`", "'")


def _fold_letter(letter: str) -> str:
    # A compatibility form can hide another letter that folds further: at most two steps are known.
    for _ in range(4):
        folded = _fold_once(letter)
        if folded == letter:
            break
        letter = folded
    return letter


def _fold_once(letters: str) -> str:
    if letters in _PLAIN:  # before decomposition: a spacing acute would become a space
        return _PLAIN[letters]
    decomposed = _MARKS.sub("", unicodedata.normalize("NFKD", letters.casefold()))
    plain = "".join(_PLAIN.get(each, each) for each in decomposed)
    kept = "".join(each for each in plain if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFC", kept)


_FOLDED: Final = _FoldedLetters()
