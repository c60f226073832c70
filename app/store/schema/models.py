"""The tables. Numbers (`id`) are for joins inside the database; `public_id` is what people see.

Public ids are derived from content, so they survive a re-ingest and a restored backup. Times are UTC.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from app.store.schema.columns import UtcDateTime, json_column


class ArchiveState(SQLModel, table=True):
    """One row: `generation` grows with every committed write; ETags are made from it."""

    __tablename__ = "archive_state"

    id: int = Field(primary_key=True)
    generation: int = Field(sa_type=BigInteger)


class Source(SQLModel, table=True):
    """A publisher: who put the article out. `key` is its folded name."""

    __tablename__ = "source"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    key: str = Field(unique=True)
    name: str


class RawSource(SQLModel, table=True):
    """A source document as it was found, compressed with zstandard; one row for equal documents."""

    __tablename__ = "raw_source"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    # The article made of it; None while it is rejected. Not a foreign key: articles point here.
    article_id: int | None = Field(default=None, index=True)
    media_type: str
    charset: str | None = None
    origin: str
    key: str
    declared: dict[str, Any] = Field(sa_column=json_column())
    n_bytes: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Story(SQLModel, table=True):
    """A group of articles with the same text; `lead_id` is the earliest of them."""

    __tablename__ = "story"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    lead_id: int = Field(index=True)
    n_articles: int
    first_published_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class ArticleRecord(SQLModel, table=True):
    """A cleaned article in its newest version.

    `revision` grows with every change that the index must see (links and corrections too),
    `indexed_revision` follows it once the index has the row; `version` counts changes of the article
    itself. A deleted article stays as a tombstone until the index has let go of it.
    `dated_at` is the stated time of publication, else the inferred day: what lists are sorted by.
    """

    __tablename__ = "article"
    __table_args__ = (
        # The catch-up after a crash reads only what the index has not seen.
        Index(
            "ix_article_stale",
            "id",
            sqlite_where=text("revision <> indexed_revision"),
            # On PostgreSQL the migration says the same; here it would load that dialect at every start.
        ),
        Index("ix_article_source_dated", "source_id", "dated_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    # What makes a later version the same article; unrelated articles may share a weak one.
    key: str = Field(index=True)
    external_id: str | None = Field(default=None, index=True)
    url: str | None = None
    source_id: int | None = Field(default=None, foreign_key="source.id")
    raw_id: int = Field(foreign_key="raw_source.id", index=True)
    title: str | None = None
    standfirst: str | None = None
    text: str
    agency: str | None = None
    section: str | None = None
    dateline_place: str | None = None
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_is_day: bool = False
    modified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    date_inferred: date | None = None
    dated_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    language: str | None = None
    language_of_origin: str | None = None
    machine_translated: bool | None = None
    # authors, contributors, keywords, images, blocks, date_evidence; evidence ({place: fields}); credited_to and
    # published_day if any
    details: dict[str, Any] = Field(sa_column=json_column())
    # What cleaning took out of the source: [[text, reason], ...] as compressed JSON.
    removed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    speakers_looked_for: bool = True
    n_words: int
    n_quotations: int
    story_id: int | None = Field(default=None, index=True)
    # How this article relates to its story's lead, and the containment with it; None for the lead.
    relation: str | None = None
    similarity: float | None = None
    version: int = 1
    rules_version: str
    revision: int = Field(default=1, sa_type=BigInteger)
    indexed_revision: int = Field(default=0, sa_type=BigInteger)
    stored_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ArticleVersion(SQLModel, table=True):
    """An earlier version of an article; `content` is its whole export record, compressed."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id")
    version: int
    raw_id: int = Field(foreign_key="raw_source.id", index=True)
    title: str | None = None
    rules_version: str
    reason: str  # revised, reprocessed
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    replaced_at: datetime = Field(sa_type=UtcDateTime)


class ArticleRelation(SQLModel, table=True):
    """Two articles that share text: the smaller number first, the exact word-3-gram containment."""

    __tablename__ = "article_relation"
    __table_args__ = {"sqlite_with_rowid": False}

    article_id: int = Field(foreign_key="article.id", primary_key=True)
    other_id: int = Field(foreign_key="article.id", primary_key=True, index=True)
    kind: str  # same_text, excerpt, update, same_event
    similarity: float


class ArticleSummaryRecord(SQLModel, table=True):
    """What lists show of an article, as JSON (see `app/store/reading/summaries.py`). It counts only while the index has
    the article's newest revision: both are written in one transaction."""

    __tablename__ = "article_summary"

    # A plain number: SQLite would count it up by itself otherwise.
    article_id: int = Field(
        sa_column=Column(ForeignKey("article.id"), primary_key=True, autoincrement=False)
    )
    form: int = Field(index=True)  # which release's lists it is made for; 0: to be made again
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ShingleSample(SQLModel, table=True):
    """Sampled word-3-gram hashes of the articles: an inverted table to find near-duplicates by.

    No foreign key: checking it for each of an article's forty rows takes as long as writing them, and its
    index is as large as the table.
    """

    __tablename__ = "shingle_sample"
    __table_args__ = {"sqlite_with_rowid": False}

    hash: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    article_id: int = Field(primary_key=True)
    # One run in so many was sampled: tells long articles from short ones without looking them up.
    step: int


