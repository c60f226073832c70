"""Which lines that the weights took out stay all the same, and which islands go: by what stands around them."""

from __future__ import annotations

import re
from itertools import pairwise

from app.ingest.analyse.scrape.labelled import BY_WEIGHT, Labels
from app.ingest.analyse.scrape.lines import Mark

_BOXES = frozenset({"related links", "related link", "promotion", "advertisement", "subscription"})
# A box of links within a text has hardly more of them.
_MAX_BOX_LINES = 2
# Scores, prices and dates: a run of lines of which so many hold digits is a table.
_TABLE_SHARE = 0.6
_MIN_RUN = 2
# Hardly any line between the first and the last one is chrome: a scrape of the article, not the page.
_BARE = 0.1
_MAX_ENDING = 6
_MIN_ENDING_WORDS = 4
_MAX_OPEN_WORDS = 4
# Of a page's lines a tenth is article, of a scrape's lines most.
_MOSTLY_ARTICLE = 0.4
_FEW_LINES = 30
# So many lines taken out in a row part an island from the text, unless it has this share of its words.
_FAR_LINES = 10
_ISLAND_SHARE = 0.3
_CLOCK = re.compile(r"\d{1,2}[.:h]\d\d\W?$")
_CLOSING_QUOTES = ("”", '"', "»", "“", "’")
_QUOTES = '“"«„'


def keep_sources_of_quotes(labels: Labels, rules: list[str | None]) -> None:
    """The one or two short lines after a pull quote that say whose words it is, and subheads
    between paragraphs of a text that has hardly any frame."""
    lines, reasons = labels.lines, labels.reasons
    for index, line in enumerate(lines):
        is_quote = line.text[0] in _QUOTES and line.text.endswith(_CLOSING_QUOTES)
        if not is_quote or reasons[index] is not None:
            continue
        for after in range(index + 1, min(index + 3, len(lines))):
            follower = lines[after]
            if follower.n_words > 10 or follower.ends_sentence or rules[after] is not None:
                break
            if follower.mark is not Mark.BULLET and _text_follows(labels, after):
                reasons[after] = None


def _text_follows(labels: Labels, index: int) -> bool:
    return any(
        labels.reasons[later] in (None, BY_WEIGHT) and labels.lines[later].is_sentence
        for later in range(index + 1, min(index + 4, len(labels.lines)))
    )


def keep_after_boxes(labels: Labels, rules: list[str | None]) -> None:
    """The sentences after a small box of links inside the text; of teasers, several follow in turn."""
    lines, reasons = labels.lines, labels.reasons
    for index in labels.kept() if _is_mostly_article(labels) else ():
        place = index + 1
        if place >= len(lines) or rules[place] not in _BOXES:
            continue
        while place < len(lines) and rules[place] in _BOXES:
            place += 1
        start = place
        while _is_link_like(labels, start, rules):
            start += 1
        end = start
        while _ends_sentence_at(labels, end, rules):
            end += 1
        is_closed = not (
            _is_link_like(labels, end, rules) and _ends_sentence_at(labels, end + 1, rules)
        )
        if start - place <= _MAX_BOX_LINES and end > start and is_closed:
            reasons[start:end] = [None] * (end - start)


def _is_link_like(labels: Labels, index: int, rules: list[str | None]) -> bool:
    if index >= len(labels.lines) or rules[index] is not None:
        return False
    line = labels.lines[index]
    return not line.ends_sentence and not line.is_sentence


def _ends_sentence_at(labels: Labels, index: int, rules: list[str | None]) -> bool:
    if index >= len(labels.lines) or rules[index] is not None:
        return False
    line = labels.lines[index]
    is_text = line.ends_sentence and line.n_words >= _MIN_ENDING_WORDS
    return is_text and labels.reasons[index] == BY_WEIGHT


def keep_ending(labels: Labels, rules: list[str | None]) -> None:
    """The sentences right after the last line that stays: what drifts at its end is still the end."""
    kept = labels.kept()
    if not _is_mostly_article(labels):
        return
    for index in range(kept[-1] + 1, min(kept[-1] + _MAX_ENDING, len(labels.lines))):
        line = labels.lines[index]
        if _CLOCK.match(line.text) and _ends_sentence_at(labels, index + 1, rules):
            # The next entry of a report by the hour.
            labels.reasons[index] = None
            continue
        if rules[index] or labels.reasons[index] != BY_WEIGHT:
            return
        is_open = line.text.endswith(",") and line.n_words <= _MAX_OPEN_WORDS
        if is_open and index + 1 < len(rules) and rules[index + 1] is None:
            # "Yours sincerely,": who signs comes next.
            labels.reasons[index : index + 2] = [None, None]
            return
        may_be_subhead = line.mark is Mark.HEADING or not any(rules[index:])
        is_subhead = may_be_subhead and _sentence_at(labels, index + 1, rules)
        if not is_subhead and (not line.ends_sentence or line.n_words < _MIN_ENDING_WORDS):
            return
        labels.reasons[index] = None


def _is_mostly_article(labels: Labels) -> bool:
    n_kept = len(labels.kept())
    return n_kept > 0 and n_kept >= (len(labels.lines) - _FEW_LINES) * _MOSTLY_ARTICLE


def _sentence_at(labels: Labels, index: int, rules: list[str | None]) -> bool:
    return index < len(labels.lines) and rules[index] is None and labels.lines[index].is_sentence


def keep_lists(labels: Labels, rules: list[str | None]) -> None:
    """Lists and tables that the weights took out though nothing around them is chrome: after a line
    that announces them with a colon, or with digits in most lines; on a bare page any run inside."""
    kept = labels.kept()
    inside = rules[kept[0] : kept[-1]] if kept else []
    is_bare = sum(rule is not None for rule in inside) <= len(inside) * _BARE
    for first, last in pairwise([*kept, len(labels.lines)] if kept else []):
        run = list(range(first + 1, last))
        closed = last < len(labels.lines)
        if not closed:
            run = _until_chrome(run, rules)
        if len(run) < (1 if closed else _MIN_RUN) or any(rules[index] for index in run):
            continue
        if any(labels.reasons[index] != BY_WEIGHT for index in run):
            continue
        announced = labels.lines[first].text.endswith(":") or (
            labels.lines[run[0]].text.endswith(":") and len(run) > _MIN_RUN
        )
        n_digits = sum(any(map(str.isdigit, labels.lines[index].text)) for index in run)
        is_table = len(run) >= 3 and n_digits >= len(run) * _TABLE_SHARE
        if announced or is_table or (is_bare and closed):
            for index in run:
                labels.reasons[index] = None


def _until_chrome(run: list[int], rules: list[str | None]) -> list[int]:
    end = next((place for place, index in enumerate(run) if rules[index]), len(run))
    return run[:end]


def drop_islands(labels: Labels) -> None:
    """Takes out what lies far from the main part and is much shorter: teasers at both ends of a page."""
    islands: list[list[int]] = []
    for index in labels.kept():
        if not islands or index - islands[-1][-1] > _FAR_LINES:
            islands.append([])
        islands[-1].append(index)
    words = [sum(labels.lines[index].n_words for index in island) for island in islands]
    for island, n_words in zip(islands, words, strict=True):
        if n_words < max(words) * _ISLAND_SHARE:
            for index in island:
                labels.reasons[index] = BY_WEIGHT
