"""Articles: searched, listed, read, with what belongs to each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request, Response

from app.api import views
from app.api.access import caller_in
from app.api.answers import (
    Page,
    format_of,
    item_response,
    json_bytes_response,
    list_response,
    timed,
)
from app.api.deps import ArchiveDep
from app.api.hits import whole_article_json
from app.api.ids import ArticleId
from app.api.negotiation import Format
from app.api.operations import SEARCH_PROBLEMS, ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_ITEM, FORMATS_OF_LIST, Noun
from app.api.result_pages import article_page, embed_quotations
from app.api.searching import check_fields
from app.api.shapes.articles import Article, ArticleSummary
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import ArticleSearch, ArticleSearchBody, ArticleView
from app.api.shapes.quotations import Quotation
from app.api.walk import Walk, pairs_of
from app.store.database import reading
from app.store.reading import articles, name_forms, quotations

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["articles"])


@router.get(
    "/articles",
    response_model=Listing[ArticleSummary],
    summary="Search and list articles",
    **operation(
        "list_articles",
        is_kept=True,
        is_quick=True,
        formats=FORMATS_OF_LIST[Noun.ARTICLE],
        problems=SEARCH_PROBLEMS,
        example="/v1/articles?q=minister&limit=2",
    ),
)
def list_articles(
    request: Request, archive: ArchiveDep, asked: Annotated[ArticleSearch, Query()]
) -> Response:
    """Articles that fit words and filters, best first with words, else newest first. Without any, all
    articles."""
    return article_page(request, archive, asked, Walk(request, archive))


@router.post(
    "/articles/search",
    response_model=Listing[ArticleSummary],
    summary="Search articles, asked for in JSON",
    **operation(
        "search_articles",
        formats=FORMATS_OF_LIST[Noun.ARTICLE],
        is_cached=False,
        problems=SEARCH_PROBLEMS,
    ),
)
def search_articles(
    request: Request,
    archive: ArchiveDep,
    asked: Annotated[ArticleSearchBody, Body(examples=[{"q": "minister", "limit": 2}])],
) -> Response:
    """The same search as `list_articles`, for queries too long for an address. Go on by sending the
    same again with `cursor` from `next_cursor`."""
    given = asked.model_dump(exclude_unset=True)
    return article_page(request, archive, asked, Walk(request, archive, pairs_of(given)))


@router.get(
    "/articles/{article_id}",
    response_model=Article,
    summary="Read an article",
    **operation(
        "get_article",
        is_kept=True,
        is_quick=True,
        formats=FORMATS_OF_ITEM[Noun.ARTICLE],
        example="/v1/articles/art_example",
    ),
)
def get_article(
    request: Request,
    archive: ArchiveDep,
    article_id: ArticleId,
    view: Annotated[ArticleView, Query()],
) -> Response:
    """An article with its cleaned text and all that is known of it. Works without an index."""
    check_fields(view.fields, Article.model_fields)
    access, is_json = caller_in(request).access, format_of(request) is Format.JSON
    with reading(archive.database) as session, timed(request, "store"):
        if is_json and not view.fields and not view.embed:
            ready = whole_article_json(session, article_id, access)
            if ready is not None:
                return json_bytes_response(ready)
        row = articles.get(session, article_id)
        quoted = name_forms.speakers_of_articles(session, [row.id])[row.id]
        item = views.article_in_full(row, quoted, access=access)
        if "quotations" in view.embed:
            embed_quotations(session, [item])
    return item_response(request, Noun.ARTICLE, views.only_fields(item, view.fields))


@router.get(
    "/articles/{article_id}/quotations",
    response_model=Listing[Quotation],
    summary="Quotations of an article",
    **operation(
        "list_article_quotations",
        formats=FORMATS_OF_LIST[Noun.QUOTATION],
        example="/v1/articles/art_example/quotations",
    ),
)
def list_article_quotations(
    request: Request, archive: ArchiveDep, article_id: ArticleId
) -> Response:
    """All quotations of an article in the order of its text. Works without an index."""
    with reading(archive.database) as session, timed(request, "store"):
        row = articles.get(session, article_id)
        items = [views.quotation(one) for one in quotations.of_article(session, row.id)]
    page = Page(items=items, total=len(items))
    return list_response(request, Noun.QUOTATION, page, Walk(request, archive))
