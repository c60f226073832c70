"""Every line of a scrape with the name of the rule that takes it out, None where it stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from app.ingest.analyse.bylines import Byline, parse_byline, parse_credit
from app.ingest.analyse.person_names import is_person
from app.ingest.analyse.scrape.captions import read_caption
from app.ingest.analyse.scrape.chrome import rule_for, section_for
from app.ingest.analyse.scrape.lines import Line, Mark
from app.ingest.analyse.scrape.regions import score_lines
from app.ingest.analyse.scrape.titles import clean_title, find_title, same_title
from app.ingest.analyse.stated_date import StatedDate, parse_stated
from app.records import Image

# What these head is never followed by more of the article, once it has begun.
_NEVER_RESUMES = frozenset({"comments", "reader letter", "subscription"})
# A heading ends the article only after so many words, and so large a share, of what would stay: the
# same words are links at the top of pages. Comments may be longer than what they are about.
_WORDS_BEFORE_END = 60
_SHARE_BEFORE = {
    "comments": 0.25, "reader letter": 0.4, "subscription": 0.4, "related links": 0.5, "tags": 0.6,
    "footer": 0.6, "about": 0.6,
}  # fmt: skip
_RUNS_ON = frozenset({"related link", "promotion", "player", "date and time", "tags"})
_LINES_AHEAD = 15
# Share of a sentence's longer words that the text before it has: half of it or less in other stories.
_SAME_TOPIC = 0.33
# Scores, prices and dates: a run of lines of which so many hold digits is a table.
_TABLE_SHARE = 0.6
_MIN_RUN = 2
# Hardly any line between the first and the last one is chrome: a scrape of the article, not the page.
_BARE = 0.1
_LEAD_LINES = 8
_MAX_ENDING = 6
# Of a page's lines a tenth is article, of a scrape's lines most.
_MOSTLY_ARTICLE = 0.4
_FEW_LINES = 30
_MIN_ENDING_WORDS = 4
# How far from the first body line title, byline and date are looked for in a page with much frame.
_HEAD_LINES = 40
_CLOSING_QUOTES = ("”", '"', "»", "“", "’")
_QUOTES = '“"«„'


@dataclass
class Labels:
    """The lines with `reasons` (None: stays) and what the lines taken out said."""

    lines: list[Line]
    reasons: list[str | None]
    title: str | None = None
    byline: Byline | None = None
    credits: list[Byline] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    published: StatedDate | None = None
    standfirst: int | None = None

    def kept(self) -> list[int]:
        """The indices of the lines that stay."""
        return [index for index, reason in enumerate(self.reasons) if reason is None]


def label_lines(
    lines: list[Line], declared_title: str | None = None, *, by_rules_alone: bool = False
) -> Labels:
    """The stages, in order: 1. scores and named rules; 2. endings; 3. headline; 4. head: byline, date,
    standfirst; 5. pull quotes' sources, the ending; 6. lists and tables; 7. captions; 8. credits.

    `by_rules_alone` is for lines that are pieces of one: their place tells nothing."""
    scores = [1.0] * len(lines) if by_rules_alone else score_lines(lines)
    rules = [rule_for(line) or section_for(line) for line in lines]
    if by_rules_alone:
        # A link that runs into a sentence is the lesser harm.
        rules = [
            None if line.is_sentence and rule in _RUNS_ON else rule
            for line, rule in zip(lines, rules, strict=True)
        ]
    reasons = [
        rule or (None if score > 0 else "not article text")
        for rule, score in zip(rules, scores, strict=True)
    ]
    if not any(
        reason is None and line.is_sentence for reason, line in zip(reasons, lines, strict=True)
    ):
        # A text without sentences (a list, a table, verses): all that no rule names.
        reasons = list(rules)
    labels = Labels(lines, reasons)
    _end(labels)
    _take_title(labels, declared_title)
    _take_head(labels, rules)
    _keep_sources_of_quotes(labels, rules)
    _keep_ending(labels, rules)
    _keep_lists(labels, rules)
    _take_captions(labels)
    _take_credits(labels)
    _name_places(labels)
    return labels


def _end(labels: Labels) -> None:
    """2. Takes out everything after a heading that no article goes on after."""
    words = [
        line.n_words if reason is None else 0
        for line, reason in zip(labels.lines, labels.reasons, strict=True)
    ]
    total, before = sum(words), 0
    for index, line in enumerate(labels.lines):
        before += words[index]
        section = section_for(line)
        if section is None or before < _WORDS_BEFORE_END:
            continue
        if before < total * _SHARE_BEFORE[section]:
            continue
        if section in _NEVER_RESUMES or not _resumes(labels, index):
            for later in range(index, len(labels.lines)):
                labels.reasons[later] = rule_for(labels.lines[later]) or section
            return


def _resumes(labels: Labels, heading: int) -> bool:
    """Whether the article goes on after a heading of links: with sentences that stand next to each
    other (teasers stand between headlines), or that speak of the same things."""
    lines = labels.lines
    following = [
        line for line in lines[heading + 1 : heading + _LINES_AHEAD] if rule_for(line) is None
    ]
    n_sentences = sum(line.is_sentence for line in following)
    n_next = sum(first.is_sentence and second.is_sentence for first, second in pairwise(following))
    if n_next >= 1 and n_next >= n_sentences * 0.4:
        return True
    topic: set[str] = set()
    for line, reason in zip(lines[:heading], labels.reasons, strict=False):
        if reason is None:
            topic |= line.stems
    shares = [
        len(line.stems & topic) / len(line.stems)
        for line in following
        if line.is_sentence and line.stems
    ]
    return len(shares) >= 2 and sum(shares) / len(shares) >= _SAME_TOPIC


def _take_title(labels: Labels, declared: str | None) -> None:
    """3. The headline, every line that repeats it, and what stood before it."""
    kept = labels.kept()
    lines = labels.lines
    body = [index for index in kept if lines[index].is_sentence and not _may_ask(lines, index)]
    body = body or kept
    if not body:
        return
    if declared:
        labels.title = declared
    else:
        head = range(max(0, body[0] - _HEAD_LINES), body[0] + (0 if body[0] else 1))
        found = find_title(lines, [index for index in head if rule_for(lines[index]) is None], body)
        if found is None:
            return
        labels.reasons[found] = "title"
        labels.title = clean_title(lines[found].text)
        for index in range(found):
            labels.reasons[index] = labels.reasons[index] or "before the title"
    for index in range(min(len(lines), body[0] + 4)):
        if lines[index].n_words <= 40 and same_title(lines[index].text, labels.title):
            labels.reasons[index] = "title"


def _may_ask(lines: list[Line], index: int) -> bool:
    return index == 0 and len(lines) > 2 and lines[0].text.endswith(("?", "!"))


def _take_head(labels: Labels, rules: list[str | None]) -> None:
    """4. Between headline and body: byline, date and standfirst; a byline may also stand at the end."""
    lines, kept = labels.lines, labels.kept()
    body = [index for index in kept if lines[index].is_sentence]
    if not body:
        return
    first, last = body[0], body[-1]
    near = [
        *range(first, max(-1, first - _HEAD_LINES), -1),
        *body[1:3],
        *range(first + 1, min(first + 4, len(lines))),
    ]
    for index in near:
        _read_head_line(labels, index, rules)
    for index in range(last, min(last + 3, len(lines))):
        if labels.byline is None:
            _read_head_line(labels, index, rules)
    title = next((i for i, reason in enumerate(labels.reasons) if reason == "title"), None)
    if title is not None:
        _keep_standfirst(labels, title, first, rules)


def _read_head_line(labels: Labels, index: int, rules: list[str | None]) -> None:
    line, reason = labels.lines[index], labels.reasons[index]
    if reason == "title" or line.n_words > 26:
        return
    if labels.published is None and (rules[index] == "date and time" or not line.is_sentence):
        stated = parse_stated(line.text)
        if stated and (rules[index] == "date and time" or line.n_words <= 14):
            labels.published = stated
            labels.reasons[index] = "date and time"
    if labels.byline is None and rules[index] in (None, "date and time"):
        byline = parse_byline(line.text) or _bare_name(labels, index)
        if byline:
            labels.byline = byline
            labels.reasons[index] = "byline"


def _bare_name(labels: Labels, index: int) -> Byline | None:
    """A name alone on a line counts as a byline after "By" or next to a date in the head."""
    line, lines = labels.lines[index], labels.lines
    if not 2 <= line.n_words <= 4 or line.ends_sentence or not is_person(line.text):
        return None
    before = lines[index - 1].text.lower().strip(" :") if index else ""
    after = lines[index + 1] if index + 1 < len(lines) else None
    is_dated = after is not None and after.n_words <= 14 and rule_for(after) == "date and time"
    if before in {"by", "von", "par", "por", "di", "door", "av", "af"} or is_dated:
        return parse_byline(f"By {line.text}")
    return None


def _keep_standfirst(labels: Labels, title: int, first: int, rules: list[str | None]) -> None:
    """Keeps what stands between headline and text: the standfirst, and leads too short to weigh."""
    for index in range(title + 1, min(first, title + _LEAD_LINES)):
        line = labels.lines[index]
        if rules[index] is not None or labels.reasons[index] != "not article text":
            continue
        if (line.n_words >= 9 and index <= title + 3) or line.is_sentence:
            labels.reasons[index] = None
            if labels.standfirst is None and index <= title + 3:
                labels.standfirst = index


def _keep_ending(labels: Labels, rules: list[str | None]) -> None:
    """5. The sentences right after the last line that stays: what drifts at its end is still the end."""
    kept = labels.kept()
    if not kept or len(kept) < (len(labels.lines) - _FEW_LINES) * _MOSTLY_ARTICLE:
        return
    for index in range(kept[-1] + 1, min(kept[-1] + _MAX_ENDING, len(labels.lines))):
        line = labels.lines[index]
        if rules[index] or labels.reasons[index] != "not article text":
            return
        may_be_subhead = line.mark is Mark.HEADING or not any(rules[index:])
        is_subhead = may_be_subhead and _sentence_at(labels, index + 1, rules)
        if not is_subhead and (not line.ends_sentence or line.n_words < _MIN_ENDING_WORDS):
            return
        labels.reasons[index] = None


def _sentence_at(labels: Labels, index: int, rules: list[str | None]) -> bool:
    return index < len(labels.lines) and rules[index] is None and labels.lines[index].is_sentence


def _keep_lists(labels: Labels, rules: list[str | None]) -> None:
    """6. Lists and tables that the weights took out though nothing around them is chrome: after a line
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
        if any(labels.reasons[index] != "not article text" for index in run):
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


