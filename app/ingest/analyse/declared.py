"""What the source says of an article in so many words, put over what cleaning found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.ingest.analyse.bylines import clean_authors
from app.ingest.analyse.language import language_code, language_of
from app.ingest.analyse.repair import repair
from app.ingest.analyse.stated_date import StatedDate, parse_stated
from app.records import Article, Declared

# A text this long tells its language better than a label that a template may have set.
_TELLING_CHARACTERS = 150
_MAX_TITLE_CHARACTERS = 1_000


def apply_declared(article: Article, declared: Declared) -> Article:
    """`article` with every declared field that can be read in place of the found one."""
    language = language_code(declared.language)
    published = _stated(declared.published_at, language)
    modified = _stated(declared.modified_at, language)
    authors = clean_authors(declared.authors)
    return replace(
        article,
        title=_line(declared.title) or article.title,
        authors=authors or article.authors,
        source=_line(declared.source) or article.source,
        section=_line(declared.section) or article.section,
        published_at=published.at if published else article.published_at,
        published_is_day=published.is_day if published else article.published_is_day,
        modified_at=modified.at if modified else article.modified_at,
        date_inferred=_unless(published, article.date_inferred),
        date_evidence=("declared",) if published else article.date_evidence,
        url=declared.url or article.url,
        language=language or _told_by_text(article),
        keywords=tuple(map(repair, declared.keywords)) or article.keywords,
    )


def _stated(text: str | None, language: str | None) -> StatedDate | None:
    return parse_stated(text, language) if text else None


def _unless(published: StatedDate | None, inferred: date | None) -> date | None:
    return None if published else inferred


def _line(text: str | None) -> str | None:
    if not text:
        return None
    return " ".join(repair(text[:_MAX_TITLE_CHARACTERS]).split()) or None


def _told_by_text(article: Article) -> str | None:
    if article.language and len(article.text) < _TELLING_CHARACTERS:
        return article.language
    return language_of(article.text) or article.language
