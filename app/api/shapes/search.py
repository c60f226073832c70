"""The federated search, facets, timelines, suggestions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from app.api.shapes.articles import ArticleSummary
from app.api.shapes.envelope import FacetCount, QueryEcho, Shape, Total
from app.api.shapes.quotations import Quotation
from app.api.shapes.speakers import SpeakerSummary

T = TypeVar("T")


class Best(Shape, Generic[T]):
    """The best few of one kind."""

    items: list[T]
    total: Total
    all: Annotated[str, Field(description="The address of the whole list.")]


class Everything(Shape):
    """The best articles, quotations and speakers for some words."""

    articles: Annotated[Best[ArticleSummary], Field(description="Articles.")]
    quotations: Annotated[Best[Quotation], Field(description="Quotations.")]
    speakers: Annotated[Best[SpeakerSummary], Field(description="Speakers of that name.")]
    query: Annotated[QueryEcho, Field(description="What was made of the words.")]
    warnings: list[str]
    generation: Annotated[str | None, Field(description="The state of the index.")]
    took_ms: Annotated[float, Field(ge=0, description="Time in the server.")]
    partial: Annotated[bool, Field(description="True where the time budget was spent.")]


class FacetCounts(Shape):
    """Counts by value."""

    facets: Annotated[
        dict[str, list[FacetCount]], Field(description="For each field, its commonest values.")
    ]
    total: Total
    query: QueryEcho
    warnings: list[str]
    generation: Annotated[str | None, Field(description="The state of the index.")]
    took_ms: Annotated[float, Field(ge=0, description="Time in the server.")]
    partial: Annotated[bool, Field(description="True where the time budget was spent.")]


class Bin(Shape):
    """An interval and what falls into it."""

    start: Annotated[datetime, Field(description="Start of the interval, in UTC.")]
    count: Annotated[int, Field(ge=0, description="Articles published in it.")]


class Timeline(Shape):
    """Counts over time."""

    interval: Annotated[
        Literal["day", "week", "month", "year"], Field(description="Width of an interval.")
    ]
    bins: Annotated[list[Bin], Field(description="Zero-filled, the oldest first.")]
    query: QueryEcho
    warnings: list[str]
    took_ms: Annotated[float, Field(ge=0, description="Time in the server.")]


class Completion(Shape):
    """A way to go on typing."""

    text: Annotated[str, Field(description="The completed text.", examples=["minister"])]
    kind: Annotated[Literal["term", "speaker", "source", "title"], Field(description="What it is.")]
    count: Annotated[int, Field(ge=0, description="How often it occurs.")]
    id: Annotated[str | None, Field(description="The id of what it names.")]


class Suggestions(Shape):
    """Completions, the commonest first."""

    items: list[Completion]
    took_ms: Annotated[float, Field(ge=0, description="Time in the server.")]
