"""Which lines are the article: each line weighed by itself, then again by where the weighty ones lie.

1. The weights of `weights.FIRST` on what is seen of a line and its neighbours give a first score.
2. The best segment of the first scores, and the core lines (sentences that score well), give each line
   a place: inside or outside, near the core or across a gap, after a heading of links or not.
3. The weights of `weights.SECOND` on both give the second score: above zero, a line is article text.
"""

from __future__ import annotations

import math
from itertools import accumulate

from app.ingest.analyse.scrape.features import NAMES, describe
from app.ingest.analyse.scrape.lines import Line
from app.ingest.analyse.scrape.weights import FIRST, SECOND

PLACE_NAMES = (
    "own", "previous", "next", "near", "far", "in_segment", "from_start", "to_end", "inside_close",
    "after_core", "before_core", "gap_before", "gap_after", "section_since_core", "mass_before", "mass_after",
    "in_and_chrome", "in_and_section", "in_short", "out_positive", "same_mark", "gap_mean", "lone",
    "gap_clean", "gap_clean_bare",
)  # fmt: skip
_CHROME, _SECTION, _SENTENCE, _CHROME_SHARE = (
    NAMES.index(name) for name in ("chrome", "section", "is_sentence", "chrome_share")
)
# A quarter of this share of the lines is chrome: a scrape of the article rather than of the page.
_BARE = 0.4
# Scores and distances beyond these say no more.
_MOST_SCORE = 4.0
_MOST_GAP = 12
_MOST_WORDS = 60
_NO_SCORE = -2.0


def score_lines(lines: list[Line]) -> list[float]:
    """The second score of each line: article text where above zero."""
    rows = describe(lines)
    first = [_weigh(row, FIRST) for row in rows]
    places = place_rows(lines, rows, first)
    return [_weigh([*row, *place], SECOND) for row, place in zip(rows, places, strict=True)]


def best_segment(scores: list[float]) -> tuple[int, int]:
    """The range with the largest sum, half-open; empty where no score is above zero."""
    best = current = 0.0
    start = end = candidate = 0
    for index, score in enumerate(scores):
        if current <= 0:
            current, candidate = 0.0, index
        current += score
        if current > best:
            best, start, end = current, candidate, index + 1
    return start, end


def place_rows(lines: list[Line], rows: list[list[float]], first: list[float]) -> list[list[float]]:
    """A row for each line, in the order of `PLACE_NAMES`."""
    places = _Places(lines, rows, first)
    return [places.row(index) for index in range(len(lines))]


class _Places:
    """Where each line lies relative to the best segment and to the core lines."""

    def __init__(self, lines: list[Line], rows: list[list[float]], first: list[float]) -> None:
        self.lines, self.rows, self.n = lines, rows, len(lines)
        self.scores = [max(-_MOST_SCORE, min(_MOST_SCORE, score)) for score in first]
        words = [min(_MOST_WORDS, line.n_words) for line in lines]
        self.start, self.end = best_segment(
            [
                score * math.sqrt(n_words) if score > 0 else max(score, _NO_SCORE)
                for score, n_words in zip(first, words, strict=True)
            ]
        )
        self.is_core = [
            score > 0 and bool(row[_SENTENCE]) and not row[_CHROME]
            for score, row in zip(first, rows, strict=True)
        ]
        self.sums = [0.0, *accumulate(self.scores)]
        self.mass = [
            0,
            *accumulate(n if core else 0 for n, core in zip(words, self.is_core, strict=True)),
        ]
        self.chrome_until = [0.0, *accumulate(max(row[_CHROME], row[_SECTION]) for row in rows)]
        self.gap_before = _gaps(self.is_core)
        self.gap_after = _gaps(self.is_core[::-1])[::-1]
        self.section_since = self._sections_since_core()

    def row(self, index: int) -> list[float]:
        """The places of one line."""
        scores, own = self.scores, self.rows[index]
        before, after = self.gap_before[index], self.gap_after[index]
        inside = self.start <= index < self.end
        chrome, section, sentence = own[_CHROME], own[_SECTION], own[_SENTENCE]
        total = max(1, self.mass[-1])
        core = self.is_core[index]
        same_mark = (
            index > 0
            and self.lines[index].mark != ""
            and self.lines[index].mark is self.lines[index - 1].mark
        )
        return [
            scores[index],
            scores[index - 1] if index else _NO_SCORE,
            scores[index + 1] if index + 1 < self.n else _NO_SCORE,
            self._mean(index - 3, index + 4),
            self._mean(index - 8, index + 9),
            float(inside),
            self._from_start(index),
            self._to_end(index),
            float(inside and before <= 3 and after <= 3),
            float(before == 1),
            float(after == 1),
            before / _MOST_GAP,
            after / _MOST_GAP,
            float(self.section_since[index]),
            self.mass[index] / total,
            (self.mass[-1] - self.mass[index + 1]) / total,
            float(inside and chrome),
            float(inside and section),
            float(inside and not sentence and not chrome),
            float(not inside and scores[index] > 0),
            float(same_mark),
            0.0 if core else self._gap_mean(index),
            float(core and before > 6 and after > 6),
            *self._clean_gap(index),
        ]

    def _from_start(self, index: int) -> float:
        if index < self.start:
            return -min(1.0, (self.start - index) / 8)
        return min(1.0, (index - self.start) / 8) if index < self.end else 0.0

    def _to_end(self, index: int) -> float:
        if index >= self.end:
            return -min(1.0, (index - self.end + 1) / 8)
        return min(1.0, (self.end - 1 - index) / 8) if index >= self.start else 0.0

    def _mean(self, low: int, high: int) -> float:
        low, high = max(0, low), min(self.n, high)
        return (self.sums[high] - self.sums[low]) / max(1, high - low)

    def _gap_mean(self, index: int) -> float:
        before, after = self.gap_before[index], self.gap_after[index]
        if before >= _MOST_GAP or after >= _MOST_GAP:
            return _NO_SCORE
        return self._mean(index - before + 1, index + after)

    def _clean_gap(self, index: int) -> list[float]:
        """Whether a line stands between core lines with no chrome among them; and on a bare page."""
        before, after = self.gap_before[index], self.gap_after[index]
        if self.is_core[index] or before >= _MOST_GAP or after >= _MOST_GAP:
            return [0.0, 0.0]
        low, high = index - before + 1, index + after
        clean = self.chrome_until[high] == self.chrome_until[low]
        return [float(clean), float(clean and self.rows[index][_CHROME_SHARE] < _BARE)]

    def _sections_since_core(self) -> list[bool]:
        seen = False
        since = []
        for index, row in enumerate(self.rows):
            seen = False if self.is_core[index] else seen or bool(row[_SECTION])
            since.append(seen)
        return since


def _gaps(is_core: list[bool]) -> list[int]:
    """How far back the core line before each line is, at most `_MOST_GAP`."""
    gaps = []
    last = -_MOST_GAP
    for index, core in enumerate(is_core):
        gaps.append(min(_MOST_GAP, index - last))
        if core:
            last = index
    return gaps


def _weigh(row: list[float], weights: tuple[float, ...]) -> float:
    return sum(map(float.__mul__, row, weights))
