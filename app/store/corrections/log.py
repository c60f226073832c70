"""What people put right: speakers merged, split or given an alias, quotations given to another speaker,
hidden or with other bounds. Kept by content, undoable, applied again after every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update
from sqlmodel import Session

from app.errors import CorrectionError, NotFoundError
from app.store.administration import audit
from app.store.corrections.decisions import Decision, folded
from app.store.corrections.quotations import apply_to_quotations, found_by
from app.store.corrections.speakers import apply_to_speakers
from app.store.database import writing
from app.store.handles import WriteTransaction
from app.store.ids import random_id
from app.store.reading import quotations, speakers
from app.store.reading.speakers import SpeakerRow
from app.store.schema import tables

KINDS = ("merge", "split", "alias", "attribute", "hide", "bounds")
_OF_SPEAKERS = ("merge", "split", "alias")


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction. `kind` is merge, split, alias, attribute, hide or bounds; `subject` the id of the
    speaker or quotation; `payload` what was decided, in public ids."""

    id: str
    kind: str
    subject: str
    payload: dict[str, Any]
    author: str
    reason: str
    created_at: datetime
    undone_by: str | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who corrects, and why."""

    author: str
    reason: str


def get(session: Session, correction_id: str) -> CorrectionRow:
    """One correction. Raises NotFoundError."""
    query = select(tables.correction).where(tables.correction.c.public_id == correction_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("correction", correction_id)
    return _correction_row(row)


def listed(
    session: Session, *, subject: str | None = None, limit: int = 100, before: str | None = None
) -> list[CorrectionRow]:
    """Corrections, the newest first, undone ones too; `before` is the id of the last one seen."""
    correction = tables.correction
    query = select(correction).order_by(correction.c.id.desc()).limit(limit)
    if subject is not None:
        query = query.where(correction.c.subject == subject)
    if before is not None:
        last = select(correction.c.id).where(correction.c.public_id == before)
        query = query.where(correction.c.id < last.scalar_subquery())
    return [_correction_row(row) for row in session.execute(query)]


def n_corrections(session: Session, subject: str | None = None) -> int:
    """How many corrections there are, of one subject or of all, undone ones too."""
    query = select(func.count()).select_from(tables.correction)
    if subject is not None:
        query = query.where(tables.correction.c.subject == subject)
    return int(session.execute(query).scalar_one())


def merge(session: Session, speaker_id: str, into_id: str, by: Signature) -> CorrectionRow:
    """Makes one speaker of two: `speaker_id` and all its spellings become `into_id`. Commits.

    Raises NotFoundError, and CorrectionError when both are the same already.
    """
    speaker, into = speakers.get(session, speaker_id), speakers.get(session, into_id)
    if speaker.id == into.id:
        raise CorrectionError(f"{speaker.name} and {into.name} are one speaker already.")
    return _decide(session, "merge", speaker.id, {"into": into.id}, by)


def split(
    session: Session, speaker_id: str, aliases: Sequence[str], by: Signature
) -> CorrectionRow:
    """Takes the spellings with these aliases out of a speaker; they become a speaker of their own, and
    stay one. Commits.

    Raises NotFoundError, and CorrectionError for aliases that are not this speaker's or are all of it.
    """
    speaker = speakers.get(session, speaker_id)
    known = {each.alias for each in speakers.aliases(session, speaker.id)}
    unknown = sorted(set(aliases) - known)
    if unknown or not aliases:
        raise CorrectionError(
            f"{speaker.name} has no alias {', '.join(map(repr, unknown)) or 'given'}; there are "
            f"{', '.join(map(repr, sorted(known)))}."
        )
    if known == set(aliases):
        raise CorrectionError(
            f"These are all the aliases of {speaker.name}: nothing would be left."
        )
    payload = {"aliases": sorted(set(aliases)), **_apart(session, speaker, aliases)}
    return _decide(session, "split", speaker.id, payload, by)


def add_alias(session: Session, speaker_id: str, alias: str, by: Signature) -> CorrectionRow:
    """Adds a name by which a speaker is found. Commits. Raises NotFoundError."""
    speaker = speakers.get(session, speaker_id)
    if not alias.strip():
        raise CorrectionError("An alias must have letters.")
    return _decide(session, "alias", speaker.id, {"alias": alias.strip()}, by)


def attribute(
    session: Session, quotation_id: str, speaker_id: str | None, by: Signature
) -> CorrectionRow:
    """Gives a quotation to another speaker, or to nobody. Commits. Raises NotFoundError."""
    quotation = quotations.get(session, quotation_id)
    payload: dict[str, Any] = {"speaker": None, **found_by(quotation.text, quotation.article_id)}
    if speaker_id is not None:
        payload["speaker"] = speakers.get(session, speaker_id).id
    return _decide(session, "attribute", quotation.id, payload, by)


def hide(session: Session, quotation_id: str, by: Signature) -> CorrectionRow:
    """Takes a quotation out of every list. Commits. Raises NotFoundError."""
    quotation = quotations.get(session, quotation_id)
    payload = found_by(quotation.text, quotation.article_id)
    return _decide(session, "hide", quotation.id, payload, by)


def set_bounds(
    session: Session, quotation_id: str, start: int, end: int, by: Signature
) -> CorrectionRow:
    """Gives a quotation other bounds, code points into the article's text. Commits.

    Raises NotFoundError, and CorrectionError for bounds outside the text.
    """
    quotation = quotations.get(session, quotation_id)
    article = tables.article
    body = session.execute(
        select(article.c.text).where(article.c.public_id == quotation.article_id)
    ).scalar_one()
    if not 0 <= start < end <= len(body):
        raise CorrectionError(f"The bounds must lie in the article's text, 0 to {len(body)}.")
    found = found_by(quotation.text, quotation.article_id)
    payload = {"start": start, "end": end, "text": body[start:end], **found}
    return _decide(session, "bounds", quotation.id, payload, by)


def undo(session: Session, correction_id: str, author: str) -> CorrectionRow:
    """Takes a correction back. Commits.

    Raises NotFoundError, and CorrectionError for one that was undone before.
    """
    correction = get(session, correction_id)
    if correction.undone_at is not None:
        raise CorrectionError(f"The correction {correction_id} was undone already.")
    with writing(session) as tx:
        tx.execute(
            update(tables.correction)
            .where(tables.correction.c.public_id == correction_id)
            .values(undone_by=author, undone_at=datetime.now(UTC))
        )
        audit.write(tx, author, "undo", correction_id, {"kind": correction.kind})
        if correction.kind in _OF_SPEAKERS:
            apply_to_speakers(tx, _active(tx), undone=_decision(correction))
        else:
            apply_to_quotations(tx, _active(tx), [correction.subject])
    return get(session, correction_id)


def exported(session: Session) -> Iterator[dict[str, Any]]:
    """All corrections, undone ones too, in the order made, as plain values for NDJSON."""
    query = select(tables.correction).order_by(tables.correction.c.id)
    for row in session.execute(query):
        values = asdict(_correction_row(row))
        yield {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in values.items()
        }


def import_corrections(session: Session, records: Iterable[dict[str, Any]]) -> int:
    """Takes in exported corrections that are not there yet and applies what can be; what has no
    speaker or quotation yet applies when it comes. Returns how many were new.

    Raises CorrectionError for a record that no export writes.
    """
    n_new = 0
    with writing(session) as tx:
        known = set(tx.execute(select(tables.correction.c.public_id)).scalars())
        fresh: list[Decision] = []
        for record in records:
            row = _imported(record)
            if row.id not in known:
                _insert(tx, row)
                known.add(row.id)
                n_new += 1
                fresh += [_decision(row)] if row.undone_at is None else []
        active = _active(tx)
        apply_to_speakers(tx, active, fresh=fresh)
        subjects = {each.subject for each in fresh if each.kind not in _OF_SPEAKERS}
        apply_to_quotations(tx, active, subjects)
    return n_new


def active_decisions(tx: WriteTransaction) -> list[Decision]:
    """The corrections that hold, in the order made: for the writer of a batch."""
    return _active(tx)


def _decide(
    session: Session, kind: str, subject: str, payload: dict[str, Any], by: Signature
) -> CorrectionRow:
    row = CorrectionRow(
        id=random_id("cor"),
        kind=kind,
        subject=subject,
        payload=payload,
        author=by.author,
        reason=by.reason,
        created_at=datetime.now(UTC),
        undone_by=None,
        undone_at=None,
    )
    with writing(session) as tx:
        row = replace(row, payload=payload | _keys(tx, payload))
        _insert(tx, row)
        audit.write(tx, by.author, kind, subject, {"correction": row.id, "reason": by.reason})
        if kind in _OF_SPEAKERS:
            apply_to_speakers(tx, _active(tx), fresh=[_decision(row)])
        else:
            apply_to_quotations(tx, _active(tx), [subject])
    return get(session, row.id)


def _apart(session: Session, speaker: SpeakerRow, aliases: Sequence[str]) -> dict[str, list[str]]:
    """The keys of the spellings that go whole, and of those of which only some articles use these names."""
    table, alias = tables.speaker, tables.speaker_alias
    query = (
        select(table.c.key, table.c.id, alias.c.alias)
        .join(alias, alias.c.speaker_id == table.c.id)
        .where(or_(table.c.id == speaker.number, table.c.merged_into_id == speaker.number))
    )
    names_by_key: dict[str, set[str]] = {}
    head = ""
    for key, number, name in session.execute(query):
        names_by_key.setdefault(key, set()).add(name)
        head = key if number == speaker.number else head
    asked = folded(aliases)
    named = {key: folded(names) for key, names in names_by_key.items() if folded(names) & asked}
    whole = sorted(key for key, names in named.items() if names <= asked and key != head)
    return {"keys": whole, "carved": sorted(named.keys() - set(whole))}


def _keys(tx: WriteTransaction, payload: dict[str, Any]) -> dict[str, Any]:
    """The key and the name of the speaker that is meant, so that an archive without it can make it."""
    speaker = tables.speaker
    query = select(speaker.c.key, speaker.c.name, speaker.c.kind).where(
        speaker.c.public_id == (payload.get("speaker") or payload.get("into"))
    )
    row = tx.execute(query).one_or_none()
    return (
        {} if row is None else {"speaker_key": row.key, "name": row.name, "speaker_kind": row.kind}
    )


def _insert(tx: WriteTransaction, row: CorrectionRow) -> None:
    values = asdict(row)
    values["public_id"] = values.pop("id")
    tx.execute(insert(tables.correction).values(**values))


def _active(tx: WriteTransaction) -> list[Decision]:
    correction = tables.correction
    query = select(correction).where(correction.c.undone_at.is_(None)).order_by(correction.c.id)
    return [_decision(_correction_row(row)) for row in tx.execute(query)]


def _decision(row: CorrectionRow) -> Decision:
    return Decision(row.id, row.kind, row.subject, row.payload)


def _correction_row(row: Row[Any]) -> CorrectionRow:
    return CorrectionRow(
        id=row.public_id,
        kind=row.kind,
        subject=row.subject,
        payload=row.payload,
        author=row.author,
        reason=row.reason,
        created_at=row.created_at,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )


def _imported(record: dict[str, Any]) -> CorrectionRow:
    try:
        undone_at = record["undone_at"]
        row = CorrectionRow(
            id=str(record["id"]),
            kind=str(record["kind"]),
            subject=str(record["subject"]),
            payload=dict(record["payload"]),
            author=str(record["author"]),
            reason=str(record["reason"]),
            created_at=datetime.fromisoformat(record["created_at"]),
            undone_by=record["undone_by"],
            undone_at=None if undone_at is None else datetime.fromisoformat(undone_at),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CorrectionError(f"This is no exported correction: {error}.") from None
    if row.kind not in KINDS:
        raise CorrectionError(f"There is no correction of kind {row.kind!r}.")
    return row
