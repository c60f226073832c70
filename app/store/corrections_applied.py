"""Corrections put into effect: on speakers as merges and splits by hand, on quotations over what analysis
found, which is kept beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, text, update

from app.store import identities, intake, intake_speakers, tables
from app.store.handles import WriteTransaction
from app.store.ids import content_id
from app.store.intake_speakers import StoredSpeaker
from app.store.resolution import Resettled, point, resettle
from app.text.folding import fold_name
from app.text.person_names import without_title

_KEPT = ("start", "end", "segments", "text")


@dataclass(frozen=True, slots=True)
class Decision:
    """A correction, as applying needs it."""

    id: str
    kind: str
    subject: str
    payload: dict[str, Any]


def apply_to_speakers(
    tx: WriteTransaction,
    active: Sequence[Decision],
    *,
    only: str | None = None,
    undone: Decision | None = None,
) -> None:
    """Puts merges, splits and aliases into effect: all of them, the one with the id `only`, or those
    that are left of a speaker when one was `undone`."""
    touched = _Touched()
    if undone is not None:
        _take_back(tx, undone, touched)
        active = [each for each in active if each.subject == undone.subject]
    elif only is not None:
        active = [each for each in active if each.id == only]
    for decision in active:
        if decision.kind == "merge":
            _merge(tx, decision, touched)
        elif decision.kind == "split":
            _split(tx, decision, touched)
        elif decision.kind == "alias":
            _add_alias(tx, decision, touched)
    touched.finish(tx)


def apply_to_quotations(
    tx: WriteTransaction, active: Sequence[Decision], quotation_ids: Sequence[str]
) -> None:
    """Makes these quotations what analysis found and people decided since."""
    speakers: set[int] = set()
    articles: set[int] = set()
    quotation = tables.quotation
    by_subject: dict[str, list[Decision]] = {}
    for decision in active:
        by_subject.setdefault(decision.subject, []).append(decision)
    for some in intake.slices(sorted(set(quotation_ids))):
        for row in tx.execute(select(quotation).where(quotation.c.public_id.in_(some))).all():
            values = _decided(tx, row, by_subject.get(row.public_id, []))
            tx.execute(update(quotation).where(quotation.c.id == row.id).values(**values))
            speakers |= {
                each for each in (row.speaker_id, values["speaker_id"]) if each is not None
            }
            articles.add(row.article_id)
    intake_speakers.recount(tx, speakers)
    intake.mark_changed(tx, articles)


class _Touched:
    """What has to be made anew when all decisions are applied."""

    def __init__(self) -> None:
        self.heads: set[int] = set()
        self.articles: set[int] = set()
        self.families: set[str] = set()
        self.moved: set[int] = set()

    def note(self, changed: Resettled) -> None:
        """Remembers what one step changed."""
        self.heads |= changed.heads
        self.articles |= changed.articles
        self.moved |= changed.merged_into.keys()

    def finish(self, tx: WriteTransaction) -> None:
        """Settles the families, counts, and has the index look again."""
        self.note(resettle(tx, self.families, offices=identities.offices_of(tx, self.moved)))
        intake_speakers.recount(tx, self.heads)
        intake.mark_changed(tx, self.articles)


def _merge(tx: WriteTransaction, decision: Decision, touched: _Touched) -> None:
    speaker = _speaker(tx, decision.subject)
    into = _speaker(tx, decision.payload["into"])
    if speaker is None or into is None:
        return  # it applies when both are there
    head = into.merged_into or into.number
    if head == speaker.number:
        return
    dependents = _merged_into(tx, speaker.number)
    _set_by_hand(tx, speaker.number, is_by_hand=True)
    heads: dict[int, int | None] = {each.number: head for each in (speaker, *dependents)}
    touched.note(point(tx, [speaker, *dependents], heads))
    touched.families |= {each.family for each in (speaker, into, *dependents) if each.family}


def _split(tx: WriteTransaction, decision: Decision, touched: _Touched) -> None:
    speaker = _speaker(tx, decision.subject)
    if speaker is None:
        return
    aliases = set(decision.payload["aliases"])
    apart: list[StoredSpeaker] = []
    for each in (speaker, *_merged_into(tx, speaker.number)):
        own = set(intake_speakers.alias_counts(tx, [each.number])[each.number])
        if not own & aliases:
            continue
        if own <= aliases and each.number != speaker.number:
            apart.append(each)
        else:
            apart.append(_taken_out(tx, each, aliases, touched))
    if not apart:
        return
    head = min(apart, key=lambda each: each.key).number
    for each in apart:
        _set_by_hand(tx, each.number, is_by_hand=True)
    heads = {each.number: None if each.number == head else head for each in apart}
    touched.note(point(tx, apart, heads))
    touched.heads |= {speaker.number, head}
    touched.families |= {each.family for each in apart if each.family}


def _taken_out(
    tx: WriteTransaction, speaker: StoredSpeaker, aliases: set[str], touched: _Touched
) -> StoredSpeaker:
    """Makes a speaker of some of a spelling's aliases, with the quotations and mentions that use them."""
    key = split_key(speaker.key, aliases)
    apart = _speaker(tx, content_id("spk", key)) or _made(tx, key, speaker, min(aliases))
    move_named(tx, speaker.number, apart.number, aliases)
    touched.heads |= {speaker.number, apart.number}
    touched.articles |= intake_speakers.articles_naming(tx, [apart.number])
    return apart


