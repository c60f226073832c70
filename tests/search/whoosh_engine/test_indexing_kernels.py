"""The compiled kernels of writing are their numpy twins: the same arrays for any text and any merge."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.interface import Collection, IndexBatch
from app.search.whoosh_engine.backend import WhooshBackend
from app.search.whoosh_engine.commits import read_commit, read_pointer
from app.search.whoosh_engine.kernels import indexing, indexing_reference
from app.search.whoosh_engine.kernels.indexing_reference import NO_STEM
from app.search.whoosh_engine.segments.arrays import ArrayFile
from app.search.whoosh_engine.segments.postings import (
    MAX_POSITION,
    Ints,
    Inverted,
    bits_of_counts,
    counts_of_bits,
    pack_docs,
    starts_of,
)
from app.search.whoosh_engine.segments.segment import PackedPositions
from app.text.analysis import AROUND, Analyser, exact_terms
from tests.contract.engine_samples import article, quotation, seeded

pytestmark = pytest.mark.skipif(
    indexing.kernels is indexing_reference, reason="the kernels were not compiled"
)

# White space of all widths, punctuation around words, letters of one to four bytes, lone surrogates.
_SPACES = " \t\n\x0b\x1c\x85\xa0\u1680\u2000\u200a\u2028\u202f\u205f\u3000\u200b"
_TEXTS = st.text(st.sampled_from(f"{_SPACES}{AROUND}abAé7_ß語🙂\ud800\u0301\x00"), max_size=80)


@given(st.lists(st.tuples(_TEXTS, st.integers(0, 2)), max_size=6))
def test_texts_are_split_alike(pieces: list[tuple[str, int]]) -> None:
    texts = [text for text, _ in pieces]
    languages = [language for _, language in pieces]
    found, expected = indexing.kernels.Cores(), indexing_reference.Cores()
    for _ in range(2):  # all cores are known the second time
        for ours, theirs in zip(
            found.split(texts, languages), expected.split(texts, languages), strict=True
        ):
            assert ours.tolist() == theirs.tolist()
    assert found.since(0) == expected.since(0)


def test_a_table_that_grows_keeps_its_numbers() -> None:
    texts = [" ".join(f"w{number * number}" for number in range(n, n + 3_000)) for n in (0, 9_000)]
    found, expected = indexing.kernels.Cores(), indexing_reference.Cores()
    for text in [*texts, *texts]:
        assert found.split([text], [0])[0].tolist() == expected.split([text], [0])[0].tolist()
    assert len(found) == len(expected) == 6_000


@given(
    st.text(st.sampled_from("aBé.'’-,_/&1語\u0301U"), min_size=1, max_size=12),
    st.text(AROUND, max_size=3),
)
def test_punctuation_around_a_chunk_says_nothing(core: str, around: str) -> None:
    analyser = Analyser()
    for language in ("en", "fr", None):
        bare = analyser.analyse_chunk(core.strip(AROUND), language)
        assert analyser.analyse_chunk(f"{around}{core}{around}", language) == bare
    assert set(exact_terms(f"“{core}”")) == set(exact_terms(core.strip(AROUND)))


@given(
    st.lists(st.integers(0, 400), max_size=60),
    st.lists(st.integers(0, MAX_POSITION), max_size=9),
)
def test_positions_are_packed_alike(near: list[int], far: list[int]) -> None:
    for values in (near, near + far):
        positions = np.array(values, np.uint32)
        packed = indexing.kernels.pack(positions)
        for ours, theirs in zip(packed, indexing_reference.pack(positions), strict=True):
            assert np.array_equal(ours, theirs)
        bits, n_bits, far_at, large = packed
        read = PackedPositions(bits, n_bits, len(values), far_at, large)
        for first in range(min(len(values), 3)):
            n = len(values) - first
            unpacked = indexing.kernels.unpack(bits, n_bits, first, n).tolist()
            assert unpacked == indexing_reference.unpack(bits, n_bits, first, n).tolist()
            assert read[first:].tolist() == values[first:]
        assert read[np.arange(len(values))[::2]].tolist() == values[::2]


@given(st.lists(st.lists(st.integers(1, 400), min_size=1), max_size=6))
def test_counts_are_bits_that_give_them_back(counts: list[list[int]]) -> None:
    bits = bits_of_counts(np.array([n for each in counts for n in each], np.int64))
    starts = starts_of(np.array([sum(each) for each in counts], np.int64))
    for first, last, expected in zip(starts[:-1], starts[1:], counts, strict=True):
        assert counts_of_bits(bits, int(first), int(last)).tolist() == expected
    most = [min(255, max(each)) for each in counts]
    assert indexing.kernels.most(bits, starts).tolist() == most
    assert indexing_reference.most(bits, starts).tolist() == most


@given(st.lists(st.sets(st.integers(0, 299), min_size=1), max_size=6))
def test_documents_are_lists_or_bitmaps_whichever_is_less(texts: list[set[int]]) -> None:
    starts, docs = starts_of(np.array([*map(len, texts)], np.int64)), _docs(texts)
    packed = pack_docs(starts, docs, 300)
    assert len(packed.bitmaps) == 5 * sum(len(text) > 20 for text in texts)
    assert packed.all(starts).tolist() == docs.tolist()
    for i, text in enumerate(texts):
        assert packed.of_term(i, len(text)).tolist() == sorted(text)
    for doc in range(0, 300, 60):
        found = packed.terms_of(doc, np.diff(starts)).tolist()
        assert found == [i for i, text in enumerate(texts) if doc in text]


@given(
    st.lists(st.sets(st.integers(0, 40), min_size=1), min_size=1, max_size=4),
    st.lists(st.tuples(st.sets(st.integers(0, 40), min_size=1), st.integers(0, 5)), max_size=6),
)
def test_forms_are_packed_alike(texts: list[set[int]], forms: list[tuple[set[int], int]]) -> None:
    """Of stems 4 and 5 there is none in the text."""
    of = Inverted([], starts_of(np.array([*map(len, texts)])), _docs(texts))
    docs = [set(texts[stem]) if stem < len(texts) and len(own) > 20 else own for own, stem in forms]
    starts = starts_of(np.array([*map(len, docs)], np.int64))
    stems = np.array([s if s < len(texts) else NO_STEM for _, s in forms], np.uint32)
    packed = indexing.kernels.pack_forms(starts, _docs(docs), stems, of)
    for ours, theirs in zip(
        packed, indexing_reference.pack_forms(starts, _docs(docs), stems, of), strict=True
    ):
        assert ours.tolist() == theirs.tolist()
    made, at, bits = packed
    for kernels in (indexing.kernels, indexing_reference):
        assert kernels.unpack_forms(starts, made, of, at, bits).tolist() == _docs(docs).tolist()


def _docs(sets: list[set[int]]) -> Ints:
    return np.array([doc for each in sets for doc in sorted(each)], np.uint16)


def test_an_index_is_the_same_whoever_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = _arrays(_written(tmp_path / "compiled", seeded(4)))
    monkeypatch.setattr(indexing, "kernels", indexing_reference)
    reference = _arrays(_written(tmp_path / "reference", seeded(4)))
    assert compiled.keys() == reference.keys()
    for name, array in compiled.items():
        assert array.dtype == reference[name].dtype, name
        assert array.tolist() == reference[name].tolist(), name


_WORDS = [
    "storm",
    "Storm,",
    "l'Élysée",
    "e-mail",
    "US",
    "“U.S.”",
    "1,000",
    "9/11",
    "été",
    "the",
    "語語",
]


def _written(index_dir: Path, chance: random.Random) -> Path:
    """An index that grew by batches, deletions and merges."""
    backend = WhooshBackend(index_dir, lock_seconds=1)
    backend.rebuild(_batch(chance) for _ in range(3))
    writer = backend.writer()
    for _ in range(4):
        writer.write(_batch(chance))
    writer.optimise()
    writer.write(_batch(chance))
    writer.close()
    return index_dir


def _batch(chance: random.Random) -> IndexBatch:
    articles = [
        article(
            f"art_{chance.randrange(60)}",
            " ".join(chance.choices(_WORDS, k=chance.choice([0, 5, 60]))) + " ice" * chance.choice([0, 400]),
            title=" ".join(chance.choices(_WORDS, k=chance.choice([0, 3, 300]))),
            language=chance.choice(["en", "fr", None]),
        )
        for _ in range(12)
    ]  # fmt: skip
    said = [quotation(f"quo_{each.id}", each.id, each.body[:20]) for each in articles]
    return IndexBatch(articles, said, [f"art_{chance.randrange(60)}" for _ in range(5)])


def _arrays(index_dir: Path) -> dict[tuple[Collection, int, str], Any]:
    commit = read_commit(index_dir, *read_pointer(index_dir))
    return {
        (collection, number, name): file.get(name)
        for collection, part in commit.collections.items()
        for number, file in enumerate(
            ArrayFile(index_dir / commit.generation / each) for each in part.files
        )
        for name in file.names()
    }
