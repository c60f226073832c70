"""A word that the archive does not hold to the words of the archive that were probably meant.

1. Words of nearly the same length and letters are picked out by a signature of 32 bits, all words at once.
2. Their optimal-string-alignment distance is computed in bands, all candidates at once.
3. What is left is ranked by how likely the slip is and how often the archive has the word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from app.search.whoosh_engine.vocabulary import Vocabulary
from app.text.stopwords import STOP_WORDS

# Shorter words have too many neighbours: one of three letters is a neighbour of most others.
_MIN_LENGTH: Final = 4
_MIN_LENGTH_TWO_EDITS: Final = 6
_MAX_LENGTH: Final = 30
_MAX_CANDIDATES: Final = 20_000
# The likelihood of a slip against the logarithm of the frequency; chosen on two sets of misspelt queries,
# where 98 to 99 % of the words then come out right, and flat around these values.
_FREQUENCY: Final = 0.5
_SECOND_EDIT: Final = 4.0
_OTHER_FIRST: Final = 2.0
_OTHER_LETTER: Final = 1.0  # a letter too few or two swapped is likelier than a wrong one
_LETTER_TOO_MANY: Final = 1.0
_FUNCTION_WORD: Final = 3.0  # its correction would be dropped again
_MIN_PART: Final = 3

_FUNCTION_WORDS: Final = frozenset().union(*STOP_WORDS.values())
_Small = npt.NDArray[np.uint8]
_Indexes = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the archive, how often it is there, and its distance in edits."""

    word: str
    count: int
    edits: int