def split_key(key: str, aliases: Iterable[str]) -> str:
    """The key of the speaker that aliases become when they are split off."""
    return f"{key}|split:{';'.join(sorted(fold_name(alias) for alias in aliases))}"


def move_named(tx: WriteTransaction, number: int, other: int, names: set[str]) -> None:
    """Gives the quotations, mentions and aliases of a speaker that use these names to another one."""
    quotation, mention = tables.quotation, tables.mention
    quoted = tx.execute(
        select(quotation.c.id, quotation.c.mention).where(quotation.c.named_id == number)
    )
    moved = [row.id for row in quoted if row.mention and row.mention["canonical"] in names]
    for some in intake.slices(moved):
        tx.execute(
            update(quotation)
            .where(quotation.c.id.in_(some))
            .values(named_id=other, speaker_id=other)
        )
    named = tx.execute(select(mention.c.id, mention.c.forms).where(mention.c.named_id == number))
    # The first form is the name that the article is understood by.
    moved = [row.id for row in named if row.forms and row.forms[0] in names]
    for some in intake.slices(moved):
        tx.execute(update(mention).where(mention.c.id.in_(some)).values(named_id=other))
    tx.execute(
        text(
            "UPDATE speaker_alias SET speaker_id = :other WHERE speaker_id = :number AND alias = :alias"
        ),
        [{"number": number, "other": other, "alias": alias} for alias in sorted(names)],
    )


def _add_alias(tx: WriteTransaction, decision: Decision, touched: _Touched) -> None:
    speaker = _speaker(tx, decision.subject)
    if speaker is None:
        return
    alias = decision.payload["alias"]
    tx.execute(
        text(
            "INSERT INTO speaker_alias (speaker_id, alias, folded, n_articles, by_hand) "
            "VALUES (:speaker_id, :alias, :folded, 0, true) "
            "ON CONFLICT (speaker_id, alias) DO UPDATE SET by_hand = true"
        ),
        {
            "speaker_id": speaker.number,
            "alias": alias,
            "folded": fold_name(without_title(alias)),
        },
    )
    touched.articles |= intake_speakers.articles_naming(tx, [speaker.number])


def _take_back(tx: WriteTransaction, undone: Decision, touched: _Touched) -> None:
    speaker = _speaker(tx, undone.subject)
    if speaker is None:
        return
    if undone.kind == "alias":
        values = {"number": speaker.number, "alias": undone.payload["alias"]}
        where = "WHERE speaker_id = :number AND alias = :alias"
        tx.execute(text(f"UPDATE speaker_alias SET by_hand = false {where}"), values)  # noqa: S608
        tx.execute(text(f"DELETE FROM speaker_alias {where} AND n_articles = 0"), values)  # noqa: S608
        touched.articles |= intake_speakers.articles_naming(tx, [speaker.number])
    elif undone.kind == "merge":
        _set_by_hand(tx, speaker.number, is_by_hand=False)
        touched.note(point(tx, [speaker], {speaker.number: None}))
        _release(tx, undone, speaker, touched)
    elif undone.kind == "split":
        _put_back(tx, undone, speaker, touched)