def _take_captions(labels: Labels) -> None:
    """7. Captions and credits of pictures."""
    kept = labels.kept()
    for place, index in enumerate(kept):
        image = read_caption(labels.lines[index], near_top=place < 3)
        if image and len(kept) > 1:
            labels.reasons[index] = "caption"
            labels.images.append(image)


def _take_credits(labels: Labels) -> None:
    """8. "A and B contributed to this report": near the end of what stays, or after it."""
    kept = labels.kept()
    if not kept:
        return
    start = kept[max(0, len(kept) - 5)]
    for index in range(start, min(len(labels.lines), kept[-1] + 6)):
        line = labels.lines[index]
        if line.n_words <= 60 and (credit := parse_credit(line.text)):
            labels.reasons[index] = "credit"
            labels.credits.append(credit)


def _keep_sources_of_quotes(labels: Labels, rules: list[str | None]) -> None:
    """5. The one or two short lines after a pull quote that say whose words it is, and subheads
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
        labels.reasons[later] in (None, "not article text") and labels.lines[later].is_sentence
        for later in range(index + 1, min(index + 4, len(labels.lines)))
    )


def _name_places(labels: Labels) -> None:
    """Says of what only the weights took out whether it stood before, in or after the article."""
    kept = labels.kept()
    if not kept:
        return
    for index, reason in enumerate(labels.reasons):
        if reason == "not article text":
            if index < kept[0]:
                labels.reasons[index] = "before the article"
            elif index > kept[-1]:
                labels.reasons[index] = "after the article"
