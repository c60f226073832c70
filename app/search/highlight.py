"""Marks what a search matched in a text: the best windows as HTML, and where the matches are.

1. Words, prefixes and phrases are found, chunk by chunk, by the analysis that indexed the text.
2. Matches that touch become one mark.
3. The windows with most different matches are chosen, widened to whole words and sentences.
4. Each is escaped and marked.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate
from typing import Final

from app.records import Span
from app.search.interface import Highlighter
from app.text.analysis import (
    Analyser,
    TermSpan,
    exact_terms,
    find_chunks,
    has_number_gaps,
    split_chunks,
)
from app.text.folding import fold

# A reader sees a few lines; what lies beyond a long report's middle is found by opening it.
MAX_SCANNED: Final = 200_000
MAX_MARKS: Final = 2_000
BUDGET_SECONDS: Final = 0.02
_CHUNKS_PER_LOOK: Final = 500  # at the clock
# The first match of a word says more than its repetition; words in a row say more than apart.
_REPEATED: Final = 0.1
_PHRASE: Final = 2.0
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’»)]*\s+|\n+")
_GAP: Final = " … "


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of the text, `[start, end)`, escaped, its matches in `<mark>`."""

    start: int
    end: int
    html: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """What to show of a text. `offsets` are all the matches found, shown or not, in code points of the
    text; `is_complete` is False where a limit ended the search for them."""

    text_html: str
    windows: tuple[Window, ...]
    offsets: tuple[Span, ...]
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    what: str
    weight: float


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
    """Marks the texts of a page; looks at each distinct word of theirs once. For one thread."""

    def __init__(self, highlighter: Highlighter, analyser: Analyser) -> None:
        self._wanted = _Wanted(highlighter, analyser)
        self._looked_by_language: dict[str | None, _Looked] = {}

    def mark(
        self, text: str, language: str | None, *, max_windows: int = 2, max_chars: int = 320
    ) -> Highlight:
        """Marks `text` (of an article in `language`) within `max_chars` in at most `max_windows`
        windows; without a match the beginning is shown. Linear, within MAX_SCANNED characters and
        BUDGET_SECONDS."""
        looked = self._looked_by_language.get(language)
        if looked is None:
            looked = self._looked_by_language[language] = _Looked(language)
        finder = _Finder(self._wanted, looked)
        is_complete = finder.find(text[:MAX_SCANNED]) and len(text) <= MAX_SCANNED
        marks = _merge(finder.marks)
        pieces = [Span(0, len(text))]
        if len(text) > max_chars:
            pieces = _choose(text, marks, max(1, max_windows), max_chars)
        windows = tuple(_window(text, piece, marks) for piece in pieces)
        html = _GAP.join(window.html for window in windows)
        if windows and windows[0].start > 0:
            html = _GAP.lstrip() + html
        if windows and windows[-1].end < len(text):
            html += _GAP.rstrip()
        offsets = tuple(Span(mark.start, mark.end) for mark in marks)
        return Highlight(html, windows, offsets, is_complete)


@dataclass(slots=True)
class _Looked:
    """Chunks that were looked at: how many positions each takes, and the spans of those of which any
    could be marked."""

    language: str | None
    sizes: dict[str, int] = field(default_factory=dict)
    spans: dict[str, Sequence[TermSpan]] = field(default_factory=dict)


class _Wanted:
    """What is to be marked, ready to be asked of a chunk."""

    def __init__(self, highlighter: Highlighter, analyser: Analyser) -> None:
        self.words = frozenset(highlighter.words)
        self.prefixes = tuple(fold(prefix) for prefix in highlighter.prefixes)
        self.exact = frozenset(highlighter.exact)
        self.phrases = tuple(phrase for phrase in highlighter.phrases if phrase)
        self._terms = self.words.union(*self.phrases)
        self._has_terms_only = not self.exact and not self.prefixes
        self._analyser = analyser

    def look(self, chunk: str, looked: _Looked) -> None:
        """Adds a chunk to those looked at."""
        language = looked.language
        found = self._analyser.chunk_terms(chunk, language)
        looked.sizes[chunk] = len(found.terms)
        is_wanted = not self._terms.isdisjoint(found.terms)
        if not is_wanted and not found.extras and self._has_terms_only:
            return
        if (
            is_wanted
            or any(term in self._terms for _, term in found.extras)
            or (bool(self.exact) and not self.exact.isdisjoint(exact_terms(chunk)))
            or (bool(self.prefixes) and any(p in fold(chunk) for p in self.prefixes))
        ):
            looked.spans[chunk] = self._analyser.chunk_spans(chunk, language)


