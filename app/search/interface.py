"""What the archive asks of a search engine, in words that no engine's name is part of.

An engine keeps two collections, articles and quotations, in generations. One process writes
(`SearchWriter`), any number read (`SearchEngine`). The index is a function of the database: it can be
deleted at any time and built again. What is asked and answered is never changed, though not frozen:
freezing costs a search more than planning it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from app.search.query_language import Node


class Collection(StrEnum):
    """What can be searched."""

    ARTICLES = "articles"
    QUOTATIONS = "quotations"


# --- what is written ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as the index sees it. Ids are the archive's public ids. `number`: its place in the order in
    which the archive stored articles, another for each."""

    id: str
    number: int
    title: str
    body: str
    quotations: str  # the words of all its quotations, a line each
    language: str | None
    speakers: tuple[str, ...]  # ids of who is quoted
    speaker_names: tuple[str, ...]  # every name and alias of who is quoted
    about: tuple[str, ...]  # ids of who is named
    about_names: tuple[str, ...]
    source: str | None  # source id
    source_name: str | None
    authors: tuple[str, ...]
    agency: str | None
    section: str | None
    story: str | None  # story id; None: the article is alone
    is_story_lead: bool
    published_at: int | None  # seconds since 1970, UTC; stated, else inferred
    n_quotations: int


@dataclass(frozen=True, slots=True)
class IndexedQuotation:
    """A quotation as the index sees it. `number`: its place among all quotations, by article and within it."""

    id: str
    number: int
    article: str
    text: str
    type: str  # direct, mixed, indirect
    speaker: str | None
    speaker_names: tuple[str, ...]
    about: tuple[str, ...]  # ids of the persons named inside it
    source: str | None
    story: str | None
    utterance: str | None  # id shared by the same statement in several articles
    confidence: float
    language: str | None
    published_at: int | None


@dataclass(frozen=True, slots=True)
class IndexBatch:
    """Articles to put in (each replaces what the index holds of that article, its quotations too) and
    ids of articles to take out. `mark` is the caller's own word for the batch, see `unfinished`."""

    articles: Sequence[IndexedArticle] = ()
    quotations: Sequence[IndexedQuotation] = ()
    deleted: Sequence[str] = ()
    mark: str = ""


# --- what is asked --------------------------------------------------------------------------------


class Match(StrEnum):
    """How many of the words must be there. AUTO: all for three content words or fewer (relaxed with a
    warning when nothing has them all), a minimum share for longer text."""

    AUTO = "auto"
    ALL = "all"
    ANY = "any"


class Sort(StrEnum):
    """Order of hits; of equal ones the one stored first comes first, so it is total."""

    RELEVANCE = "relevance"
    NEWEST = "-published_at"
    OLDEST = "published_at"
    RANDOM = "random"  # stable for one seed


class Duplicates(StrEnum):
    """Near-duplicates: all of them, one of each story, or only articles that have copies."""

    SHOW = "show"
    COLLAPSE = "collapse"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Filter:
    """Exact values of one field (`speaker`, `about`, `source`, `author`, `agency`, `section`,
    `language`, `story`, `type`, `article`, `utterance`, `id`): any of `include`, none of `exclude`."""

    field: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(slots=True)
class SearchRequest:
    """One search. `query` None means everything. `synonyms` maps a folded word of the query to folded
    words that name the same person ("poutine" -> ("putin",)); the engine says in `Interpretation` which
    of them it used. `after` is the engine's own position from `SearchPage.next_after`."""

    collection: Collection = Collection.ARTICLES
    query: Node | None = None
    match: Match = Match.AUTO
    filters: tuple[Filter, ...] = ()
    published_from: int | None = None  # inclusive, epoch seconds
    published_to: int | None = None  # exclusive
    has_quotations: bool | None = None
    min_confidence: float | None = None
    duplicates: Duplicates = Duplicates.SHOW
    group_by_utterance: bool = False
    sort: Sort = Sort.RELEVANCE
    seed: int = 0
    limit: int = 20
    after: str | None = None
    facets: tuple[str, ...] = ()
    facet_size: int = 10
    highlight: bool = False
    explain: bool = False
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time_budget_ms: int = 800


# --- what is answered -------------------------------------------------------------------------------


@dataclass(slots=True)
class Hit:
    """One hit; higher scores first. `collapsed` counts further hits of the same story or utterance."""

    id: str
    score: float
    collapsed: int = 0
    explanation: Mapping[str, Any] | None = None


@dataclass(slots=True)
class FacetValue:
    """How many hits have this value; a field's own filter is left out of its counts."""

    value: str
    count: int


