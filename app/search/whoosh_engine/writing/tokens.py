"""Texts of a segment in the making, as numbers: each distinct core is analysed once, then counted off.

A core is what white space separates, without the punctuation around it. It is remembered with the terms
and the written forms that it stands for; a document adds only core numbers, which kernels count and sort.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.analysis import (
    Analyser,
    ChunkTerms,
    close_numbers,
    exact_terms,
)
from app.search.whoosh_engine.kernels import indexing
from app.search.whoosh_engine.kernels.indexing_reference import NO_STEM
from app.search.whoosh_engine.segments.postings import (
    CoreTerms,
    Inverted,
    Pieces,
    Ranking,
    rank_terms,
)
from app.search.whoosh_engine.segments.schema import TITLE_GAP
from app.text.folding import fold
from app.text.stopwords import ACRONYMS_LIKE_WORDS

Ints = NDArray[Any]
# Letters of text that wait to be split in one call.
_PENDING: Final = 1 << 20
# A core with its terms and forms takes about 500 bytes; a large archive's are forgotten now and then.
_MAX_CORES: Final = 300_000
# Longer words are cut off by analysis.
_MAX_PLAIN: Final = 40
# Languages are numbered in a byte; so many have a code of two letters.
_MAX_LANGUAGES: Final = 255
_NO_TERM: Final = 0xFFFFFFFF


def form_key(written: str) -> bytes:
    """How a written form is filed: by its folded form, then as written where that differs."""
    folded = written.lower() if written.isascii() else fold(written)
    return _encode(f"{folded}\0{'' if written == folded else written}")


class Vocabulary:
    """Numbers of terms, in the order of their coming; and those in byte order."""

    def __init__(self) -> None:
        self.ids: dict[bytes, int] = {}
        self._order: list[int] = []

    def rank(self, counts: Ints) -> Ranking:
        """Ranks the terms that occur."""
        terms = list(self.ids)
        if np.count_nonzero(counts) < len(terms) // 8:  # a few articles: sorting those is less
            return rank_terms(terms, counts)
        if len(self._order) < len(terms):
            # What is in order already costs little to sort again.
            self._order += sorted(range(len(self._order), len(terms)), key=terms.__getitem__)
            self._order.sort(key=terms.__getitem__)
        return rank_terms(terms, counts, np.array(self._order, np.int64))


class CoreTable:
    """Core numbers, and what each core stands for; shared by the text fields of a writer's segments."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self.forget()

    def forget(self) -> None:
        """Begins anew, between two segments."""
        self._cores = indexing.kernels.Cores()
        self._languages: dict[str | None, int] = {}
        self.terms, self.written = Vocabulary(), Vocabulary()
        self._terms, self._ends = array("I"), array("I", [0])
        self._extras, self._extra_ends = array("I"), array("I", [0])
        self._extra_offsets, self._n_telling = array("I"), array("I")
        self._forms, self._form_ends = array("I"), array("I", [0])
        self._stems = array("I")

    @property
    def is_full(self) -> bool:
        """Whether it is time to forget."""
        return len(self._cores) > _MAX_CORES or len(self._languages) >= _MAX_LANGUAGES

    def split(self, texts: Sequence[str], languages: Sequence[str | None]) -> tuple[Ints, Ints]:
        """Core numbers of all texts, and how many each has."""
        known = self._languages
        numbers = [known.setdefault(each, len(known) % _MAX_LANGUAGES) for each in languages]
        n_known = len(self._cores)
        found = self._cores.split([close_numbers(text) for text in texts], numbers)
        if len(self._cores) > n_known:
            self._learn(self._cores.since(n_known))
        return found

    def core_terms(self) -> CoreTerms:
        """What the numbers stand for; to be let go of before more is added."""
        ends, extra_ends = _view(self._ends), _view(self._extra_ends)
        return CoreTerms(
            ends, _view(self._terms), extra_ends, _view(self._extras), _view(self._extra_offsets),
            _view(self._n_telling),
        )  # fmt: skip

    def forms(self) -> tuple[Ints, Ints]:
        """Where each core's forms begin, with the end; and the forms."""
        return _view(self._form_ends), _view(self._forms)

    def stems(self) -> Ints:
        """A term of the first core that each form came from."""
        return _view(self._stems)

    def _learn(self, cores: list[tuple[str, int]]) -> None:
        language_of = list(self._languages)
        plain = [_is_plain(core) for core, _ in cores]
        stems: list[str] = [""] * len(cores)
        for number, language in enumerate(language_of):
            at = [i for i, (_, own) in enumerate(cores) if own == number and plain[i]]
            found = self._analyser.stems([cores[i][0].lower() for i in at], language)
            for i, stem in zip(at, found, strict=True):
                stems[i] = stem
        for (core, number), is_plain, stem in zip(cores, plain, stems, strict=True):
            language = language_of[number]
            if is_plain:
                acronyms = ((0, core),) if _is_acronym(core) else ()
                self._add(ChunkTerms((stem,), acronyms), language, (form_key(core),))
            else:
                terms = self._analyser.analyse_chunk(core, language)
                keys = {form_key(form): None for form in exact_terms(core)}
                self._add(terms, language, tuple(keys))

    def _add(self, found: ChunkTerms, language: str | None, keys: Sequence[bytes]) -> None:
        ids, forms = self.terms.ids, self.written.ids
        for term in found.terms:
            self._terms.append(ids.setdefault(_encode(term), len(ids)))
        for offset, term in found.extras:
            self._extras.append(ids.setdefault(_encode(term), len(ids)))
            self._extra_offsets.append(offset)
        for i, key in enumerate(keys):
            form = forms.setdefault(key, len(forms))
            self._forms.append(form)
            if form == len(self._stems):
                at = self._ends[-1] + (i if len(keys) == len(found.terms) else 0)
                self._stems.append(self._terms[at] if found.terms else _NO_TERM)
        self._ends.append(len(self._terms))
        self._extra_ends.append(len(self._extras))
        self._form_ends.append(len(self._forms))
        self._n_telling.append(self._analyser.count_telling(found, language))


