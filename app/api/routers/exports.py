"""Whole result sets as streams, resumable; and any search as a feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.api import views
from app.api.access import caller_in
from app.api.answers import format_of
from app.api.deps import Archive, ArchiveDep
from app.api.hits import article_items, quotation_items
from app.api.ids import SpeakerId
from app.api.negotiation import MEDIA_TYPES, Format
from app.api.operations import SEARCH_PROBLEMS, ConventionalRoute, operation
from app.api.problems.errors import NotAcceptableError
from app.api.renderings import Noun
from app.api.renderings.tables import csv_head, csv_rows, ndjson_lines
from app.api.result_pages import article_page, quotation_page
from app.api.searching import Plan, check_fields, plan_articles, plan_quotations
from app.api.shapes.articles import Article
from app.api.shapes.parameters import (
    FEED_LENGTH,
    ArticleExport,
    ArticleFeed,
    ArticleSearch,
    FeedPage,
    QuotationExport,
    QuotationFeed,
    QuotationSearch,
)
from app.api.shapes.quotations import Quotation
from app.api.walk import Walk
from app.ingest.exports import encode, has_parquet
from app.search.interface import SearchPage
from app.store.database import reading
from app.store.feeds.exports import archive_records_in_steps
from app.store.handles import StoreSession
from app.store.reading import articles, name_forms, speakers

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["exports and feeds"])

# Rows between two cursors: what has to be sent again when a connection breaks.
_ROWS_AT_ONCE = 100
_EXPORT_FORMATS = (Format.NDJSON, Format.CSV)
_ARCHIVE_FORMATS = (*_EXPORT_FORMATS, Format.PARQUET)
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPES[form]: {} for form in _EXPORT_FORMATS}}
}
ItemMaker = Callable[[StoreSession, SearchPage], list[dict[str, Any]]]


@router.get(
    "/export/articles",
    response_class=Response,
    responses=_STREAM,
    summary="Export articles",
    **operation(
        "export_articles",
        formats=_EXPORT_FORMATS,
        is_cached=False,
        problems=SEARCH_PROBLEMS,
        example="/v1/export/articles?q=minister",
    ),
)
def export_articles(
    request: Request, archive: ArchiveDep, asked: Annotated[ArticleExport, Query()]
) -> Response:
    """All articles that fit, as NDJSON or CSV, as a stream. The last row of every hundred carries a
    `cursor`: send it to go on after that row. `full=true` gives texts too (NDJSON)."""
    check_fields(asked.fields, Article.model_fields)
    access = caller_in(request).access
    given = asked.model_dump(exclude_unset=True, exclude={"full", "cursor"})

    def make(session: StoreSession, page: SearchPage) -> list[dict[str, Any]]:
        if not asked.full:
            return article_items(session, page, access=access, is_highlighted=False)
        ids = [hit.id for hit in page.hits]
        rows = articles.by_ids(session, ids)
        quoted = name_forms.speakers_of_articles(session, [row.id for row in rows])
        return [views.article_in_full(row, quoted[row.id], access=access) for row in rows]

    with reading(archive.database) as session:
        plan = plan_articles(archive, session, ArticleSearch(**given))
    return _stream(request, archive, Noun.ARTICLE, plan, make)


@router.get(
    "/export/quotations",
    response_class=Response,
    responses=_STREAM,
    summary="Export quotations",
    **operation(
        "export_quotations",
        formats=_EXPORT_FORMATS,
        is_cached=False,
        problems=SEARCH_PROBLEMS,
        example="/v1/export/quotations?type=direct",
    ),
)
def export_quotations(
    request: Request, archive: ArchiveDep, asked: Annotated[QuotationExport, Query()]
) -> Response:
    """All quotations that fit, as NDJSON or CSV, as a stream. The last row of every hundred carries a
    `cursor`: send it to go on after that row."""
    check_fields(asked.fields, Quotation.model_fields)
    given = asked.model_dump(exclude_unset=True, exclude={"cursor"})

    def make(session: StoreSession, page: SearchPage) -> list[dict[str, Any]]:
        return quotation_items(session, page, is_highlighted=False)

    with reading(archive.database) as session:
        plan = plan_quotations(archive, session, QuotationSearch(**given))
    return _stream(request, archive, Noun.QUOTATION, plan, make)


def _stream(
    request: Request, archive: Archive, noun: Noun, plan: Plan, make: ItemMaker
) -> Response:
    walk = Walk(request, archive)
    form = format_of(request)
    fields = request.query_params.getlist("fields")
    after = walk.position(request.query_params.get("cursor"))
    plan.request = replace(plan.request, limit=_ROWS_AT_ONCE)
    # The first page is read before the answer begins: what is wrong is still a problem then.
    first = archive.search.search(plan.from_position(after))

    def rows() -> Iterator[bytes]:
        if form is Format.CSV:
            yield csv_head(noun, with_cursor=True)
        page: SearchPage | None = first
        while page is not None:
            with reading(archive.database) as session:
                items = make(session, page)
            cursor = walk.cursor(page.next_after)
            yield _lines(form, noun, [views.only_fields(one, fields) for one in items], cursor)
            page = (
                None
                if page.next_after is None
                else archive.search.search(plan.from_position(page.next_after))
            )

    headers = {"X-Total-Count": str(first.total), "Cache-Control": "no-store"}
    name = f"{noun.value}s.{form.value}"
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return StreamingResponse(rows(), 200, headers, MEDIA_TYPES[form])


def _lines(form: Format, noun: Noun, items: Sequence[dict[str, Any]], cursor: str | None) -> bytes:
    if items and cursor is not None:
        items[-1]["cursor"] = cursor
    if form is Format.CSV:
        return csv_rows(noun, items, with_cursor=True)
    return ndjson_lines(items)


@router.get(
    "/export/archive",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPES[form]: {} for form in _ARCHIVE_FORMATS}}},
    summary="Export the whole archive",
    **operation(
        "export_archive",
        formats=_ARCHIVE_FORMATS,
        scope="admin",
        is_cached=False,
        example="/v1/export/archive",
    ),
)
def export_archive(
    request: Request,
    archive: ArchiveDep,
    sources: Annotated[
        bool, Query(description="With the kept sources and what people put right.")
    ] = True,
) -> Response:
    """Every article with its quotations, versions, sources and corrections, as a stream: the file that
    `onrecord export` writes. Ingesting it gives an equal archive. Parquet where its extra is installed."""
    form = format_of(request)
    if form is Format.PARQUET and not has_parquet():
        known = [one.value for one in _ARCHIVE_FORMATS if one is not form]
        raise NotAcceptableError("parquet (this server lacks the extra `onrecord[parquet]`)", known)
    records = archive_records_in_steps(archive.database, with_sources=sources)
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="archive.{form.value}"',
    }
    return StreamingResponse(encode(records, form.value), 200, headers, MEDIA_TYPES[form])


# How an address of a feed ends, which format that is, and what its operation and its title add.
_FEEDS = (
    (".atom", Format.ATOM, "", "as Atom"),
    (".json", Format.JSON_FEED, "_json", "as JSON Feed"),
)
Feed = TypeVar("Feed", bound=Callable[..., Response])


def _feeds(
    path: str, name: str, summary: str, *, example: str | None = None
) -> Callable[[Feed], Feed]:
    """Makes an operation of each format of a feed of one function."""

    def declare(answer: Feed) -> Feed:
        for ending, form, name_ending, words in _FEEDS:
            router.add_api_route(
                path + ending,
                answer,
                methods=["GET"],
                summary=f"{summary} {words}",
                response_class=Response,
                responses={200: {"content": {MEDIA_TYPES[form]: {}}}},
                **operation(
                    name + name_ending,
                    formats=(form,),
                    is_format_fixed=True,
                    problems=SEARCH_PROBLEMS,
                    example=f"/v1{example or path}{ending}",
                ),
            )
        return answer

    return declare


@_feeds("/feeds/articles", "feed_articles", "A search for articles")
def feed_articles(
    request: Request, archive: ArchiveDep, asked: Annotated[ArticleFeed, Query()]
) -> Response:
    """The newest articles that fit a search, for feed readers."""
    search = ArticleSearch(**_newest_first(asked))
    return article_page(request, archive, search, Walk(request, archive))


@_feeds("/feeds/quotations", "feed_quotations", "A search for quotations")
def feed_quotations(
    request: Request, archive: ArchiveDep, asked: Annotated[QuotationFeed, Query()]
) -> Response:
    """The newest quotations that fit a search, for feed readers."""
    search = QuotationSearch(**_newest_first(asked))
    return quotation_page(request, archive, search, Walk(request, archive))


@_feeds(
    "/feeds/speakers/{speaker_id}",
    "feed_speaker",
    "What a speaker says,",
    example="/feeds/speakers/spk_example",
)
def feed_speaker(
    request: Request,
    archive: ArchiveDep,
    speaker_id: SpeakerId,
    asked: Annotated[FeedPage, Query()],
) -> Response:
    """The newest quotations of a speaker, for feed readers."""
    with reading(archive.database) as session:
        row = speakers.get(session, speaker_id)
    search = QuotationSearch(speaker=[row.id], **_newest_first(asked))
    return quotation_page(request, archive, search, Walk(request, archive), row.name)


def _newest_first(asked: FeedPage) -> dict[str, Any]:
    return {"limit": FEED_LENGTH, **asked.model_dump(exclude_unset=True), "sort": "-published_at"}
