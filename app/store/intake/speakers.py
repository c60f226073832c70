"""What the one writer asks and changes about speakers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    CompoundSelect,
    Select,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    union,
    update,
)

from app.store.bulk import is_empty, last_numbers, rows_about, rows_of
from app.store.driver import GIVEN
from app.store.handles import WriteTransaction
from app.store.ids import content_id
from app.store.reading import summaries
from app.store.schema import tables
from app.store.schema.columns import UtcDateTime, written_time
from app.text.folding import fold_name
from app.text.person_names import without_title

# When there is new evidence of a family, so many of its bare surnames are looked at again: a batch's time must
# not grow with the archive.
_REVIEWED: Final = 10
_BARE: Final = f"""
    SELECT speaker.id, public_id, key, family, kind, name, gender, merged_into_id, is_merged_by_hand, article_id
    FROM {{families}} AS wanted CROSS JOIN speaker WHERE speaker.id IN (
        SELECT id FROM speaker WHERE family = wanted.value
        AND article_id IS NOT NULL AND NOT is_merged_by_hand ORDER BY id DESC LIMIT {_REVIEWED}
    )
"""  # noqa: S608 - our number
_COUNT_UP: Final = (
    "UPDATE speaker SET n_quotations = n_quotations + :n_quotations, "
    "n_articles = n_articles + :n_articles, "
    "first_quoted_at = CASE WHEN first_quoted_at IS NULL OR first_quoted_at > :first_at "
    "THEN :first_at ELSE first_quoted_at END, "
    "last_quoted_at = CASE WHEN last_quoted_at IS NULL OR last_quoted_at < :last_at "
    "THEN :last_at ELSE last_quoted_at END WHERE id = :speaker"
)
_RECOUNT: Final = (
    "UPDATE speaker SET n_quotations = :n_quotations, n_articles = :n_articles, "
    "first_quoted_at = :first_at, last_quoted_at = :last_at WHERE id = :speaker"
)


@dataclass(frozen=True, slots=True)
class StoredSpeaker:
    """A speaker's row as the writer needs it."""

    number: int
    public_id: str
    key: str
    family: str | None
    kind: str
    name: str
    gender: str | None
    merged_into: int | None
    is_merged_by_hand: bool
    # The article that a bare surname or a description belongs to.
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """How much one batch adds to a speaker's counts."""

    speaker: int
    n_quotations: int
    n_articles: int
    first_at: datetime | None
    last_at: datetime | None


def speakers_by_key(tx: WriteTransaction, keys: Sequence[str]) -> list[StoredSpeaker]:
    """The speakers that have these keys."""
    return _speakers(tx, _selection("key"), keys)


def settled_of_families(tx: WriteTransaction, families: Sequence[str]) -> list[StoredSpeaker]:
    """Everybody whose surname has one of these skeletons, but for bare surnames that no person has decided on."""
    return _speakers(tx, _selection("family", "settled"), families)


def bare_of_families(tx: WriteTransaction, families: Sequence[str]) -> list[StoredSpeaker]:
    """The bare surnames of single articles, or the descriptions of offices, that no person has decided on: of each
    family those stored last."""
    rows = rows_about(tx, _BARE, families=families)
    return [StoredSpeaker(*row) for row in rows]


def speakers_by_number(tx: WriteTransaction, numbers: Sequence[int]) -> list[StoredSpeaker]:
    """The speakers with these numbers."""
    return _speakers(tx, _selection("id"), numbers)


def speakers_by_public_id(tx: WriteTransaction, public_ids: Sequence[str]) -> list[StoredSpeaker]:
    """The speakers with these public ids, merged ones as they are."""
    return _speakers(tx, _selection("public_id"), public_ids)


def speaker_by_public_id(tx: WriteTransaction, public_id: str) -> StoredSpeaker | None:
    """The speaker with this public id, a merged one as it is."""
    return next(iter(speakers_by_public_id(tx, [public_id])), None)


def speaker_by_key(tx: WriteTransaction, key: str) -> StoredSpeaker | None:
    """The speaker with this key."""
    return next(iter(speakers_by_key(tx, [key])), None)


def make_speaker(tx: WriteTransaction, key: str, like: StoredSpeaker, name: str) -> StoredSpeaker:
    """Inserts a speaker of the kind, family and article of another one."""
    plain = without_title(name) if like.kind == "person" else name
    public_id = content_id("spk", key)
    tx.execute(
        insert(tables.speaker).values(
            id=last_numbers(tx)["speaker"] + 1,
            public_id=public_id,
            key=key,
            family=like.family,
            kind=like.kind,
            name=plain,
            folded_name=fold_name(plain),
            gender=like.gender,
            article_id=like.article,
        )
    )
    return _speakers(tx, _selection("public_id"), [public_id])[0]


def head(tx: WriteTransaction, number: int | None) -> int | None:
    """Whom a speaker stands for: another one or itself."""
    if number is None:
        return None
    query = select(tables.speaker.c.merged_into_id).where(tables.speaker.c.id == number)
    return tx.execute(query).scalar_one_or_none() or number


def set_by_hand(tx: WriteTransaction, number: int, *, is_by_hand: bool) -> None:
    """Says whether people decide whom a speaker stands for, or the rules."""
    speaker = tables.speaker
    tx.execute(update(speaker).where(speaker.c.id == number).values(is_merged_by_hand=is_by_hand))


def speakers_merged_into(tx: WriteTransaction, numbers: Sequence[int]) -> list[StoredSpeaker]:
    """The spellings that stand for these speakers."""
    return _speakers(tx, _selection("merged_into_id"), numbers)


