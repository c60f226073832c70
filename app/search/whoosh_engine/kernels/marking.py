"""The kernel of marking in C, and how it reads letters; its twin is `app/search/highlight.py`."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.search.whoosh_engine.kernels.library import LIBRARY
from app.text.folding import fold

ABI: Final = 1
# Western letters and typographers' punctuation; what folds to other alphabets is looked at whole.
_N_LATIN: Final = 0x250
_PUNCTUATION: Final = range(0x2000, 0x2070)
_GAP: Final = ord(" ")
_SIGN: Final = ord("-")
_HARD: Final = 0


def compiled_marking(library: Path = LIBRARY) -> Callable[..., Any]:
    """`mark` of `marking.c`. Raises OSError when the library is not there or is another's."""
    found = ctypes.PyDLL(str(library))
    abi = getattr(found, "onrecord_marking_abi", None)
    if abi is None or abi() != ABI:
        raise OSError("the compiled kernels are of another version")
    found.onrecord_marking.restype = ctypes.py_object
    mark: Callable[..., Any] = found.onrecord_marking()
    return mark


@cache
def letters() -> bytes:
    """For each of the first code points the letter or figure that it folds to, or what else it is."""
    return bytes(map(_kind_of, range(_PUNCTUATION.stop)))


def _kind_of(code: int) -> int:
    letter = chr(code)
    if letter.isspace():
        return _GAP
    if code >= _N_LATIN and code not in _PUNCTUATION:
        return _HARD
    folded = fold(letter)
    if folded.isascii() and folded.isalnum() and len(folded) == 1:
        return ord(folded)
    return _HARD if letter.isalnum() or not folded else _SIGN


def load_marking() -> Callable[..., Any] | None:
    """The kernel; None where none was compiled for this machine."""
    try:
        return compiled_marking()
    except OSError:
        return None


kernel = load_marking()
