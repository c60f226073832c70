"""Where in a text words begin with given letters: a look at bytes, a twentieth of what splitting the text costs.

1. The text becomes one byte a letter: folded letters and figures, blanks for the rest.
2. With everything between letters left out no beginning may appear that was not there: a word that is
   written apart ("e-mail", "1,000") could be one of those looked for.
3. Beginnings are looked for behind blanks; the chunk around each is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.text.analysis import close_numbers
from app.text.folding import fold

# Western letters, and the quotation marks and dashes of typeset texts.
_CODEC: Final = "cp1252"
_GAP: Final = b"\n"
_SIGN: Final = b" "
# A letter that folds to none or to several: such a text has to be split.
_HARD: Final = b"\0"


def _byte_of(code: int) -> bytes:
    try:
        letter = bytes([code]).decode(_CODEC)
    except UnicodeDecodeError:
        return _HARD
    if letter.isspace():
        return _GAP
    folded = fold(letter)
    if folded.isascii() and folded.isalnum() and len(folded) == 1:
        return folded.encode()
    return _HARD if letter.isalnum() or not folded else _SIGN


_BYTES: Final = b"".join(_byte_of(code) for code in range(256))
_SIGNS: Final = bytes(code for code in range(256) if _BYTES[code : code + 1] == _SIGN)
_LETTERS: Final = _BYTES.replace(_GAP, _SIGN)


def chunks_with(text: str, beginnings: Iterable[bytes]) -> list[tuple[int, int]] | None:
    """Where the chunks (what white space separates) are in which a word begins so, folded: beginnings and ends,
    in order. More may be found, never fewer; None for a text that has to be split to know."""
    try:
        encoded = text.encode("ascii" if text.isascii() else _CODEC)
    except UnicodeEncodeError:
        return None
    letters = _SIGN + encoded.translate(_LETTERS)
    if _HARD in letters or len(close_numbers(text)) != len(text):
        return None
    closed = encoded.translate(_BYTES, _SIGNS)
    starts: list[int] = []
    for beginning in beginnings:
        n_found = letters.count(beginning)
        if closed.count(beginning) != n_found:
            return None
        if n_found:
            starts += _starts(letters, _SIGN + beginning)
    return _chunks_around(starts, encoded.translate(_BYTES) + _GAP) if starts else []


def _starts(letters: bytes, wanted: bytes) -> list[int]:
    found = []
    at = letters.find(wanted)
    while at >= 0:
        found.append(at)
        at = letters.find(wanted, at + 1)
    return found


def _chunks_around(starts: list[int], letters: bytes) -> list[tuple[int, int]]:
    chunks = []
    end = -1
    for start in sorted(starts):
        if start > end:
            end = letters.find(_GAP, start)
            chunks.append((letters.rfind(_GAP, 0, start) + 1, end))
    return chunks
