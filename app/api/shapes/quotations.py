"""Quotations with their evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.api.shapes.envelope import Named, Shape


class Highlight(Shape):
    """A window of text around what matched."""

    field: Annotated[Literal["title", "text"], Field(description="Where it is from.")]
    start: Annotated[int, Field(ge=0, description="Offset in the field, in code points.")]
    end: Annotated[int, Field(ge=0, description="End of the window.")]
    html: Annotated[
        str,
        Field(
            description="The window with matches in `<mark>`, everything else escaped.",
            examples=["the <mark>minister</mark> said"],
        ),
    ]
    matches: Annotated[
        list[list[int]], Field(description="Start and end of each match, in the field.")
    ] = []


class Mention(Shape):
    """A speaker as the article names them at one place."""

    text: Annotated[str, Field(description="The words.", examples=["the French president"])]
    start: Annotated[int, Field(ge=0, description="Offset in the text, in code points.")]
    end: Annotated[int, Field(ge=0, description="End, not included.")]
    kind: Annotated[
        Literal["named", "nominal", "pronoun", "organisation", "anonymous"],
        Field(description="How the speaker is named here."),
    ]
    canonical: Annotated[
        str | None, Field(description="The fullest form that the article gives.")
    ] = None
    role: Annotated[str | None, Field(description="The role as stated here.")] = None


class QuotedSpeaker(Shape):
    """The speaker across the archive."""

    id: Annotated[str, Field(description="The speaker's id.")]
    name: Annotated[str, Field(description="The speaker's name.")]
    kind: Annotated[
        Literal["person", "organisation", "anonymous"], Field(description="What the speaker is.")
    ]


class Identification(Shape):
    """Why a bare surname or a description means this person: what other articles say, as far as it was known
    when it was decided."""

    by: Annotated[
        Literal["role", "company"],
        Field(
            description="`role`: articles state who had it at the time. `company`: others whom the article "
            "names are named beside that person elsewhere."
        ),
    ]
    role: Annotated[str | None, Field(description="The role, as one of the articles has it.")] = (
        None
    )
    company: Annotated[list[str], Field(description="Names of the common company.")] = []
    confidence: Annotated[
        float,
        Field(ge=0, le=1, description="From the number of witnesses alone (rule of succession)."),
    ]
    n_evidence: Annotated[
        int, Field(ge=1, description="Articles that state the role, or common company.")
    ]
    articles: Annotated[list[str], Field(description="Ids of some articles that show it.")]


class QuotedIn(Shape):
    """The article that a quotation stands in."""

    id: Annotated[str, Field(description="The article's id.")]
    title: Annotated[str | None, Field(description="Its headline.")] = None
    url: Annotated[str | None, Field(description="Where it was published.")] = None
    source_id: Annotated[str | None, Field(description="Its publisher's id.")] = None
    source_name: Annotated[str | None, Field(description="Its publisher.")] = None
    story_id: Annotated[str | None, Field(description="Its story.")] = None
    dated_at: Annotated[
        datetime | None, Field(description="Stated time of publication, else the inferred day.")
    ] = None
    language: Annotated[str | None, Field(description="ISO 639-1 code.")] = None


class Evidence(Shape):
    """Why the archive says that this is a quotation of this speaker. Offsets are code points into the
    article's text."""

    start: Annotated[int, Field(ge=0, description="Start of the quotation.")]
    end: Annotated[int, Field(ge=0, description="End, not included.")]
    segments: Annotated[
        list[list[int]], Field(description="Start and end of each contiguous part.")
    ]
    cue: Annotated[str | None, Field(description="The words that attribute.")] = None
    cue_start: Annotated[int | None, Field(description="Start of the cue.")] = None
    cue_end: Annotated[int | None, Field(description="End of the cue.")] = None
    mention: Annotated[Mention | None, Field(description="How the speaker is named.")] = None
    identification: Annotated[
        Identification | None,
        Field(description="Where other articles show who is meant; null where the article does."),
    ] = None
    rule: Annotated[str, Field(description="The rule that found it.")]


class Via(Shape):
    """The outer source: who says that the speaker said it."""

    speaker: Annotated[Named | None, Field(description="Who, across the archive.")] = None
    mention: Annotated[Mention | None, Field(description="How the article names them.")] = None


class Quotation(Shape):
    """What somebody said, by the article's account."""

    # `fields` leaves out what was not asked for.
    model_config = ConfigDict(extra="forbid", json_schema_extra={"required": ["id"]})

    id: Annotated[str, Field(description="The quotation's id.", examples=["quo_example"])]
    text: Annotated[str, Field(description="The words quoted.")]
    type: Annotated[
        Literal["direct", "mixed", "indirect"],
        Field(description="All, some or none of it in quotation marks."),
    ]
    speaker: Annotated[
        QuotedSpeaker | None, Field(description="Who said it; null where nobody is named.")
    ] = None
    via: Annotated[Via | None, Field(description="Who passed it on, where it is second-hand.")] = (
        None
    )
    confidence: Annotated[
        float, Field(ge=0, le=1, description="How often attributions of this rule are right.")
    ]
    article: Annotated[QuotedIn, Field(description="Where it stands.")]
    position: Annotated[int, Field(ge=0, description="Its place among the article's, from 0.")]
    is_pull_quote: Annotated[
        bool, Field(description="True for a repetition set apart in the page.")
    ]
    is_corrected: Annotated[bool, Field(description="True where a person corrected it.")]
    utterance: Annotated[
        str | None, Field(description="Shared by the same statement in several articles.")
    ] = None
    evidence: Annotated[Evidence, Field(description="Why the archive says so.")]
    score: Annotated[
        float | None, Field(description="How well it fits the words; null without words.")
    ] = None
    collapsed: Annotated[
        int, Field(ge=0, description="Further hits of its utterance (`group=utterance`).")
    ] = 0
    n_articles: Annotated[
        int | None, Field(description="Articles that have its utterance (`group=utterance`).")
    ] = None
    n_origins: Annotated[
        int | None,
        Field(description="How many of these are independent: copies of one text count once."),
    ] = None
    highlights: Annotated[
        list[Highlight] | None, Field(description="Windows around matches (`highlight=true`).")
    ] = None
    explanation: Annotated[
        dict[str, Any] | None, Field(description="Why it is where it is (`explain=true`).")
    ] = None
