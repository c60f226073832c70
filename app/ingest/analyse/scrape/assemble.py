"""Labelled lines into an article: text laid out in blocks, metadata weighed, everything else in `removed`."""

from __future__ import annotations

import re

from app.ingest.analyse.agencies import agencies_in, agency_named
from app.ingest.analyse.datelines import Dateline, find_dateline
from app.ingest.analyse.inferred_date import infer_date
from app.ingest.analyse.scrape.labelled import Labels
from app.ingest.analyse.scrape.lines import Line, Mark
from app.ingest.analyse.scrape.particulars import (
    read_keywords,
    read_modified,
    read_section,
    read_source,
)
from app.ingest.analyse.scrape.titles import site_of
from app.records import Article, Block, BlockKind, Removed

_CLOSING_AGENCY = re.compile(
    r"\s*[(\[](?P<name>[^()\[\]]{2,30})[)\]]\W*$|\s+[–—-]\s+(?P<last>[A-Z][\w /-]{1,20})\W*$"
)
_TOLD_AGENCY = re.compile(r"\b(?:told|to)\s+(?=The Associated Press|[A-Z])")
_MAX_SUBHEAD_WORDS = 14


def assemble(labels: Labels) -> Article:
    """The article that the kept lines are."""
    kept = [(labels.lines[index], index) for index in labels.kept()]
    texts = [line.text for line, _ in kept]
    removed = [
        Removed(line.source, reason)
        for line, reason in zip(labels.lines, labels.reasons, strict=True)
        if reason is not None
    ]
    dateline = _take_dateline(texts, removed)
    kinds = [_kind(kept, place) for place in range(len(kept))]
    pairs = [(text, kind) for text, kind in zip(texts, kinds, strict=True) if text]
    text, blocks = lay_out_blocks(pairs)
    found = infer_date(text, [piece.text for piece in removed if piece.reason == "copyright"])
    stated, modified = labels.published, read_modified(labels)
    contributors = [name for credit in labels.credits for name in credit.contributors]
    byline = labels.byline
    return Article(
        title=labels.title,
        text=text,
        blocks=blocks,
        standfirst=labels.lines[labels.standfirst].text if labels.standfirst is not None else None,
        authors=byline.authors if byline else (),
        contributors=tuple(dict.fromkeys(contributors)),
        agency=_agency(labels, dateline, texts),
        dateline_place=dateline.place if dateline else None,
        source=read_source(labels),
        section=read_section(labels),
        keywords=read_keywords(labels),
        published_at=stated.at if stated else None,
        published_day=stated.day if stated else None,
        published_is_day=stated.is_day if stated else False,
        modified_at=modified.at if modified else None,
        date_inferred=None if stated else found.day,
        date_evidence=("stated",) if stated else found.evidence,
        images=tuple(labels.images),
        removed=tuple(removed),
        evidence=_evidence(labels, dateline),
    )


def _evidence(labels: Labels, dateline: Dateline | None) -> dict[str, str]:
    """The kind of line that each field was read from."""
    has_site = any(
        reason == "title" and site_of(line.text)
        for line, reason in zip(labels.lines, labels.reasons, strict=True)
    )
    agencies = (
        (labels.byline.agency if labels.byline else None, "byline"),
        (dateline.agency if dateline else None, "dateline"),
        (any(credit.agency for credit in labels.credits), "credit"),
        (_from_chrome(labels), "copyright"),
    )
    return {
        "title": "headline",
        "standfirst": "standfirst",
        "authors": "byline",
        "contributors": "credit",
        "agency": next((kind for found, kind in agencies if found), "text"),
        "dateline_place": "dateline",
        "source": "headline" if has_site else "copyright",
        "section": "breadcrumb" if "breadcrumb" in labels.reasons else "line above the headline",
        "keywords": "tags",
        "published_at": "date line",
        "modified_at": "date line",
        "date_inferred": "text",
        "images": "caption",
    }


def lay_out_blocks(pairs: list[tuple[str, BlockKind]]) -> tuple[str, tuple[Block, ...]]:
    """The text of blocks with a blank line between them, and where each of them lies in it."""
    blocks = []
    position = 0
    for text, kind in pairs:
        blocks.append(Block(position, position + len(text), kind))
        position += len(text) + 2
    return "\n\n".join(text for text, _ in pairs), tuple(blocks)


def _take_dateline(texts: list[str], removed: list[Removed]) -> Dateline | None:
    for place, text in enumerate(texts[:3]):
        dateline = find_dateline(text)
        if dateline and (dateline.agency or place < 2):
            removed.append(Removed(text[: dateline.length].rstrip(), "dateline"))
            texts[place] = text[dateline.length :].lstrip()
            return dateline
    return None


def _kind(kept: list[tuple[Line, int]], place: int) -> BlockKind:
    line = kept[place][0]
    if line.mark in (Mark.BULLET, Mark.NUMBERED):
        return BlockKind.LIST_ITEM
    if "\t" in line.source or line.text.count(" | ") >= 2:
        return BlockKind.TABLE_ROW
    following = kept[place + 1][0] if place + 1 < len(kept) else None
    if following is None or line.is_sentence or line.n_words > _MAX_SUBHEAD_WORDS:
        return BlockKind.PARAGRAPH
    if line.mark is Mark.HEADING:
        return BlockKind.SUBHEAD
    is_open = not line.ends_sentence and not line.text.endswith((":", ",", ";"))
    after_quote = place > 0 and kept[place - 1][0].text[0] in '“"«„'
    return (
        BlockKind.SUBHEAD
        if is_open and following.is_sentence and not after_quote
        else BlockKind.PARAGRAPH
    )


def _agency(labels: Labels, dateline: Dateline | None, texts: list[str]) -> str | None:
    """From the strongest evidence: byline, dateline, credit, copyright line, closing tag; last, an
    agency that people spoke to in a text with a contributors' line of an agency's form."""
    if labels.byline and labels.byline.agency:
        return labels.byline.agency
    if dateline and dateline.agency:
        return dateline.agency
    credited = next((credit.agency for credit in labels.credits if credit.agency), None)
    return credited or _from_chrome(labels) or _closing_agency(texts) or _spoken_to(labels, texts)


def _from_chrome(labels: Labels) -> str | None:
    for line, reason in zip(labels.lines, labels.reasons, strict=True):
        if reason in ("copyright", "source link") and (found := next(agencies_in(line.text), None)):
            return found
    for line in labels.lines:
        if line.n_words <= 4 and (alone := agency_named(line.text)):
            return alone
    return None


def _closing_agency(texts: list[str]) -> str | None:
    for text in texts[-1:]:
        if match := _CLOSING_AGENCY.search(text):
            return agency_named(match.group("name") or match.group("last") or "")
    return None


def _spoken_to(labels: Labels, texts: list[str]) -> str | None:
    if not any(credit.contributors for credit in labels.credits):
        return None
    for text in texts:
        for match in _TOLD_AGENCY.finditer(text):
            named = next(agencies_in(text[match.end() : match.end() + 30]), None)
            if named and text[match.end() :].startswith(("The " + "Associated", named)):
                return named
    return None
