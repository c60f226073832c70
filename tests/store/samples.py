"""Articles for the store's tests, written as a few words each, and archives made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.ingest.link.batch import BatchWriter, Stored
from app.ingest.link.preparation import prepare
from app.records import (
    Analysed,
    Article,
    Declared,
    MediaType,
    Mention,
    MentionKind,
    Person,
    Quotation,
    QuotationType,
    RawDocument,
    Rejected,
    Span,
)
from app.store.database import engine_for, new_session, writing
from app.store.handles import Database, StoreSession
from app.store.schema.migrations import migrate


@dataclass(frozen=True)
class Said:
    """A quotation of a sample: who says what, in which kind of mention and role; `mention` is how the text has
    it where that differs ("the French president")."""

    speaker: str | None
    words: str
    kind: MentionKind = MentionKind.NAMED
    role: str | None = None
    mention: str | None = None


def archive(folder: Path) -> Database:
    """An empty archive, made by the migrations."""
    database = engine_for(f"sqlite:///{folder / 'archive.db'}")
    migrate(database)
    return database


def sample(
    name: str,
    *said: Said,
    text: str = "",
    published: str | None = None,
    declared: Declared | None = None,
    named: Sequence[str] = (),
) -> Analysed:
    """An article whose text is `text`, then a sentence for each quotation; `named` are persons whom it
    only names, in a sentence at the end."""
    parts = [text] if text else []
    quotations: list[Quotation] = []
    people: dict[str, Person] = {}
    length = len(text) + 1 if text else 0
    for each in said:
        spoken = each.mention or each.speaker or "somebody"
        sentence = f"“{each.words}” said {spoken}."
        start = length + 1
        end = start + len(each.words)
        mention = None
        if each.speaker is not None:
            at = length + sentence.index(" said ") + 6
            mention = Mention(spoken, at, at + len(spoken), each.kind, each.speaker, each.role)
            if each.kind is not MentionKind.ANONYMOUS:
                roles = (each.role,) if each.role else ()
                spans = (Span(mention.start, mention.end),)
                people[each.speaker] = Person(each.speaker, each.kind, (), roles, spans)
        quotations.append(
            Quotation(
                start, end, (Span(start, end),), QuotationType.DIRECT, each.words, mention, "said",
                None, None, "test", 0.9,
            )
        )  # fmt: skip
        parts.append(sentence)
        length += len(sentence) + 1
    for person in named:
        parts.append(person)
        people[person] = Person(
            person, MentionKind.NAMED, (), (), (Span(length, length + len(person)),)
        )
        length += len(person) + 1
    body = "\n".join(parts)
    at = None if published is None else datetime.fromisoformat(published).replace(tzinfo=UTC)
    declared = declared or Declared()
    raw = RawDocument(body.encode(), MediaType.TEXT, name, f"file:{name}", declared)
    article = Article(name, body, published_at=at, source=declared.source, language="en")
    return Analysed(raw, article, tuple(quotations), tuple(people.values()))


def store(database: Database, *documents: Analysed | Rejected) -> list[Stored]:
    """Stores documents as one batch."""
    with new_session(database) as session:
        return store_in(session, *documents)


def store_in(session: StoreSession, *documents: Analysed | Rejected) -> list[Stored]:
    """Stores documents as one batch of a session."""
    given = [each if isinstance(each, Rejected) else prepare(each) for each in documents]
    with writing(session) as tx:
        return BatchWriter(tx, "test").store(tx, given)