class ArticleShingles(SQLModel, table=True):
    """All word-3-gram hashes of an article, packed: candidates are compared by them, without their texts."""

    __tablename__ = "article_shingles"

    article_id: int = Field(foreign_key="article.id", primary_key=True)
    hashes: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SpeakerRecord(SQLModel, table=True):
    """Somebody whom articles name, in one spelling of the key (surname and given name, folded).

    `merged_into_id` points at the speaker that this one is the same as (found or corrected by a
    person; chains are kept flat); such a row answers for its aliases but is not listed. Counts are of
    the visible quotations of this speaker and of those merged into it.
    """

    __tablename__ = "speaker"
    __table_args__ = (Index("ix_speaker_listed", "n_quotations", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    key: str = Field(unique=True)
    # What may be the same person: the surname's skeleton, for a description "~" and its office; else None.
    family: str | None = Field(default=None, index=True)
    kind: str  # person, organisation, anonymous
    name: str
    folded_name: str = Field(index=True)
    gender: str | None = None
    # The article that a bare surname, an anonymous source or a body without a name belongs to.
    article_id: int | None = Field(default=None, index=True)
    merged_into_id: int | None = Field(default=None, foreign_key="speaker.id", index=True)
    is_merged_by_hand: bool = False
    n_quotations: int = 0
    n_articles: int = 0
    first_quoted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_quoted_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class SpeakerAlias(SQLModel, table=True):
    """A surface form that an article uses for a speaker, with how many articles do."""

    __tablename__ = "speaker_alias"
    __table_args__ = (UniqueConstraint("speaker_id", "alias"),)

    id: int | None = Field(default=None, primary_key=True)
    speaker_id: int = Field(foreign_key="speaker.id")
    alias: str
    folded: str = Field(index=True)
    n_articles: int = 1
    by_hand: bool = False


class SpeakerRole(SQLModel, table=True):
    """A role as one article states it ("senior director for Europe at ..."): its evidence is there.

    `office` is the role's key where one person holds it at a time (see `app/text/offices.py`).
    """

    __tablename__ = "speaker_role"
    __table_args__ = (UniqueConstraint("article_id", "speaker_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    speaker_id: int = Field(foreign_key="speaker.id", index=True)
    article_id: int = Field(foreign_key="article.id")
    role: str
    office: str | None = Field(default=None, index=True)


class Identification(SQLModel, table=True):
    """Whom a bare surname or a description ("the French president") of one article means, as the rest of the
    archive shows, with the evidence at the time of the decision.

    `kind` is role (the archive states who had it then) or company (others whom the article names are named
    beside that person elsewhere); `articles` are public ids of some that show it, `shared` the names of the
    company.
    """

    __tablename__ = "identification"

    # A plain number: SQLite would count it up by itself otherwise.
    speaker_id: int = Field(
        sa_column=Column(ForeignKey("speaker.id"), primary_key=True, autoincrement=False)
    )
    person_id: int = Field(foreign_key="speaker.id", index=True)
    kind: str  # role, company
    role: str | None = None
    confidence: float
    n_evidence: int
    articles: list[str] = Field(sa_column=json_column())
    shared: list[str] = Field(sa_column=json_column())


class MentionRecord(SQLModel, table=True):
    """An article names somebody, in the spelling `named_id`; who that is, the speaker row says."""

    __tablename__ = "mention"
    __table_args__ = (UniqueConstraint("article_id", "named_id"),)

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id")
    named_id: int = Field(foreign_key="speaker.id", index=True)
    spans: list[list[int]] = Field(sa_column=json_column())
    # The surface forms used, which `speaker_alias` counts.
    forms: list[str] = Field(sa_column=json_column())


class QuotationRecord(SQLModel, table=True):
    """A quotation with its evidence; offsets are code points into the article's text.

    `named_id` is the speaker in the spelling found (or whom a correction names), `speaker_id` who that
    is across the archive. Corrections hold on to `public_id`, which is made from the words.
    """

    __tablename__ = "quotation"
    __table_args__ = (
        Index("ix_quotation_speaker", "speaker_id", "id"),
        # Who is quoted beside whom is read from it alone: a quotation's row is wide.
        Index("ix_quotation_article", "article_id", "is_hidden", "speaker_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    article_id: int = Field(foreign_key="article.id")
    position: int
    start: int
    end: int
    segments: list[list[int]] = Field(sa_column=json_column())
    type: str
    text: str
    speaker_id: int | None = Field(default=None, foreign_key="speaker.id")
    named_id: int | None = Field(default=None, foreign_key="speaker.id", index=True)
    # The mentions of speaker and outer source: {text, start, end, kind, canonical, role}.
    mention: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    via: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    via_speaker_id: int | None = Field(default=None, foreign_key="speaker.id")
    via_named_id: int | None = Field(default=None, foreign_key="speaker.id", index=True)
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    rule: str
    confidence: float
    is_pull_quote: bool = False
    # The same statement in several articles has one utterance; its public id.
    utterance: str | None = Field(default=None, index=True)
    is_hidden: bool = False
    # What analysis found, kept while corrections by people are applied; None: there are none.
    original: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class QuotationAbout(SQLModel, table=True):
    """A quotation names somebody."""

    __tablename__ = "quotation_about"
    __table_args__ = {"sqlite_with_rowid": False}

    quotation_id: int = Field(foreign_key="quotation.id", primary_key=True)
    named_id: int = Field(foreign_key="speaker.id", primary_key=True, index=True)


class Correction(SQLModel, table=True):
    """What a person decided: `subject` and `payload` hold public ids and content keys, so that it
    applies again after a re-ingest. An undone correction stays, with who undid it."""

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    kind: str  # merge, split, alias, attribute, hide, bounds
    subject: str = Field(index=True)
    payload: dict[str, Any] = Field(sa_column=json_column())
    author: str
    reason: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    undone_by: str | None = None
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
