"""The hash table of a field's terms has each of them where a search for it looks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.search.whoosh_engine.segments.hashing import hash_table


def looked_up(table: list[int], terms: list[bytes], wanted: bytes) -> int | None:
    """As the kernels look a term up."""
    code = 0xCBF29CE484222325
    for byte in wanted:
        code = (code ^ byte) * 0x100000001B3 % 2**64
    at = (code ^ code >> 32) % len(table)
    while table[at] != 0xFFFFFFFF:
        if terms[table[at]] == wanted:
            return table[at]
        at = (at + 1) % len(table)
    return None


@given(st.sets(st.binary(max_size=6), max_size=200), st.binary(max_size=6))
def test_every_term_is_found_and_no_other(distinct: set[bytes], other: bytes) -> None:
    terms = sorted(distinct)
    blob = np.frombuffer(b"".join(terms), np.uint8)
    ends = np.append(0, np.cumsum([len(term) for term in terms])).astype(np.int64)
    table = hash_table(blob, ends).tolist()
    assert [looked_up(table, terms, term) for term in terms] == list(range(len(terms)))
    assert (looked_up(table, terms, other) is not None) == (other in distinct)
