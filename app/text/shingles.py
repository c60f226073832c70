"""A text as the hashes of its runs of three words: how much of one text another one holds.

The measure is containment, the shared runs as a share of the shorter text's: it finds a copy that was
cut or rewritten, which measures of the whole (Jaccard, SimHash) miss.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from app.text.folding import fold

# A stored text's shingles: sorted, each once.
Runs: TypeAlias = npt.NDArray[np.uint32]

_WORD: Final = re.compile(r"[^\W_]+")
# What is no letter or digit of ASCII, as a blank.
_SPACED: Final = {code: " " for code in range(128) if not chr(code).isalnum()}
# Kinds of punctuation beside ASCII's that a text has; one of more is not worth taking them out singly.
_FEW: Final = 12
# 32 bits: within a pair of articles two runs meet by chance once in twenty thousand pairs.
_MASK: Final = np.uint64((1 << 32) - 1)
# Odd numbers from the digits of pi: word order changes the sum.
_FIRST: Final = np.uint64(0x243F6A8885A308D3)
_SECOND: Final = np.uint64(0x13198A2E03707345)
_THIRD: Final = np.uint64(0x24093822299F31D1)
_STORED: Final = np.dtype("<u4")
# So many sampled runs (to twice as many) stand for a text, whatever its length.
N_SAMPLED: Final = 24


def shingles(text: str) -> tuple[int, ...]:
    """The hashes of all runs of three words, each once, sorted; the same on every machine. A text of
    one or two words is one run; linear in the text's length."""
    words = list(map(_word_hash, _words(fold(text))))
    if not words:
        return ()
    words += [0] * (3 - len(words))
    hashes = np.array(words, dtype=np.uint64)  # sums wrap at 64 bits
    runs = hashes[:-2] * _FIRST + hashes[1:-1] * _SECOND + hashes[2:] * _THIRD
    runs &= _MASK
    runs.sort()  # `np.unique` hashes first, which takes fifteen times as long for an article
    return tuple(runs[np.append(True, runs[1:] != runs[:-1])].tolist())


def packed(hashes: Collection[int]) -> bytes:
    """A text's shingles as they are stored: four bytes each, sorted."""
    return np.array(sorted(hashes), dtype=_STORED).tobytes()


def unpacked(stored: bytes) -> Runs:
    """The shingles that `packed` was given."""
    return np.frombuffer(stored, dtype=_STORED)


def n_shared(first: Runs, second: Runs) -> int:
    """How many shingles two texts have in common."""
    return int(np.intersect1d(first, second, assume_unique=True).size)


def containment(first: Collection[int], second: Collection[int]) -> float:
    """The share of the smaller set's shingles that the other one has, 0 to 1; 0 for empty ones."""
    smaller, larger = sorted((first, second), key=len)
    if not smaller:
        return 0.0
    return len(_as_set(smaller) & _as_set(larger)) / len(smaller)


def sampling_step(n_shingles: int) -> int:
    """One shingle in so many is sampled from a text of this many: a power of two, so that the sample
    of a long text is part of what a short one holding the same words would sample."""
    step = 1
    while n_shingles // (step * 2) >= N_SAMPLED:
        step *= 2
    return step


def sampled(hashes: Collection[int]) -> list[int]:
    """The shingles that stand for a text in the inverted table: those that its step divides."""
    step = sampling_step(len(hashes))
    return [value for value in hashes if value % step == 0]


def _words(folded: str) -> list[str]:
    """Runs of letters and digits. ASCII, which most texts are but for their punctuation, is split without a
    pattern in a third of the time."""
    others = [each for each in set(folded) if each > "\x7f" and not each.isalnum()]
    if len(others) <= _FEW:
        for each in others:
            folded = folded.replace(each, " ")
    if folded.isascii():
        return folded.translate(_SPACED).split()
    return _WORD.findall(folded)


def _as_set(values: Iterable[int]) -> frozenset[int] | set[int]:
    return values if isinstance(values, (set, frozenset)) else set(values)


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
