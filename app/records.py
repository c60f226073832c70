"""What travels through the archive: a raw document, what analysis made of it, or why it was rejected.

Every offset is in Unicode code points into `Article.text`; slicing the text with it gives the stored
words, always. A span is half-open: `[start, end)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

ArticleId = NewType("ArticleId", str)
QuotationId = NewType("QuotationId", str)
SpeakerId = NewType("SpeakerId", str)
StoryId = NewType("StoryId", str)
SourceId = NewType("SourceId", str)
JobId = NewType("JobId", str)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


# --- what a reader gives ---------------------------------------------------------------------


class MediaType(StrEnum):
    """What the bytes of a raw document are."""

    TEXT = "text/plain"
    HTML = "text/html"
    JSON = "application/json"  # one JSONL record; its text or HTML is in `Declared`


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with what is said of it; captions and credits are no part of the body."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """What the source says of the article in so many words (a JSONL field, a feed's element, a WARC
    header). Strings as found, unparsed; analysis decides what to believe."""

    external_id: str | None = None
    url: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    source: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    agency: str | None = None
    standfirst: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One article as it was found. `content` is byte for byte what is kept and given back by `/raw`.

    `origin` says where it was found, for people (`scrapes/001.txt`, `dump.jsonl#17`,
    `crawl.warc.gz@10423`, an address); `key` is what makes a later version the same article (see
    `ingest/link/identity.py`) where neither address nor external id is known.
    """

    content: bytes
    media_type: MediaType
    origin: str
    key: str
    declared: Declared = Declared()
    charset: str | None = None  # as an HTTP header or the like says; None: find out


# --- what analysis makes of it -------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a block of the cleaned text is."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    PULL_QUOTE = "pull_quote"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the body; blocks are in order, do not overlap, and lie apart by a blank line."""

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of the source that cleaning took out, and the name of the rule that did."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article. Times are UTC; `published_at` is only ever a stated one, an inferred day is
    `date_inferred` with its reasons in `date_evidence`."""

    title: str | None
    text: str
    blocks: tuple[Block, ...] = ()
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    # Whom the source gives as author where it names no person: an agency, a desk, the publisher.
    credited_to: tuple[str, ...] = ()
    agency: str | None = None
    source: str | None = None
    section: str | None = None
    dateline_place: str | None = None
    published_at: datetime | None = None
    # True where only a day was stated: `published_at` is then midnight UTC of that day.
    published_is_day: bool = False
    # The calendar day of publication where it was published, which can differ from the day in UTC.
    published_day: date | None = None
    modified_at: datetime | None = None
    date_inferred: date | None = None
    date_evidence: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None  # ISO 639-1
    language_of_origin: str | None = None
    machine_translated: bool | None = None
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    removed: tuple[Removed, ...] = ()
    # Field -> where its value was read (`json-ld`, `meta`, `byline`, `declared` ...; docs/cleaning.md has all).
    evidence: Mapping[str, str] = field(default_factory=dict)


class QuotationType(StrEnum):
    """Direct: all of it in quotation marks; mixed: some; indirect: none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class MentionKind(StrEnum):
    """How the text names the speaker."""

    NAMED = "named"  # "Benjamin Haddad", "Mr. Macron"
    NOMINAL = "nominal"  # "the French president", resolved to a person or not
    PRONOUN = "pronoun"  # "she"
    ORGANISATION = "organisation"  # "the Élysée", "Rubio's campaign"
    ANONYMOUS = "anonymous"  # "a French official": never merged across articles


@dataclass(frozen=True, slots=True)
class Mention:
    """A speaker as the text names them at one place, and who that is within the article.

    `canonical` is the fullest name the article gives ("Benjamin Haddad"); for an anonymous source its
    description ("French official"); None where nobody could be resolved. `role` is as stated at this
    mention ("senior director for Europe at the Atlantic Council in Paris").
    """

    text: str
    start: int
    end: int
    kind: MentionKind
    canonical: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the article attributes to someone, with the evidence for it.

    `segments` are the contiguous parts in order (marks and cue left out between them); `start` and
    `end` enclose them all. `cue` is the word or phrase that attributes ("said", "according to").
    `via` is the outer source of a nested attribution: what Putin said according to a French official
    has speaker Putin and via the official. `rule` names what fired; `confidence` is the measured share
    of right attributions for that rule, 0 to 1.
    """

    start: int
    end: int
    segments: tuple[Span, ...]
    type: QuotationType
    text: str
    speaker: Mention | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    rule: str
    confidence: float
    via: Mention | None = None
    is_pull_quote: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody or some body that the article names: a cluster of mentions.

    `aliases` are the surface forms seen; `roles` as stated. `gender` is "f", "m" or None, from titles,
    forenames and pronouns. Anonymous sources are not persons: they stay on their quotations.
    """

    canonical: str
    kind: MentionKind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Analysed:
    """A raw document that is an article."""

    raw: RawDocument
    article: Article
    quotations: tuple[Quotation, ...] = ()
    people: tuple[Person, ...] = ()
    # Word-3-gram signature of the text for near-duplicates; see `text/shingles.py`.
    shingles: tuple[int, ...] = ()
    # False where the language has no table of cues: direct quotations only, no speaker guessed.
    speakers_looked_for: bool = True
    cpu_seconds: float = 0.0


class RejectedReason(StrEnum):
    """Why a document did not become an article; the API and the summary use the same words."""

    EMPTY = "empty"
    BINARY = "binary"
    UNDECODABLE = "undecodable"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"  # broken JSON, a field of the wrong type
    NO_ARTICLE = "no_article"  # a page or scrape with nothing but chrome
    TOO_DEEP = "too_deep"  # HTML bombs
    TIMED_OUT = "timed_out"
    FAILED = "failed"  # a fault of ours, with its type in `detail`


@dataclass(frozen=True, slots=True)
class NoArticle:
    """Cleaning found no article; the caller, who knows the origin, makes it `Rejected`."""

    reason: RejectedReason
    detail: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document that did not become an article. `raw` is None only where it could not be read at all."""

    origin: str
    reason: RejectedReason
    detail: str
    raw: RawDocument | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