class _Places:
    """Where chunks stand in their text; asked for some of them, in order. Splitting and then searching
    for the few that matter is three times as fast as finding all of them by a pattern."""

    def __init__(self, text: str, chunks: Sequence[str], starts: Sequence[int]) -> None:
        self.chunks = chunks
        self._text = text
        self._starts = starts
        self._at = 0

    def find(self, i: int) -> int:
        """The start of the i-th chunk, `i` never less than before."""
        if self._starts:
            return self._starts[i]
        text, chunk = self._text, self.chunks[i]
        while True:
            start = text.index(chunk, self._at)
            end = start + len(chunk)
            self._at = start + 1
            is_begun = start == 0 or text[start - 1].isspace()
            if is_begun and (end == len(text) or text[end].isspace()):
                self._at = end
                return start


class _Finder:
    """Collects marks of one text."""

    def __init__(self, wanted: _Wanted, looked: _Looked) -> None:
        self.marks: list[_Mark] = []
        self._wanted = wanted
        self._looked = looked
        # Spans at each position, only where a phrase could have a word.
        self._placed: dict[int, TermSpan] = {}

    def find(self, text: str) -> bool:
        """False when the limit of time or of marks was reached."""
        started = time.perf_counter()
        is_complete = True
        starts: list[int] = []
        chunks = split_chunks(text)
        if has_number_gaps(text):  # those chunks are not as they stand in the text
            matches = list(find_chunks(text))
            chunks = [match.group() for match in matches]
            starts = [match.start() for match in matches]
        looked = self._looked
        for i, chunk in enumerate(set(chunks).difference(looked.sizes), 1):
            self._wanted.look(chunk, looked)
            if i % _CHUNKS_PER_LOOK == 0 and self._is_spent(started):
                is_complete = False
                break
        wanted = looked.spans.keys() & set(chunks)
        if wanted:
            is_complete &= self._mark_all(_Places(text, chunks, starts), wanted, started)
            self._mark_phrases()
        return is_complete

    def _mark_all(self, places: _Places, wanted: set[str], started: float) -> bool:
        """Marks each place of the wanted chunks; False when the limit was reached."""
        positions: Sequence[int] = ()
        if self._wanted.phrases:
            # A chunk that there was no time to look at breaks a phrase, at worst.
            sizes = self._looked.sizes
            positions = list(
                accumulate((sizes.get(chunk, 1) for chunk in places.chunks), initial=0)
            )
        for i, chunk in enumerate(places.chunks):
            if chunk in wanted:
                start = places.find(i)
                self._mark(self._looked.spans[chunk], start, positions[i] if positions else 0)
                self._mark_exact(chunk, start)
                if len(self.marks) % _CHUNKS_PER_LOOK == 0 and self._is_spent(started):
                    return False
        return True

    def _is_spent(self, started: float) -> bool:
        return len(self.marks) > MAX_MARKS or time.perf_counter() - started > BUDGET_SECONDS

    def _mark(self, spans: Sequence[TermSpan], start: int, position: int) -> None:
        for span in spans:
            if self._wanted.phrases:
                self._placed[position + span.position] = TermSpan(
                    span.terms, span.word, start + span.start, start + span.end, 0
                )
            matched = next((term for term in span.terms if term in self._wanted.words), None)
            if (
                matched is None
                and self._wanted.prefixes
                and span.word.startswith(self._wanted.prefixes)
            ):
                matched = span.word
            if matched is not None:
                self.marks.append(_Mark(start + span.start, start + span.end, matched, 1.0))

    def _mark_exact(self, chunk: str, start: int) -> None:
        if not self._wanted.exact:
            return
        for word in self._wanted.exact.intersection(exact_terms(chunk)):
            at = chunk.find(word)  # not found where letters compose or apostrophes differ
            begin, end = (at, at + len(word)) if at >= 0 else (0, len(chunk))
            self.marks.append(_Mark(start + begin, start + end, word, 1.0))

    def _mark_phrases(self) -> None:
        for phrase in self._wanted.phrases:
            for position, span in self._placed.items():
                if phrase[0] not in span.terms:
                    continue
                rest = [self._placed.get(position + i) for i in range(1, len(phrase))]
                if all(
                    other is not None and term in other.terms
                    for term, other in zip(phrase[1:], rest, strict=True)
                ):
                    last = rest[-1] if rest and rest[-1] is not None else span
                    what = " ".join(phrase)
                    self.marks.append(_Mark(span.start, last.end, what, _PHRASE * len(phrase)))


