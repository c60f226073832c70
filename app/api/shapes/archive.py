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


class TypeFigures(Shape):
    """How well quotations of one type were found, speaker included; shares of 1."""

    type: Annotated[
        Literal["direct", "mixed", "indirect", "all", "quoted"],
        Field(description="`quoted`: text in quotation marks of three words or more."),
    ]
    n_gold: Annotated[int | None, Field(description="Annotated.")] = None
    n_found: Annotated[int | None, Field(description="Found.")] = None
    precision: Annotated[float, Field(ge=0, le=1, description="Of those found, right.")]
    recall: Annotated[float, Field(ge=0, le=1, description="Of those annotated, found and right.")]
    f1: Annotated[float, Field(ge=0, le=1, description="The harmonic mean of both.")]


class MeasuredSet(Shape):
    """A set of annotated documents."""

    name: Annotated[str, Field(description="Its name.")]
    description: Annotated[str, Field(description="What it is.")]
    is_shipped: Annotated[bool, Field(description="Whether it comes with the sources.")]
    n_documents: Annotated[int, Field(ge=0, description="Documents in it.")]


class MeasuredQuotations(MeasuredSet):
    """Quotations and speakers on one set."""

    figures: Annotated[list[TypeFigures], Field(description="By type.")]
    right_person: Annotated[
        float,
        Field(
            ge=0, le=1, description="Share of quoted text of a named person given to that person."
        ),
    ]


class MeasuredCleaning(MeasuredSet):
    """Cleaning on one set."""

    body_f1: Annotated[float, Field(ge=0, le=1, description="F1 of the body's words.")]
    fields_right: Annotated[
        dict[str, float],
        Field(description="Share of documents with the right title, date and so on."),
    ]
    n_chrome_left: Annotated[
        int | None, Field(description="Pieces of page furniture left in a body.")
    ] = None


class ReliabilityBin(Shape):
    """Quotations of about one confidence."""

    low: Annotated[float, Field(alias="from", description="Lowest confidence.")]
    high: Annotated[float, Field(alias="to", description="Highest, not included (1 is).")]
    n_quotations: Annotated[int, Field(ge=1, description="Quotations in it.")]
    mean_confidence: Annotated[float, Field(ge=0, le=1, description="What was promised.")]
    share_right: Annotated[float, Field(ge=0, le=1, description="What was kept.")]


class ExtractionAccuracy(Shape):
    """How accurate extraction is, measured, and what is not known."""

    release: Annotated[str, Field(description="The release measured.", examples=["0.1.0"])]
    rules_version: Annotated[str, Field(description="The rules measured.", examples=["2026.11"])]
    running_rules_version: Annotated[str, Field(description="The rules that run here.")]
    is_current: Annotated[
        bool, Field(description="False where other rules run here than were measured.")
    ]
    criterion: Annotated[str, Field(description="When a quotation counts as right.")]
    quotations: Annotated[list[MeasuredQuotations], Field(description="By set.")]
    reliability: Annotated[
        list[ReliabilityBin], Field(description="How far `confidence` can be trusted.")
    ]
    cleaning: Annotated[list[MeasuredCleaning], Field(description="By set.")]
    unknown: Annotated[list[str], Field(description="What the figures do not say.")]
