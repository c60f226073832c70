"""Around one quotation, and claims checked against the archive."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from app.api.shapes.envelope import Asked, Shape
from app.api.shapes.quotations import Quotation, QuotedIn

MAX_DRAFT_CHARACTERS = 64_000
MAX_CLAIM_CHARACTERS = 5_000


class Context(Shape):
    """A quotation in its surroundings."""

    quotation: Annotated[Quotation, Field(description="The quotation.")]
    start: Annotated[int, Field(ge=0, description="Start of the surroundings in the text.")]
    end: Annotated[int, Field(ge=0, description="Their end.")]
    before: Annotated[str, Field(description="What stands before it.")]
    text: Annotated[str, Field(description="The quotation as it stands in the text.")]
    after: Annotated[str, Field(description="What stands after it.")]


class Difference(Shape):
    """A stretch of words."""

    op: Annotated[
        Literal["same", "changed", "added", "omitted"],
        Field(description="`added`: only in the claim; `omitted`: only in the archive."),
    ]
    claim: Annotated[str, Field(description="The words claimed.")]
    archive: Annotated[str, Field(description="The words on record.")]


class Variant(Shape):
    """The same statement in another article."""

    quotation: Annotated[Quotation, Field(description="The other quotation.")]
    similarity: Annotated[float, Field(ge=0, le=1, description="Share of words in common.")]
    differences: Annotated[
        list[Difference], Field(description="Word by word; empty where there are none.")
    ]


class CheckRequest(Asked):
    """A quotation, or a whole draft, to look up."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [name], "properties": {name: {"type": "string"}}}
                for name in ("quote", "text")
            ]
        },
    )

    quote: Annotated[
        str | None,
        Field(max_length=MAX_CLAIM_CHARACTERS, description="The words claimed."),
    ] = None
    text: Annotated[
        str | None,
        Field(
            max_length=MAX_DRAFT_CHARACTERS,
            description="A draft; everything in quotation marks is looked up.",
        ),
    ] = None
    speaker: Annotated[
        str | None,
        Field(max_length=200, description="Who is said to have said it: id or name."),
    ] = None

    @model_validator(mode="after")
    def _has_one_of_both(self) -> CheckRequest:
        if (self.quote is None) == (self.text is None):
            raise ValueError("give either quote or text")
        return self


class Checked(Shape):
    """A claim with what the archive knows of it."""

    claim: Annotated[str, Field(description="The words claimed.")]
    start: Annotated[int | None, Field(description="Their place in the draft.")]
    end: Annotated[int | None, Field(description="Their end in the draft.")]
    verdict: Annotated[
        Literal["exact", "altered", "partial", "other_speaker", "not_found", "too_short"],
        Field(description="What the archive knows. `not_found` means not in this archive."),
    ]
    note: Annotated[str, Field(description="The verdict in words.")]
    similarity: Annotated[
        float | None, Field(ge=0, le=1, description="Share of the claim's words on record.")
    ]
    differences: Annotated[list[Difference], Field(description="Word by word, where altered.")]
    quotation: Annotated[Quotation | None, Field(description="The best match.")]
    earliest: Annotated[
        QuotedIn | None, Field(description="The earliest article with this statement.")
    ]


class CheckAnswer(Shape):
    """Claims in their order."""

    items: list[Checked]
    warnings: list[str]
    took_ms: Annotated[float, Field(ge=0, description="Time in the server.")]
