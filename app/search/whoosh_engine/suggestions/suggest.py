"""The beginning of a word or name to what the archive has that goes on so, most frequent first; and letters from
inside one to what has them there."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import Final

import numpy as np

from app.search.interface import Suggestion
from app.search.whoosh_engine.segments.vocabulary import Vocabulary
from app.text.folding import fold, fold_name
from app.text.stopwords import STOP_WORDS

_MAX_PREFIX: Final = 80
# Fewer letters are inside of too much.
_MIN_INSIDE: Final = 3
# Places looked at for letters inside words: a thousandth of a second.
_MAX_INSIDE: Final = 1_000
_WORD_START: Final = re.compile(r"\b\w")
# Keys of one entry are few, so this many of the best ranks hold enough different entries.
_KEYS_PER_ENTRY: Final = 16
# The objects of an entry, and the places of a key in two lists.
_ENTRY_BYTES: Final = 200
_KEY_BYTES: Final = 12
_INSIDE_WORDS: Final = str.maketrans("", "", "'-")
_FUNCTION_WORDS: Final = frozenset().union(*STOP_WORDS.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody or something with a name: `kind` is speaker, source or title; `text` what is shown,
    `aliases` other names it is found by."""

    kind: str
    id: str
    text: str
    count: int
    aliases: tuple[str, ...] = field(default=())


class NameIndex:
    """Names by every word's beginning ("lind" and "anna" both find Anna Lindqvist), and by letters inside
    ("vist" finds her too)."""

    def __init__(self, entries: Iterable[Entry], max_bytes: int | None = None) -> None:
        """The most frequent ones that fit in so many bytes."""
        ranked = sorted(entries, key=lambda entry: (-entry.count, entry.text, entry.id))
        self._entries: list[Entry] = []
        self.n_bytes = 0
        keyed: list[tuple[str, int]] = []
        for rank, entry in enumerate(ranked):
            keys = _keys(entry)
            self.n_bytes += _size(entry, keys)
            if max_bytes is not None and self.n_bytes > max_bytes:
                self.n_bytes -= _size(entry, keys)
                break
            self._entries.append(entry)
            keyed += ((key, rank) for key in keys)
        keyed.sort()
        self._written, self._starts = _written(self._entries)
        self._kinds = np.array([entry.kind for entry in self._entries], dtype=np.str_)
        self._keys = [key for key, _ in keyed]
        self._ranks = np.array([rank for _, rank in keyed], np.uint32)

    def complete(self, prefix: str, kinds: Sequence[str], limit: int) -> list[Suggestion]:
        """Entries of `kinds` with a name or a later part of it that begins with `prefix`, most frequent
        first, each once."""
        folded = fold_name(prefix)[:_MAX_PREFIX]
        if not folded or limit < 1:
            return []
        first = bisect_left(self._keys, folded)
        last = bisect_left(self._keys, folded + "\U0010ffff")
        ranks = self._ranks[first:last]
        ranks = ranks[np.isin(self._kinds[ranks], list(kinds))]
        n_looked_at = limit * _KEYS_PER_ENTRY
        if len(ranks) > n_looked_at:  # a rank is a place by frequency
            ranks = np.partition(ranks, n_looked_at)[:n_looked_at]
        return self._suggested(np.unique(ranks)[:limit].tolist())

    def inside(self, letters: str, kinds: Sequence[str], limit: int) -> list[Suggestion]:
        """Entries of `kinds` with a name that has `letters` anywhere, most frequent first, each once."""
        wanted = fold_name(letters)[:_MAX_PREFIX].encode("utf-8", "surrogatepass")
        found: list[int] = []
        if len(wanted) < _MIN_INSIDE:
            return []
        at = self._written.find(wanted)
        for _ in range(_MAX_INSIDE):
            if at < 0 or len(found) >= limit:
                break
            rank = bisect_right(self._starts, at) - 1  # written in the order of ranks
            if self._kinds[rank] in kinds:
                found.append(rank)
            at = self._written.find(wanted, self._starts[rank + 1])
        return self._suggested(found)

    def _suggested(self, ranks: Iterable[int]) -> list[Suggestion]:
        best = (self._entries[rank] for rank in ranks)
        return [Suggestion(each.text, each.kind, each.count, each.id) for each in best]


def complete_terms(vocabularies: Sequence[Vocabulary], prefix: str, limit: int) -> list[Suggestion]:
    """Words that begin so, most frequent first; function words and figures left out. Counts are exact for
    words that are among the most frequent of each vocabulary."""
    folded = fold(prefix).replace("’", "'")[:_MAX_PREFIX]
    if not folded or limit < 1:
        return []
    counts: dict[str, int] = {}
    for vocabulary in vocabularies:
        for word, n in _most_frequent(vocabulary, folded, limit * 4 + 20):
            counts[word] = counts.get(word, 0) + n
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Suggestion(word, "term", n) for word, n in ranked[:limit]]


def terms_inside(vocabularies: Sequence[Vocabulary], letters: str, limit: int) -> list[Suggestion]:
    """Words that have these letters anywhere, most frequent first, as `complete_terms` counts them."""
    folded = fold(letters).replace("’", "'")[:_MAX_PREFIX]
    if len(folded) < _MIN_INSIDE:
        return []
    counts: dict[str, int] = {}
    for vocabulary in vocabularies:
        for i in vocabulary.with_inside(folded, _MAX_INSIDE):
            word = vocabulary.word(i)
            counts[word] = counts.get(word, 0) + int(vocabulary.counts[i])
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    telling = (Suggestion(word, "term", n) for word, n in ranked if n and _is_telling(word))
    return list(islice(telling, limit))


def _most_frequent(vocabulary: Vocabulary, prefix: str, n_most: int) -> list[tuple[str, int]]:
    start, end = vocabulary.prefix_range(prefix)
    counts = np.asarray(vocabulary.counts[start:end])
    n = min(len(counts), n_most)
    if not n:
        return []
    likely = np.argpartition(counts, len(counts) - n)[len(counts) - n :]
    found = ((vocabulary.word(start + int(i)), int(counts[i])) for i in likely)
    return [(word, n) for word, n in found if n and _is_telling(word)]


def _is_telling(word: str) -> bool:
    """Letters, perhaps with hyphens and apostrophes (o'brien, e-mail), and no function word."""
    return word.translate(_INSIDE_WORDS).isalpha() and word not in _FUNCTION_WORDS


def _size(entry: Entry, keys: set[str]) -> int:
    """Bytes that an entry takes in an index: its objects, its texts, and a place for each key."""
    texts = (entry.id, entry.text, *entry.aliases, entry.text, *entry.aliases, *keys)
    return _ENTRY_BYTES + sum(sys.getsizeof(each) for each in texts) + _KEY_BYTES * len(keys)


def _written(entries: Sequence[Entry]) -> tuple[bytes, list[int]]:
    """All names, folded, one a line, in the order of the entries; where each entry begins, and the end."""
    lines = ("\n".join(map(fold_name, (each.text, *each.aliases))) for each in entries)
    encoded = [f"{line}\n".encode("utf-8", "surrogatepass") for line in lines]
    return b"".join(encoded), list(accumulate(map(len, encoded), initial=0))


def _keys(entry: Entry) -> set[str]:
    keys: set[str] = set()
    for name in (entry.text, *entry.aliases):
        folded = fold_name(name)
        keys.update(folded[start.start() :][:_MAX_PREFIX] for start in _WORD_START.finditer(folded))
    return keys
