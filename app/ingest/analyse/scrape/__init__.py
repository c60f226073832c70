"""A plain-text scrape into a cleaned article."""

from __future__ import annotations

from app.ingest.analyse.bylines import find_dateline, parse_byline
from app.ingest.analyse.repair import repair
from app.records import Article, Block, Declared, NoArticle, RejectedReason

__all__ = ["clean_record_text", "clean_scrape"]


def clean_scrape(text: str, declared: Declared) -> Article | NoArticle:
    """The article in a whole scrape."""
    lines = [" ".join(line.split()) for line in repair(text).split("\n")]
    lines = [line for line in lines if line]
    if not lines:
        return NoArticle(RejectedReason.EMPTY, "there is nothing in it")
    title = lines.pop(0) if len(lines) > 1 else None
    byline = parse_byline(lines[0]) if lines else None
    if byline:
        lines.pop(0)
    dateline = find_dateline(lines[0]) if lines else None
    if dateline:
        lines[0] = lines[0][dateline.length :]
    text = "\n\n".join(lines)
    return Article(
        title=title,
        text=text,
        blocks=_blocks(lines),
        authors=byline.authors if byline else (),
        agency=(byline.agency if byline else None) or (dateline.agency if dateline else None),
        dateline_place=dateline.place if dateline else None,
    )


def clean_record_text(text: str, declared: Declared) -> Article | NoArticle:
    """The text of a record: repaired, and kept whole."""
    lines = [line for line in (" ".join(line.split()) for line in repair(text).split("\n")) if line]
    if not lines:
        return NoArticle(RejectedReason.EMPTY, "there is nothing in it")
    return Article(title=None, text="\n\n".join(lines), blocks=_blocks(lines))


def _blocks(lines: list[str]) -> tuple[Block, ...]:
    blocks = []
    position = 0
    for line in lines:
        blocks.append(Block(position, position + len(line)))
        position += len(line) + 2
    return tuple(blocks)
