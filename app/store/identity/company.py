"""Who is named beside whom, kept between batches: asked anew of the tables, it grew with the archive."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, select

from app.store import bulk
from app.store.bulk import is_empty
from app.store.driver import GIVEN
from app.store.handles import WriteTransaction
from app.store.schema import tables

# Of a name that more articles have, so many that were stored last are looked at: a batch's time must not grow
# with the archive.
NEWEST: Final = 50
# So many persons and so many articles are kept, those read first forgotten first: 40 MB in all.
_MOST_KEPT: Final = 100_000

_NEWEST: Final = f"""
    SELECT named_id, id, article_id FROM {{persons}} AS wanted CROSS JOIN mention WHERE id IN (
        SELECT id FROM mention WHERE named_id = wanted.value ORDER BY id DESC LIMIT {NEWEST}
    )
"""  # noqa: S608 - our number


class Company:
    """The articles that name a person last, and whom each of them names in full; what was not asked for yet is
    read. True as long as its owner is the only one that stores articles, tells it of new ones (`add`) and has it
    `forget` when one goes or changes."""

    def __init__(self) -> None:
        self._articles_by_person: dict[int, array[int]] = {}  # the newest last
        self._persons_by_article: dict[int, array[int]] = {}

    def add(
        self, persons_by_article: Mapping[int, Iterable[int]], new_persons: Collection[int]
    ) -> None:
        """New articles, in the order of storing, and whom they name in full; new persons are in no other."""
        self._articles_by_person |= {person: array("q") for person in new_persons}
        for article, persons in persons_by_article.items():
            self._persons_by_article[article] = array("q", persons)
            for person in self._persons_by_article[article]:
                known = self._articles_by_person.get(person)
                if known is not None:
                    known.append(article)
                    del known[:-NEWEST]

    def forget(self) -> None:
        """Lets go of everything."""
        self._articles_by_person.clear()
        self._persons_by_article.clear()

    def load(self, tx: WriteTransaction, persons: Collection[int]) -> None:
        """Reads what `beside` needs to know of these persons, each in one spelling."""
        _shorten(self._articles_by_person)
        _shorten(self._persons_by_article)
        unknown = sorted(set(persons) - self._articles_by_person.keys())
        self._articles_by_person |= {person: array("q") for person in unknown}
        rows = bulk.rows_about(tx, _NEWEST, persons=unknown) if unknown else ()
        for person, _, article in sorted(rows):
            self._articles_by_person[person].append(article)
        articles = set().union(*(self._articles_by_person[person] for person in persons))
        unread = sorted(articles - self._persons_by_article.keys())
        self._persons_by_article |= {article: array("q") for article in unread}
        for article, person in bulk.rows_of(tx, _named_in_full(), unread):
            self._persons_by_article[article].append(person)

    def beside(self, person: int, others: frozenset[int]) -> set[int]:
        """Which of the others an article names beside a person who is loaded."""
        found: set[int] = set()
        for article in self._articles_by_person[person]:
            found.update(others.intersection(self._persons_by_article[article]))
        return found


def _shorten(kept: dict[int, array[int]]) -> None:
    for key in list(kept)[: max(0, len(kept) - _MOST_KEPT)]:
        del kept[key]


@lru_cache(maxsize=1)
def _named_in_full() -> Select[Any]:
    mention, speaker = tables.mention, tables.speaker
    return (
        select(mention.c.article_id, mention.c.named_id)
        .join(speaker, speaker.c.id == mention.c.named_id)
        .where(
            mention.c.article_id.in_(GIVEN),
            speaker.c.kind == "person",
            is_empty(speaker.c.article_id),
        )
    )