class TextBuffer:
    """One text field of the segment: pieces of text in document order, as core numbers."""

    def __init__(self, table: CoreTable) -> None:
        self._table = table
        self._texts: list[str] = []
        self._languages: list[str | None] = []
        self._n_pending = 0
        self._ids: list[Ints] = []
        self._counts: list[Ints] = []
        self._docs, self._positions = array("I"), array("I")
        self._ranking: Ranking

    def add(self, doc: int, text: str, language: str | None, position: int = 0) -> None:
        """Adds a piece of a document's text; its first word stands at `position`, or after a gap
        where the document's piece before reaches so far."""
        self._texts.append(text)
        self._languages.append(language)
        self._docs.append(doc)
        self._positions.append(position)
        self._n_pending += len(text)
        if self._n_pending > _PENDING:
            self._split()

    def inverted(self, n_docs: int) -> tuple[Inverted, Ints]:
        """The field's postings, and the telling terms of each document: without function words and
        extras."""
        pieces, of, terms = self.pieces(), self._table.core_terms(), self._table.terms
        counts, lengths = indexing.kernels.tally(pieces, of, len(terms.ids), n_docs)
        self._ranking = terms.rank(counts)
        return indexing.kernels.invert(pieces, of, self._ranking), lengths

    def inverted_forms(self) -> Inverted:
        """The field's words as written: in which documents each is. To be asked after `inverted`."""
        pieces, (starts, forms) = self.pieces(), self._table.forms()
        written = self._table.written
        counts = indexing.kernels.count_pairs(pieces, starts, forms, len(written.ids))
        ranking = written.rank(counts)
        docs = indexing.kernels.place_pairs(pieces, starts, forms, ranking)
        used = np.flatnonzero(counts)
        of, term_ranks = self._table.stems()[used], self._ranking.ranks
        stems = np.full(len(used), NO_STEM, np.uint32)
        has_term = of != _NO_TERM
        stems[ranking.ranks[used[has_term]]] = term_ranks[of[has_term]]
        return Inverted(ranking.terms, ranking.starts, docs, stems=stems)

    def pieces(self) -> Pieces:
        """All that was added."""
        self._split()
        self._ids, self._counts = [np.concatenate(self._ids)], [np.concatenate(self._counts)]
        docs, positions = _view(self._docs), _view(self._positions)
        return Pieces(self._ids[0], self._counts[0], docs, positions, TITLE_GAP)

    def _split(self) -> None:
        ids, counts = self._table.split(self._texts, self._languages)
        self._ids.append(ids)
        self._counts.append(counts)
        self._texts, self._languages, self._n_pending = [], [], 0


def _is_plain(core: str) -> bool:
    """Whether the core is one word, and nothing but its case is to be folded."""
    return core.isascii() and core.isalpha() and len(core) <= _MAX_PLAIN


def _is_acronym(core: str) -> bool:
    return len(core) <= 4 and core.isupper() and core.lower() in ACRONYMS_LIKE_WORDS


def _view(values: array[int]) -> Ints:
    return np.frombuffer(values, np.uint32) if len(values) else np.zeros(0, np.uint32)


def _encode(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")
