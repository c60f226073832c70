"""What searches take: the same names in an address and in the JSON of a POST.

Unknown names in an address are refused before these models see them (`parameters.py`); in JSON, by the
models that end in `Body`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.api.shapes.articles import Article, ArticleSummary
from app.api.shapes.envelope import Asked
from app.api.shapes.quotations import Quotation

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
FEED_LENGTH = 50
# More words, or longer ones, are a text.
_PLAIN_CHARACTERS = 60
_PLAIN_PARAMETERS = {"q", "limit", "highlight"}
# A page of text as a query is fine; more than this is a mistake.
MAX_QUERY_CHARACTERS = 10_000

Words = Annotated[
    str | None,
    Field(
        max_length=MAX_QUERY_CHARACTERS,
        description="Words to look for: plain words, a whole sentence, or the query language "
        '(`OR`, `-word`, `"a phrase"`, `prefi*`, `word~1`, `title:`, `speaker:`, `date:`).',
        examples=["minister ceasefire"],
    ),
]
Limit = Annotated[
    int, Field(ge=1, le=MAX_LIMIT, description="Items on a page; cost grows with it.")
]
Cursor = Annotated[
    str | None,
    Field(max_length=4_000, description="Where to go on: taken from `next`, never made up."),
]
# An id or a name; nothing longer is one, and every answer repeats its filters.
Value = Annotated[str, Field(max_length=500)]
SpeakerFilter = Annotated[
    list[Value],
    Field(
        max_length=50,
        description="Who is quoted: an id or a name in any known form; repeatable (any of "
        "them); `-` in front excludes. A name that fits several means all of them, with a warning.",
    ),
]
AboutFilter = Annotated[
    list[Value],
    Field(
        max_length=50,
        description="Who is named: an id or a name in any known form; repeatable; `-` excludes.",
    ),
]
SourceFilter = Annotated[
    list[Value],
    Field(max_length=50, description="Publisher: id or name; repeatable; `-` excludes."),
]
LanguageFilter = Annotated[
    list[Value],
    Field(max_length=50, description="ISO 639-1 code; repeatable; `-` excludes."),
]
StoryFilter = Annotated[
    list[Value], Field(max_length=50, description="Story id; repeatable; `-` excludes.")
]
# What the specification says of a date, days that do not exist left out; the words of a refusal come
# from `moments.py`.
_LEAP_YEAR = r"([1-9]\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)"
_DAY = (
    r"([1-9]\d{3}-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)"
    rf"|(0[13578]|1[02])-31)|{_LEAP_YEAR}-02-29)"
)
_TIME = r"T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-](0\d|1[0-3]):[0-5]\d)"
_DATE = {"pattern": rf"^([1-9]\d{{3}}(-(0[1-9]|1[0-2]))?|{_DAY}({_TIME})?)$"}


def _one_of(model: type[BaseModel]) -> dict[str, Any]:
    return {"items": {"type": "string", "enum": sorted(model.model_fields)}}


FromDay = Annotated[
    str | None,
    Field(
        max_length=40,
        description="Published at this time or later: a year, month, day or RFC 3339 time.",
        examples=["2022-02"],
        json_schema_extra=_DATE,
    ),
]
ToDay = Annotated[
    str | None,
    Field(
        max_length=40,
        description="Published no later: a year, month or day is included whole.",
        examples=["2022-03"],
        json_schema_extra=_DATE,
    ),
]
Embedded = Annotated[
    list[Literal["quotations", "speakers"]],
    Field(max_length=2, description="Also gives these; speakers are given by default."),
]
FacetSize = Annotated[int, Field(ge=1, le=100, description="Values in each facet.")]


class Filters(BaseModel):
    """Words and filters that every search takes."""

    q: Words = None
    match: Annotated[
        Literal["auto", "all", "any"],
        Field(
            description="How many words must be there. `auto`: all of three content words or "
            "fewer (relaxed with a warning where nothing has them all), a share of longer text."
        ),
    ] = "auto"
    speaker: SpeakerFilter = []
    about: AboutFilter = []
    source: SourceFilter = []
    language: LanguageFilter = []
    story: StoryFilter = []
    published_from: FromDay = None
    published_to: ToDay = None


class Paged(BaseModel):
    """In which order hits come, and how a page of them looks."""

    sort: Annotated[
        Literal["relevance", "-published_at", "published_at", "random"] | None,
        Field(description="Order; by default `relevance` with words, else `-published_at`."),
    ] = None
    seed: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="Another number, another `random` order.")
    ] = 0
    facet_size: FacetSize = 10
    highlight: Annotated[
        bool, Field(description="Also gives windows around matches; costs some milliseconds.")
    ] = False
    explain: Annotated[
        bool, Field(description="Also says why each hit is where it is; costs about double.")
    ] = False
    limit: Limit = DEFAULT_LIMIT
    cursor: Cursor = None


ArticleFacet = Literal[
    "speaker", "about", "source", "author", "agency", "section", "language", "story"
]
QuotationFacet = Literal["speaker", "about", "source", "type", "language", "story"]


class ArticleFilters(Filters):
    """Which articles."""

    author: Annotated[
        list[Value], Field(max_length=50, description="Author as signed; repeatable; `-` excludes.")
    ] = []
    agency: Annotated[
        list[Value], Field(max_length=50, description="News agency; repeatable; `-` excludes.")
    ] = []
    section: Annotated[
        list[Value], Field(max_length=50, description="Section; repeatable; `-` excludes.")
    ] = []
    has_quotations: Annotated[
        bool | None, Field(description="Only articles with (or without) quotations.")
    ] = None
    duplicates: Annotated[
        Literal["show", "collapse", "only"],
        Field(
            description="Copies of one text: all of them, one of each story, or only articles "
            "that have copies."
        ),
    ] = "show"


class ArticleSearch(ArticleFilters, Paged):
    """A search for articles."""

    facets: Annotated[
        list[ArticleFacet],
        Field(
            max_length=8,
            description="Fields to count by value; a field's own filter is left out of its counts.",
        ),
    ] = []
    fields: Annotated[
        list[Value],
        Field(
            max_length=40,
            description="Only these fields of each item (`id` always).",
            json_schema_extra=_one_of(ArticleSummary),
        ),
    ] = []
    embed: Embedded = []

    def is_plain(self) -> bool:
        """Whether a first page of a few plain words is asked for: found and read in less than a thread's way there
        and back costs the others."""
        words = self.q or ""
        return (
            0 < len(words) <= _PLAIN_CHARACTERS
            and words.replace(" ", "").isalnum()
            and self.limit <= DEFAULT_LIMIT
            and self.model_fields_set <= _PLAIN_PARAMETERS
        )


class QuotationFilters(Filters):
    """Which quotations."""

    type: Annotated[
        list[Literal["direct", "mixed", "indirect"]],
        Field(max_length=3, description="All, some or none of it in quotation marks; repeatable."),
    ] = []
    min_confidence: Annotated[
        float | None, Field(ge=0, le=1, description="Only attributions at least so sure.")
    ] = None
    article: Annotated[
        list[Value], Field(max_length=50, description="Article id; repeatable; `-` excludes.")
    ] = []
    group: Annotated[
        Literal["utterance"] | None,
        Field(description="`utterance`: the same statement in several articles once."),
    ] = None


class QuotationSearch(QuotationFilters, Paged):
    """A search for quotations."""

    facets: Annotated[
        list[QuotationFacet],
        Field(
            max_length=6,
            description="Fields to count by value; a field's own filter is left out of its counts.",
        ),
    ] = []
    fields: Annotated[
        list[Value],
        Field(
            max_length=40,
            description="Only these fields of each item (`id` always).",
            json_schema_extra=_one_of(Quotation),
        ),
    ] = []


class ArticleSearchBody(Asked, ArticleSearch):
    """A search for articles, sent as JSON."""


class QuotationSearchBody(Asked, QuotationSearch):
    """A search for quotations, sent as JSON."""


class ArticleView(BaseModel):
    """How much of one article is wanted."""

    fields: Annotated[
        list[Value],
        Field(
            max_length=60,
            description="Only these fields (`id` always).",
            json_schema_extra=_one_of(Article),
        ),
    ] = []
    embed: Embedded = []


class SpeakerList(BaseModel):
    """Which speakers, in which order."""

    q: Annotated[
        str | None,
        Field(
            max_length=200,
            description="Looked for in all forms of all names, accents and case aside; the "
            "beginning of any word of a name will do.",
            examples=["macr"],
        ),
    ] = None
    kind: Annotated[
        Literal["person", "organisation", "anonymous"] | None,
        Field(description="Only speakers of this kind."),
    ] = None
    min_quotations: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="Only speakers with so many quotations.")
    ] = 1
    active_from: Annotated[
        str | None,
        Field(
            max_length=40,
            description="Quoted at this time or later: a year, month, day or RFC 3339 time.",
            examples=["2022"],
            json_schema_extra=_DATE,
        ),
    ] = None
    sort: Annotated[
        Literal["-n_quotations", "name", "-last_quoted_at"], Field(description="Order.")
    ] = "-n_quotations"
    limit: Limit = DEFAULT_LIMIT
    cursor: Cursor = None


class FacetSearch(ArticleFilters):
    """Which articles to count by which fields."""

    facets: Annotated[
        list[ArticleFacet],
        Field(max_length=8, description="Fields to count by value; by default speaker and source."),
    ] = []
    facet_size: FacetSize = 10


class TimelineSearch(ArticleFilters):
    """Which articles to count over time."""

    interval: Annotated[
        Literal["day", "week", "month", "year"], Field(description="Width of an interval.")
    ] = "month"


class EverythingSearch(BaseModel):
    """Words for everything at once."""

    q: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_QUERY_CHARACTERS,
            description="Words to look for, or the query language.",
            examples=["minister"],
        ),
    ]
    speaker: SpeakerFilter = []
    source: SourceFilter = []
    published_from: FromDay = None
    published_to: ToDay = None
    highlight: Annotated[bool, Field(description="Also gives windows around matches.")] = False
    limit: Annotated[int, Field(ge=1, le=20, description="Items of each kind.")] = 5


class FeedPage(BaseModel):
    """How much of a feed."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Entries of a page.")] = FEED_LENGTH
    cursor: Cursor = None


class ArticleFeed(ArticleFilters, FeedPage):
    """Which articles to subscribe to."""


class QuotationFeed(QuotationFilters, FeedPage):
    """Which quotations to subscribe to."""


class ArticleExport(ArticleFilters):
    """Which articles to export."""

    full: Annotated[bool, Field(description="Whole articles with their texts, not summaries.")] = (
        False
    )
    fields: Annotated[
        list[Value],
        Field(
            max_length=40,
            description="Only these fields of each item.",
            json_schema_extra=_one_of(Article),
        ),
    ] = []
    cursor: Cursor = None


class QuotationExport(QuotationFilters):
    """Which quotations to export."""

    fields: Annotated[
        list[Value],
        Field(
            max_length=40,
            description="Only these fields of each item.",
            json_schema_extra=_one_of(Quotation),
        ),
    ] = []
    cursor: Cursor = None
