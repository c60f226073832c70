"""Stored articles with their sources, for analysing them again; and what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import func, select, update
from sqlmodel import Session

from app.store.bulk import slices
from app.store.handles import WriteTransaction
from app.store.intake.documents import StoredArticle
from app.store.reading.articles import RawRow, raw_row
from app.store.schema import tables

# Forms, spans, and the office (or None) of each role.
KeptName: TypeAlias = tuple[list[str], list[list[int]], dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """An article as it is stored: its row's columns, its quotations as analysis found them (corrections
    taken off), whom it names (key, forms, spans, offices by role), and its source."""

    stored: StoredArticle
    columns: dict[str, Any]
    quotations: list[dict[str, Any]]
    named: dict[str, KeptName]
    raw: RawRow


def n_to_reprocess(session: Session, rules_version: str) -> int:
    """Articles that other rules than these cleaned."""
    article = tables.article
    query = select(func.count()).where(
        article.c.rules_version != rules_version, article.c.deleted_at.is_(None)
    )
    return int(session.execute(query).scalar_one())


def kept_articles(
    session: Session, *, after: int, limit: int, unless_rules: str | None
) -> list[KeptArticle]:
    """The next articles by number, those cleaned by the rules `unless_rules` left out."""
    article, raw = tables.article, tables.raw_source
    query = (
        select(article)
        .where(article.c.id > after, article.c.deleted_at.is_(None))
        .order_by(article.c.id)
        .limit(limit)
    )
    if unless_rules is not None:
        query = query.where(article.c.rules_version != unless_rules)
    rows = session.execute(query).all()
    numbers = [row.id for row in rows]
    raws = session.execute(select(raw).where(raw.c.id.in_([row.raw_id for row in rows])))
    raw_by_id = {each.id: raw_row(each) for each in raws}
    quotations = _quotations(session, numbers)
    named = _named(session, numbers)
    return [
        KeptArticle(
            stored=StoredArticle(
                row.id,
                row.public_id,
                row.key,
                row.version,
                row.title,
                row.rules_version,
                row.raw_id,
            ),
            columns=dict(row._mapping),
            quotations=quotations.get(row.id, []),
            named=named.get(row.id, {}),
            raw=raw_by_id[row.raw_id],
        )
        for row in rows
    ]


def set_rules_version(tx: WriteTransaction, numbers: Sequence[int], rules_version: str) -> None:
    """Notes that newer rules gave the same."""
    article = tables.article
    for some in slices(numbers):
        tx.execute(
            update(article).where(article.c.id.in_(some)).values(rules_version=rules_version)
        )


def _quotations(session: Session, numbers: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    quotation = tables.quotation
    query = (
        select(quotation)
        .where(quotation.c.article_id.in_(numbers))
        .order_by(quotation.c.article_id, quotation.c.position)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in session.execute(query):
        values = dict(row._mapping) | (row.original or {}) | {"is_hidden": False}
        found.setdefault(row.article_id, []).append(values)
    return found


def _named(session: Session, numbers: Sequence[int]) -> dict[int, dict[str, KeptName]]:
    mention, speaker, role = tables.mention, tables.speaker, tables.speaker_role
    stated: dict[tuple[int, str], dict[str, str | None]] = {}
    roles = (
        select(role.c.article_id, speaker.c.key, role.c.role, role.c.office)
        .join(speaker, speaker.c.id == role.c.speaker_id)
        .where(role.c.article_id.in_(numbers))
    )
    for article, key, text, office in session.execute(roles):
        stated.setdefault((article, key), {})[text] = office
    mentions = (
        select(mention.c.article_id, speaker.c.key, mention.c.forms, mention.c.spans)
        .join(speaker, speaker.c.id == mention.c.named_id)
        .where(mention.c.article_id.in_(numbers))
    )
    found: dict[int, dict[str, KeptName]] = {}
    for article, key, forms, spans in session.execute(mentions):
        found.setdefault(article, {})[key] = (forms, spans, stated.get((article, key), {}))
    return found
