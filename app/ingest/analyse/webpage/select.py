"""Chooses the blocks of a page that are its article, and says why the others are not."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from app.ingest.analyse.frame_phrases import section_named
from app.ingest.analyse.webpage.blocks import Mark, TextBlock
from app.ingest.analyse.webpage.evidence import Evidence, PageEvidence, compact
from app.ingest.analyse.webpage.weights import WEIGHTS
from app.records import BlockKind, Removed

# A block that scores this little below zero still belongs where both neighbours do.
_GAP_SCORE = -1.6
_MAX_GAP_BLOCKS = 3
# Where so little text was chosen the choice was too strict.
_MIN_CHOSEN_CHARACTERS = 80
_LENIENT_SCORE = -2.0
_NEVER = -10.0
_MIN_DUPLICATE_CHARACTERS = 100
_N_PROBES = 5
_MAX_PROBES_MISSING = 1
_PROBE_CHARACTERS = 40
# A longer text is a book; looking for copies in it would take too long.
_MAX_SEEN_CHARACTERS = 100_000
_LEAD_BLOCKS = 16
_MAX_REMOVED = 200
_MAX_REMOVED_CHARACTERS = 2_000
# A link of a menu says nothing to whoever asks what was removed.
_MIN_REMOVED_CHARACTERS = 20
# Longer blocks end an article only where the evidence is weak.
_MAX_ENDING_WORDS = 30
_WEAK_SCORE = 1.5
_SHARE_BEFORE_COMMENTS = 0.6
# More headings in a row are a list of their own, as in a gallery.
_MAX_ENDING_HEADINGS = 2

CREDITS_PEOPLE = "credits people"
# Wordings that end an article (or stand before it) and are no part of it.
_CHROME_WORDINGS = (
    "asks the reader",
    "rights",
    CREDITS_PEOPLE,
    "credit",
    "points elsewhere",
    "external content",
    "short label",
    "time",
    "byline",
)
_ALWAYS_CHROME = (
    "link elsewhere", "link in capitals", "links in a row", "is title", "advertisement",
)  # fmt: skip
_START_WORDINGS = ("byline", "time", "short label", "credit", "before title")
_NOT_IN_GAPS = (*_CHROME_WORDINGS, *_ALWAYS_CHROME, "marked", "short link", "link only")
_REASON_BY_MARK: tuple[tuple[int, str], ...] = (
    (int(Mark.COMMENTS), "reader comments"),
    (int(Mark.RELATED), "teaser"),
    (int(Mark.NAVIGATION), "navigation"),
    (int(Mark.PROMOTION), "promotion"),
    (int(Mark.ADVERT), "advertisement"),
    (int(Mark.SHARING), "sharing"),
    (int(Mark.CAPTION), "caption"),
    (int(Mark.BYLINE), "byline"),
    (int(Mark.TAGS), "tags"),
    (int(Mark.FOOTER), "footer"),
    (int(Mark.ASIDE), "sidebar"),
    (int(Mark.HIDDEN), "hidden"),
    (int(Mark.FORM), "form"),
    (int(Mark.EMBED), "embedded content"),
    (int(Mark.BOX), "box"),
    (int(Mark.HEADER), "page header"),
)


@dataclass(slots=True)
class _Judged:
    """A block with its verdict; `dropped_by` names the rule that overruled its score."""

    position: int
    block: TextBlock
    evidence: Evidence
    score: float
    kept: bool
    dropped_by: str | None = None

    def drop(self, rule: str) -> None:
        self.kept = False
        self.dropped_by = rule


@dataclass(frozen=True, slots=True)
class Selection:
    """The article's blocks in order, the removed ones with reasons (capped), and the texts of those
    that stand right before the article: bylines and dates are among them."""

    blocks: list[TextBlock]
    removed: list[Removed]
    lead: list[str]


def select_blocks(page: PageEvidence) -> Selection:
    """Chooses in five steps.

    1. Each block by its weighed evidence. 2. Wordings that are chrome wherever they stand. 3. Gaps
    between kept blocks. 4. Comments, and chrome before the first and after the last running text. 5. Copies.
    """
    judged = [_judge(page, position) for position in range(len(page.blocks))]
    if sum(len(one.block.text) for one in judged if one.kept) < _MIN_CHOSEN_CHARACTERS:
        _be_lenient(judged)
    _drop_wordings(judged)
    _fill_gaps(page, judged)
    _end_at_comments(judged)
    _trim_end(page, judged)
    _trim_start(judged)
    _drop_copies(judged)
    kept = [one for one in judged if one.kept]
    first = kept[0].position if kept else 0
    lead = [one.block.text for one in judged[max(0, first - _LEAD_BLOCKS) : first]]
    return Selection([one.block for one in kept], _removed(page, judged), lead)


def _judge(page: PageEvidence, position: int) -> _Judged:
    block = page.blocks[position]
    if apart := page.apart.get(position):
        return _Judged(position, block, {}, _NEVER, kept=False, dropped_by=apart)
    evidence = page.of_block(position)
    if evidence is None:
        return _Judged(position, block, {}, _NEVER, kept=False)
    score = 0.0
    for name, value in evidence.items():
        if name in WEIGHTS:
            score += WEIGHTS[name] * value
    return _Judged(position, block, evidence, score, kept=score > 0)


def _be_lenient(judged: list[_Judged]) -> None:
    for one in judged:
        one.kept = one.score > _LENIENT_SCORE


def _drop_wordings(judged: list[_Judged]) -> None:
    for one in judged:
        if one.kept and one.block.kind is BlockKind.CAPTION:
            one.drop("caption")
        elif one.kept:
            for name in _ALWAYS_CHROME:
                if name in one.evidence:
                    one.drop(name)


def _fill_gaps(page: PageEvidence, judged: list[_Judged]) -> None:
    kept = [one.position for one in judged if one.kept]
    for before, after in itertools.pairwise(kept):
        gap = judged[before + 1 : after]
        if len(gap) <= _MAX_GAP_BLOCKS and all(_fills_gap(page, one) for one in gap):
            for one in gap:
                one.kept = True


def _fills_gap(page: PageEvidence, one: _Judged) -> bool:
    if one.score < _GAP_SCORE or not page.seconded[one.position]:
        return False
    return not any(name in one.evidence for name in _NOT_IN_GAPS)


def _end_at_comments(judged: list[_Judged]) -> None:
    """Nothing after a heading of comments is the article, where most of what is kept stands before it."""
    total = sum(len(one.block.text) for one in judged if one.kept)
    before = 0
    for place, one in enumerate(judged):
        before += len(one.block.text) if one.kept else 0
        if before >= total * _SHARE_BEFORE_COMMENTS and section_named(one.block.text) == "comments":
            for later in judged[place:]:
                if later.kept:
                    later.drop("reader comments")
            return


def _trim_end(page: PageEvidence, judged: list[_Judged]) -> None:
    n_headings = 0
    for one in reversed(judged):
        if not one.kept:
            continue
        wording = next((name for name in _CHROME_WORDINGS if name in one.evidence), None)
        is_short = page.words[one.position] <= _MAX_ENDING_WORDS or one.score < _WEAK_SCORE
        if wording and (is_short or "beside most" not in one.evidence):
            one.drop(wording)
        elif one.block.kind is BlockKind.SUBHEAD and n_headings < _MAX_ENDING_HEADINGS:
            n_headings += 1
            one.drop("heading without text")
        else:
            return


def _trim_start(judged: list[_Judged]) -> None:
    for one in judged:
        if not one.kept:
            continue
        is_apart = "beside most" not in one.evidence
        wordings = _CHROME_WORDINGS if is_apart else _START_WORDINGS
        wording = next((name for name in wordings if name in one.evidence), None)
        if wording is None or ("long sentence" in one.evidence and not is_apart):
            return
        one.drop(wording)


def _drop_copies(judged: list[_Judged]) -> None:
    """Pages repeat their article for print, sharing or small screens: the first copy stays. Items of
    a list or a table, and short lines, are copies only where the paragraph before them was one."""
    seen = ""
    lines: set[str] = set()
    within_copy = False
    for one in judged:
        if not one.kept:
            continue
        key = compact(one.block)
        is_repeated = key in lines or _is_copied(key, seen)
        if one.block.kind is BlockKind.PARAGRAPH and len(key) >= _MIN_DUPLICATE_CHARACTERS:
            within_copy = is_repeated
        if is_repeated and within_copy:
            one.drop("copy")
        else:
            lines.add(key)
            if len(seen) < _MAX_SEEN_CHARACTERS:
                seen += key


def _is_copied(key: str, seen: str) -> bool:
    """Whether most of five places in a long block stood in the text before."""
    if len(key) < _MIN_DUPLICATE_CHARACTERS:
        return False
    step = (len(key) - _PROBE_CHARACTERS) / (_N_PROBES - 1)
    places = [int(number * step) for number in range(_N_PROBES)]
    n_missing = 0
    for place in places:
        n_missing += key[place : place + _PROBE_CHARACTERS] not in seen
        if n_missing > _MAX_PROBES_MISSING:
            return False
    return True


def _removed(page: PageEvidence, judged: list[_Judged]) -> list[Removed]:
    told = [
        one
        for one in judged
        if not one.kept and (one.evidence or len(one.block.text) >= _MIN_REMOVED_CHARACTERS)
    ]
    return [
        Removed(one.block.text[:_MAX_REMOVED_CHARACTERS], _reason(page, one))
        for one in told[:_MAX_REMOVED]
    ]


def _reason(page: PageEvidence, one: _Judged) -> str:
    if one.dropped_by:
        return one.dropped_by
    marks = page.marks_of(one.block)
    for mark, reason in _REASON_BY_MARK:
        if marks & mark:
            return reason
    if not one.evidence or "short link" in one.evidence or "link only" in one.evidence:
        return "links"
    for name in _CHROME_WORDINGS:
        if name in one.evidence:
            return name
    return "outside the article"
