"""Everything at once, counts by value and over time, completions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from app.api import views
from app.api.access import caller_in
from app.api.answers import json_response, query_echo, timed, took_ms
from app.api.deps import ArchiveDep
from app.api.hits import article_items, facet_items, quotation_items
from app.api.operations import ConventionalRoute, operation
from app.api.searching import plan_articles, plan_quotations
from app.api.shapes.parameters import (
    ArticleSearch,
    EverythingSearch,
    FacetSearch,
    QuotationSearch,
    TimelineSearch,
)
from app.api.shapes.search import Everything, FacetCounts, Suggestions, Timeline
from app.api.walk import pairs_of
from app.search.interface import SearchPage
from app.store.database import reading
from app.store.reading import speakers
from app.store.reading.speakers import SpeakerFilter

router = APIRouter(route_class=ConventionalRoute, prefix="/v1")

_DEFAULT_FACETS = ("speaker", "source")


@router.get(
    "/search",
    tags=["search"],
    response_model=Everything,
    summary="Search everything at once",
    **operation(
        "search", problems=("bad_query", "index_unavailable"), example="/v1/search?q=minister"
    ),
)
def search(
    request: Request, archive: ArchiveDep, asked: Annotated[EverythingSearch, Query()]
) -> Response:
    """The best few articles, quotations and speakers for some words, and where to find all of them."""
    given = asked.model_dump(exclude_unset=True)
    with reading(archive.database) as session:
        articles = plan_articles(archive, session, ArticleSearch(**given))
        quotations = plan_quotations(archive, session, QuotationSearch(**given))
        with timed(request, "search"):
            article_page = archive.search.search(articles.request)
            quotation_page = archive.search.search(quotations.request)
        with timed(request, "store"):
            access = caller_in(request).access
            article_hits = article_items(
                session, article_page, access=access, is_highlighted=asked.highlight
            )
            quotation_hits = quotation_items(
                session, quotation_page, is_highlighted=asked.highlight
            )
            people = speakers.listed(session, SpeakerFilter(q=asked.q), limit=asked.limit)
    whole = {name: value for name, value in given.items() if name != "limit"}
    warnings = dict.fromkeys([*articles.told(article_page), *quotations.told(quotation_page)])
    return json_response(
        {
            "articles": _best(article_hits, article_page, "/v1/articles", whole),
            "quotations": _best(quotation_hits, quotation_page, "/v1/quotations", whole),
            "speakers": {
                "items": [views.speaker_summary(one) for one in people.items],
                "total": {"value": people.total, "relation": "eq"},
                "all": f"/v1/speakers?{urlencode({'q': asked.q[:200]})}",
            },
            "query": query_echo(articles.echo(article_page)),
            "warnings": list(warnings),
            "generation": article_page.generation,
            "took_ms": took_ms(request),
            "partial": article_page.partial or quotation_page.partial,
        }
    )


def _best(
    items: list[dict[str, Any]], page: SearchPage, path: str, given: dict[str, Any]
) -> dict[str, Any]:
    return {
        "items": items,
        "total": _total(page),
        "all": f"{path}?{urlencode(pairs_of(given))}",
    }


def _total(page: SearchPage) -> dict[str, Any]:
    return {"value": page.total, "relation": "gte" if page.partial else "eq"}


@router.get(
    "/facets",
    tags=["analysis"],
    response_model=FacetCounts,
    summary="Count articles by value",
    **operation(
        "get_facets",
        problems=("bad_query", "index_unavailable"),
        example="/v1/facets?facets=speaker",
    ),
)
def get_facets(
    request: Request, archive: ArchiveDep, asked: Annotated[FacetSearch, Query()]
) -> Response:
    """For each field the commonest values among the articles that fit. A field's own filter is left
    out of its counts, so that other values can be chosen beside those chosen already."""
    names = tuple(dict.fromkeys(asked.facets)) or _DEFAULT_FACETS
    with reading(archive.database) as session:
        plan = plan_articles(archive, session, asked)
        with timed(request, "search"):
            page = archive.search.search(
                replace(plan.request, facets=names, facet_size=asked.facet_size, limit=1)
            )
        facets = facet_items(session, page.facets)
    return json_response(
        {
            "facets": facets,
            "total": _total(page),
            "query": query_echo(plan.echo(page)),
            "warnings": plan.told(page),
            "generation": page.generation,
            "took_ms": took_ms(request),
            "partial": page.partial,
        }
    )


@router.get(
    "/timeline",
    tags=["analysis"],
    response_model=Timeline,
    summary="Count articles over time",
    **operation(
        "get_timeline",
        problems=("bad_query", "index_unavailable"),
        example="/v1/timeline?interval=year",
    ),
)
def get_timeline(
    request: Request, archive: ArchiveDep, asked: Annotated[TimelineSearch, Query()]
) -> Response:
    """Articles that fit by the time of their publication, zero-filled; undated ones are left out."""
    with reading(archive.database) as session:
        plan = plan_articles(archive, session, asked)
    with timed(request, "search"):
        counts = archive.search.histogram(plan.request, asked.interval)
    bins = [{"start": datetime.fromtimestamp(start, UTC), "count": n} for start, n in counts]
    return json_response(
        {
            "interval": asked.interval,
            "bins": bins,
            "query": query_echo(plan.echo()),
            "warnings": plan.warnings,
            "took_ms": took_ms(request),
        }
    )


@router.get(
    "/suggest",
    tags=["analysis"],
    response_model=Suggestions,
    summary="Complete what is being typed",
    **operation(
        "suggest",
        problems=("index_unavailable",),
        example="/v1/suggest?q=min",
    ),
)
def suggest(
    request: Request,
    archive: ArchiveDep,
    q: Annotated[str, Query(min_length=1, max_length=100, description="What was typed so far.")],
    kinds: Annotated[
        list[Literal["term", "speaker", "source", "title"]] | None,
        Query(max_length=4, description="Only completions of these kinds; repeatable."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=50, description="Completions at most.")] = 10,
) -> Response:
    """Words, speakers, publishers and headlines that go on like this, the commonest first."""
    wanted = list(dict.fromkeys(kinds or ("speaker", "source", "title", "term")))
    with timed(request, "search"):
        found = archive.search.suggest(q, wanted, limit)
    items = [
        {"text": one.text, "kind": one.kind, "count": one.count, "id": one.id} for one in found
    ]
    return json_response({"items": items, "took_ms": took_ms(request)})
