"""A word that the archive does not hold to the words of the archive that were probably meant.

1. Words of nearly the same length and letters are picked out by a signature of 32 bits, all words at once.
2. Their optimal-string-alignment distance is computed in bands, all candidates at once.
3. What is left is ranked by how likely the slip is and how often the archive has the word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from app.search.whoosh_engine.segments.vocabulary import Vocabulary
from app.text.stopwords import STOP_WORDS

# Shorter words have too many neighbours: one of three letters is a neighbour of most others.
_MIN_LENGTH: Final = 4
_MIN_LENGTH_TWO_EDITS: Final = 7
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
    """Corrects words by the vocabularies of all segments. Their signatures are made on first use, 40 ms
    for 500,000 words."""

    def __init__(self, vocabularies: Sequence[Vocabulary]) -> None:
        self._vocabularies = vocabularies

    def holds(self, word: str) -> bool:
        """Whether the archive has `word`."""
        return any(each.find(word) is not None for each in self._vocabularies)

    def count(self, word: str) -> int:
        """How often the archive has `word`."""
        return sum(each.count(word) for each in self._vocabularies)

    def correct(self, word: str, limit: int = 3, max_edits: int = 2) -> list[Correction]:
        """The likeliest words for a folded word, best first; none for a word that the archive holds,
        has a figure, or is too short or long to tell."""
        is_plain = word.isalpha() and _MIN_LENGTH <= len(word) <= _MAX_LENGTH
        if not is_plain or self.holds(word):
            return []
        found = self.near(word, 1)
        if not found and max_edits > 1 and len(word) >= _MIN_LENGTH_TWO_EDITS:
            found = self.near(word, 2)
        plain = [each for each in found if each.word.isalpha()]
        return sorted(plain, key=lambda each: (-_likelihood(word, each), each.word))[:limit]

    def split(self, word: str) -> tuple[str, str] | None:
        """The two held words that `word` is made of ("primeminister"), the more frequent pair; None for a
        held word and where there are none."""
        if not word.isalpha() or len(word) > _MAX_LENGTH or self.holds(word):
            return None
        pairs = ((word[:cut], word[cut:]) for cut in range(_MIN_PART, len(word) - _MIN_PART + 1))
        counts = {pair: min(self.count(pair[0]), self.count(pair[1])) for pair in pairs}
        best = max(counts, key=lambda pair: counts[pair], default=None)
        return best if best is not None and counts[best] > 1 else None

    def near(self, word: str, edits: int) -> list[Correction]:
        """All held words within so many edits (insert, delete, change, swap of neighbours), in the
        order of words. Two edits never change the first letter."""
        encoded = np.frombuffer(word.encode(), np.uint8)
        # A letter beyond ASCII is two or three bytes, which change together.
        allowed = edits if word.isascii() else edits * 2
        found: dict[str, Correction] = {}
        for vocabulary in self._vocabularies:
            candidates = _candidates(vocabulary, word, edits)
            distances = _distances(encoded, *_rows(vocabulary, candidates), allowed)
            is_near = distances <= allowed
            pairs = zip(candidates[is_near].tolist(), distances[is_near].tolist(), strict=True)
            for i, distance in pairs:
                near_word = vocabulary.word(i)
                count = int(vocabulary.counts[i])
                if near_word in found:
                    count += found[near_word].count
                found[near_word] = Correction(near_word, count, min(distance, edits))
        return [found[near_word] for near_word in sorted(found)]


def _candidates(vocabulary: Vocabulary, word: str, edits: int) -> _Indexes:
    first, last = (0, len(vocabulary)) if edits == 1 else vocabulary.prefix_range(word[0])
    n_bytes = len(word.encode())
    slack = edits if word.isascii() else edits * 3
    differing = np.bitwise_count(vocabulary.signatures[first:last] ^ _signature(word.encode()))
    alike = differing <= 2 * slack
    sizes = vocabulary.lengths[first:last]
    alike &= (sizes >= max(0, n_bytes - slack)) & (sizes <= min(255, n_bytes + slack))
    found = np.flatnonzero(alike) + first
    if len(found) > _MAX_CANDIDATES:  # of these the frequent ones are likelier
        counts = vocabulary.counts[found]
        keep = np.argpartition(counts, len(found) - _MAX_CANDIDATES)[-_MAX_CANDIDATES:]
        found = np.sort(found[keep])
    return found


def _rows(vocabulary: Vocabulary, candidates: _Indexes) -> tuple[_Small, _Small]:
    """The candidates as a matrix, a column each, padded with zeros; and their lengths."""
    offsets, blob = vocabulary.offsets, vocabulary.blob
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
