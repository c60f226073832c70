"""What belongs to one speaker: quotations, timeline, who is quoted beside them, where others name them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from app.api import views
from app.api.answers import Page, json_response, list_response, page_of, timed
from app.api.deps import ArchiveDep
from app.api.ids import SpeakerId
from app.api.operations import SEARCH_PROBLEMS, ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_LIST, Noun
from app.api.result_pages import quotation_page
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import DEFAULT_LIMIT, Cursor, Limit, QuotationSearch
from app.api.shapes.quotations import Quotation
from app.api.shapes.speakers import CoSpeaker, SpeakerTimeline
from app.api.walk import Walk
from app.store.database import reading
from app.store.reading import speaker_activity, speakers

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["speakers"])


@router.get(
    "/speakers/{speaker_id}/quotations",
    response_model=Listing[Quotation],
    summary="What a speaker said",
    **operation(
        "list_speaker_quotations",
        formats=FORMATS_OF_LIST[Noun.QUOTATION],
        problems=SEARCH_PROBLEMS,
        example="/v1/speakers/spk_example/quotations?limit=2",
    ),
)
def list_speaker_quotations(
    request: Request,
    archive: ArchiveDep,
    speaker_id: SpeakerId,
    asked: Annotated[QuotationSearch, Query()],
) -> Response:
    """Quotations of a speaker, with all filters of `list_quotations`, the newest first."""
    with reading(archive.database) as session:
        row = speakers.get(session, speaker_id)
    asked = asked.model_copy(update={"speaker": [*asked.speaker, row.id]})
    return quotation_page(request, archive, asked, Walk(request, archive))


@router.get(
    "/speakers/{speaker_id}/timeline",
    response_model=SpeakerTimeline,
    summary="When a speaker was quoted",
    **operation("get_speaker_timeline", example="/v1/speakers/spk_example/timeline?interval=year"),
)
def get_speaker_timeline(
    request: Request,
    archive: ArchiveDep,
    speaker_id: SpeakerId,
    interval: Annotated[
        Literal["day", "week", "month", "year"], Query(description="Width of an interval.")
    ] = "month",
) -> Response:
    """Quotations and articles by interval, zero-filled from the first to the last; undated articles are
    left out."""
    with reading(archive.database) as session, timed(request, "store"):
        row = speakers.get(session, speaker_id)
        bins = speaker_activity.timeline(session, row.id, interval)
    items = [
        {"start": one.start, "n_quotations": one.n_quotations, "n_articles": one.n_articles}
        for one in bins
    ]
    return json_response({"speaker_id": row.id, "interval": interval, "bins": items})


@router.get(
    "/speakers/{speaker_id}/co-speakers",
    response_model=Listing[CoSpeaker],
    summary="Who is quoted beside a speaker",
    **operation("list_co_speakers", example="/v1/speakers/spk_example/co-speakers?limit=2"),
)
def list_co_speakers(
    request: Request,
    archive: ArchiveDep,
    speaker_id: SpeakerId,
    limit: Annotated[Limit, Query()] = DEFAULT_LIMIT,
) -> Response:
    """Who is quoted in the same articles, in most of them first, with some of these articles."""
    with reading(archive.database) as session, timed(request, "store"):
        row = speakers.get(session, speaker_id)
        found = speaker_activity.co_speakers(session, row.id, limit=limit)
    items = [
        {"id": one.id, "name": one.name, "n_articles": one.n_articles, "examples": one.examples}
        for one in found
    ]
    return list_response(request, None, Page(items, len(items)), Walk(request, archive))


@router.get(
    "/speakers/{speaker_id}/mentions",
    response_model=Listing[Quotation],
    summary="What others said of a speaker",
    **operation(
        "list_speaker_mentions",
        formats=FORMATS_OF_LIST[Noun.QUOTATION],
        example="/v1/speakers/spk_example/mentions?limit=2",
    ),
)
def list_speaker_mentions(
    request: Request,
    archive: ArchiveDep,
    speaker_id: SpeakerId,
    limit: Annotated[Limit, Query()] = DEFAULT_LIMIT,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """Quotations of others that name this speaker, in the order stored. Works without an index."""
    walk = Walk(request, archive)
    after = walk.number_position(cursor) or 0
    with reading(archive.database) as session, timed(request, "store"):
        row = speakers.get(session, speaker_id)
        found = speaker_activity.mentions(session, row.id, limit=limit + 1, after=after)
        total = speaker_activity.n_mentions(session, row.id)
    page = page_of(found, limit, total, show=views.quotation, place=lambda one: one.number)
    return list_response(request, Noun.QUOTATION, page, walk, cursor)
