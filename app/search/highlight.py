"""Marks what a search matched in a text: the best windows as HTML, and where the matches are.

1. Words, prefixes and phrases are found, chunk by chunk, by the analysis that indexed the text (`wanted`).
2. Matches that touch become one mark.
3. The windows that tell most are cut (`windows`).

What is here does it; where the kernel was compiled (`kernels/marking.c`), that gives the same in a tenth of the time,
since of most texts it looks only at the chunks in which a word begins like one of those wanted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.search.interface import Highlighter
from app.search.wanted import Wanted
from app.search.whoosh_engine.kernels import marking
from app.search.windows import Mark, Window, cut_windows
from app.text.analysis import Analyser, find_chunks

# A reader sees a few lines; what lies beyond a long report's middle is found by opening it.
MAX_SCANNED: Final = 200_000
MAX_MARKS: Final = 2_000
# Of a text, and of all the texts of a page; some forty times what news takes.
TEXT_SECONDS: Final = 0.02
PAGE_SECONDS: Final = 0.1
_CHUNKS_PER_LOOK: Final = 500  # at the clock
# Words in a row say more than apart.
_PHRASE: Final = 2.0
_GAP: Final = " … "


@dataclass(slots=True)  # not frozen: a page has forty
class Highlight:
    """What to show of a text of `n_chars` with `n_matches`, shown or not; `is_complete` is False where a limit ended
    the search for them."""

    windows: tuple[Window, ...]
    n_matches: int
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
        self._wanted_by_language: dict[str | None, Wanted] = {}

    def mark(
        self, text: str, language: str | None, *, max_windows: int = 2, max_chars: int = 320
    ) -> Highlight:
        """Marks `text` (of an article in `language`) within `max_chars` in at most `max_windows`
        windows; without a match the beginning is shown. Linear, within MAX_SCANNED characters and
        TEXT_SECONDS."""
        wanted = self._wanted_by_language.get(language)
        if wanted is None:
            wanted = Wanted(self._highlighter, self._analyser, language)
            self._wanted_by_language[language] = wanted
        deadline = min(self._deadline, time.perf_counter() + TEXT_SECONDS)
        found = marking.kernel and marking.kernel(
            text, wanted, marking.letters(), wanted.starts, wanted.phrases, MAX_SCANNED, MAX_MARKS,
            deadline, max_windows, max_chars,
        )  # fmt: skip
        if found:
            windows, n_matches, is_complete = found
            shown = tuple(map(Window._make, windows))
            return Highlight(shown, n_matches, len(text), is_complete > 0)
        return mark_text(text, wanted, deadline, max_windows=max_windows, max_chars=max_chars)


def mark_text(
    text: str, wanted: Wanted, deadline: float, *, max_windows: int, max_chars: int
) -> Highlight:
    """What the kernel does."""
    finder = _Finder(wanted, deadline)
    is_complete = finder.find(text[:MAX_SCANNED]) and len(text) <= MAX_SCANNED
    marks = _merge(finder.marks)
    windows = cut_windows(text, marks, max_windows=max_windows, max_chars=max_chars)
    return Highlight(windows, len(marks), len(text), is_complete)


class _Finder:
    """Collects marks of one text."""

    def __init__(self, wanted: Wanted, deadline: float) -> None:
        self.marks: list[Mark] = []
        self._wanted = wanted
        self._deadline = deadline
        # What stands at each position, only where a phrase could have a word: by word, start and end.
        self._placed: dict[int, dict[int, tuple[int, int]]] = {}

    def find(self, text: str) -> bool:
        """False when the limit of time or of marks was reached."""
        position = 0
        is_complete = True
        for i, match in enumerate(find_chunks(text), 1):
            position += self._take(match.group(), match.start(), position)
            if i % _CHUNKS_PER_LOOK == 0 and self._is_spent():
                is_complete = False
                break
        phrases = memoryview(self._wanted.phrases).cast("i").tolist()
        while phrases:
            what, n, *rest = phrases
            self._mark_phrase(what, rest[:n])
            phrases = rest[n:]
        return is_complete

    def _take(self, chunk: str, at: int, position: int) -> int:
        """Adds what a chunk has; gives how many positions it takes."""
        n_terms, n_marks, *rest = memoryview(self._wanted[chunk]).cast("i").tolist()
        for start, end, what in _rows(rest[: 3 * n_marks], 3):
            self.marks.append(Mark(at + start, at + end, what, 1.0))
        for offset, term, start, end in _rows(rest[3 * n_marks :], 4):
            self._placed.setdefault(position + offset, {})[term] = (at + start, at + end)
        return n_terms

    def _is_spent(self) -> bool:
        return len(self.marks) > MAX_MARKS or time.perf_counter() > self._deadline

    def _mark_phrase(self, what: int, terms: Sequence[int]) -> None:
        for position, first in self._placed.items():
            found = [self._placed.get(position + i, {}).get(term) for i, term in enumerate(terms)]
            if None not in found and (last := found[-1]) is not None:
                start, _ = first[terms[0]]
                self.marks.append(Mark(start, last[1], what, _PHRASE * len(terms)))


def _rows(numbers: Sequence[int], n: int) -> Iterator[Sequence[int]]:
    return (numbers[i : i + n] for i in range(0, len(numbers), n))


def _merge(marks: list[Mark]) -> list[Mark]:
    """Marks in order, those that overlap as one; the heavier gives its name."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        if merged and mark.start < merged[-1].end:
            last = merged[-1]
            heavier = max(last, mark, key=lambda each: each.weight)
            end = max(last.end, mark.end)
            merged[-1] = Mark(last.start, end, heavier.what, heavier.weight)
        else:
            merged.append(mark)
    return merged
