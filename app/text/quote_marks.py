"""Text -> the spans between quotation marks, paragraph by paragraph, whatever marks are used and however they are broken.

Known: “ ” „ ‟ « » ‹ › " `` '' and, with guards against apostrophes, ‘ ’ '. Only outermost spans are
given. A mark that is never closed runs to the end of its paragraph. Cost: linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.records import Span

# One class first, which the regex engine searches for fast; an apostrophe between two letters is no mark.
_MARK = re.compile(r"[“”„‟«»‹›\"‘’‚‛`'](?<![^\W_][‘’‚‛'](?=[^\W_]))(?:(?<=`)`|(?<=')'(?!'(?!\w)))?")
_DOUBLE_OPENERS = frozenset("“„‟«``")
_DOUBLE_CLOSERS = frozenset("”»")
_SINGLE_MARKS = frozenset("‘’'‚‛")
_STRONG_BEFORE_CLOSER = frozenset(".,!?…;:—–)]")
_BEFORE_OPENER = frozenset("([{—–-/:;,.>*|")
_CLOSED_BY: dict[str, frozenset[str]] = {
    "„": frozenset("“”"),
    "»": frozenset("«"),
    "«": frozenset("»"),
    "‹": frozenset("›"),
    "``": frozenset(["''", '"', "”"]),
}
# An unclosed mark with less text than this after it is a stray mark, not a quotation.
_SHORTEST_UNCLOSED = 20
# How many marks after an opening mark are looked at for its closing one: keeps the scan linear.
_LONGEST_LOOKAHEAD = 200
# How many marks after a single opening mark are looked at for its closing one: keeps the scan linear.
_LONGEST_SINGLE_LOOKAHEAD = 60


class QuotedSpan(NamedTuple):
    """A span with its marks; `inner_start:inner_end` is what stands between them.

    `continues`: the paragraph repeats the opening mark of a quotation that the paragraph before left open.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_closed: bool = True
    continues: bool = False


class _Mark(NamedTuple):
    start: int
    end: int
    text: str
    before: str
    after: str


def find_paragraphs(text: str) -> list[Span]:
    """Every line that is not blank, without the white space around it."""
    spans = []
    position = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = position + line.index(words)
            spans.append(Span(start, start + len(words)))
        position += len(line) + 1
    return spans


def find_quoted_spans(
    text: str, paragraphs: Sequence[Span], *, elisions: frozenset[str] = frozenset()
) -> list[list[QuotedSpan]]:
    """The quoted spans of each paragraph, in order.

    `elisions` are words that begin with an apostrophe ('tis, 'em), without it. Stages: (1) scan each
    paragraph alone; (2) join over paragraphs that repeat the opening mark; (3) drop stray marks.
    """
    scanned = [_scan_paragraph(text, span, elisions) for span in paragraphs]
    for index, ((before, _), (after, _)) in enumerate(
        pairwise(zip(scanned, paragraphs, strict=True))
    ):
        if not before or before[-1].is_closed:
            continue
        following = paragraphs[index + 1]
        if (
            after
            and after[0].start == following.start
            and text[after[0].start] == text[before[-1].start]
        ):
            after[0] = _continued(after[0])
        elif (closer := _lone_closer(text, following, after)) is not None:
            after.insert(
                0, QuotedSpan(following.start, closer + 1, following.start, closer, True, True)
            )
    for index, spans in enumerate(scanned):
        if (
            spans
            and not spans[-1].is_closed
            and _is_stray(text, spans[-1], scanned[index + 1 : index + 2])
        ):
            spans.pop()
    return scanned


def _continued(span: QuotedSpan) -> QuotedSpan:
    return QuotedSpan(span.start, span.end, span.inner_start, span.inner_end, span.is_closed, True)


def _lone_closer(text: str, paragraph: Span, spans: list[QuotedSpan]) -> int | None:
    """Where a curly closing mark stands in a paragraph before anything was opened."""
    limit = spans[0].start if spans else paragraph.end
    position = text.find("”", paragraph.start, limit)
    return position if position > paragraph.start else None


def _is_stray(text: str, span: QuotedSpan, following: Iterable[list[QuotedSpan]]) -> bool:
    if span.continues or any(spans and spans[0].continues for spans in following):
        return False
    return text[span.start] in _SINGLE_MARKS or span.end - span.start <= _SHORTEST_UNCLOSED


def _scan_paragraph(text: str, paragraph: Span, elisions: frozenset[str]) -> list[QuotedSpan]:
    marks = _marks_of(text, paragraph)
    spans: list[QuotedSpan] = []
    index = 0
    while index < len(marks):
        mark = marks[index]
        if mark.text in _SINGLE_MARKS:
            closer = _single_closer(text, marks, index, paragraph, elisions)
        elif _opens(mark, paragraph):
            closer = _double_closer(marks, index)
        else:
            index += 1
            continue
        if closer is None:
            index += 1
        elif closer >= len(marks):
            spans.append(_span(text, mark, None, paragraph.end))
            break
        elif not _is_closer_of(mark, marks[closer]):
            spans.append(_span(text, mark, None, marks[closer].start))
            index = closer
        else:
            spans.append(_span(text, mark, marks[closer], marks[closer].end))
            index = closer + 1
    return spans


def _marks_of(text: str, paragraph: Span) -> list[_Mark]:
    marks = []
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        mark = match[0]
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        is_loose = mark in _SINGLE_MARKS and before.isspace() and after.isspace()
        if not is_loose and mark != "`":
            marks.append(_Mark(start, end, mark, before, after))
    return marks


