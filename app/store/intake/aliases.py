"""What the one writer asks and changes about the forms that speakers are called by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, delete, select, text, update

from app.store.bulk import rows_of
from app.store.driver import GIVEN
from app.store.handles import WriteTransaction
from app.store.schema import tables
from app.text.folding import fold_name
from app.text.person_names import without_title

_THE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)


def alias_counts(tx: WriteTransaction, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """In how many articles each speaker has each surface form."""
    found: dict[int, dict[str, int]] = {number: {} for number in numbers}
    for number, form, count in rows_of(tx, _alias_counts(), numbers):
        found[number][form] = count
    return found


def add_aliases(tx: WriteTransaction, rows: Sequence[dict[str, Any]]) -> None:
    """Counts surface forms up: rows of speaker_id, alias, folded, n_articles."""
    if not rows:
        return
    insertion = "INSERT INTO speaker_alias (speaker_id, alias, folded, n_articles, by_hand) VALUES "
    on_conflict = (
        " ON CONFLICT (speaker_id, alias) DO UPDATE "
        "SET n_articles = speaker_alias.n_articles + excluded.n_articles"
    )
    if tx.dialect.name == "sqlite":  # straight to the driver, as `insert_rows` does
        values = [(r["speaker_id"], r["alias"], r["folded"], r["n_articles"]) for r in rows]
        tx.exec_driver_sql(f"{insertion}(?, ?, ?, ?, false){on_conflict}", values)
        return
    named = "(:speaker_id, :alias, :folded, :n_articles, false)"
    tx.execute(text(f"{insertion}{named}{on_conflict}"), list(rows))


def remove_aliases(tx: WriteTransaction, forms_by_speaker: dict[int, Counter[str]]) -> None:
    """Counts surface forms down; those that no article has any more go, unless a person added them."""
    rows = [
        {"number": number, "alias": alias, "count": count}
        for number, forms in forms_by_speaker.items()
        for alias, count in forms.items()
    ]
    if not rows:
        return
    tx.execute(
        text(
            "UPDATE speaker_alias SET n_articles = n_articles - :count "
            "WHERE speaker_id = :number AND alias = :alias"
        ),
        rows,
    )
    tx.execute(
        text(
            "DELETE FROM speaker_alias WHERE speaker_id = :number AND alias = :alias "
            "AND n_articles <= 0 AND NOT by_hand"
        ),
        [{"number": row["number"], "alias": row["alias"]} for row in rows],
    )


def set_aliases(tx: WriteTransaction, number: int, kind: str, counts: Counter[str]) -> None:
    """Makes a speaker's surface forms these with their numbers of articles; those that a person added stay."""
    alias = tables.speaker_alias
    own = alias.c.speaker_id == number
    tx.execute(update(alias).where(own).values(n_articles=0))
    tx.execute(delete(alias).where(own, alias.c.by_hand.is_(False)))
    add_aliases(tx, [alias_row(number, kind, form, n) for form, n in sorted(counts.items())])


def alias_row(number: int, kind: str, alias: str, n_articles: int) -> dict[str, Any]:
    """A row for `add_aliases`. Bodies are looked for with and without their article."""
    plain = without_title(alias) if kind == "person" else _THE.sub("", alias)
    return {
        "speaker_id": number,
        "alias": alias,
        "folded": fold_name(plain),
        "n_articles": n_articles,
    }


def add_alias_by_hand(tx: WriteTransaction, number: int, alias: str) -> None:
    """Adds a name that a person gave a speaker."""
    tx.execute(
        text(
            "INSERT INTO speaker_alias (speaker_id, alias, folded, n_articles, by_hand) "
            "VALUES (:speaker_id, :alias, :folded, 0, true) "
            "ON CONFLICT (speaker_id, alias) DO UPDATE SET by_hand = true"
        ),
        {"speaker_id": number, "alias": alias, "folded": fold_name(without_title(alias))},
    )


def forget_alias(tx: WriteTransaction, number: int, alias: str) -> None:
    """Takes a name that a person gave back; it stays where articles use it."""
    table = tables.speaker_alias
    here = (table.c.speaker_id == number) & (table.c.alias == alias)
    tx.execute(update(table).where(here).values(by_hand=False))
    tx.execute(delete(table).where(here, table.c.n_articles == 0))


@lru_cache(maxsize=1)
def _alias_counts() -> Select[Any]:
    alias = tables.speaker_alias
    query = select(alias.c.speaker_id, alias.c.alias, alias.c.n_articles)
    return query.where(alias.c.speaker_id.in_(GIVEN))
