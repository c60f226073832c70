"""Marks the documents that a batch replaces, all names at once: a segment costs the same few array operations
however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from app.search.whoosh_engine.segments.arrays import Array
from app.search.whoosh_engine.segments.codec import ArraySegment
from app.search.whoosh_engine.segments.documents import name_hash
from app.search.whoosh_engine.segments.hashing import FREE, term_hashes
from app.search.whoosh_engine.segments.segment import KeyArrays


class Names:
    """Values of a field of keys, hashed once for all segments."""

    def __init__(self, names: Sequence[str]) -> None:
        terms = [name.encode("utf-8", "surrogatepass") for name in names]
        ends = np.array([0, *accumulate(map(len, terms))])
        self._places = term_hashes(np.frombuffer(b"".join(terms), np.uint8), ends)
        self._hashes = np.fromiter(map(name_hash, names), np.uint64, len(names))

    def found_in(self, keys: KeyArrays) -> Array:
        """The numbers of those terms of a segment that are one of the names."""
        slots, hashes = keys.slots, keys.hashes
        last = len(slots) - 1
        waiting, at = self._hashes, (self._places & np.uint64(last)).astype(np.int64)
        found = [np.empty(0, np.uint32)]
        while len(waiting):
            terms = slots[at]
            is_taken = terms != FREE  # who comes to a free place is not there
            terms, waiting, at = terms[is_taken], waiting[is_taken], at[is_taken]
            is_it = hashes[terms] == waiting
            found.append(terms[is_it])
            waiting, at = waiting[~is_it], (at[~is_it] + 1) & last
        return np.concatenate(found)


def delete(segment: ArraySegment, keys: KeyArrays, names: Names) -> None:
    """Marks the documents of a segment that have one of these names in a field of keys."""
    terms = names.found_in(keys)
    if not len(terms):
        return
    is_gone = np.zeros(keys.n_terms, bool)
    is_gone[terms] = True
    live = segment.live()
    live[keys.docs[np.repeat(is_gone, np.diff(keys.starts))]] = False
    segment.set_live(live)
