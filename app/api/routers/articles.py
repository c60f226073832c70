"""Articles: searched, listed, read, with what belongs to each."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request, Response

from app.api import views
from app.api.access import caller_in
from app.api.answers import Page, item_response, list_response, timed
from app.api.deps import Archive, ArchiveDep
from app.api.hits import article_items, facet_items
from app.api.operations import SEARCH_PROBLEMS, ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_ITEM, FORMATS_OF_LIST, Noun
from app.api.searching import check_fields, plan_articles
from app.api.shapes.articles import Article, ArticleSummary
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import ArticleSearch, ArticleSearchBody, ArticleView
from app.api.shapes.quotations import Quotation
from app.api.walk import Walk, pairs_of
from app.store import articles, name_forms, quotations
from app.store.database import reading
from app.store.handles import StoreSession

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["articles"])

ArticleId = Annotated[
    str, Path(max_length=100, description="The article's id.", examples=["art_example"])
]


@router.get(
    "/articles",
    response_model=Listing[ArticleSummary],
    summary="Search and list articles",
    **operation(
        "list_articles",
        formats=FORMATS_OF_LIST[Noun.ARTICLE],
        problems=(*SEARCH_PROBLEMS, "url_too_long"),
        example="/v1/articles?q=minister&limit=2",
    ),
)
def list_articles(
    request: Request, archive: ArchiveDep, asked: Annotated[ArticleSearch, Query()]
) -> Response:
    """Articles that fit words and filters, best first with words, else newest first. Without any, all
    articles."""
    return _search(request, archive, asked, Walk(request, archive))


@router.post(
    "/articles/search",
    response_model=Listing[ArticleSummary],
    summary="Search articles, asked for in JSON",
    **operation(
        "search_articles",
        formats=FORMATS_OF_LIST[Noun.ARTICLE],
        is_cached=False,
        problems=(*SEARCH_PROBLEMS, "bad_request", "body_too_large"),
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
    return _search(request, archive, asked, Walk(request, archive, pairs_of(given)))


def _search(request: Request, archive: Archive, asked: ArticleSearch, walk: Walk) -> Response:
    check_fields(asked.fields, ArticleSummary.model_fields)
    after = walk.position(asked.cursor)
    with reading(archive.database) as session:
        plan = plan_articles(archive, session, asked)
        with timed(request, "search"):
            page = archive.search.search(plan.from_position(after))
        with timed(request, "store"):
            items = article_items(
                session,
                page,
                access=caller_in(request).access,
                is_highlighted=asked.highlight,
            )
            if "quotations" in asked.embed:
                _embed_quotations(session, items)
            facets = facet_items(session, page.facets) if asked.facets else None
    items = [views.only_fields(item, asked.fields) for item in items]
    answer = Page.of_search(page, items, plan.echo(page), facets, plan.told(page))
    return list_response(request, Noun.ARTICLE, answer, walk, asked.cursor)


@router.get(
    "/articles/{article_id}",
    response_model=Article,
    summary="Read an article",
    **operation(
        "get_article",
        is_kept=True,
        formats=FORMATS_OF_ITEM[Noun.ARTICLE],
        problems=("not_found", "invalid_value", "duplicate_parameter", "database_unavailable"),
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
    with reading(archive.database) as session, timed(request, "store"):
        row = articles.get(session, article_id)
        quoted = name_forms.speakers_of_articles(session, [row.id])[row.id]
        item = views.article_in_full(row, quoted, access=caller_in(request).access)
        if "quotations" in view.embed:
            _embed_quotations(session, [item])
    return item_response(request, Noun.ARTICLE, views.only_fields(item, view.fields))


@router.get(
    "/articles/{article_id}/quotations",
    response_model=Listing[Quotation],
    summary="Quotations of an article",
    **operation(
        "list_article_quotations",
        formats=FORMATS_OF_LIST[Noun.QUOTATION],
        problems=("not_found", "duplicate_parameter", "database_unavailable"),
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


def _embed_quotations(session: StoreSession, items: list[dict[str, Any]]) -> None:
    found = quotations.of_articles(session, [item["id"] for item in items])
    for item in items:
        item["quotations"] = [views.quotation(one) for one in found[item["id"]]]