def _merge(marks: list[_Mark]) -> list[_Mark]:
    """Marks in order, those that overlap as one; the heavier gives its name."""
    merged: list[_Mark] = []
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        if merged and mark.start < merged[-1].end:
            last = merged[-1]
            heavier = max(last, mark, key=lambda each: each.weight)
            end = max(last.end, mark.end)
            merged[-1] = _Mark(last.start, end, heavier.what, heavier.weight)
        else:
            merged.append(mark)
    return merged


def _choose(text: str, marks: Sequence[_Mark], max_windows: int, max_chars: int) -> list[Span]:
    """Windows in the order of the text; each further one for what the ones before do not show."""
    if not marks:
        return [Span(0, _cut_right(text, max_chars))]
    chosen: list[Span] = []
    runs: list[tuple[int, int]] = []
    shown: set[str] = set()
    width = max_chars // max_windows
    for _ in range(max_windows):
        best = _best_run(marks, width, shown, chosen)
        if best is None:
            break
        first, last = best
        shown.update(mark.what for mark in marks[first : last + 1])
        chosen.append(_widen(text, marks[first].start, marks[last].end, width, chosen))
        runs.append(best)
    if len(runs) == 1:
        first, last = runs[0]
        return [_widen(text, marks[first].start, marks[last].end, max_chars, [])]
    return sorted(chosen, key=lambda span: span.start)


def _best_run(
    marks: Sequence[_Mark], width: int, shown: set[str], chosen: Sequence[Span]
) -> tuple[int, int] | None:
    """The run of marks that fit into `width` with most weight, by two pointers; None when nothing is left."""
    best: tuple[int, int] | None = None
    best_score = 0.0
    counts: dict[str, int] = {}
    score, last = 0.0, -1
    for first, mark in enumerate(marks):
        while last + 1 < len(marks) and (last < first or marks[last + 1].end - mark.start <= width):
            last += 1
            score += _gain(marks[last], counts, shown)
            counts[marks[last].what] = counts.get(marks[last].what, 0) + 1
        if score > best_score + 1e-9 and not _overlaps(mark.start, marks[last].end, chosen):
            best, best_score = (first, last), score
        counts[mark.what] -= 1
        score -= _gain(mark, counts, shown)
    return best


def _gain(mark: _Mark, counts: dict[str, int], shown: set[str]) -> float:
    is_new = mark.what not in shown and not counts.get(mark.what)
    return mark.weight if is_new else mark.weight * _REPEATED


def _overlaps(start: int, end: int, chosen: Sequence[Span]) -> bool:
    return any(start < span.end and span.start < end for span in chosen)


def _widen(text: str, start: int, end: int, width: int, chosen: Sequence[Span]) -> Span:
    """Widens a run of marks to `width`: back to where its sentence begins if that is near, else by
    words; never into another window."""
    floor = max((span.end for span in chosen if span.end <= start), default=0)
    ceiling = min((span.start for span in chosen if span.start >= end), default=len(text))
    spare = max(0, width - (end - start))
    back = max(floor, start - spare // 2)
    sentence = None
    for match in _SENTENCE_END.finditer(text, max(floor, start - spare), start):
        sentence = match.end()
    if sentence is not None:
        left = sentence
    else:
        left = back if back == 0 else _word_start(text, back, start)
    right = min(ceiling, left + max(width, end - left))
    return Span(left, _cut_right(text, right) if right > end else right)


def _word_start(text: str, position: int, limit: int) -> int:
    while position < limit and not text[position - 1].isspace():
        position += 1
    return position


def _cut_right(text: str, position: int) -> int:
    """`position`, or the end of the last whole word before it."""
    if position >= len(text) or text[position].isspace():
        return min(position, len(text))
    cut = position
    while cut > max(0, position - 40) and not text[cut - 1].isspace():
        cut -= 1
    trimmed = len(text[:cut].rstrip()) if cut > max(0, position - 40) else position
    return trimmed or position


def _window(text: str, piece: Span, marks: Sequence[_Mark]) -> Window:
    parts: list[str] = []
    at = piece.start
    for mark in marks:
        if mark.end <= piece.start or mark.start >= piece.end:
            continue
        start, end = max(mark.start, piece.start), min(mark.end, piece.end)
        parts += (escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>")
        at = end
    parts.append(escape(text[at : piece.end]))
    return Window(piece.start, piece.end, "".join(parts))
