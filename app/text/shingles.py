"""A text as the hashes of its runs of three words: how much of one text another one holds.

The measure is containment, the shared runs as a share of the shorter text's: it finds a copy that was
cut or rewritten, which measures of the whole (Jaccard, SimHash) miss.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from app.text.folding import fold

_WORD: Final = re.compile(r"[^\W_]+")
# 63 bits: a database's integers are signed.
_MASK: Final = (1 << 63) - 1
# Odd numbers from the digits of pi: word order changes the sum.
_FIRST: Final = 0x243F6A8885A308D3
_SECOND: Final = 0x13198A2E03707345
_THIRD: Final = 0x24093822299F31D1
# So many sampled runs (to twice as many) stand for a text, whatever its length.
N_SAMPLED: Final = 24


def shingles(text: str) -> tuple[int, ...]:
    """The hashes of all runs of three words, each once, sorted; the same on every machine. A text of
    one or two words is one run; linear in the text's length."""
    words = [_word_hash(word) for word in _WORD.findall(fold(text))]
    if len(words) < 3:
        return (_run_hash([*words, 0, 0, 0][:3]),) if words else ()
    return tuple(
        sorted(
            {
                (first * _FIRST + second * _SECOND + third * _THIRD) & _MASK
                for first, second, third in zip(words, words[1:], words[2:], strict=False)
            }
        )
    )


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


def _as_set(values: Iterable[int]) -> frozenset[int] | set[int]:
    return values if isinstance(values, (set, frozenset)) else set(values)


def _run_hash(words: list[int]) -> int:
    return (words[0] * _FIRST + words[1] * _SECOND + words[2] * _THIRD) & _MASK


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
