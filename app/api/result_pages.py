"""A search for articles or quotations, run and answered as a page of a list or a feed, whichever address
it was asked at."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import Request, Response

from app.api import views
from app.api.access import caller_in
from app.api.answers import Page, format_of, list_response, timed, to_json
from app.api.deps import Archive
from app.api.hits import article_items, article_json, facet_items, quotation_items
from app.api.negotiation import Format
from app.api.renderings import Noun
from app.api.searching import Plan, check_fields, plan_articles, plan_quotations
from app.api.shapes.articles import ArticleSummary
from app.api.shapes.parameters import ArticleSearch, QuotationSearch
from app.api.shapes.quotations import Quotation
from app.api.walk import Walk
from app.search.interface import SearchPage
from app.store.database import reading
from app.store.handles import StoreSession
from app.store.reading import quotations


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
            items = _articles(request, session, found, asked)
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
            if asked.group == "utterance":
                _count_origins(session, items)
            chosen = [views.only_fields(item, asked.fields) for item in items]
            page = _page(session, plan, found, chosen, asked)
    page.title = f"{title}: {asked.q}" if asked.q else title
    return list_response(request, Noun.QUOTATION, page, walk, asked.cursor)


def _articles(
    request: Request, session: StoreSession, found: SearchPage, asked: ArticleSearch
) -> list[Any]:
    access = caller_in(request).access
    if format_of(request) is Format.JSON and views.shows_snippet(access):
        ready = article_json(session, found, is_highlighted=asked.highlight)
        if not asked.fields and not asked.embed:
            return ready
        items: list[dict[str, Any]] = orjson.loads(to_json(ready))
    else:
        items = article_items(session, found, access=access, is_highlighted=asked.highlight)
    if "quotations" in asked.embed:
        embed_quotations(session, items)
    return [views.only_fields(item, asked.fields) for item in items]


def embed_quotations(session: StoreSession, items: list[dict[str, Any]]) -> None:
    """Puts its quotations into each article."""
    found = quotations.of_articles(session, [item["id"] for item in items])
    for item in items:
        item["quotations"] = [views.quotation(one) for one in found[item["id"]]]


def _count_origins(session: StoreSession, items: list[dict[str, Any]]) -> None:
    """Says of each statement how many articles have it, and how many of them are no copies."""
    found = quotations.origins(session, {one["utterance"] for one in items if one["utterance"]})
    alone = quotations.Origins(n_articles=1, n_origins=1)  # a few words are no utterance
    for item in items:
        spread = found.get(item["utterance"], alone)
        item.update(n_articles=spread.n_articles, n_origins=spread.n_origins)


def _page(
    session: StoreSession,
    plan: Plan,
    found: SearchPage,
    items: list[Any],
    asked: ArticleSearch | QuotationSearch,
) -> Page:
    return Page(
        items=items,
        total=found.total,
        next_position=found.next_after,
        query=plan.echo(found),
        facets=facet_items(session, found.facets) if asked.facets else None,
        warnings=plan.told(found),
        generation=found.generation,
        is_partial=found.partial,
    )
