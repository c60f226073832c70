"""Shapes about the archive itself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.api.shapes.envelope import Shape


class Health(Shape):
    """That it works."""

    status: Annotated[Literal["ok"], Field(description="Always `ok`; a problem otherwise.")]


class Release(Shape):
    """What runs here."""

    onrecord: Annotated[str, Field(description="Release.", examples=["0.1.0"])]
    python: Annotated[str, Field(description="Version of Python.", examples=["3.11.7"])]
    api: Annotated[str, Field(description="Version of this interface.", examples=["v1"])]


class IndexState(Shape):
    """How the index is."""

    is_ready: Annotated[bool, Field(description="Whether searches can be answered.")]
    generation: Annotated[str | None, Field(description="The generation that answers.")]
    schema_version: Annotated[str, Field(description="Version of the index's form.")]
    n_articles: Annotated[int, Field(ge=0, description="Articles in it.")]
    n_quotations: Annotated[int, Field(ge=0, description="Quotations in it.")]
    n_segments: Annotated[int, Field(ge=0, description="Parts that it is made of.")]
    size_bytes: Annotated[int, Field(ge=0, description="Its size on disk.")]
    problem: Annotated[str | None, Field(description="What is wrong, and what to do.")]


class About(Shape):
    """What the archive holds."""

    onrecord: Annotated[str, Field(description="Release.", examples=["0.1.0"])]
    generation: Annotated[str, Field(description="State of database and index together.")]
    n_articles: Annotated[int, Field(ge=0, description="Articles.")]
    n_quotations: Annotated[int, Field(ge=0, description="Quotations.")]
    n_attributed: Annotated[int, Field(ge=0, description="Quotations with a speaker.")]
    n_speakers: Annotated[int, Field(ge=0, description="Speakers.")]
    n_sources: Annotated[int, Field(ge=0, description="Publishers.")]
    n_stories: Annotated[int, Field(ge=0, description="Groups of copies.")]
    n_corrections: Annotated[int, Field(ge=0, description="Corrections by people in force.")]
    n_waiting_for_index: Annotated[
        int, Field(ge=0, description="Articles whose newest state the index has not seen yet.")
    ]
    first_at: Annotated[datetime | None, Field(description="Date of the first article.")]
    last_at: Annotated[datetime | None, Field(description="Date of the last article.")]
    articles_by_language: Annotated[dict[str, int], Field(description="Articles by language.")]
    quotations_by_type: Annotated[dict[str, int], Field(description="Quotations by type.")]
    index: Annotated[IndexState, Field(description="How the index is.")]
