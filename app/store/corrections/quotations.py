"""Corrections of quotations put into effect over what analysis found, which is kept beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select, update

from app.store import bulk
from app.store.corrections.decisions import Decision
from app.store.handles import WriteTransaction
from app.store.ids import content_id
from app.store.intake import documents
from app.store.intake import speakers as intake_speakers
from app.store.schema import tables
from app.text.folding import fold_name

_KEPT = ("start", "end", "segments", "text")
# Newer rules may end a quotation elsewhere: it is the one with so many words in common, of the longer one's.
_SAME_WORDS = 0.6


def apply_to_quotations(
    tx: WriteTransaction, active: Sequence[Decision], subjects: Collection[str]
) -> None:
    """Makes the quotations that these subjects of decisions mean what analysis found and people decided since."""
    speakers: set[int] = set()
    articles: set[int] = set()
    quotation = tables.quotation
    by_quotation = _decisions_by_quotation(tx, active, subjects)
    for some in bulk.slices(sorted(by_quotation)):
        for row in tx.execute(select(quotation).where(quotation.c.public_id.in_(some))).all():
            values = _decided(tx, row, by_quotation[row.public_id])
            tx.execute(update(quotation).where(quotation.c.id == row.id).values(**values))
            speakers |= {
                each for each in (row.speaker_id, values["speaker_id"]) if each is not None
            }
            articles.add(row.article_id)
    intake_speakers.recount(tx, speakers)
    documents.mark_changed(tx, articles)


def found_by(text: str, article_id: str) -> dict[str, str]:
    """What a decision keeps of a quotation, to find it again when newer rules give it other bounds."""
    return {"article": article_id, "words": fold_name(text)}


def _decisions_by_quotation(
    tx: WriteTransaction, active: Sequence[Decision], subjects: Collection[str]
) -> dict[str, list[Decision]]:
    """The decisions in force by the quotation that they mean now; those of subjects that are no more are left
    out."""
    quotation = tables.quotation
    present: set[str] = set()
    for some in bulk.slices(sorted(subjects)):
        query = select(quotation.c.public_id).where(quotation.c.public_id.in_(some))
        present |= set(tx.execute(query).scalars())
    meant: dict[str, str | None] = {subject: subject for subject in present}
    found: dict[str, list[Decision]] = {subject: [] for subject in present}
    for decision in active:
        if decision.subject not in subjects:
            continue
        if decision.subject not in meant:
            meant[decision.subject] = _found_again(tx, decision)
        quotation_id = meant[decision.subject]
        if quotation_id is not None:
            found.setdefault(quotation_id, []).append(decision)
    return found


def _found_again(tx: WriteTransaction, decision: Decision) -> str | None:
    """The quotation of the article that has most of the decision's words."""
    words = Counter(decision.payload.get("words", "").split())
    article, quotation = tables.article, tables.quotation
    query = (
        select(quotation.c.public_id, quotation.c.text, quotation.c.original)
        .join(article, article.c.id == quotation.c.article_id)
        .where(article.c.public_id == decision.payload.get("article"))
        .order_by(quotation.c.position)
    )
    best, most = None, _SAME_WORDS
    for public_id, text, original in tx.execute(query) if words else ():
        own = Counter(fold_name(original["text"] if original else text).split())
        share = (own & words).total() / max(own.total(), words.total())
        if share >= most and (best is None or share > most):
            best, most = public_id, share
    return best


def _decided(tx: WriteTransaction, row: Row[Any], decisions: Sequence[Decision]) -> dict[str, Any]:
    """The columns of a quotation after all decisions about it."""
    original = row.original or {
        "named_id": row.named_id,
        **{name: getattr(row, name) for name in _KEPT},
    }
    values = {**original, "is_hidden": False, "original": original if decisions else None}
    for decision in decisions:
        if decision.kind == "hide":
            values["is_hidden"] = True
        elif decision.kind == "attribute":
            values["named_id"] = _number_of(tx, decision.payload)
        elif decision.kind == "bounds":
            values |= _bounds(tx, row.article_id, decision.payload)
    values["speaker_id"] = intake_speakers.head(tx, values["named_id"])
    return values


def _bounds(tx: WriteTransaction, article: int, payload: dict[str, Any]) -> dict[str, Any]:
    """The corrected bounds, found again by their words where the text moved; nothing when they are
    gone."""
    query = select(tables.article.c.text).where(tables.article.c.id == article)
    body = tx.execute(query).scalar_one()
    start, words = payload["start"], payload["text"]
    if body[start : start + len(words)] != words:
        start = body.find(words)
    if start < 0:
        return {}
    end = start + len(words)
    return {"start": start, "end": end, "segments": [[start, end]], "text": words}


def _number_of(tx: WriteTransaction, payload: dict[str, Any]) -> int | None:
    """The speaker that a decision names, made where this archive has none such."""
    if payload["speaker"] is None:
        return None
    speaker = intake_speakers.speaker_by_public_id(tx, payload["speaker"])
    if speaker is None:
        key, kind = payload["speaker_key"], payload["speaker_kind"]
        family = key.split("|")[1] if kind == "person" else None
        like = intake_speakers.StoredSpeaker(
            0, content_id("spk", key), key, family, kind, payload["name"], None, None, False
        )
        speaker = intake_speakers.make_speaker(tx, key, like, payload["name"])
    return speaker.number
