"""A parsed page into an article: every piece of evidence weighed, the text laid out with its blocks."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from urllib.parse import urljoin, urlsplit

from app.ingest.analyse.agencies import agency_named
from app.ingest.analyse.bylines import Byline, parse_bare_byline, parse_byline, parse_credit
from app.ingest.analyse.datelines import Dateline, find_dateline
from app.ingest.analyse.language import language_code
from app.ingest.analyse.stated_date import parse_stated
from app.ingest.analyse.webpage.authors import Byline as StatedByline
from app.ingest.analyse.webpage.authors import find_byline
from app.ingest.analyse.webpage.blocks import TextBlock
from app.ingest.analyse.webpage.body import extract_body
from app.ingest.analyse.webpage.dates import Surroundings, find_dates
from app.ingest.analyse.webpage.head import Stated, gather_stated
from app.ingest.analyse.webpage.page import Page
from app.ingest.analyse.webpage.pictures import find_images
from app.ingest.analyse.webpage.publisher import declared_source, find_publication
from app.ingest.analyse.webpage.read_from import evidence_of_page
from app.ingest.analyse.webpage.select import CREDITS_PEOPLE, Selection
from app.ingest.analyse.webpage.signature import Signed, take_signatures
from app.ingest.analyse.webpage.structured import StructuredData, read_structured_data, texts
from app.ingest.analyse.webpage.titles import find_title
from app.records import Article, Block, Declared, NoArticle, RejectedReason

# A page whose body has fewer characters holds no article.
_MIN_BODY_CHARACTERS = 25
_MAX_KEYWORDS = 40
_BY = re.compile(r"\W*(?:by|von|par|por|di|da|af|av|door)\b", re.IGNORECASE)
# So many equal characters show that a summary was cut from the text.
_SAME_BEGINNING = 60


def assemble_article(page: Page, declared: Declared) -> Article | NoArticle:
    """The article of a page, or why there is none."""
    stated = gather_stated(page.tree)
    structured = read_structured_data(stated.scripts, frozenset(stated.title.casefold().split()))
    source = declared_source(stated, structured)
    language = _language(stated, structured)
    url = _canonical_url(stated, declared.url)
    title = find_title(stated, structured, source)
    publication = find_publication(page.tree, stated, structured, title)
    source = publication.source
    byline = find_byline(page.tree, stated, structured, source)
    chosen = extract_body(page, structured.first_lines("articleBody"), title)
    signed = take_signatures(chosen.blocks, source, byline.people)
    blocks = signed.blocks
    lead = _lead_byline(chosen.lead, title)
    authors = byline.people or lead.authors or signed.authors
    credit = _removed_credit(chosen)
    text, laid_out = _lay_out(blocks)
    if len(text) < _MIN_BODY_CHARACTERS:
        return NoArticle(RejectedReason.NO_ARTICLE, "the page has no running text")
    dateline = next(filter(None, (find_dateline(block.text) for block in blocks[:2])), None)
    around = Surroundings(title, chosen.lead, [block.text for block in blocks[:2]])
    dates = find_dates(page.tree, stated, structured, url, language, around)
    published = dates.published
    agency, agency_from = _first_agency(signed, credit, lead, byline, dateline)
    article = Article(
        title=title,
        text=text,
        blocks=laid_out,
        standfirst=_standfirst(stated, structured, blocks[0].text),
        authors=authors,
        credited_to=() if authors else byline.others[:3],
        contributors=signed.contributors or credit.contributors,
        agency=agency,
        dateline_place=dateline.place if dateline else None,
        source=source,
        section=publication.section,
        published_at=published.at if published else None,
        published_day=published.day if published else None,
        published_is_day=published.is_day if published else False,
        modified_at=dates.modified.at if dates.modified else None,
        date_inferred=dates.inferred,
        date_evidence=dates.evidence,
        url=url,
        language=language,
        language_of_origin=_language_of_origin(structured),
        keywords=_keywords(stated, structured),
        images=tuple(find_images(page.tree, stated, structured, url)),
        removed=(*signed.removed, *chosen.removed),
    )
    people_from = byline.read_from if byline.people else "byline" if lead.authors else "signature"
    evidence = evidence_of_page(article, page, stated, structured, dates) | {
        "authors": people_from or "byline",
        "credited_to": byline.read_from or "meta",
        "contributors": "signature" if signed.contributors else "credit",
        "agency": agency_from,
    }
    return replace(article, evidence=evidence)


def _removed_credit(chosen: Selection) -> Byline:
    """The contributors that a line named which the choice of blocks left out."""
    told = (parse_credit(piece.text) for piece in chosen.removed if piece.reason == CREDITS_PEOPLE)
    return next(filter(None, told), Byline())


def _lead_byline(lead: list[str], title: str | None) -> Byline:
    """The byline among the texts right before the article; "AFP/Jo Lin" there is a picture's credit.
    Names alone are one between headline and text where a date is with them or next."""
    for text in lead:
        byline = parse_byline(text)
        if byline and (byline.agency is None or _BY.match(text)):
            return byline
    under = lead[lead.index(title) + 1 :] if title in lead else []
    for text, following in zip_longest(under, under[1:], fillvalue=""):
        is_dated = parse_stated(text) or parse_stated(following)
        if is_dated and (bare := parse_bare_byline(text)):
            return bare
    return Byline()


def _first_agency(
    signed: Signed, credit: Byline, lead: Byline, stated: StatedByline, dateline: Dateline | None
) -> tuple[str | None, str]:
    """The agency from the strongest evidence, and its kind."""
    found = (
        (signed.agency, "signature"),
        (credit.agency, "credit"),
        (lead.agency, "byline"),
        (next(filter(None, map(agency_named, stated.others)), None), stated.read_from or "meta"),
        (dateline.agency if dateline else None, "dateline"),
    )
    return next(((name, kind) for name, kind in found if name), (None, ""))


def _lay_out(blocks: list[TextBlock]) -> tuple[str, tuple[Block, ...]]:
    laid_out = []
    position = 0
    for block in blocks:
        laid_out.append(Block(position, position + len(block.text), block.kind))
        position += len(block.text) + 2
    return "\n\n".join(block.text for block in blocks), tuple(laid_out)


def _canonical_url(stated: Stated, address: str | None) -> str | None:
    for candidate in (stated.links.get("canonical"), stated.first("og:url"), address):
        if candidate and (joined := _web_address(address, candidate)):
            return joined
    return None


def _web_address(base: str | None, candidate: str) -> str | None:
    try:
        joined = urljoin(base or "", candidate)
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.netloc else None


def _standfirst(stated: Stated, structured: StructuredData, opening: str) -> str | None:
    """The declared summary, unless it is only the beginning of the text."""
    summary = structured.first_text("description") or stated.first(
        "og:description", "description", "twitter:description", "dc.description"
    )
    beginning = (summary or "").rstrip(" .…[]")[:_SAME_BEGINNING]
    return None if not beginning or opening.startswith(beginning) else summary


def _language(stated: Stated, structured: StructuredData) -> str | None:
    language = (
        stated.language
        or structured.first_text("inLanguage")
        or stated.first("content-language", "og:locale", "dc.language")
        or ""
    )
    code = language.strip()[:2].lower()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def _language_of_origin(structured: StructuredData) -> str | None:
    for work in structured.nodes_under("translationOfWork"):
        stated = texts(work.get("inLanguage")) if isinstance(work, dict) else []
        if code := next(filter(None, map(language_code, stated)), None):
            return code
    return None


def _keywords(stated: Stated, structured: StructuredData) -> tuple[str, ...]:
    values = [text for node in structured.nodes_under("keywords") for text in texts(node)]
    values = values or stated.meta.get("news_keywords", []) or stated.meta.get("article:tag", [])
    values = values or stated.meta.get("keywords", [])
    separated = (part.strip() for value in values for part in value.replace(";", ",").split(","))
    return tuple(dict.fromkeys(word for word in separated if 1 < len(word) <= 80))[:_MAX_KEYWORDS]
