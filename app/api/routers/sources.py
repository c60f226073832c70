"""Sources: publishers with what the archive has of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api import views
from app.api.answers import Page, item_response, list_response, timed
from app.api.deps import ArchiveDep
from app.api.operations import ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_LIST, Noun
from app.api.shapes.envelope import Listing
from app.api.shapes.sources import Source
from app.api.walk import Walk
from app.store import sources
from app.store.database import reading

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["sources"])


@router.get(
    "/sources",
    response_model=Listing[Source],
    summary="List publishers",
    **operation(
        "list_sources",
        formats=FORMATS_OF_LIST[Noun.SOURCE],
        problems=("database_unavailable",),
        example="/v1/sources",
    ),
)
def list_sources(request: Request, archive: ArchiveDep) -> Response:
    """All publishers, those with most articles first, on one page. Works without an index."""
    with reading(archive.database) as session, timed(request, "store"):
        items = [views.source(one) for one in sources.listed(session)]
    page = Page(items=items, total=len(items))
    return list_response(request, Noun.SOURCE, page, Walk(request, archive))


@router.get(
    "/sources/{source_id}",
    response_model=Source,
    summary="Read a publisher",
    **operation(
        "get_source",
        is_kept=True,
        problems=("not_found", "invalid_value", "database_unavailable"),
        example="/v1/sources/src_example",
    ),
)
def get_source(
    request: Request,
    archive: ArchiveDep,
    source_id: Annotated[
        str, Path(max_length=100, description="The publisher's id.", examples=["src_example"])
    ],
) -> Response:
    """A publisher with its coverage: counts, and the dates of its first and last article."""
    with reading(archive.database) as session, timed(request, "store"):
        item = views.source(sources.get(session, source_id))
    return item_response(request, Noun.SOURCE, item)
