"""Speakers: who is quoted, under all forms of their names."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.api import views
from app.api.answers import Page, item_response, list_response, timed
from app.api.deps import ArchiveDep
from app.api.ids import SpeakerId
from app.api.moments import moment_of
from app.api.operations import ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_ITEM, FORMATS_OF_LIST, Noun
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import SpeakerList
from app.api.shapes.speakers import Speaker, SpeakerSummary
from app.api.walk import Walk
from app.store.database import reading
from app.store.reading import speakers
from app.store.reading.speakers import SpeakerFilter, SpeakerSort

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["speakers"])


@router.get(
    "/speakers",
    response_model=Listing[SpeakerSummary],
    summary="Find and list speakers",
    **operation(
        "list_speakers",
        formats=FORMATS_OF_LIST[Noun.SPEAKER],
        example="/v1/speakers?limit=2",
    ),
)
def list_speakers(
    request: Request, archive: ArchiveDep, asked: Annotated[SpeakerList, Query()]
) -> Response:
    """Speakers by any form of their names, the most quoted first. Works without an index."""
    walk = Walk(request, archive)
    wanted = SpeakerFilter(
        q=asked.q,
        kind=asked.kind,
        min_quotations=asked.min_quotations,
        active_from=moment_of(asked.active_from, "active_from"),
    )
    with reading(archive.database) as session, timed(request, "store"):
        found = speakers.listed(
            session,
            wanted,
            sort=SpeakerSort(asked.sort),
            limit=asked.limit,
            after=walk.pair_position(asked.cursor),
        )
    page = Page(
        items=[views.speaker_summary(one) for one in found.items],
        total=found.total,
        next_position=found.next_after,
        query={"q": asked.q},
    )
    return list_response(request, Noun.SPEAKER, page, walk, asked.cursor)


@router.get(
    "/speakers/{speaker_id}",
    response_model=Speaker,
    summary="Read a speaker",
    **operation(
        "get_speaker",
        is_kept=True,
        formats=FORMATS_OF_ITEM[Noun.SPEAKER],
        example="/v1/speakers/spk_example",
    ),
)
def get_speaker(request: Request, archive: ArchiveDep, speaker_id: SpeakerId) -> Response:
    """A speaker with all forms of the name, the roles that articles state, and the surnames and descriptions
    ("the French president") that mean them by what other articles say. The id of a speaker that
    was merged gives the one it was merged into."""
    with reading(archive.database) as session, timed(request, "store"):
        row = speakers.get(session, speaker_id)
        item = views.speaker_in_full(
            row,
            speakers.aliases(session, row.id),
            speakers.roles(session, row.id),
            speakers.meant(session, row.id),
        )
    return item_response(request, Noun.SPEAKER, item)
