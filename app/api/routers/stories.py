"""Stories: copies of one text, grouped."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.api.answers import Page, item_response, list_response, timed
from app.api.deps import ArchiveDep
from app.api.ids import StoryId
from app.api.operations import ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_LIST, Noun
from app.api.shapes.article_parts import Story, StoryInFull
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import DEFAULT_LIMIT, Cursor, Limit
from app.api.walk import Walk
from app.store.database import reading
from app.store.reading import stories
from app.store.reading.stories import StoryRow

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["stories"])


@router.get(
    "/stories",
    response_model=Listing[Story],
    summary="List stories",
    **operation("list_stories", formats=FORMATS_OF_LIST[Noun.STORY], example="/v1/stories"),
)
def list_stories(
    request: Request,
    archive: ArchiveDep,
    limit: Annotated[Limit, Query()] = DEFAULT_LIMIT,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """Groups of articles with the same text, by the date of their earliest, the newest first."""
    walk = Walk(request, archive)
    with reading(archive.database) as session, timed(request, "store"):
        found = stories.listed(session, limit=limit, after=walk.pair_position(cursor))
    page = Page([_story(one) for one in found.items], found.total, found.next_after)
    return list_response(request, Noun.STORY, page, walk, cursor)


@router.get(
    "/stories/{story_id}",
    response_model=StoryInFull,
    summary="Read a story",
    **operation("get_story", is_kept=True, example="/v1/stories/sto_example"),
)
def get_story(
    request: Request,
    archive: ArchiveDep,
    story_id: StoryId,
) -> Response:
    """A story with its articles: who had it first, and how the others differ."""
    with reading(archive.database) as session, timed(request, "store"):
        row = stories.get(session, story_id)
        members = stories.members(session, row.id)
    articles = [
        {
            "article_id": one.article_id,
            "title": one.title,
            "source_id": one.source_id,
            "source_name": one.source_name,
            "dated_at": one.dated_at,
            "is_lead": one.is_lead,
            "relation": one.relation,
            "similarity": one.similarity,
        }
        for one in members
    ]
    return item_response(request, Noun.STORY, {**_story(row), "articles": articles})


def _story(row: StoryRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "lead_id": row.lead_id,
        "title": row.title,
        "n_articles": row.n_articles,
        "n_sources": row.n_sources,
        "n_origins": row.n_origins,
        "first_at": row.first_at,
    }
