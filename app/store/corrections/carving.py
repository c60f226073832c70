"""Some names taken out of a spelling: the articles that use them speak of somebody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from sqlalchemy import select, update

from app.store import bulk
from app.store.corrections.decisions import Decision, folded
from app.store.handles import WriteTransaction
from app.store.identity.naming import full_forms, shown_name
from app.store.intake import aliases as intake_aliases
from app.store.intake import speakers as intake_speakers
from app.store.intake.speakers import StoredSpeaker
from app.store.schema import tables
from app.text.folding import fold_name


def carve(tx: WriteTransaction, split: Decision) -> list[StoredSpeaker]:
    """Makes the speakers that a split carves out of others; gives those that have changed."""
    changed: list[StoredSpeaker] = []
    for key, apart_key in split.carved.items():
        base = intake_speakers.speaker_by_key(tx, key)
        if base is None:
            continue  # the writer gives new articles the right key
        apart = intake_speakers.speaker_by_key(tx, apart_key) or intake_speakers.make_speaker(
            tx, apart_key, base, min(split.payload["aliases"])
        )
        _move(tx, base.number, apart.number, split.folded_aliases)
        changed += [base, apart]
    _name_anew(tx, changed)
    return changed


def put_back(tx: WriteTransaction, split: Decision) -> list[StoredSpeaker]:
    """Gives what was carved out back; gives those that have changed."""
    changed: list[StoredSpeaker] = []
    for key, apart_key in split.carved.items():
        apart = intake_speakers.speaker_by_key(tx, apart_key)
        if apart is None:
            continue
        base = intake_speakers.speaker_by_key(tx, key) or intake_speakers.make_speaker(
            tx, key, apart, apart.name
        )
        _move(tx, apart.number, base.number, None)
        changed += [base, apart]
    _name_anew(tx, changed)
    return changed


def _move(tx: WriteTransaction, number: int, other: int, names: Collection[str] | None) -> None:
    """Gives what articles say of a speaker to another one, where they call it by one of these names (folded; None:
    by any). The first form is the name that an article understands it by."""
    mention, quotation = tables.mention, tables.quotation
    rows = tx.execute(
        select(mention.c.article_id, mention.c.forms).where(mention.c.named_id == number)
    )
    articles = [
        article
        for article, forms in rows
        if names is None or (forms and not folded(forms[:1]).isdisjoint(names))
    ]
    role, about = tables.speaker_role, tables.quotation_about
    for some in bulk.slices(articles):
        for table, column in ((mention, "named_id"), (role, "speaker_id")):
            of_these = (table.c.article_id.in_(some)) & (table.c[column] == number)
            tx.execute(update(table).where(of_these).values({column: other}))
        quoted = select(quotation.c.id).where(quotation.c.article_id.in_(some))
        inside = about.c.quotation_id.in_(quoted) & (about.c.named_id == number)
        tx.execute(update(about).where(inside).values(named_id=other))
        _move_quotations(tx, some, number, other)


def _move_quotations(
    tx: WriteTransaction, articles: Collection[int], number: int, other: int
) -> None:
    quotation = tables.quotation
    here = quotation.c.article_id.in_(articles)
    found = here & quotation.c.original.is_(None)
    for named, speaker in (("named_id", "speaker_id"), ("via_named_id", "via_speaker_id")):
        mine = found & (quotation.c[named] == number)
        tx.execute(update(quotation).where(mine).values({named: other, speaker: other}))
    # Of one that people corrected, only what analysis found changes.
    corrected = select(quotation.c.id, quotation.c.original).where(
        here, quotation.c.original.is_not(None)
    )
    for row in tx.execute(corrected).all():
        if row.original["named_id"] == number:
            values = {"original": row.original | {"named_id": other}}
            tx.execute(update(quotation).where(quotation.c.id == row.id).values(values))


def _name_anew(tx: WriteTransaction, speakers: Collection[StoredSpeaker]) -> None:
    """Counts the forms of speakers anew, and chooses the names to show."""
    mention = tables.mention
    renamed = []
    for speaker in speakers:
        counts: Counter[str] = Counter()
        query = select(mention.c.forms).where(mention.c.named_id == speaker.number)
        for forms in tx.execute(query).scalars():
            counts.update(forms)
        intake_aliases.set_aliases(tx, speaker.number, speaker.kind, counts)
        name = shown_name(speaker.kind, full_forms(speaker.key, counts), speaker.name)
        renamed.append(
            {
                "number": speaker.number,
                "name": name,
                "folded_name": fold_name(name),
                "gender": speaker.gender,
            }
        )
    intake_speakers.set_names(tx, renamed)
