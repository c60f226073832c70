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
from typing import Final, NamedTuple

from app.records import Span

# The first match of a word says more than its repetition.
_REPEATED: Final = 0.1
# Up to the last end of a sentence: from the right, where it is near.
_TO_SENTENCE_END: Final = re.compile(r"(?s).*(?:[.!?…][\"'”’»)]*\s+|\n+)")


@dataclass(slots=True)  # not frozen: that costs a third of marking a page
class Mark:
    """A match in a text: `what` was matched, by number, and how much it tells."""

    start: int
    end: int
    what: int
    weight: float


class Window(NamedTuple):
    """A piece of the text, `[start, end)`, escaped, its matches in `<mark>` and in `matches`: start and end of each,
    in code points of the text."""

    start: int
    end: int
    html: str
    matches: list[tuple[int, int]]


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
    shown: set[int] = set()
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
    marks: Sequence[Mark], width: int, shown: set[int], chosen: Sequence[Span]
) -> tuple[int, int] | None:
    """The run of marks that fit into `width` with most weight, by two pointers; None when nothing is left."""
    best: tuple[int, int] | None = None
    best_score = 0.0
    # How often the run has each word; one that is shown already is never new.
    counts = dict.fromkeys(shown, 1)
    score, last, n_marks = 0.0, -1, len(marks)
    for first, mark in enumerate(marks):
        limit = mark.start + width
        while last + 1 < n_marks and (last < first or marks[last + 1].end <= limit):
            last += 1
            added = marks[last]
            count = counts[added.what] = counts.get(added.what, 0) + 1
            score += added.weight if count == 1 else added.weight * _REPEATED
        if score > best_score + 1e-9 and not (
            chosen and _overlaps(mark.start, marks[last].end, chosen)
        ):
            best, best_score = (first, last), score
        count = counts[mark.what] = counts[mark.what] - 1
        score -= mark.weight if not count else mark.weight * _REPEATED
    return best


def _overlaps(start: int, end: int, chosen: Sequence[Span]) -> bool:
    return any(start < span.end and span.start < end for span in chosen)


def _widen(text: str, start: int, end: int, width: int, chosen: Sequence[Span]) -> Span:
    """Widens a run of marks to `width`: back to where its sentence begins if that is near, else by
    words; never into another window."""
    floor, ceiling = 0, len(text)
    for span in chosen:
        floor = max(floor, span.end) if span.end <= start else floor
        ceiling = min(ceiling, span.start) if span.start >= end else ceiling
    spare = max(0, width - (end - start))
    sentence = _TO_SENTENCE_END.match(text, max(floor, start - spare), start)
    if sentence is not None:
        left = sentence.end()
    else:
        back = max(floor, start - spare // 2)
        left = back if back == 0 else _word_start(text, back, start)
    right = min(ceiling, left + max(width, end - left))
    # The word that it would be cut at may be the one that is marked.
    return Span(left, max(end, _cut_right(text, right)) if right > end else right)


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
    if cut <= max(0, position - 40):
        return position
    while cut and text[cut - 1].isspace():
        cut -= 1
    return cut or position


def _window(text: str, piece: Span, marks: Sequence[Mark]) -> Window:
    parts: list[str] = []
    matches: list[tuple[int, int]] = []
    begin, end = piece.start, piece.end
    at = begin
    for mark in marks:
        if mark.start >= end:
            break
        if mark.end > begin:
            start = mark.start if mark.start > begin else begin
            stop = mark.end if mark.end < end else end
            parts += (escape(text[at:start]), "<mark>", escape(text[start:stop]), "</mark>")
            matches.append((mark.start, mark.end))
            at = stop
    parts.append(escape(text[at:end]))
    return Window(begin, end, "".join(parts), matches)
