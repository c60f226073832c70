"""Articles, as lists and searches give them and in full."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.api.shapes.envelope import Named, Shape
from app.api.shapes.quotations import Highlight, Quotation


class StoryPlace(Shape):
    """An article's place among articles with the same text."""

    id: Annotated[str, Field(description="The story's id.")]
    is_lead: Annotated[bool, Field(description="True for the earliest of them.")]
    relation: Annotated[
        Literal["same_text", "excerpt", "update"] | None,
        Field(description="How the article relates to the lead; null for the lead itself."),
    ] = None
    similarity: Annotated[
        float | None, Field(ge=0, le=1, description="Share of three-word runs in common.")
    ] = None


class ArticleSummary(Shape):
    """An article in a list."""

    # `fields` leaves out what was not asked for.
    model_config = ConfigDict(extra="forbid", json_schema_extra={"required": ["id"]})

    id: Annotated[
        str, Field(description="The archive's id, made from content.", examples=["art_example"])
    ]
    external_id: Annotated[
        str | None, Field(description="The id that the caller gave when it was put in.")
    ] = None
    url: Annotated[str | None, Field(description="Where it was published.")] = None
    title: Annotated[str | None, Field(description="The headline.")] = None
    standfirst: Annotated[str | None, Field(description="The lines under the headline.")] = None
    authors: Annotated[list[str], Field(description="Who wrote it, as signed.")] = []
    agency: Annotated[str | None, Field(description="The news agency it is from.")] = None
    source: Annotated[Named | None, Field(description="The publisher.")] = None
    section: Annotated[str | None, Field(description="The section it stood in.")] = None
    dateline_place: Annotated[str | None, Field(description="The place it was filed from.")] = None
    published_at: Annotated[
        datetime | None, Field(description="The stated time of publication, in UTC.")
    ] = None
    published_precision: Annotated[
        Literal["day", "second"] | None,
        Field(description="`day` where only a day was stated; `published_at` is its midnight."),
    ] = None
    date_inferred: Annotated[
        date | None, Field(description="The day concluded from the text, where none was stated.")
    ] = None
    language: Annotated[str | None, Field(description="ISO 639-1 code.", examples=["en"])] = None
    story: Annotated[
        StoryPlace | None, Field(description="The group of copies that it belongs to, if any.")
    ] = None
    n_words: Annotated[int, Field(ge=0, description="Words in the text.")]
    n_quotations: Annotated[int, Field(ge=0, description="Quotations found in the text.")]
    speakers: Annotated[list[Named], Field(description="Who is quoted in it.")] = []
    snippet: Annotated[
        str | None, Field(description="The beginning of the text; null where access excludes it.")
    ] = None
    score: Annotated[
        float | None, Field(description="How well it fits the words; null without words.")
    ] = None
    collapsed: Annotated[
        int, Field(ge=0, description="Further hits of its story (`duplicates=collapse`).")
    ] = 0
    highlights: Annotated[
        list[Highlight] | None, Field(description="Windows around matches (`highlight=true`).")
    ] = None
    explanation: Annotated[
        dict[str, Any] | None, Field(description="Why it is where it is (`explain=true`).")
    ] = None
    quotations: Annotated[
        list[Quotation] | None, Field(description="Its quotations (`embed=quotations`).")
    ] = None


class Block(Shape):
    """A block of the text: the slice from `start` to `end`."""

    start: Annotated[int, Field(ge=0, description="Offset in the text, in code points.")]
    end: Annotated[int, Field(ge=0, description="End, not included.")]
    kind: Annotated[
        Literal["paragraph", "subhead", "list_item", "table_row", "pull_quote", "caption"],
        Field(description="What the block is."),
    ]


class Picture(Shape):
    """A picture with what is said of it."""

    url: Annotated[str | None, Field(description="Its address.")] = None
    caption: Annotated[str | None, Field(description="The words under it.")] = None
    credit: Annotated[str | None, Field(description="Whose it is.")] = None


class Article(ArticleSummary):
    """An article in full."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"required": ["id"]})

    text: Annotated[
        str | None,
        Field(description="The cleaned text; null where access does not include it."),
    ] = None
    blocks: Annotated[list[Block], Field(description="The blocks of the text, in order.")] = []
    contributors: Annotated[list[str], Field(description="Who helped, as stated.")] = []
    credited_to: Annotated[
        list[str],
        Field(description="Whom the source gives as author where it names no person."),
    ] = []
    published_day: Annotated[
        date | None,
        Field(
            description="The day of publication where it was published, which may not be the day in UTC."
        ),
    ] = None
    modified_at: Annotated[
        datetime | None, Field(description="The stated time of the last change, in UTC.")
    ] = None
    date_evidence: Annotated[list[str], Field(description="What the date was read from.")] = []
    evidence: Annotated[
        dict[str, str],
        Field(
            description="For each field that has a value, where it was read: `declared` by the source, "
            "`json-ld`, `meta`, `headline`, `byline`, ...; docs/cleaning.md has all."
        ),
    ] = {}
    language_of_origin: Annotated[
        str | None, Field(description="The language it was translated from, where stated.")
    ] = None
    machine_translated: Annotated[
        bool | None, Field(description="Whether a machine translated it; null: not known.")
    ] = None
    keywords: Annotated[list[str], Field(description="Keywords as published.")] = []
    images: Annotated[list[Picture], Field(description="Its pictures.")] = []
    speakers_looked_for: Annotated[
        bool,
        Field(
            description="False where the archive knows no cues of this language: only direct "
            "quotations were found then, and no speakers."
        ),
    ]
    version: Annotated[int, Field(ge=1, description="Grows when the article changes.")]
    rules_version: Annotated[str, Field(description="The rules that cleaned and read it.")]
    stored_at: Annotated[datetime, Field(description="When it came into the archive.")]
    updated_at: Annotated[datetime, Field(description="When it last changed in the archive.")]
