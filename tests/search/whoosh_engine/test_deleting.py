"""The names that a batch replaces are found all at once, and nothing else is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.search.whoosh_engine.segments.arrays import ArrayFile, ArrayFileWriter
from app.search.whoosh_engine.segments.documents import name_hash
from app.search.whoosh_engine.segments.hashing import hash_table
from app.search.whoosh_engine.segments.segment import KeyArrays
from app.search.whoosh_engine.writing.deleting import Names

_NAMES = st.text("abñ", max_size=4)


@given(st.sets(_NAMES, max_size=60), st.sets(_NAMES, max_size=60))
def test_exactly_those_names_are_found_that_a_segment_has(kept: set[str], asked: set[str]) -> None:
    terms = sorted(name.encode() for name in kept)
    with tempfile.TemporaryDirectory() as folder:
        found = Names(sorted(asked)).found_in(_keys(Path(folder) / "keys.arr", terms))
    assert {terms[i].decode() for i in found.tolist()} == kept & asked
    assert len(found) == len(kept & asked)


def _keys(path: Path, terms: list[bytes]) -> KeyArrays:
    blob = np.frombuffer(b"".join(terms), np.uint8)
    ends = np.append(0, np.cumsum([len(term) for term in terms])).astype(np.int64)
    with path.open("wb") as file:
        writer = ArrayFileWriter(file)
        writer.put("id/terms", blob)
        writer.put("id/term_ends", ends.astype(np.uint32))
        writer.put("id/starts", np.arange(len(terms) + 1, dtype=np.uint32))
        writer.put("id/docs", np.arange(len(terms), dtype=np.uint16))
        writer.put("id/slots", hash_table(blob, ends))
        hashes = [name_hash(term.decode()) for term in terms]
        writer.put("id/hashes", np.array(hashes, np.uint64))
        writer.finish()
    return KeyArrays(ArrayFile(path), "id")
