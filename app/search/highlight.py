"""Marks what a search matched in a text: the best windows as HTML, and where the matches are.

1. Words, prefixes and phrases are found, chunk by chunk, by the analysis that indexed the text; of most texts
   only the chunks are looked at that begin like one of the words (`word_starts`).
2. Matches that touch become one mark.
3. The windows that tell most are cut (`windows`).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.records import Span
from app.search.interface import Highlighter
from app.search.windows import Mark, Window, cut_windows
from app.search.word_starts import chunks_with
from app.text.analysis import AROUND, Analyser, ChunkTerms, TermSpan, exact_terms, find_chunks
from app.text.folding import fold

# A reader sees a few lines; what lies beyond a long report's middle is found by opening it.
MAX_SCANNED: Final = 200_000
MAX_MARKS: Final = 2_000
# Of a text, and of all the texts of a page; some forty times what news takes.
TEXT_SECONDS: Final = 0.02
PAGE_SECONDS: Final = 0.1
_CHUNKS_PER_LOOK: Final = 500  # at the clock
# A word begins with its stem, but for stems that end in one of these letters ("happi" of "happy"): it may differ
# in so many at their end. In German and Dutch it may differ elsewhere, too.
_CHANGED: Final = 3
_CHANGED_ENDINGS: Final = {"en": "eily", "fr": "eiltuxy", "es": "et", "it": "et", "pt": "et"}
_CHANGED_FROM_THE_START: Final = frozenset({"de", "nl"})
# Words in a row say more than apart.
_PHRASE: Final = 2.0
_GAP: Final = " … "


@dataclass(frozen=True, slots=True)
class Highlight:
    """What to show of a text of `n_chars`. `offsets` are all the matches found, shown or not, in code points of the
    text; `is_complete` is False where a limit ended the search for them."""

    windows: tuple[Window, ...]
    offsets: tuple[Span, ...]
    n_chars: int
    is_complete: bool = True

    @property
    def text_html(self) -> str:
        """All windows as one text, with the gaps between them."""
        html = _GAP.join([window.html for window in self.windows])
        if self.windows and self.windows[0].start > 0:
            html = _GAP.lstrip() + html
        if self.windows and self.windows[-1].end < self.n_chars:
            html += _GAP.rstrip()
        return html


def highlight(
    text: str,
    highlighter: Highlighter,
    language: str | None,
    *,
    analyser: Analyser,
    max_windows: int = 2,
    max_chars: int = 320,
) -> Highlight:
    """Marks one text; for the texts of a page make one `Marker`."""
    marker = Marker(highlighter, analyser)
    return marker.mark(text, language, max_windows=max_windows, max_chars=max_chars)


class Marker:
    """Marks the texts of a page. For one thread."""

    def __init__(self, highlighter: Highlighter, analyser: Analyser) -> None:
        self._highlighter = highlighter
        self._analyser = analyser
        self._deadline = time.perf_counter() + PAGE_SECONDS
        self._wanted_by_language: dict[str | None, _Wanted] = {}

    def mark(
        self, text: str, language: str | None, *, max_windows: int = 2, max_chars: int = 320
    ) -> Highlight:
        """Marks `text` (of an article in `language`) within `max_chars` in at most `max_windows`
        windows; without a match the beginning is shown. Linear, within MAX_SCANNED characters and
        TEXT_SECONDS."""
        marks, is_complete = self._find(text, language)
        return _shown(text, marks, is_complete, max_windows, max_chars)

    def mark_if_found(
        self, text: str, language: str | None, *, max_windows: int = 2, max_chars: int = 320
    ) -> Highlight | None:
        """The same; None without a match."""
        marks, is_complete = self._find(text, language)
        return _shown(text, marks, is_complete, max_windows, max_chars) if marks else None

    def _find(self, text: str, language: str | None) -> tuple[list[Mark], bool]:
        wanted = self._wanted_by_language.get(language)
        if wanted is None:
            wanted = _Wanted(self._highlighter, self._analyser, language)
            self._wanted_by_language[language] = wanted
        finder = _Finder(wanted, min(self._deadline, time.perf_counter() + TEXT_SECONDS))
        is_complete = finder.find(text[:MAX_SCANNED]) and len(text) <= MAX_SCANNED
        return _merge(finder.marks), is_complete


def _shown(
    text: str, marks: list[Mark], is_complete: bool, max_windows: int, max_chars: int
) -> Highlight:
    windows = cut_windows(text, marks, max_windows=max_windows, max_chars=max_chars)
    offsets = tuple([Span(mark.start, mark.end) for mark in marks])
    return Highlight(windows, offsets, len(text), is_complete)


class _Wanted(dict[str, Sequence[Mark]]):
    """The marks of each chunk of texts in a language, from its beginning; looks at each distinct chunk of a page
    once."""

    def __init__(self, highlighter: Highlighter, analyser: Analyser, language: str | None) -> None:
        self.phrases = tuple(phrase for phrase in highlighter.phrases if phrase)
        self._words = frozenset(highlighter.words)
        self._prefixes = tuple(fold(prefix) for prefix in highlighter.prefixes)
        self._exact = frozenset(highlighter.exact)
        self._terms = self._words.union(*self.phrases)
        self._analyser = analyser
        self._language = language
        self.beginnings = self._beginnings()

    def _beginnings(self) -> tuple[bytes, ...]:
        """With what every word begins that could be marked; nothing where that cannot be said."""
        if self.phrases or self._exact or self._language in _CHANGED_FROM_THE_START:
            return ()
        changed = tuple(_CHANGED_ENDINGS.get(self._language or "", ""))
        starts = set(self._prefixes)
        for word in self._words:
            stem = fold(word)
            starts.add(stem[: max(1, len(stem) - _CHANGED)] if stem.endswith(changed) else stem)
        if not all(start.isascii() and start.isalnum() for start in starts):
            return ()
        return tuple(start.encode() for start in starts)

    def __missing__(self, chunk: str) -> Sequence[Mark]:
        marks = self[chunk] = [*self._inexact_marks(chunk), *self._exact_marks(chunk)]
        return marks

    def spans_in(self, chunk: str) -> Sequence[TermSpan]:
        """The terms of one chunk, where a phrase could have one of them."""
        terms = self._analyser.chunk_terms(chunk, self._language)
        if self._terms.isdisjoint(terms.terms) and not terms.extras:
            return ()
        return self._analyser.chunk_spans(chunk, self._language)

    def n_terms(self, chunk: str) -> int:
        """How many positions a chunk takes."""
        return len(self._analyser.chunk_terms(chunk, self._language).terms)

    def _inexact_marks(self, chunk: str) -> list[Mark]:
        terms = self._analyser.chunk_terms(chunk, self._language)
        is_likely = not self._words.isdisjoint(terms.terms) or bool(terms.extras)
        if not is_likely and not (self._prefixes and self._has_prefix(fold(chunk))):
            return []
        marks = []
        for span in self._spans(chunk, terms):
            matched = next((term for term in span.terms if term in self._words), None)
            if matched is None and self._prefixes and span.word.startswith(self._prefixes):
                matched = span.word
            if matched is not None:
                marks.append(Mark(span.start, span.end, matched, 1.0))
        return marks

    def _spans(self, chunk: str, terms: ChunkTerms) -> Sequence[TermSpan]:
        """As `chunk_spans`, quicker for one plain word with punctuation around it."""
        core = chunk.strip(AROUND)
        if len(terms.terms) == 1 and core.isascii() and core.isalpha():
            start = chunk.index(core)
            found = (*terms.terms, *(term for _, term in terms.extras))
            return (TermSpan(found, core.lower(), start, start + len(core), 0),)
        return self._analyser.chunk_spans(chunk, self._language)

    def _has_prefix(self, folded: str) -> bool:
        return any(prefix in folded for prefix in self._prefixes)

    def _exact_marks(self, chunk: str) -> list[Mark]:
        marks = []
        for word in self._exact.intersection(exact_terms(chunk)) if self._exact else ():
            at = chunk.find(word)  # not found where letters compose or apostrophes differ
            start, end = (at, at + len(word)) if at >= 0 else (0, len(chunk))
            marks.append(Mark(start, end, word, 1.0))
        return marks


class _Finder:
    """Collects marks of one text."""

    def __init__(self, wanted: _Wanted, deadline: float) -> None:
        self.marks: list[Mark] = []
        self._wanted = wanted
        self._deadline = deadline

    def find(self, text: str) -> bool:
        """False when the limit of time or of marks was reached."""
        places = chunks_with(text, self._wanted.beginnings) if self._wanted.beginnings else None
        if places is not None:
            return self._mark_all([(text[start:end], start) for start, end in places])
        chunks = [(each.group(), each.start()) for each in find_chunks(text)]
        is_complete = self._mark_all(chunks)
        if self._wanted.phrases:
            self._mark_phrases(chunks)
        return is_complete

    def _mark_all(self, chunks: Iterable[tuple[str, int]]) -> bool:
        """Marks chunks, each with its place; False when the limit was reached."""
        marks, wanted = self.marks, self._wanted
        for i, (chunk, at) in enumerate(chunks, 1):
            for mark in wanted[chunk]:
                marks.append(Mark(at + mark.start, at + mark.end, mark.what, mark.weight))
            if i % _CHUNKS_PER_LOOK == 0 and self._is_spent():
                return False
        return True

    def _is_spent(self) -> bool:
        return len(self.marks) > MAX_MARKS or time.perf_counter() > self._deadline

    def _mark_phrases(self, chunks: Sequence[tuple[str, int]]) -> None:
        # Spans at each position, only where a phrase could have a word.
        placed: dict[int, TermSpan] = {}
        position = 0
        for i, (chunk, at) in enumerate(chunks, 1):
            for span in self._wanted.spans_in(chunk):
                placed[position + span.position] = TermSpan(
                    span.terms, span.word, at + span.start, at + span.end, 0
                )
            position += self._wanted.n_terms(chunk)
            if i % _CHUNKS_PER_LOOK == 0 and self._is_spent():
                break
        for phrase in self._wanted.phrases:
            self._mark_phrase(phrase, placed)

    def _mark_phrase(self, phrase: Sequence[str], placed: Mapping[int, TermSpan]) -> None:
        for position, span in placed.items():
            if phrase[0] not in span.terms:
                continue
            rest = [placed.get(position + i) for i in range(1, len(phrase))]
            if all(
                other is not None and term in other.terms
                for term, other in zip(phrase[1:], rest, strict=True)
            ):
                last = rest[-1] if rest and rest[-1] is not None else span
                what = " ".join(phrase)
                self.marks.append(Mark(span.start, last.end, what, _PHRASE * len(phrase)))


def _merge(marks: list[Mark]) -> list[Mark]:
    """Marks in order, those that overlap as one; the heavier gives its name."""
    merged: list[Mark] = []
    if len(marks) < 2:
        return marks
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        if merged and mark.start < merged[-1].end:
            last = merged[-1]
            heavier = max(last, mark, key=lambda each: each.weight)
            end = max(last.end, mark.end)
            merged[-1] = Mark(last.start, end, heavier.what, heavier.weight)
        else:
            merged.append(mark)
    return merged
