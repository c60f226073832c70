"""Which lines that the weights took out stay all the same, and which islands go: by what stands around them."""

from __future__ import annotations

import re
from itertools import pairwise

from app.ingest.analyse.scrape.features import speaks_of_page, speaks_to_reader
from app.ingest.analyse.scrape.labelled import BY_WEIGHT, Labels
from app.ingest.analyse.scrape.lines import Line, Mark

_BOXES = frozenset(
    {"related links", "related link", "promotion", "advertisement", "subscription", "account"}
)
# A box of links within a text has hardly more of them.
_MAX_BOX_LINES = 2
# Scores, prices and dates: a run of lines of which so many hold digits is a table.
_TABLE_SHARE = 0.6
_MIN_RUN = 2
# Hardly any line between the first and the last one is chrome: a scrape of the article, not the page.
_BARE = 0.1
_MAX_ENDING = 12
_MIN_ENDING_WORDS = 4
_MIN_SIGNED = 2
_MAX_OPENING = 8
_MAX_CLOSING_NOTES = 3
_HEAD_REASONS = frozenset({"title", "byline", "date and time"})
_SAME_WORDS = 0.5
_BRACKETS = re.compile(r"\([^()]*\)")
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


def keep_opening(labels: Labels, rules: list[str | None]) -> None:
    """What stands between the head (headline, byline, date) and the first line that stays, where no
    line of the frame is among it and a sentence is."""
    kept = labels.kept()
    if not _is_mostly_article(labels):
        return
    head = [index for index in range(kept[0]) if labels.reasons[index] in _HEAD_REASONS]
    run = range(head[-1] + 1, kept[0]) if head else range(0)
    is_told = any(labels.lines[index].is_sentence for index in run)
    if not is_told or len(run) > _MAX_OPENING or any(rules[index] for index in run):
        return
    for index in run:
        labels.reasons[index] = None


def keep_ending(labels: Labels, rules: list[str | None]) -> None:
    """What stands between the last line that stays and the frame after it: through its last sentence,
    and a last line in the form of such lines inside the text (who signs a letter, dates of a life)."""
    if not _is_mostly_article(labels):
        return
    kept = labels.kept()
    run = _run_by_weight(labels, rules, kept)
    end = 0
    for place, index in enumerate(run):
        line = labels.lines[index]
        after_clock = place > 0 and _CLOCK.match(labels.lines[run[place - 1]].text)
        if line.ends_sentence and (line.n_words >= _MIN_ENDING_WORDS or after_clock):
            end = place + 1
        elif end == place and line.text.endswith(",") and line.n_words <= _MAX_OPEN_WORDS:
            # "Yours sincerely,": who signs comes next.
            end = place + 2
    end += _count_closing(labels, [*kept, *run[:end]], run[end:])
    for index in run[:end]:
        labels.reasons[index] = None


def _run_by_weight(labels: Labels, rules: list[str | None], kept: list[int]) -> list[int]:
    """The lines after the last one that stays, up to a line of the frame or one to the reader."""
    is_spoken_to = any(
        speaks_to_reader(labels.lines[index]) or speaks_of_page(labels.lines[index])
        for index in kept
    )
    run: list[int] = []
    for index in range(kept[-1] + 1, min(kept[-1] + 1 + _MAX_ENDING, len(labels.lines))):
        line = labels.lines[index]
        is_frame = rules[index] is not None or labels.reasons[index] != BY_WEIGHT
        if is_frame and not _CLOCK.match(line.text):
            break
        is_open = not line.is_sentence and not line.text.endswith(",")
        asks = (is_open or line.text.endswith("?")) and speaks_to_reader(line)
        asks = asks or speaks_of_page(line)
        if asks and not is_spoken_to:
            break
        run.append(index)
    return run


def _count_closing(labels: Labels, kept: list[int], rest: list[int]) -> int:
    """How many short lines after the last sentence belong to the text: one of dates and figures in the
    text's own words, or names alone, where they stand under its parts inside it too."""
    lines = labels.lines
    if rest and any(map(str.isdigit, lines[rest[0]].text)):
        topic = frozenset[str]().union(*(lines[index].stems for index in kept))
        words = lines[rest[0]].stems
        return len(words) > 1 and len(words & topic) >= len(words) * _SAME_WORDS
    n_signed = sum(
        lines[before].is_sentence and _is_name_alone(lines[after])
        for before, after in pairwise(kept)
    )
    are_names = len(rest) <= _MAX_BOX_LINES and all(_is_name_alone(lines[i]) for i in rest)
    return len(rest) if are_names and n_signed >= _MIN_SIGNED else 0


def _is_name_alone(line: Line) -> bool:
    words = [word for word in _BRACKETS.sub("", line.text).split() if word[0].isalpha()]
    return 0 < len(words) <= _MAX_OPEN_WORDS and all(word[0].isupper() for word in words)


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


def drop_closing_notes(labels: Labels) -> None:
    """Takes out last lines that speak of the page (its letters, its supporters), where the text does not."""
    kept = labels.kept()
    own = [index for index in kept if speaks_of_page(labels.lines[index])]
    closing = kept[-len(own) :] if own else []
    if own == closing and len(own) <= min(_MAX_CLOSING_NOTES, len(kept) // 3):
        for index in own:
            labels.reasons[index] = BY_WEIGHT


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
