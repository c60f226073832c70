"""What every answer has around its items: lists, totals, warnings, problems."""

from __future__ import annotations

import re
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

T = TypeVar("T")
_SURROGATE = re.compile("[\ud800-\udfff]")
# More than any body of ours has: past this, naming each unknown field is work for nothing.
_MOST_FIELDS = 100


class Shape(BaseModel):
    """The parent of all shapes: a field that is not declared is a mistake."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Asked(BaseModel):
    """The parent of all JSON bodies: a field that is not declared is refused, and so is a value of
    another type than the declared one (`"20"` or `true` for a number)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _has_few_fields(cls, value: object) -> object:
        if isinstance(value, dict) and len(value) > _MOST_FIELDS:
            raise ValueError(f"has more than {_MOST_FIELDS} fields")
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _is_unicode(cls, value: object) -> object:
        # JSON can write half of a character (`\ud800`), which no other text can hold.
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, str) and not one.isascii() and _SURROGATE.search(one):
                raise ValueError("has half of a surrogate pair, which is no character")
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _whole_numbers_are_integers(cls, value: object) -> object:
        # In JSON 20.0 is the same number as 20.
        return int(value) if isinstance(value, float) and value.is_integer() else value


class Named(Shape):
    """Something by id and name."""

    id: Annotated[str, Field(description="The id, for filters and addresses.")]
    name: Annotated[str, Field(description="The name.")]


class Total(Shape):
    """How many hits there are in all."""

    value: Annotated[int, Field(ge=0, description="The number of hits.", examples=[1204])]
    relation: Annotated[
        Literal["eq", "gte"],
        Field(
            description="`eq`: exact. `gte`: at least so many, only where the time budget was "
            "spent (`partial` is true then)."
        ),
    ]


class QueryEcho(Shape):
    """What the archive made of the words and filters that it was given."""

    q: Annotated[str | None, Field(description="The words as they came.")] = None
    parsed: Annotated[
        str | None, Field(description="The query as it was run, in the query language.")
    ] = None
    folded: Annotated[
        dict[str, str],
        Field(description="Words that were changed before comparing: accents, case, stems."),
    ] = {}
    dropped: Annotated[
        list[str], Field(description="Words that were left out, for example very common ones.")
    ] = []
    expanded: Annotated[
        dict[str, list[str]],
        Field(
            description="Words that also stand for others: other forms of a name, what a prefix "
            "or a fuzzy word matched.",
            examples=[{"poutine": ["putin"]}],
        ),
    ] = {}
    relaxed: Annotated[
        bool,
        Field(description="True where nothing had all the words, so that some of them suffice."),
    ] = False
    filters: Annotated[
        dict[str, Any], Field(description="The filters as they were understood, names as ids.")
    ] = {}
    did_you_mean: Annotated[
        str | None, Field(description="A spelling that finds something, where nothing was found.")
    ] = None


class FacetCount(Shape):
    """One value of a facet and how many hits have it."""

    value: Annotated[str, Field(description="The value to filter with.", examples=["src_1f2e"])]
    label: Annotated[
        str | None, Field(description="The value for people: a name in place of an id.")
    ] = None
    count: Annotated[int, Field(ge=0, description="Hits that have the value.", examples=[12])]


class Listing(Shape, Generic[T]):
    """A page of a list. Follow `next` until it is null to walk all of it."""

    items: list[T]
    total: Total
    self_: Annotated[str, Field(alias="self", description="The address of this page.")]
    next: Annotated[
        str | None, Field(description="The address of the next page; null on the last one.")
    ] = None
    next_cursor: Annotated[
        str | None,
        Field(description="The `cursor` of the next page, for searches sent with POST."),
    ] = None
    prev: Annotated[
        str | None,
        Field(
            description="The address of the page before; null on the first one, and where more than "
            "ten pages were walked back."
        ),
    ] = None
    query: QueryEcho
    facets: Annotated[
        dict[str, list[FacetCount]] | None,
        Field(description="Counts by value, for the facets that were asked for."),
    ] = None
    warnings: Annotated[
        list[str], Field(description="What the reader of this answer should know.")
    ] = []
    generation: Annotated[
        str | None,
        Field(description="The state of the archive that this answer was made from."),
    ] = None
    took_ms: Annotated[
        float, Field(ge=0, description="Time in the server, in milliseconds.", examples=[4.2])
    ]
    partial: Annotated[
        bool, Field(description="True where the time budget was spent before all was looked at.")
    ] = False


class ProblemDetail(Shape):
    """One thing that is wrong with a request."""

    where: Annotated[
        Literal["query", "path", "header", "body"],
        Field(description="The part of the request."),
    ]
    name: Annotated[str, Field(description="The parameter or field.", examples=["spaeker"])]
    message: Annotated[str, Field(description="What is wrong with it.")]
    nearest: Annotated[
        str | None, Field(description="The name or value that was probably meant.")
    ] = None
    position: Annotated[
        int | None, Field(description="Where in a query, in characters from its start.")
    ] = None


class Problem(Shape):
    """An error, as RFC 9457 has it (`application/problem+json`)."""

    type: Annotated[
        str,
        Field(
            description="Address of a page that explains this kind of problem.",
            examples=["/problems/unknown_parameter"],
        ),
    ]
    title: Annotated[str, Field(description="The kind of problem, in a few words.")]
    status: Annotated[int, Field(ge=400, le=599, description="The HTTP status.")]
    detail: Annotated[str, Field(description="What happened, and what to do about it.")]
    code: Annotated[
        str,
        Field(description="The kind of problem, for programs.", examples=["unknown_parameter"]),
    ]
    errors: Annotated[
        list[ProblemDetail], Field(description="Each thing that is wrong, where there are several.")
    ] = []
    request_id: Annotated[
        str,
        Field(description="The request's id, also in the log and in `X-Request-Id`."),
    ]
