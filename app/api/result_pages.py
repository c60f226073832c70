"""A search for articles or quotations, run and answered as a page of a list or a feed, whichever address
it was asked at."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from app.api import views
from app.api.access import caller_in
from app.api.answers import Page, list_response, timed
from app.api.deps import Archive
from app.api.hits import article_items, facet_items, quotation_items
from app.api.renderings import Noun
from app.api.searching import Plan, check_fields, plan_articles, plan_quotations
from app.api.shapes.articles import ArticleSummary
from app.api.shapes.parameters import ArticleSearch, QuotationSearch
from app.api.shapes.quotations import Quotation
from app.api.walk import Walk
from app.search.interface import SearchPage
from app.store import quotations
from app.store.database import reading
from app.store.handles import StoreSession


def article_page(
    request: Request, archive: Archive, asked: ArticleSearch, walk: Walk, title: str = "Articles"
) -> Response:
    """The articles that a search finds; `title` is that of a feed."""
    check_fields(asked.fields, ArticleSummary.model_fields)
    after = walk.position(asked.cursor)
    with reading(archive.database) as session:
        plan = plan_articles(archive, session, asked)
        with timed(request, "search"):
            found = archive.search.search(plan.from_position(after))
        with timed(request, "store"):
            access = caller_in(request).access
            items = article_items(session, found, access=access, is_highlighted=asked.highlight)
            if "quotations" in asked.embed:
                embed_quotations(session, items)
            page = _page(session, plan, found, items, asked)
    page.title = f"{title}: {asked.q}" if asked.q else title
    return list_response(request, Noun.ARTICLE, page, walk, asked.cursor)


def quotation_page(
    request: Request,
    archive: Archive,
    asked: QuotationSearch,
    walk: Walk,
    title: str = "Quotations",
) -> Response:
    """The quotations that a search finds; `title` is that of a feed."""
    check_fields(asked.fields, Quotation.model_fields)
    after = walk.position(asked.cursor)
    with reading(archive.database) as session:
        plan = plan_quotations(archive, session, asked)
        with timed(request, "search"):
            found = archive.search.search(plan.from_position(after))
        with timed(request, "store"):
            items = quotation_items(session, found, is_highlighted=asked.highlight)
            page = _page(session, plan, found, items, asked)
    page.title = f"{title}: {asked.q}" if asked.q else title
    return list_response(request, Noun.QUOTATION, page, walk, asked.cursor)


def embed_quotations(session: StoreSession, items: list[dict[str, Any]]) -> None:
    """Puts its quotations into each article."""
    found = quotations.of_articles(session, [item["id"] for item in items])
    for item in items:
        item["quotations"] = [views.quotation(one) for one in found[item["id"]]]


def _page(
    session: StoreSession,
    plan: Plan,
    found: SearchPage,
    items: list[dict[str, Any]],
    asked: ArticleSearch | QuotationSearch,
) -> Page:
    return Page(
        items=[views.only_fields(item, asked.fields) for item in items],
        total=found.total,
        next_position=found.next_after,
        query=plan.echo(found),
        facets=facet_items(session, found.facets) if asked.facets else None,
        warnings=plan.told(found),
        generation=found.generation,
        is_partial=found.partial,
    )
