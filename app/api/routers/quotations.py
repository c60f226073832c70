"""Quotations: searched, listed, read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request, Response

from app.api import views
from app.api.answers import item_response, timed
from app.api.deps import ArchiveDep
from app.api.ids import QuotationId
from app.api.operations import SEARCH_PROBLEMS, ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_ITEM, FORMATS_OF_LIST, Noun
from app.api.result_pages import quotation_page
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import QuotationSearch, QuotationSearchBody
from app.api.shapes.quotations import Quotation
from app.api.walk import Walk, pairs_of
from app.store.database import reading
from app.store.reading import quotations

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["quotations"])


@router.get(
    "/quotations",
    response_model=Listing[Quotation],
    summary="Search and list quotations",
    **operation(
        "list_quotations",
        is_kept=True,
        formats=FORMATS_OF_LIST[Noun.QUOTATION],
        problems=SEARCH_PROBLEMS,
        example="/v1/quotations?q=government&limit=2",
    ),
)
def list_quotations(
    request: Request, archive: ArchiveDep, asked: Annotated[QuotationSearch, Query()]
) -> Response:
    """Who said what: quotations that fit words, speaker and other filters, with the evidence for each
    attribution. Without any, all quotations."""
    return quotation_page(request, archive, asked, Walk(request, archive))


@router.post(
    "/quotations/search",
    response_model=Listing[Quotation],
    summary="Search quotations, asked for in JSON",
    **operation(
        "search_quotations",
        formats=FORMATS_OF_LIST[Noun.QUOTATION],
        is_cached=False,
        problems=SEARCH_PROBLEMS,
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
    return quotation_page(request, archive, asked, Walk(request, archive, pairs_of(given)))


@router.get(
    "/quotations/{quotation_id}",
    response_model=Quotation,
    summary="Read a quotation with its evidence",
    **operation(
        "get_quotation",
        is_kept=True,
        formats=FORMATS_OF_ITEM[Noun.QUOTATION],
        example="/v1/quotations/quo_example",
    ),
)
def get_quotation(request: Request, archive: ArchiveDep, quotation_id: QuotationId) -> Response:
    """A quotation, who said it and why the archive says so. Works without an index."""
    with reading(archive.database) as session, timed(request, "store"):
        item = views.quotation(quotations.get(session, quotation_id))
    return item_response(request, Noun.QUOTATION, item)
