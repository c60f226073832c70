"""What the writer keeps of who is named beside whom is what the tables say."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.store.database import new_session
from app.store.identity import company
from app.store.identity.company import NEWEST, Company
from tests.store.samples import archive, sample, store

ANN, BEN = "Ann Abel", "Ben Bauer"
OTHERS = [f"Friend Number{letter}" for letter in "abcdef"]


def number(tx: Connection, name: str) -> int:
    found: int = tx.execute(
        text("SELECT id FROM speaker WHERE name = :name"), {"name": name}
    ).scalar_one()
    return found


def beside(tx: Connection, kept: Company) -> dict[str, set[int]]:
    everybody = frozenset(tx.execute(text("SELECT id FROM speaker")).scalars())
    persons = {name: number(tx, name) for name in (ANN, BEN)}
    kept.load(tx, persons.values())
    return {name: kept.beside(person, everybody) for name, person in persons.items()}


def test_new_articles_are_known_without_reading_them(tmp_path: Path) -> None:
    database = archive(tmp_path)
    store(
        database, sample("first", named=(ANN, OTHERS[0])), sample("second", named=(BEN, OTHERS[1]))
    )
    kept = Company()
    with new_session(database) as session:
        before = beside(session.connection(), kept)
    store(database, sample("third", named=(ANN, BEN, OTHERS[2])))
    with new_session(database) as session:
        tx = session.connection()
        named = tx.execute(
            text("SELECT named_id FROM mention WHERE article_id = 3 ORDER BY id")
        ).scalars()
        assert beside(tx, kept) == before
        kept.add({3: list(named)}, ())
        assert beside(tx, kept) == beside(tx, Company()) != before
        kept.forget()
        assert beside(tx, kept) == beside(tx, Company())


def test_of_a_frequent_name_the_newest_articles_are_kept(tmp_path: Path) -> None:
    database = archive(tmp_path)
    store(database, sample("first", named=(ANN, BEN)))
    kept = Company()
    with new_session(database) as session:
        tx = session.connection()
        ann, ben = number(tx, ANN), number(tx, BEN)
        kept.load(tx, [ann])
        kept.add({article: [ann] for article in range(2, NEWEST + 1)}, ())
        assert kept.beside(ann, frozenset({ben})) == {ben}
        kept.add({NEWEST + 1: [ann]}, ())
        assert kept.beside(ann, frozenset({ben})) == set()


def test_what_was_let_go_of_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(company, "_MOST_KEPT", 1)
    database = archive(tmp_path)
    store(database, *(sample(name, named=(ANN, BEN, name)) for name in OTHERS))
    kept = Company()
    with new_session(database) as session:
        tx = session.connection()
        whole = beside(tx, kept)
        assert len(whole[ANN]) == 2 + len(OTHERS)
        assert beside(tx, kept) == whole