class Speller:
    """Corrects words by a vocabulary; its signatures are made on first use (about 40 ms for 500,000)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._signatures: npt.NDArray[np.uint32] | None = None
        self._lengths: npt.NDArray[np.uint8] | None = None

    def correct(self, word: str, limit: int = 3, max_edits: int = 2) -> list[Correction]:
        """The likeliest words for a folded word, best first; none for a word that the archive holds,
        has a figure, or is too short or long to tell."""
        is_plain = word.isalpha() and _MIN_LENGTH <= len(word) <= _MAX_LENGTH
        if not is_plain or self._vocabulary.find(word) is not None:
            return []
        found = self.near(word, 1)
        if not found and max_edits > 1 and len(word) >= _MIN_LENGTH_TWO_EDITS:
            found = self.near(word, 2)
        plain = [each for each in found if each.word.isalpha()]
        return sorted(plain, key=lambda each: (-_likelihood(word, each), each.word))[:limit]

    def split(self, word: str) -> tuple[str, str] | None:
        """The two held words that `word` is made of ("primeminister"), the more frequent pair; None for a
        held word and where there are none."""
        if not word.isalpha() or len(word) > _MAX_LENGTH or self._vocabulary.find(word) is not None:
            return None
        pairs = ((word[:cut], word[cut:]) for cut in range(_MIN_PART, len(word) - _MIN_PART + 1))
        counts = {
            pair: min(self._vocabulary.count(pair[0]), self._vocabulary.count(pair[1]))
            for pair in pairs
        }
        best = max(counts, key=lambda pair: counts[pair], default=None)
        return best if best is not None and counts[best] > 1 else None

    def near(self, word: str, edits: int) -> list[Correction]:
        """All held words within so many edits (insert, delete, change, swap of neighbours), in the
        order of words. Two edits never change the first letter."""
        candidates = self._candidates(word, edits)
        encoded = np.frombuffer(word.encode(), np.uint8)
        # A letter beyond ASCII is two or three bytes, which change together.
        allowed = edits if word.isascii() else edits * 2
        distances = _distances(encoded, *self._rows(candidates), allowed)
        found = []
        for i, distance in zip(candidates.tolist(), distances.tolist(), strict=True):
            if distance <= allowed:
                near_word = self._vocabulary.word(i)
                count = int(self._vocabulary.counts[i])
                found.append(Correction(near_word, count, min(distance, edits)))
        return found

    def _candidates(self, word: str, edits: int) -> _Indexes:
        signatures, lengths = self._prepared()
        first, last = (0, len(signatures)) if edits == 1 else self._vocabulary.prefix_range(word[0])
        n_bytes = len(word.encode())
        slack = edits if word.isascii() else edits * 3
        differing = np.bitwise_count(signatures[first:last] ^ _signature(word.encode()))
        alike = differing <= 2 * slack
        sizes = lengths[first:last]
        alike &= (sizes >= max(0, n_bytes - slack)) & (sizes <= min(255, n_bytes + slack))
        found = np.flatnonzero(alike) + first
        if len(found) > _MAX_CANDIDATES:  # of these the frequent ones are likelier
            counts = self._vocabulary.counts[found]
            keep = np.argpartition(counts, len(found) - _MAX_CANDIDATES)[-_MAX_CANDIDATES:]
            found = np.sort(found[keep])
        return found

    def _prepared(self) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
        if self._signatures is None or self._lengths is None:
            offsets = self._vocabulary.offsets
            sizes = np.diff(offsets)
            self._lengths = np.minimum(sizes, 255).astype(np.uint8)
            signatures = np.zeros(len(sizes), np.uint32)
            if len(self._vocabulary.blob):
                bits = np.left_shift(np.uint32(1), self._vocabulary.blob & 31, dtype=np.uint32)
                starts = np.asarray(offsets[:-1], np.intp)
                is_word = sizes > 0
                signatures[is_word] = np.bitwise_or.reduceat(bits, starts[is_word])
            self._signatures = signatures
        return self._signatures, self._lengths

    def _rows(self, candidates: _Indexes) -> tuple[_Small, _Small]:
        """The candidates as a matrix, a column each, padded with zeros; and their lengths."""
        offsets, blob = self._vocabulary.offsets, self._vocabulary.blob
        starts = np.asarray(offsets[candidates], np.intp)
        sizes = np.asarray(offsets[candidates + 1], np.intp) - starts
        width = int(sizes.max(initial=0))
        places = starts[None, :] + np.arange(width)[:, None]
        inside = np.arange(width)[:, None] < sizes[None, :]
        letters = blob[np.minimum(places, max(0, len(blob) - 1))] if len(blob) else places * 0
        return np.where(inside, letters, 0).astype(np.uint8), sizes.astype(np.uint8)


def _signature(encoded: bytes) -> np.uint32:
    bits = 0
    for byte in encoded:
        bits |= 1 << (byte & 31)
    return np.uint32(bits)


def _distances(word: _Small, letters: _Small, sizes: _Small, most: int) -> _Small:
    """Distance of `word` to each column of `letters`; more than `most` means "more"."""
    n_columns = letters.shape[1]
    far = np.uint8(most + 1)
    n = len(word)
    # rows[i]: distance of the first i letters of the candidates to each prefix of the word.
    older = np.full((n + 1, n_columns), far, np.uint8)
    last = np.full((n + 1, n_columns), far, np.uint8)
    last[: most + 1] = np.arange(min(most, n) + 1, dtype=np.uint8)[:, None]
    result = np.where(sizes == 0, np.uint8(min(n, most + 1)), far)
    for i in range(1, letters.shape[0] + 1):
        row = np.full((n + 1, n_columns), far, np.uint8)
        if i <= most:
            row[0] = i
        for j in range(max(1, i - most), min(n, i + most) + 1):
            differs = letters[i - 1] != word[j - 1]
            best = np.minimum(last[j], row[j - 1]) + np.uint8(1)
            best = np.minimum(best, last[j - 1] + differs)
            if i > 1 and j > 1:
                swapped = (letters[i - 1] == word[j - 2]) & (letters[i - 2] == word[j - 1])
                best = np.where(swapped, np.minimum(best, older[j - 2] + np.uint8(1)), best)
            row[j] = np.minimum(best, far)
        done = sizes == i
        result[done] = row[n, done]
        older, last = last, row
    return result


def _likelihood(word: str, found: Correction) -> float:
    score = _FREQUENCY * float(np.log(max(1, found.count))) - _SECOND_EDIT * (found.edits - 1)
    if len(word) > len(found.word):
        score -= _LETTER_TOO_MANY
    elif len(word) == len(found.word) and sorted(word) != sorted(found.word):
        score -= _OTHER_LETTER
    if found.word in _FUNCTION_WORDS:
        score -= _FUNCTION_WORD
    return score if found.word[0] == word[0] else score - _OTHER_FIRST
