"""Texts of a segment in the making, as numbers: each distinct chunk is analysed once, then counted off.

A chunk (what white space separates) is remembered with the term ids and written forms that it stands
for; a document adds only chunk ids. `TextBuffer` turns them into occurrences in one go.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.analysis import Analyser, exact_terms, split_chunks
from app.search.whoosh_engine.postings import (
    Inverted,
    distinct,
    invert,
    invert_pairs,
    occurrence_keys,
    ragged,
    sorted_ranks,
)
from app.text.folding import fold

Ints = NDArray[Any]
# What analysis strips from a word, too.
_AROUND: Final = ".,;:!?\"'()[]“”‘’«»…–—-"


def form_key(written: str) -> bytes:
    """How a written form is filed: by its folded form, then as written where that differs."""
    folded = written.lower() if written.isascii() else fold(written)
    return f"{folded}\0{'' if written == folded else written}".encode("utf-8", "surrogatepass")


class ChunkTable:
    """Chunk ids, and what each chunk stands for; shared by the text fields of one segment."""

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser
        self._ids_by_language: dict[str | None, _Chunks] = {}
        self.n_chunks = 0
        self.term_ids: dict[bytes, int] = {}
        self.form_ids: dict[bytes, int] = {}
        self.chunk_terms, self.n_terms = array("I"), array("I")
        self.n_telling = array("I")
        self.chunk_extras, self.n_extras, self.extra_offsets = array("I"), array("I"), array("I")
        self.chunk_forms, self.n_forms = array("I"), array("I")

    def chunk_ids(self, text: str, language: str | None) -> Iterable[int]:
        """The text as chunk ids."""
        known = self._ids_by_language.get(language)
        if known is None:
            known = self._ids_by_language[language] = _Chunks(self, language)
        return map(known.__getitem__, split_chunks(text))

    def add_chunk(self, chunk: str, language: str | None) -> int:
        """Analyses a new chunk; returns its id."""
        found = self.analyser.chunk_terms(chunk, language)
        ids = self.term_ids
        self.chunk_terms.extend(ids.setdefault(_encode(term), len(ids)) for term in found.terms)
        self.n_terms.append(len(found.terms))
        self.n_telling.append(self.analyser.count_telling(found, language))
        for offset, term in found.extras:
            self.chunk_extras.append(ids.setdefault(_encode(term), len(ids)))
            self.extra_offsets.append(offset)
        self.n_extras.append(len(found.extras))
        if chunk.isascii() and chunk.isalpha():
            keys = {form_key(chunk)}
        else:
            keys = {form_key(form) for form in exact_terms(chunk)}
        forms = self.form_ids
        self.chunk_forms.extend(forms.setdefault(key, len(forms)) for key in keys)
        self.n_forms.append(len(keys))
        self.n_chunks += 1
        return self.n_chunks - 1


class _Chunks(dict[str, int]):
    def __init__(self, table: ChunkTable, language: str | None) -> None:
        self._table, self._language = table, language

    def __missing__(self, chunk: str) -> int:
        core = chunk.strip(_AROUND)
        if core != chunk and core.isascii() and core.isalpha():
            found = self[chunk] = self[core]  # punctuation around plain letters says nothing
        else:
            found = self[chunk] = self._table.add_chunk(chunk, self._language)
        return found


class TextBuffer:
    """One text field of the segment: pieces of text in document order, as chunk ids."""

    def __init__(self, table: ChunkTable) -> None:
        self._table = table
        self._chunks = array("I")
        self._piece_docs, self._piece_chunks = array("I"), array("I")
        self._piece_positions = array("q")

    def add(self, doc: int, text: str, language: str | None, position: int = 0) -> None:
        """Adds a piece of a document's text; its first word stands at `position`."""
        before = len(self._chunks)
        self._chunks.extend(self._table.chunk_ids(text, language))
        self._piece_docs.append(doc)
        self._piece_chunks.append(len(self._chunks) - before)
        self._piece_positions.append(position)

    def __len__(self) -> int:
        return len(self._chunks)

    def count_terms(self, text: str, language: str | None) -> int:
        """How many positions a text takes."""
        n_terms = self._table.n_terms
        return sum(n_terms[i] for i in self._table.chunk_ids(text, language))

    def lengths(self, n_docs: int) -> Ints:
        """Telling terms of each document: without function words and extras."""
        docs = np.repeat(_ints(self._piece_docs), _ints(self._piece_chunks))
        weights = _ints(self._table.n_telling)[_ints(self._chunks)]
        return np.bincount(docs, weights=weights, minlength=n_docs).astype(np.int64)

    def inverted(self, ranked: tuple[list[bytes], Ints]) -> Inverted:
        """The field's postings; `ranked`: the table's terms in order, and ranks by term id."""
        terms, ranks = ranked
        table = self._table
        chunks, piece_chunks = _ints(self._chunks), _ints(self._piece_chunks)
        n_terms = _ints(table.n_terms)[chunks]
        docs = np.repeat(_ints(self._piece_docs), piece_chunks)
        positions = self._chunk_positions(n_terms, piece_chunks)
        chunk_starts = np.cumsum(_ints(table.n_terms)) - _ints(table.n_terms)
        ids = _ints(table.chunk_terms)[ragged(chunk_starts[chunks], n_terms)]
        within = ragged(np.zeros(len(chunks), np.int64), n_terms)
        keys = occurrence_keys(
            ranks[ids], np.repeat(docs, n_terms), np.repeat(positions, n_terms) + within
        )
        extras = self._extra_keys(ranks, docs, positions)
        return invert(np.concatenate([keys, extras]) if len(extras) else keys, terms)

    def form_pairs(self) -> tuple[Ints, Ints]:
        """Form ids and documents of every chunk, once for each pair of chunk and document."""
        table = self._table
        docs = np.repeat(_ints(self._piece_docs), _ints(self._piece_chunks))
        pairs = distinct((_ints(self._chunks) << 16) | docs)
        chunks = pairs >> 16
        n_forms = _ints(table.n_forms)[chunks]
        starts = np.cumsum(_ints(table.n_forms)) - _ints(table.n_forms)
        ids = _ints(table.chunk_forms)[ragged(starts[chunks], n_forms)]
        return ids, np.repeat(pairs & 0xFFFF, n_forms)

    def _chunk_positions(self, n_terms: Ints, piece_chunks: Ints) -> Ints:
        """Position of each chunk's first term: counted within its piece, from where the piece stands."""
        before = np.cumsum(n_terms) - n_terms
        first_chunk = np.cumsum(piece_chunks) - piece_chunks
        padded = np.append(before, before[-1] + n_terms[-1] if len(before) else 0)
        shift = np.frombuffer(self._piece_positions, np.int64) - padded[first_chunk]
        positions: Ints = before + np.repeat(shift, piece_chunks)
        return positions

    def _extra_keys(self, ranks: Ints, docs: Ints, positions: Ints) -> Ints:
        table = self._table
        chunks = _ints(self._chunks)
        n_extras = _ints(table.n_extras)
        n = n_extras[chunks]
        if not n.any():
            return np.zeros(0, np.uint64)
        at = ragged((np.cumsum(n_extras) - n_extras)[chunks], n)
        ids, offsets = _ints(table.chunk_extras)[at], _ints(table.extra_offsets)[at]
        return occurrence_keys(ranks[ids], np.repeat(docs, n), np.repeat(positions, n) + offsets)


def invert_forms(buffers: Iterable[TextBuffer], table: ChunkTable) -> Inverted:
    """Written forms of several text fields as one field."""
    pairs = [buffer.form_pairs() for buffer in buffers]
    terms, ranks = sorted_ranks(list(table.form_ids))
    ids = np.concatenate([ids for ids, _ in pairs])
    return invert_pairs(ranks[ids], np.concatenate([docs for _, docs in pairs]), terms)


def _ints(values: array[int]) -> Ints:
    return (
        np.frombuffer(values, np.uint32).astype(np.int64) if len(values) else np.zeros(0, np.int64)
    )


def _encode(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")
