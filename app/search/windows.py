"""Which pieces of a marked text are shown: the windows with most different matches, as HTML.

1. Of all runs of marks that fit into a window's width, the one that tells most is taken, then the next for what
   that one does not show.
2. It is widened to whole words, back to where its sentence begins if that is near.
3. It is escaped, its matches in `<mark>`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from app.records import Span

# The first match of a word says more than its repetition.
_REPEATED: Final = 0.1
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’»)]*\s+|\n+")


@dataclass(slots=True)  # not frozen: that costs a third of marking a page
class Mark:
    """A match in a text: `what` was matched and how much it tells."""

    start: int
    end: int
    what: str
    weight: float


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of the text, `[start, end)`, escaped, its matches in `<mark>`."""

    start: int
    end: int
    html: str


def cut_windows(
    text: str, marks: Sequence[Mark], *, max_windows: int, max_chars: int
) -> tuple[Window, ...]:
    """The windows of a text, in its order; `marks` are in order and do not overlap. All of a text that is no
    longer than `max_chars`; without a match its beginning."""
    pieces = [Span(0, len(text))]
    if len(text) > max_chars:
        pieces = _choose(text, marks, max(1, max_windows), max_chars)
    return tuple(_window(text, piece, marks) for piece in pieces)


def _choose(text: str, marks: Sequence[Mark], max_windows: int, max_chars: int) -> list[Span]:
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
    marks: Sequence[Mark], width: int, shown: set[str], chosen: Sequence[Span]
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


def _gain(mark: Mark, counts: dict[str, int], shown: set[str]) -> float:
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


def _window(text: str, piece: Span, marks: Sequence[Mark]) -> Window:
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