def _release(
    tx: WriteTransaction, undone: Decision, speaker: StoredSpeaker, touched: _Touched
) -> None:
    """Spellings that came along with a merged speaker go back with it: those of its family are settled
    anew, so they only have to be let go of."""
    into = _speaker(tx, undone.payload["into"])
    if into is None:
        return
    came_along = [
        each
        for each in _merged_into(tx, into.merged_into or into.number)
        if each.family == speaker.family and not each.is_merged_by_hand
    ]
    touched.note(point(tx, came_along, {each.number: None for each in came_along}))
    touched.families |= {each.family for each in (speaker, into) if each.family}


def _put_back(
    tx: WriteTransaction, undone: Decision, speaker: StoredSpeaker, touched: _Touched
) -> None:
    aliases = set(undone.payload["aliases"])
    for each in intake_speakers.speakers_of_families(
        tx, [speaker.family] if speaker.family else []
    ):
        own = set(intake_speakers.alias_counts(tx, [each.number])[each.number])
        if each.is_merged_by_hand and own and own <= aliases:
            base = each.key.partition("|split:")[0]
            _set_by_hand(tx, each.number, is_by_hand=False)
            if base != each.key:
                original = intake_speakers.speakers_by_key(tx, [base])
                if original:
                    touched.articles |= intake_speakers.articles_naming(tx, [each.number])
                    move_named(tx, each.number, original[0].number, own)
                    touched.heads |= {each.number, original[0].merged_into or original[0].number}
            touched.note(point(tx, [each], {each.number: None}))
    touched.families |= {speaker.family} if speaker.family else set()
    touched.heads.add(speaker.number)


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
    values["speaker_id"] = _head(tx, values["named_id"])
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
    if payload["speaker"] is None:
        return None
    speaker = _speaker(tx, payload["speaker"])
    if speaker is None:
        key, kind = payload["speaker_key"], payload["speaker_kind"]
        family = key.split("|")[1] if kind == "person" else None
        like = StoredSpeaker(0, "", key, family, kind, payload["name"], None, None, False)
        speaker = _made(tx, key, like, payload["name"])
    return speaker.number


def _head(tx: WriteTransaction, number: int | None) -> int | None:
    if number is None:
        return None
    query = select(tables.speaker.c.merged_into_id).where(tables.speaker.c.id == number)
    return tx.execute(query).scalar_one_or_none() or number


def _made(tx: WriteTransaction, key: str, like: StoredSpeaker, name: str) -> StoredSpeaker:
    plain = without_title(name) if like.kind == "person" else name
    number = intake.last_numbers(tx)["speaker"] + 1
    public_id = content_id("spk", key)
    tx.execute(
        insert(tables.speaker).values(
            id=number,
            public_id=public_id,
            key=key,
            family=like.family,
            kind=like.kind,
            name=plain,
            folded_name=fold_name(plain),
            gender=like.gender,
        )
    )
    return StoredSpeaker(
        number, public_id, key, like.family, like.kind, plain, like.gender, None, False
    )


def _speaker(tx: WriteTransaction, public_id: str) -> StoredSpeaker | None:
    found = intake_speakers.speakers_by_public_id(tx, [public_id])
    return found[0] if found else None


def _merged_into(tx: WriteTransaction, number: int) -> list[StoredSpeaker]:
    return intake_speakers.speakers_merged_into(tx, [number])


def _set_by_hand(tx: WriteTransaction, number: int, *, is_by_hand: bool) -> None:
    speaker = tables.speaker
    tx.execute(update(speaker).where(speaker.c.id == number).values(is_merged_by_hand=is_by_hand))
