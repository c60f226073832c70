"""Where in a text words begin with given letters: a look at bytes, a tenth of what splitting the text costs.

1. The text becomes one byte a letter: folded letters and figures, line feeds for white space, blanks for the rest.
2. With everything between letters left out no beginning may appear that was not there: a word that is
   written apart ("e-mail", "1,000") could be one of those looked for.
3. Beginnings are looked for behind white space and behind signs; the chunk around each is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.records import Span
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


def chunks_with(text: str, beginnings: Iterable[bytes]) -> list[Span] | None:
    """The chunks (what white space separates) in which a word begins so, folded, in order. More may be found,
    never fewer; None for a text that has to be split to know."""
    try:
        encoded = text.encode("ascii" if text.isascii() else _CODEC)
    except UnicodeEncodeError:
        return None
    letters = _GAP + encoded.translate(_BYTES) + _GAP
    if _HARD in letters or len(close_numbers(text)) != len(text):
        return None
    closed = encoded.translate(_BYTES, _SIGNS)
    ends: dict[int, int] = {}
    for beginning in beginnings:
        if closed.count(beginning) != letters.count(beginning):
            return None
        for before in (_GAP, _SIGN):
            at = letters.find(before + beginning)
            while at >= 0:
                end = letters.find(_GAP, at + 1)
                ends[letters.rfind(_GAP, 0, at + 1)] = end - 1
                at = letters.find(before + beginning, end)
    return [Span(start, ends[start]) for start in sorted(ends)]