@dataclass(slots=True)
class Interpretation:
    """What the engine made of the words."""

    parsed: str = ""
    folded: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    expanded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relaxed: bool = False


@dataclass(slots=True)
class Highlighter:
    """The analysed words to mark, as the engine matched them: stems or exact forms by language, and
    phrases in order. Made by a search, used by `search/highlight` on the texts of the page."""

    words: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()


class Reading(Protocol):
    """How the engine read a query: made only when somebody asks, since most of it is seldom shown."""

    def interpretation(self) -> Interpretation:
        """What it made of the words."""
        ...

    def highlighter(self) -> Highlighter:
        """What to mark."""
        ...


@dataclass(slots=True)
class SearchPage:
    """A page of hits. `total` is exact unless `partial` (the time budget was spent). `make_next` makes
    `next_after`; None on the last page. `reading`: of the query, if there was one."""

    hits: tuple[Hit, ...]
    total: int
    generation: str
    make_next: Callable[[], str] | None = field(default=None, compare=False)
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    reading: Reading | None = field(default=None, compare=False)
    did_you_mean: str | None = None
    warnings: tuple[str, ...] = ()
    partial: bool = False

    @property
    def next_after(self) -> str | None:
        """The position of the last hit, for `SearchRequest.after`; None on the last page."""
        return None if self.make_next is None else self.make_next()

    @property
    def interpretation(self) -> Interpretation:
        """What the engine made of the words."""
        return Interpretation() if self.reading is None else self.reading.interpretation()

    @property
    def highlighter(self) -> Highlighter:
        """The words to mark in the texts of the page."""
        return Highlighter() if self.reading is None else self.reading.highlighter()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: `kind` is term, speaker, source or title."""

    text: str
    kind: str
    count: int
    id: str | None = None


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """What `doctor`, `readyz` and `/v1/about/index` say of the index."""

    is_ready: bool
    generation: str | None
    schema_version: str
    n_articles: int = 0
    n_quotations: int = 0
    n_segments: int = 0
    size_bytes: int = 0
    problem: str | None = None  # what is wrong and what to do


class SearchEngine(Protocol):
    """The reading side: safe to share between threads, refreshes itself when a newer generation or
    commit is there. Every method raises IndexUnavailableError while there is nothing to read."""

    def search(self, request: SearchRequest) -> SearchPage:
        """Runs one search within its time budget.

        Raises CursorError for a bad `after`, CursorExpiredError for one of a generation that is gone.
        """
        ...

    def histogram(self, request: SearchRequest, interval: str) -> list[tuple[int, int]]:
        """Counts hits by `day`, `week`, `month` or `year` of publication: (start of the interval in
        epoch seconds UTC, hits), oldest first, zero-filled, undated hits left out."""
        ...

    def suggest(self, prefix: str, kinds: Sequence[str], limit: int) -> list[Suggestion]:
        """Completes `prefix` from what the index holds, most frequent first."""
        ...

    def similar(self, article_id: str, limit: int) -> list[Hit]:
        """Articles that share most of this one's telling words, itself left out."""
        ...

    def health(self) -> IndexHealth:
        """Never raises."""
        ...

    def close(self) -> None:
        """Lets go of files."""
        ...


class SearchWriter(Protocol):
    """The writing side: one process at a time, lock with a time limit, every commit fsynced."""

    def write(self, batch: IndexBatch) -> None:
        """Applies and commits a batch; when it returns, readers find it within a second."""
        ...

    def optimise(self) -> None:
        """Merges what is worth merging, bounded in memory."""
        ...

    def close(self) -> None:
        """Gives the lock back."""
        ...


class SearchBackend(Protocol):
    """What `open_engine(settings)` gives: the ways to read, write and rebuild one index folder."""

    def reader(self) -> SearchEngine:
        """Opens the current generation for reading; never raises for a missing or broken index."""
        ...

    def writer(self) -> SearchWriter:
        """Takes the writer's lock. Raises IndexUnavailableError when another process holds it past the
        time limit or when there is no usable generation to write to."""
        ...

    def rebuild(self, batches: Iterable[IndexBatch], *, goes_on: bool = False) -> str:
        """Builds a new generation aside from `batches`, switches to it atomically, returns its name.
        With `goes_on`, what `unfinished` names is in it already. The old generation is removed when no
        reader holds it."""
        ...

    def unfinished(self) -> list[str]:
        """Marks of the batches that a rebuild had written when its process was ended."""
        ...

    def verify(self) -> list[str]:
        """Reads everything once; returns what is wrong, in sentences (empty: nothing)."""
        ...