def roles(tx: WriteTransaction, numbers: Sequence[int]) -> dict[int, set[str]]:
    """The roles that articles state of each speaker."""
    found: dict[int, set[str]] = {number: set() for number in numbers}
    for number, stated in rows_of(tx, _roles(), numbers):
        found[number].add(stated)
    return found


def set_names(tx: WriteTransaction, rows: Sequence[dict[str, Any]]) -> None:
    """Gives speakers the name that they are shown with: rows of number, name, folded_name, gender."""
    if rows:
        tx.execute(
            text(
                "UPDATE speaker SET name = :name, folded_name = :folded_name, gender = :gender "
                "WHERE id = :number"
            ),
            list(rows),
        )
        summaries.mark_renamed(tx, [row["number"] for row in rows])


def set_merged(tx: WriteTransaction, merged_into: dict[int, int | None]) -> None:
    """Says who is the same as whom, and gives quotations to the right one; counts are not touched."""
    if not merged_into:
        return
    moved = [{"number": number, "head": head} for number, head in merged_into.items()]
    tx.execute(text("UPDATE speaker SET merged_into_id = :head WHERE id = :number"), moved)
    owners = [{"number": number, "head": head or number} for number, head in merged_into.items()]
    for column in ("speaker", "via_speaker"):
        named = "named_id" if column == "speaker" else "via_named_id"
        tx.execute(
            text(f"UPDATE quotation SET {column}_id = :head WHERE {named} = :number"),  # noqa: S608
            owners,
        )


def articles_naming(tx: WriteTransaction, numbers: Iterable[int]) -> set[int]:
    """The articles that quote or name one of these speakers (in the spelling given)."""
    return {article for (article,) in rows_of(tx, _naming(), numbers)}


def count_up(tx: WriteTransaction, quoted: Sequence[Quoted]) -> None:
    """Adds a batch's quotations to the counts of their speakers."""
    rows = [
        {
            "speaker": each.speaker,
            "n_quotations": each.n_quotations,
            "n_articles": each.n_articles,
            "first_at": _bound(tx, each.first_at),
            "last_at": _bound(tx, each.last_at),
        }
        for each in quoted
    ]
    _update(tx, _COUNT_UP, rows)


def recount(tx: WriteTransaction, numbers: Collection[int]) -> None:
    """Counts the visible quotations of these speakers anew."""
    counted = {each.speaker_id: each for each in rows_of(tx, _counts(), numbers)}
    rows = []
    for number in sorted(numbers):
        own = counted.get(number)
        rows.append(
            {
                "speaker": number,
                "n_quotations": own.n_quotations if own else 0,
                "n_articles": own.n_articles if own else 0,
                "first_at": _bound(tx, own.first_at if own else None),
                "last_at": _bound(tx, own.last_at if own else None),
            }
        )
    _update(tx, _RECOUNT, rows)


def _bound(tx: WriteTransaction, at: datetime | None) -> Any:
    """A time as `_update` takes it."""
    return written_time(at) if at is not None and tx.dialect.name == "sqlite" else at


def _update(tx: WriteTransaction, written: str, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    if tx.dialect.name == "sqlite":  # straight to the driver, as `insert_rows` does
        tx.exec_driver_sql(written, list(rows))
        return
    times = (bindparam("first_at", type_=UtcDateTime()), bindparam("last_at", type_=UtcDateTime()))
    tx.execute(text(written).bindparams(*times), list(rows))


@lru_cache(maxsize=16)
def _selection(column: str, whom: str = "all") -> Select[Any]:
    speaker = tables.speaker
    is_known = is_empty(speaker.c.article_id)
    conditions = {
        "all": (),
        "settled": (or_(is_known, speaker.c.is_merged_by_hand),),
    }
    return select(
        speaker.c.id,
        speaker.c.public_id,
        speaker.c.key,
        speaker.c.family,
        speaker.c.kind,
        speaker.c.name,
        speaker.c.gender,
        speaker.c.merged_into_id,
        speaker.c.is_merged_by_hand,
        speaker.c.article_id,
    ).where(speaker.c[column].in_(GIVEN), *conditions[whom])


def _speakers(
    tx: WriteTransaction, query: Select[Any], values: Sequence[str | int]
) -> list[StoredSpeaker]:
    return [StoredSpeaker(*row) for row in rows_of(tx, query, values)]


@lru_cache(maxsize=1)
def _counts() -> Select[Any]:
    quotation, dated_at = tables.quotation, tables.article.c.dated_at
    return (
        select(
            quotation.c.speaker_id,
            func.count().label("n_quotations"),
            func.count(func.distinct(quotation.c.article_id)).label("n_articles"),
            func.min(dated_at, type_=UtcDateTime()).label("first_at"),
            func.max(dated_at, type_=UtcDateTime()).label("last_at"),
        )
        .join(tables.article, tables.article.c.id == quotation.c.article_id)
        .where(quotation.c.speaker_id.in_(GIVEN), quotation.c.is_hidden.is_(False))
        .group_by(quotation.c.speaker_id)
    )


@lru_cache(maxsize=1)
def _roles() -> Select[Any]:
    role = tables.speaker_role
    return select(role.c.speaker_id, role.c.role).distinct().where(role.c.speaker_id.in_(GIVEN))


@lru_cache(maxsize=1)
def _naming() -> CompoundSelect[Any]:
    mention, quotation = tables.mention, tables.quotation
    return union(
        select(mention.c.article_id).where(mention.c.named_id.in_(GIVEN)),
        select(quotation.c.article_id).where(quotation.c.named_id.in_(GIVEN)),
        select(quotation.c.article_id).where(quotation.c.speaker_id.in_(GIVEN)),
    )
