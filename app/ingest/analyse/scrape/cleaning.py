"""The two doors: a whole scrape, and the text of a record that says itself that it is one."""

from __future__ import annotations

from dataclasses import replace

from app.ingest.analyse.bylines import parse_byline
from app.ingest.analyse.datelines import find_dateline
from app.ingest.analyse.repair import repair
from app.ingest.analyse.scrape.assemble import assemble, lay_out_blocks
from app.ingest.analyse.scrape.chrome import rule_for
from app.ingest.analyse.scrape.labels import label_lines
from app.ingest.analyse.scrape.layout import is_one_line, lay_out
from app.ingest.analyse.scrape.lines import Line, read_lines
from app.ingest.analyse.scrape.titles import same_title
from app.records import Article, Block, BlockKind, Declared, NoArticle, RejectedReason, Removed

# With fewer words of text a scrape holds no article.
_MIN_WORDS = 8
# Lines beyond this many are not looked at one by one: a list of a million words is no article.
_MAX_LINES = 50_000


def clean_scrape(text: str, declared: Declared) -> Article | NoArticle:
    """The article in a whole scrape: title, byline and frame off, every piece taken out in `removed`."""
    text = repair(text)
    laid_out, joined = lay_out(text), is_one_line(text)
    if joined and laid_out.count("\n") > _MAX_LINES:
        # A book on one line: not worth taking apart.
        laid_out, joined = text, False
    if laid_out.count("\n") > _MAX_LINES:
        return NoArticle(RejectedReason.TOO_LARGE, f"more than {_MAX_LINES} lines")
    lines = read_lines(laid_out)
    if not lines:
        return NoArticle(RejectedReason.EMPTY, "there is nothing in it")
    labels = label_lines(lines, declared.title, by_rules_alone=joined)
    if sum(lines[index].n_words for index in labels.kept()) < _MIN_WORDS:
        return NoArticle(RejectedReason.NO_ARTICLE, "there is no running text in it")
    article = assemble(labels)
    return _one_paragraph(article) if joined else article


def clean_record_text(text: str, declared: Declared) -> Article | NoArticle:
    """The text of a record: repaired, and without a first line that repeats the declared title or names
    the author, and lines of nothing but chrome; otherwise whole, however short. What its byline and its
    dateline say counts where the record itself says nothing."""
    text = repair(text)
    lines = read_lines(text if is_one_line(text) else lay_out(text))
    if not lines:
        return NoArticle(RejectedReason.EMPTY, "there is nothing in it")
    kept: list[Line] = []
    removed: list[Removed] = []
    for place, line in enumerate(lines):
        reason = _reason_in_record(line, place, declared)
        if reason:
            removed.append(Removed(line.source, reason))
        else:
            kept.append(line)
    if not kept:
        kept, removed = lines, []
    body, blocks = lay_out_blocks([(line.text, BlockKind.PARAGRAPH) for line in kept])
    bylines = [parse_byline(piece.text) for piece in removed if piece.reason == "byline"]
    byline = next(filter(None, bylines), None)
    dateline = next(filter(None, (find_dateline(line.text) for line in kept[:2])), None)
    return Article(
        title=None,
        text=body,
        blocks=blocks,
        authors=byline.authors if byline else (),
        agency=(byline.agency if byline else None) or (dateline.agency if dateline else None),
        dateline_place=dateline.place if dateline else None,
        removed=tuple(removed),
        evidence={
            "authors": "byline",
            "agency": "byline" if byline and byline.agency else "dateline",
            "dateline_place": "dateline",
        },
    )


def _reason_in_record(line: Line, place: int, declared: Declared) -> str | None:
    if place < 3 and declared.title and same_title(line.text, declared.title):
        return "title"
    if place < 4 and line.n_words <= 14 and parse_byline(line.text):
        return "byline"
    rule = rule_for(line) if line.n_words <= 14 else None
    return rule if rule in _CERTAIN else None


_CERTAIN = frozenset(
    {"separator", "advertisement", "sharing", "copyright", "subscription", "player"}
)


def _one_paragraph(article: Article) -> Article:
    """A text on one line was taken apart into sentences; what stays of it is one paragraph again."""
    text = article.text.replace("\n\n", " ")
    return replace(article, text=text, blocks=(Block(0, len(text)),))
