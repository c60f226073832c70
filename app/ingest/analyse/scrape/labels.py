"""Every line of a scrape with the name of the rule that takes it out, None where it stays."""

from __future__ import annotations

from itertools import pairwise

from app.ingest.analyse.bylines import (
    Byline,
    is_about_author,
    is_role,
    parse_bare_byline,
    parse_byline,
    parse_credit,
)
from app.ingest.analyse.scrape.captions import read_caption
from app.ingest.analyse.scrape.chrome import rule_for, section_for
from app.ingest.analyse.scrape.features import speaks_of_page
from app.ingest.analyse.scrape.keeping import (
    drop_closing_notes,
    drop_islands,
    keep_after_boxes,
    keep_ending,
    keep_lists,
    keep_opening,
    keep_sources_of_quotes,
)
from app.ingest.analyse.scrape.labelled import BY_WEIGHT, Labels
from app.ingest.analyse.scrape.lines import Line, Mark
from app.ingest.analyse.scrape.regions import score_lines
from app.ingest.analyse.scrape.titles import clean_title, find_title, same_title
from app.ingest.analyse.stated_date import parse_stated, says_changed

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
_LEAD_LINES = 8
# How far from the first body line title, byline and date are looked for in a page with much frame.
_HEAD_LINES = 40
# Under a standfirst stand the byline, who that is, and the date.
_DATE_AFTER_STANDFIRST = 3
_MAX_DATED_WORDS = 14
_BY = frozenset({"by", "von", "par", "por", "di", "door", "av", "af"})
_MAX_NAME_WORDS = 9
_MIN_WITH_CAPTION = 2


def label_lines(
    lines: list[Line], declared_title: str | None = None, *, by_rules_alone: bool = False
) -> Labels:
    """The stages, in order: 1. scores and named rules; 2. endings; 3. headline; 4. head: byline, date,
    standfirst; 5. pull quotes' sources, text after boxes, the ending; 6. lists and tables; islands far from
    the text; 7. captions; 8. credits.

    `by_rules_alone` is for lines that are pieces of one: their place tells nothing."""
    scores = [] if by_rules_alone else score_lines(lines)
    rules = [rule_for(line) or section_for(line) for line in lines]
    if by_rules_alone:
        # A link that runs into a sentence is the lesser harm.
        rules = [
            None if line.is_sentence and rule in _RUNS_ON else rule
            for line, rule in zip(lines, rules, strict=True)
        ]
        scores = [0.0 if speaks_of_page(line) else 1.0 for line in lines]
    reasons = [
        rule or (None if score > 0 else BY_WEIGHT)
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
    keep_opening(labels, rules)
    keep_sources_of_quotes(labels, rules)
    for keep in (keep_after_boxes, keep_ending, keep_after_boxes):
        keep(labels, rules)
    keep_lists(labels, rules)
    drop_closing_notes(labels)
    drop_islands(labels)
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
    head_end = min(body[1], first + _DATE_AFTER_STANDFIRST + 1) if len(body) > 1 else first
    for index in near:
        _read_head_line(labels, index, head_end, rules)
    for index in range(last, min(last + 3, len(lines))):
        if labels.byline is None:
            _read_head_line(labels, index, head_end, rules)
    title = next((i for i, reason in enumerate(labels.reasons) if reason == "title"), None)
    if title is not None:
        _keep_standfirst(labels, title, first, rules)


def _read_head_line(labels: Labels, index: int, head_end: int, rules: list[str | None]) -> None:
    line, reason = labels.lines[index], labels.reasons[index]
    if reason == "title" or line.n_words > 26:
        return
    is_dated = rules[index] == "date and time"
    may_be_dated = is_dated or (
        index < head_end and reason is not None and line.n_words <= _MAX_DATED_WORDS
    )
    may_replace = labels.published is None or labels.published_is_change
    if may_be_dated and may_replace and (stated := parse_stated(line.text)):
        is_change = says_changed(line.text)
        if labels.published is None or not is_change:
            labels.published, labels.published_is_change = stated, is_change
        labels.reasons[index] = "date and time"
    if labels.byline is None and rules[index] in (None, "date and time"):
        byline = parse_byline(line.text) or _bare_names(labels, index)
        if byline:
            labels.byline = byline
            labels.reasons[index] = "byline"


def _bare_names(labels: Labels, index: int) -> Byline | None:
    """Names alone on a line are a byline after "By", next to a date in the head, or between headline
    and text with nothing but frame above them."""
    line, lines = labels.lines[index], labels.lines
    if not 2 <= line.n_words <= _MAX_NAME_WORDS or line.ends_sentence or line.mark is not Mark.NONE:
        return None
    before = lines[index - 1].text.lower().strip(" :") if index else ""
    after = lines[index + 1] if index + 1 < len(lines) else None
    is_dated = "date and time" in labels.reasons[index : index + 2]
    opens_text = is_dated or (after is not None and (after.is_sentence or after.ends_sentence))
    has_role = after is not None and is_role(after.text)
    if before in _BY or is_dated or has_role or (opens_text and _is_under_title(labels, index)):
        return parse_bare_byline(line.text)
    return None


def _is_under_title(labels: Labels, index: int) -> bool:
    for above in range(index - 1, -1, -1):
        if labels.reasons[above] == "title":
            return True
        if rule_for(labels.lines[above]) is None and above != labels.standfirst:
            return False
    return False


def _keep_standfirst(labels: Labels, title: int, first: int, rules: list[str | None]) -> None:
    """Keeps what stands between headline and text: the standfirst, and leads too short to weigh."""
    for index in range(title + 1, min(first, title + _LEAD_LINES)):
        line = labels.lines[index]
        if rules[index] is not None or labels.reasons[index] != BY_WEIGHT:
            continue
        is_lead = (line.n_words >= 9 and index <= title + 3) or line.is_sentence
        is_answer = line.ends_sentence and labels.reasons[index - 1] in ("byline", "date and time")
        if is_lead or is_answer:
            labels.reasons[index] = None
            if is_lead and labels.standfirst is None and index <= title + 3:
                labels.standfirst = index


def _take_captions(labels: Labels) -> None:
    """7. Captions and credits of pictures, also those among the text that its weights took out."""
    kept = labels.kept()
    if len(kept) < _MIN_WITH_CAPTION:
        return
    first = kept[min(2, len(kept) - 1)]
    for index in range(max(0, kept[0] - _LEAD_LINES), kept[-1] + 1):
        if labels.reasons[index] not in (None, BY_WEIGHT):
            continue
        is_kept = labels.reasons[index] is None
        image = read_caption(labels.lines[index], near_top=is_kept and index <= first)
        if image:
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
        if line.n_words > 60:
            continue
        if credit := parse_credit(line.text):
            labels.reasons[index] = "credit"
            labels.credits.append(credit)
        elif labels.byline and is_about_author(line.text, labels.byline.authors):
            labels.reasons[index] = "about"


def _name_places(labels: Labels) -> None:
    """Says of what only the weights took out whether it stood before, in or after the article."""
    kept = labels.kept()
    if not kept:
        return
    for index, reason in enumerate(labels.reasons):
        if reason == BY_WEIGHT:
            if index < kept[0]:
                labels.reasons[index] = "before the article"
            elif index > kept[-1]:
                labels.reasons[index] = "after the article"
