"""Quotations: searched, listed, read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response

from app.api import views
from app.api.answers import Page, item_response, list_response, timed
from app.api.deps import Archive, ArchiveDep
from app.api.hits import facet_items, quotation_items
from app.api.operations import SEARCH_PROBLEMS, ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_ITEM, FORMATS_OF_LIST, Noun
from app.api.searching import check_fields, plan_quotations
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import QuotationSearch, QuotationSearchBody
from app.api.shapes.quotations import Quotation
from app.api.walk import Walk, pairs_of
from app.store import quotations
from app.store.database import reading

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["quotations"])

QuotationId = Annotated[
    str, Path(max_length=100, description="The quotation's id.", examples=["quo_example"])
]


@router.get(
    "/quotations",
    response_model=Listing[Quotation],
    summary="Search and list quotations",
    **operation(
        "list_quotations",
        formats=FORMATS_OF_LIST[Noun.QUOTATION],
        problems=(*SEARCH_PROBLEMS, "url_too_long"),
        example="/v1/quotations?q=government&limit=2",
    ),
)
def list_quotations(
    request: Request, archive: ArchiveDep, asked: Annotated[QuotationSearch, Query()]
) -> Response:
    """Who said what: quotations that fit words, speaker and other filters, with the evidence for each
    attribution. Without any, all quotations."""
    return _search(request, archive, asked, Walk(request, archive))


@router.post(
    "/quotations/search",
    response_model=Listing[Quotation],
    summary="Search quotations, asked for in JSON",
    **operation(
        "search_quotations",
        formats=FORMATS_OF_LIST[Noun.QUOTATION],
        is_cached=False,
        problems=(*SEARCH_PROBLEMS, "bad_request", "body_too_large"),
    ),
)
def search_quotations(
    request: Request,
    archive: ArchiveDep,
    asked: Annotated[QuotationSearchBody, Body(examples=[{"q": "government", "limit": 2}])],
) -> Response:
    """The same search as `list_quotations`, for queries too long for an address. Go on by sending the
    same again with `cursor` from `next_cursor`."""
    given = asked.model_dump(exclude_unset=True)
    return _search(request, archive, asked, Walk(request, archive, pairs_of(given)))


@router.get(
    "/quotations/{quotation_id}",
    response_model=Quotation,
    summary="Read a quotation with its evidence",
    **operation(
        "get_quotation",
        is_kept=True,
        formats=FORMATS_OF_ITEM[Noun.QUOTATION],
        problems=("not_found", "invalid_value", "duplicate_parameter", "database_unavailable"),
        example="/v1/quotations/quo_example",
    ),
)
def get_quotation(request: Request, archive: ArchiveDep, quotation_id: QuotationId) -> Response:
    """A quotation, who said it and why the archive says so. Works without an index."""
    with reading(archive.database) as session, timed(request, "store"):
        item = views.quotation(quotations.get(session, quotation_id))
    return item_response(request, Noun.QUOTATION, item)


def _search(request: Request, archive: Archive, asked: QuotationSearch, walk: Walk) -> Response:
    check_fields(asked.fields, Quotation.model_fields)
    after = walk.position(asked.cursor)
    with reading(archive.database) as session:
        plan = plan_quotations(archive, session, asked)
        with timed(request, "search"):
            page = archive.search.search(plan.from_position(after))
        with timed(request, "store"):
            items = quotation_items(session, page, is_highlighted=asked.highlight)
            facets = facet_items(session, page.facets) if asked.facets else None
    items = [views.only_fields(item, asked.fields) for item in items]
    answer = Page.of_search(page, items, plan.echo(page), facets, plan.told(page))
    return list_response(request, Noun.QUOTATION, answer, walk, asked.cursor)
