"""Batches as they come: an article again and again among others, a batch that is taken back and tried again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.ingest.link.batch import BatchWriter
from app.ingest.link.preparation import Prepared, prepare
from app.records import Analysed, Declared, MentionKind
from app.store.administration.jobs import Outcome
from app.store.database import new_session, writing
from app.store.handles import StoreSession
from tests.store.samples import Said, archive, sample, store


def page(name: str, state: str) -> Analysed:
    address = Declared(url=f"https://paper.example/{name}")
    return sample(f"{name}-{state}", text=f"The {name} is {state}.", declared=address)


def test_several_articles_may_come_again_in_one_batch(tmp_path: Path) -> None:
    database = archive(tmp_path)
    pages = [page(name, state) for state in ("open", "closed", "sold") for name in ("port", "mill")]
    stored = store(database, *pages)
    assert [each.outcome for each in stored] == [Outcome.STORED] * 2 + [Outcome.REVISED] * 4
    with new_session(database) as session:
        texts = session.execute(text("SELECT text, version FROM article ORDER BY id")).all()
    assert [tuple(row) for row in texts] == [("The port is sold.", 3), ("The mill is sold.", 3)]


def store_and_take_back(session: StoreSession, batch: list[Prepared]) -> None:
    with writing(session) as tx:
        BatchWriter(tx, "test").store(tx, batch)
        raise ZeroDivisionError


def test_a_batch_that_was_taken_back_leaves_nothing_in_what_is_tried_again(tmp_path: Path) -> None:
    database = archive(tmp_path)
    first, second = (
        prepare(sample(words, Said("a keeper", words, MentionKind.ANONYMOUS)))
        for words in ("It will rain", "It may snow")
    )
    with new_session(database) as session:
        with pytest.raises(ZeroDivisionError):
            store_and_take_back(session, [first, second])
        for each in (second, first):
            with writing(session) as tx:
                BatchWriter(tx, "test").store(tx, [each])
        rows = session.execute(
            text(
                "SELECT speaker.key, article.public_id FROM speaker JOIN article ON article.id = article_id"
            )
        ).all()
    assert len(rows) == 2
    assert all(article in key for key, article in rows)
