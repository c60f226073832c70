"""What belongs to one article: versions, what cleaning removed, relatives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.api.shapes.articles import ArticleSummary
from app.api.shapes.envelope import Shape


class RemovedPiece(Shape):
    """A piece of the source that is no part of the article."""

    text: Annotated[str, Field(description="What was taken out.")]
    reason: Annotated[str, Field(description="The rule that took it out.", examples=["teaser"])]


class Version(Shape):
    """A version of an article."""

    version: Annotated[int, Field(ge=1, description="Its number; the highest is the current one.")]
    title: Annotated[str | None, Field(description="Its headline.")]
    rules_version: Annotated[str, Field(description="The rules that cleaned and read it.")]
    reason: Annotated[
        Literal["current", "revised", "reprocessed"],
        Field(description="`current`, or why it was replaced: a new source, or better rules."),
    ]
    replaced_at: Annotated[datetime | None, Field(description="When it was replaced.")]
    article: Annotated[
        dict[str, Any],
        Field(description="All of the earlier version; empty for the current one."),
    ]


class RelatedArticle(Shape):
    """An article that shares text with another."""

    article: Annotated[ArticleSummary, Field(description="The article.")]
    kind: Annotated[
        Literal["same_text", "excerpt", "update", "same_event"],
        Field(description="How the two relate."),
    ]
    similarity: Annotated[float, Field(ge=0, le=1, description="Share of three-word runs.")]


class Story(Shape):
    """Articles with the same text."""

    id: Annotated[str, Field(description="The story's id.", examples=["sto_example"])]
    lead_id: Annotated[str, Field(description="Id of its earliest article.")]
    title: Annotated[str | None, Field(description="Headline of the lead.")]
    n_articles: Annotated[int, Field(ge=1, description="Articles with this text.")]
    n_sources: Annotated[int, Field(ge=0, description="Publishers that carry it.")]
    n_origins: Annotated[
        int,
        Field(
            ge=1,
            description="Independent origins that the archive can tell apart: agencies credited by its "
            "articles, those credited with one and the same text once; 1 where none or one is.",
        ),
    ]
    first_at: Annotated[datetime | None, Field(description="Date of the earliest.")]


class StoryMember(Shape):
    """An article of a story."""

    article_id: Annotated[str, Field(description="The article's id.")]
    title: Annotated[str | None, Field(description="Its headline.")]
    source_id: Annotated[str | None, Field(description="Its publisher's id.")]
    source_name: Annotated[str | None, Field(description="Its publisher.")]
    dated_at: Annotated[datetime | None, Field(description="Its date.")]
    is_lead: Annotated[bool, Field(description="True for the earliest.")]
    relation: Annotated[
        Literal["same_text", "excerpt", "update"] | None,
        Field(description="How it relates to the lead; null for the lead."),
    ]
    similarity: Annotated[
        float | None, Field(ge=0, le=1, description="Share of three-word runs in common.")
    ]


class StoryInFull(Story):
    """A story with its articles."""

    articles: Annotated[list[StoryMember], Field(description="The lead first, then by date.")]
