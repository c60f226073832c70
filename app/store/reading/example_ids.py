"""One id of each kind that has something to show, for the documentation's examples."""

from __future__ import annotations

from sqlalchemy import select

from app.store.handles import StoreSession
from app.store.schema import tables


def example_ids(session: StoreSession) -> dict[str, str]:
    """By the ids' prefix: the most quoted speaker, a quotation of theirs and its article, a story and a
    source; and the speaker's `name`. What the archive has none of is left out."""
    speaker, quotation, article = tables.speaker, tables.quotation, tables.article
    busiest = (
        select(speaker.c.id, speaker.c.public_id, speaker.c.name)
        .where(speaker.c.merged_into_id.is_(None), speaker.c.n_quotations > 0)
        .order_by(speaker.c.n_quotations.desc(), speaker.c.id)
        .limit(1)
    )
    found: dict[str, str] = {}
    if (row := session.execute(busiest).one_or_none()) is not None:
        found |= {"spk": row.public_id, "name": row.name}
        said = (
            select(quotation.c.public_id, article.c.public_id)
            .join(article, article.c.id == quotation.c.article_id)
            .where(
                quotation.c.speaker_id == row.id,
                quotation.c.is_hidden.is_(False),
                article.c.deleted_at.is_(None),
            )
            .order_by(quotation.c.id)
            .limit(1)
        )
        for quotation_id, article_id in session.execute(said):
            found |= {"quo": quotation_id, "art": article_id}
    for prefix, table in (("sto", tables.story), ("src", tables.source)):
        first = session.execute(select(table.c.public_id).order_by(table.c.id).limit(1)).scalar()
        if first is not None:
            found[prefix] = first
    return found
