"""Sources: publishers with what the archive has of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.api import views
from app.api.answers import Page, item_response, list_response, timed
from app.api.deps import ArchiveDep
from app.api.ids import SourceId
from app.api.operations import ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_LIST, Noun
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import DEFAULT_LIMIT, Cursor, Limit
from app.api.shapes.sources import Source
from app.api.walk import Walk
from app.store.database import reading
from app.store.reading import sources

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["sources"])


@router.get(
    "/sources",
    response_model=Listing[Source],
    summary="List publishers",
    **operation("list_sources", formats=FORMATS_OF_LIST[Noun.SOURCE], example="/v1/sources"),
)
def list_sources(
    request: Request,
    archive: ArchiveDep,
    limit: Annotated[Limit, Query()] = DEFAULT_LIMIT,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """All publishers, those with most articles first. Works without an index."""
    walk = Walk(request, archive)
    after = walk.number_position(cursor) or 0
    with reading(archive.database) as session, timed(request, "store"):
        found = sources.listed(session)
    items = [views.source(one) for one in found[after : after + limit]]
    further = after + limit if after + limit < len(found) else None
    return list_response(request, Noun.SOURCE, Page(items, len(found), further), walk, cursor)


@router.get(
    "/sources/{source_id}",
    response_model=Source,
    summary="Read a publisher",
    **operation("get_source", is_kept=True, example="/v1/sources/src_example"),
)
def get_source(
    request: Request,
    archive: ArchiveDep,
    source_id: SourceId,
) -> Response:
    """A publisher with its coverage: counts, and the dates of its first and last article."""
    with reading(archive.database) as session, timed(request, "store"):
        item = views.source(sources.get(session, source_id))
    return item_response(request, Noun.SOURCE, item)
