"""Speakers across the archive."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.api.shapes.envelope import Shape
from app.api.shapes.quotations import Identification


class SpeakerSummary(Shape):
    """A speaker in a list."""

    id: Annotated[str, Field(description="The speaker's id.", examples=["spk_example"])]
    name: Annotated[str, Field(description="The fullest name known.")]
    kind: Annotated[
        Literal["person", "organisation", "anonymous"], Field(description="What the speaker is.")
    ]
    gender: Annotated[
        Literal["f", "m"] | None, Field(description="From titles, forenames and pronouns.")
    ] = None
    n_quotations: Annotated[int, Field(ge=0, description="Quotations in the archive.")]
    n_articles: Annotated[int, Field(ge=0, description="Articles that quote them.")]
    first_quoted_at: Annotated[
        datetime | None, Field(description="Date of the first article that quotes them.")
    ] = None
    last_quoted_at: Annotated[
        datetime | None, Field(description="Date of the last article that quotes them.")
    ] = None


class Alias(Shape):
    """A form of the name."""

    alias: Annotated[str, Field(description="The form.", examples=["Mr. Macron"])]
    n_articles: Annotated[int, Field(ge=0, description="Articles that use it.")]
    by_hand: Annotated[bool, Field(description="True where a person added it.")]
    first_at: Annotated[datetime | None, Field(description="Date of the first of them.")] = None
    last_at: Annotated[datetime | None, Field(description="Date of the last of them.")] = None
    article_id: Annotated[
        str | None, Field(description="One of them, as evidence; null where none uses it.")
    ] = None


class Role(Shape):
    """A role as articles state it."""

    role: Annotated[str, Field(description="As stated.")]
    n_articles: Annotated[int, Field(ge=0, description="Articles that state it.")]
    first_at: Annotated[datetime | None, Field(description="Date of the first of them.")] = None
    last_at: Annotated[datetime | None, Field(description="Date of the last of them.")] = None
    article_id: Annotated[str, Field(description="One of them, as evidence.")]


class MeantBy(Shape):
    """A bare surname or a description of one article that means this speaker, by other articles."""

    form: Annotated[str, Field(description="What the article says.", examples=["French president"])]
    article_id: Annotated[str, Field(description="The article.")]
    dated_at: Annotated[datetime | None, Field(description="Its date.")] = None
    identification: Annotated[Identification, Field(description="What shows who is meant.")]


class Speaker(SpeakerSummary):
    """A speaker in full."""

    aliases: Annotated[list[Alias], Field(description="All forms of the name, commonest first.")]
    roles: Annotated[list[Role], Field(description="Roles as stated, the newest first.")]
    meant_by: Annotated[
        list[MeantBy],
        Field(description="Surnames and descriptions that mean them, the newest 20."),
    ]


class CoSpeaker(Shape):
    """Somebody quoted in the same articles."""

    id: Annotated[str, Field(description="The other speaker's id.")]
    name: Annotated[str, Field(description="The other speaker's name.")]
    n_articles: Annotated[int, Field(ge=0, description="Articles that quote both.")]
    examples: Annotated[list[str], Field(description="Ids of some of them, the newest first.")]


class SpeakerBin(Shape):
    """An interval of a speaker's timeline."""

    start: Annotated[datetime, Field(description="Start of the interval, in UTC.")]
    n_quotations: Annotated[int, Field(ge=0, description="Quotations in it.")]
    n_articles: Annotated[int, Field(ge=0, description="Articles in it that quote them.")]


class SpeakerTimeline(Shape):
    """When a speaker was quoted."""

    speaker_id: Annotated[str, Field(description="The speaker's id.")]
    interval: Annotated[
        Literal["day", "week", "month", "year"], Field(description="Width of an interval.")
    ]
    bins: Annotated[list[SpeakerBin], Field(description="Zero-filled, the oldest first.")]