def _span(text: str, opener: _Mark, closer: _Mark | None, end: int) -> QuotedSpan:
    inner_start, inner_end = opener.end, closer.start if closer else end
    while inner_start < inner_end and text[inner_start].isspace():
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1].isspace():
        inner_end -= 1
    if closer is None:
        end = inner_end
    return QuotedSpan(opener.start, end, inner_start, inner_end, closer is not None)


# --- double marks ----------------------------------------------------------------------------


def _opens(mark: _Mark, paragraph: Span) -> bool:
    """Whether a double mark, met while nothing is open, opens a quotation."""
    if mark.text in _DOUBLE_OPENERS or mark.text in "„‹":
        return not mark.after.isspace() or mark.text in "«‹"
    is_at_start = (
        mark.start == paragraph.start or mark.before.isspace() or mark.before in _BEFORE_OPENER
    )
    if mark.text in _DOUBLE_CLOSERS or mark.text == "›":
        # A closing mark typed for an opening one, or reversed guillemets.
        return is_at_start and (mark.after.isalnum() or mark.after in "‘’'[($£€…")
    if mark.before.isdigit() and not mark.after.isalnum():
        return False  # inches
    return not mark.after.isspace() or is_at_start


def _closes(opener: _Mark, mark: _Mark) -> bool:
    """Whether `mark` closes what `opener` opened."""
    wanted = _CLOSED_BY.get(opener.text)
    if wanted is not None:
        return mark.text in wanted
    if mark.text in "”»''" or mark.text == "''":
        return mark.text != "»" or opener.text == "«"
    if mark.text == '"':
        return not (_looks_opening(mark) and opener.text == '"')
    if mark.text in _DOUBLE_OPENERS:
        # An opening mark typed for a closing one: `solutions“, assures`.
        is_ended = mark.after.isspace() or mark.after in ".,;:!?)" or mark.before in ".,!?…"
        return opener.text in '“"‟' and mark.text in "“‟" and not _looks_opening(mark) and is_ended
    return False


def _is_closer_of(opener: _Mark, mark: _Mark) -> bool:
    return opener.text in _SINGLE_MARKS or _closes(opener, mark)


def _looks_opening(mark: _Mark) -> bool:
    return (mark.before.isspace() or mark.before in "([—–") and (
        mark.after.isalnum() or mark.after in "‘'[…"
    )


def _double_closer(marks: Sequence[_Mark], index: int) -> int | None:
    """The index of the mark that closes `marks[index]`; of a straight mark that shows that the first was never
    closed; or `len(marks)` where nothing closes it. Nested pairs of the same kind are stepped over."""
    opener = marks[index]
    depth, first_nested = 0, len(marks)
    for position in range(index + 1, min(len(marks), index + _LONGEST_LOOKAHEAD)):
        mark = marks[position]
        if mark.text in _SINGLE_MARKS:
            continue
        if _closes(opener, mark):
            if depth == 0:
                return position
            depth -= 1
        elif mark.text == opener.text and (mark.text == "«" or _looks_opening(mark)):
            depth += 1
            first_nested = min(first_nested, position)
    # More was opened than closed: the first mark lost its partner, the second one opens anew.
    return first_nested


# --- single marks ------------------------------------------------------------------------------


def _single_closer(
    text: str, marks: Sequence[_Mark], index: int, paragraph: Span, elisions: frozenset[str]
) -> int | None:
    """The index of the mark that closes a single opening mark; None where it opens nothing.

    A mark after sentence punctuation closes for certain. One after a plain letter may be a possessive
    ("the players’ strike"): after an s it closes only when no better one follows before the next opening.
    """
    mark = marks[index]
    if not _single_opens(text, mark, paragraph, elisions):
        return None
    possessive: int | None = None
    limit = min(len(marks), index + _LONGEST_SINGLE_LOOKAHEAD)
    for position in range(index + 1, limit):
        other = marks[position]
        if other.text not in _SINGLE_MARKS:
            continue
        if _single_opens(text, other, paragraph, elisions) and possessive is not None:
            return possessive
        if not _single_may_close(other):
            continue
        if (
            other.before in _STRONG_BEFORE_CLOSER
            or other.before not in "sS"
            or not other.after.isspace()
        ):
            return position
        possessive = position if possessive is None else possessive
    if possessive is not None:
        return possessive
    return len(marks) if mark.start == paragraph.start and mark.text in "‘'" else None


def _single_opens(text: str, mark: _Mark, paragraph: Span, elisions: frozenset[str]) -> bool:
    if mark.text == "’" or not (mark.after.isalnum() or mark.after in '“"[($£€…'):
        return False
    if mark.before.isalnum() or not (
        mark.before.isspace() or mark.before in _BEFORE_OPENER or mark.before in '“"«'
    ):
        return False
    if mark.text == "‘":
        return True
    word_end = mark.end
    while word_end < paragraph.end and text[word_end].isalnum():
        word_end += 1
    word = text[mark.end : word_end].lower()
    if word == "s":
        return False  # "Hercules"'s crew
    return word not in elisions and not (word[:2].isdigit() and word.endswith("s"))


def _single_may_close(mark: _Mark) -> bool:
    return mark.text in "’'" and not mark.before.isspace() and not mark.after.isalnum()
