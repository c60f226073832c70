"""One batch of analysed documents into the store: what is new, what is a new version, who is quoted, what
shares text. Every method is a step of `BatchWriter.store`, in its order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.ingest.link.decisions import Decisions
from app.ingest.link.given import Given, Item
from app.ingest.link.identity import is_same_article
from app.ingest.link.near_duplicates import NewText
from app.ingest.link.preparation import Named, Prepared, PreparedRaw
from app.ingest.link.speakers import SpeakerBook
from app.ingest.link.stories import Stories
from app.ingest.link.utterances import utterance_of
from app.store import bulk
from app.store.administration.jobs import Outcome
from app.store.corrections import log as corrections
from app.store.corrections.quotations import apply_to_quotations
from app.store.corrections.speakers import apply_to_speakers
from app.store.handles import WriteTransaction
from app.store.identity.resolution import Resettled
from app.store.ids import content_id
from app.store.intake import aliases as intake_aliases
from app.store.intake import documents
from app.store.intake import revisions as intake_revisions
from app.store.intake import speakers as intake_speakers
from app.store.intake.documents import StoredArticle
from app.store.intake.revisions import Removed
from app.store.intake.speakers import Quoted
from app.text.folding import fold_name
from app.text.shingles import shingles


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a document, and the rows that say so."""

    origin: str
    outcome: Outcome
    article: int | None = None
    reason: str | None = None
    detail: str | None = None
    raw: int | None = None


@dataclass(slots=True)
class _Entry:
    """An article of the batch on its way to the store."""

    prepared: Prepared
    number: int
    public_id: str
    raw: int
    replaced: StoredArticle | None
    # Of its own: what is prepared stays as it is, and may be tried again when this batch is taken back.
    named: list[Named] = field(init=False)

    def __post_init__(self) -> None:
        self.named = [each.in_article(self.number, self.public_id) for each in self.prepared.named]


class BatchWriter:
    """Writes batches; keeps between them what is dear to ask for again. One per process."""

    def __init__(self, tx: WriteTransaction, rules_version: str) -> None:
        self._rules_version = rules_version
        self._numbers = bulk.last_numbers(tx)
        self._sources = {key: number for key, (number, _) in documents.names_of_sources(tx).items()}
        self._speakers = SpeakerBook(tx, self._numbers["speaker"])
        self._stories = Stories(self._numbers["story"])
        self._tx = tx
        self._entries: list[_Entry] = []
        self._taken: set[str] = set()  # their keys
        self._raws: dict[str, tuple[int, int | None]] = {}
        self._by_key: dict[str, list[StoredArticle]] = {}
        self._new_raws: list[dict[str, Any]] = []
        self._decisions = Decisions()
        self._reason = "revised"

    def store(self, tx: WriteTransaction, results: Sequence[Given]) -> list[Stored]:
        """Stores results in their order.

        Two documents of one article in a batch are stored one after the other.
        """
        self._begin(tx, "revised")
        given = [Item.of(result) for result in results]
        self._raws = documents.raws_by_digest(tx, sorted({each.digest for each in given} - {""}))
        keys = sorted({each.article.key for each in given if each.article is not None})
        self._by_key = documents.articles_by_key(tx, keys)
        stored = [self._take(each) for each in given]
        self._write()
        return stored

    def revise(
        self, tx: WriteTransaction, revisions: Sequence[tuple[StoredArticle, Prepared]]
    ) -> None:
        """Gives stored articles what newer rules make of the same sources; the old version is kept."""
        self._begin(tx, "reprocessed")
        for stored, prepared in revisions:
            entry = _Entry(prepared, stored.number, stored.public_id, stored.raw_id, stored)
            self._entries.append(entry)
        self._write()

    def delete(self, tx: WriteTransaction, numbers: Sequence[int]) -> None:
        """Takes articles away with all that was found in them; what they were a copy of, or said of
        somebody, is settled without them."""
        self._begin(tx, "deleted")
        removed = self._remove(numbers)
        changed = self._write_speakers([], removed)
        intake_speakers.recount(tx, removed.speakers | changed)
        self._stories.settle(tx)
        documents.mark_deleted(tx, numbers, datetime.now(UTC))

    def _begin(self, tx: WriteTransaction, reason: str) -> None:
        self._tx = tx
        self._reason = reason
        decisions = Decisions.of(corrections.active_decisions(tx))
        if decisions.all != self._decisions.all:
            self._speakers.forget()
            self._decisions = decisions

    def _take(self, item: Item) -> Stored:
        known = self._raws.get(item.digest)
        if item.rejected is not None:
            raw = None if item.raw is None else self._keep_raw(item.raw, None)
            reason, detail = item.rejected.reason.value, item.rejected.detail
            return Stored(item.origin, Outcome.REJECTED, None, reason, detail, raw)
        if item.article is None or (known is not None and known[1] is not None):
            return Stored(item.origin, Outcome.UNCHANGED, None if known is None else known[1])
        return self._accept(item.article)

    def _accept(self, prepared: Prepared) -> Stored:
        if prepared.key in self._taken:
            written = sorted(self._taken)
            self._write()  # the earlier one must be there to be compared with
            self._by_key |= documents.articles_by_key(self._tx, written)
        replaced = self._replaced(prepared)
        if replaced is None:
            number = self._next("article")
            # Unrelated documents may share a weak key: what they first said tells them apart.
            digest = prepared.raw.digest if prepared.has_weak_key else ""
            public_id = content_id("art", prepared.key, digest)
        else:
            number, public_id = replaced.number, replaced.public_id
        raw = self._keep_raw(prepared.raw, number)
        self._taken.add(prepared.key)
        self._entries.append(_Entry(prepared, number, public_id, raw, replaced))
        outcome = Outcome.STORED if replaced is None else Outcome.REVISED
        return Stored(prepared.raw.origin, outcome, number)

    def _replaced(self, prepared: Prepared) -> StoredArticle | None:
        same_key = self._by_key.get(prepared.key, [])
        if not prepared.has_weak_key or not same_key:
            return same_key[0] if same_key else None
        texts = documents.texts(self._tx, [each.number for each in same_key])
        title = prepared.row["title"]
        for each in same_key:
            other = shingles(texts[each.number])
            if is_same_article(title, prepared.shingles, each.title, other):
                return each
        return None

    def _keep_raw(self, raw: PreparedRaw, article: int | None) -> int:
        known = self._raws.get(raw.digest)
        if known is not None:
            if article is not None:
                self._write_raws()
                documents.set_raw_article(self._tx, known[0], article)
                self._raws[raw.digest] = (known[0], article)
            return known[0]
        number = self._next("raw_source")
        self._raws[raw.digest] = (number, article)
        row = {"id": number, "digest": raw.digest, "article_id": article, **raw.row}
        self._new_raws.append(row)
        return number

    def _write_raws(self) -> None:
        rows, self._new_raws = self._new_raws, []
        bulk.insert_rows(self._tx, "raw_source", rows)

    def _write(self) -> None:
        """The entries taken so far into the tables, table by table."""
        entries, self._entries = self._entries, []
        self._taken.clear()
        self._write_raws()
        if not entries:
            return
        now = datetime.now(UTC)
        removed = self._make_room([entry for entry in entries if entry.replaced], now)
        self._write_articles(entries, now)
        changed = self._write_speakers(entries, removed)
        intake_speakers.recount(self._tx, removed.speakers | changed)
        self._write_quotations(entries)
        self._write_duplicates(entries)

    def _make_room(self, entries: Sequence[_Entry], now: datetime) -> Removed:
        for entry in entries:
            intake_revisions.keep_version(self._tx, entry.number, self._reason, now)
        return self._remove([entry.number for entry in entries])

    def _remove(self, numbers: Sequence[int]) -> Removed:
        removed = intake_revisions.remove_content(self._tx, numbers)
        intake_aliases.remove_aliases(self._tx, removed.forms_by_speaker)
        self._speakers.uncount(removed.forms_by_speaker)
        self._stories.forget_text(self._tx, numbers)
        return removed

    def _write_articles(self, entries: Sequence[_Entry], now: datetime) -> None:
        fresh: list[dict[str, Any]] = []
        for entry in entries:
            values = {
                **entry.prepared.row,
                "rules_version": self._rules_version,
                "source_id": self._source(entry.prepared.source),
                "raw_id": entry.raw,
                "updated_at": now,
            }
            if entry.replaced is not None:
                intake_revisions.update_article(self._tx, entry.number, values)
                continue
            fresh.append(
                {
                    "id": entry.number,
                    "public_id": entry.public_id,
                    "key": entry.prepared.key,
                    "version": 1,
                    "revision": 1,
                    "indexed_revision": 0,
                    "stored_at": now,
                    **values,
                }
            )
        bulk.insert_rows(self._tx, "article", fresh)

    def _source(self, name: str | None) -> int | None:
        key = fold_name(name or "")
        if name is None or not key:
            return None
        if key not in self._sources:
            number = self._next("source")
            row = {"id": number, "public_id": content_id("src", key), "key": key, "name": name}
            bulk.insert_rows(self._tx, "source", [row])
            self._sources[key] = number
        return self._sources[key]

    def _write_speakers(self, entries: Sequence[_Entry], removed: Removed) -> set[int]:
        for entry in entries:
            for named in entry.named:
                named.key = self._decisions.key_of(named.key, named.name)
        self._speakers.begin(self._tx, [entry.named for entry in entries])
        mentions: list[dict[str, Any]] = []
        roles: list[dict[str, Any]] = []
        for entry in entries:
            for named in entry.named:
                number = self._speakers.speaker(named.key).number
                mentions.append(
                    {
                        "article_id": entry.number,
                        "named_id": number,
                        "spans": named.spans,
                        "forms": named.forms,
                    }
                )
                roles += [
                    {
                        "article_id": entry.number,
                        "speaker_id": number,
                        "role": role,
                        "office": office,
                    }
                    for role, office in named.roles.items()
                ]
        self._speakers.write()
        bulk.insert_rows(self._tx, "mention", mentions)
        bulk.insert_rows(self._tx, "speaker_role", roles)
        self._speakers.meet(mentions)
        self._speakers.revise(removed, mentions)
        settled = self._speakers.settle()
        new = {entry.number for entry in entries}
        documents.mark_changed(self._tx, settled.articles - new)
        self._apply_decisions(entries, settled)
        return settled.heads

    def _apply_decisions(self, entries: Sequence[_Entry], settled: Resettled) -> None:
        """People's decisions on speakers who are new here, or whom the rules have just settled otherwise."""
        if not self._decisions.speakers:
            return
        public_ids = {
            self._speakers.speaker(each.key).public_id for entry in entries for each in entry.named
        }
        if settled.merged_into or not self._decisions.speakers.isdisjoint(public_ids):
            aliases = self._decisions.aliases_of(public_ids)
            apply_to_speakers(self._tx, self._decisions.all, fresh=aliases)
            self._speakers.refresh()

    def _write_quotations(self, entries: Sequence[_Entry]) -> None:
        quotations: list[dict[str, Any]] = []
        about: list[dict[str, Any]] = []
        counts: dict[int, _Counts] = {}
        for entry in entries:
            speakers = [self._speakers.speaker(named.key) for named in entry.named]
            seen: Counter[str] = Counter()
            for quotation in entry.prepared.quotations:
                number = self._next("quotation")
                seen[quotation.words] += 1
                count = str(seen[quotation.words])
                named = None if quotation.named is None else speakers[quotation.named]
                via = None if quotation.via is None else speakers[quotation.via]
                quotations.append(
                    {
                        "id": number,
                        # By its words, so that it stays when the text around it moves.
                        "public_id": content_id("quo", entry.public_id, quotation.words, count),
                        "article_id": entry.number,
                        "named_id": None if named is None else named.number,
                        "speaker_id": None if named is None else named.head,
                        "via_named_id": None if via is None else via.number,
                        "via_speaker_id": None if via is None else via.head,
                        "utterance": utterance_of(quotation.words),
                        **quotation.row,
                    }
                )
                about += [
                    {"quotation_id": number, "named_id": speakers[place].number}
                    for place in quotation.about
                ]
                if named is not None:
                    counted = counts.setdefault(named.head, _Counts())
                    counted.add(entry.number, entry.prepared.dated_at)
        bulk.insert_rows(self._tx, "quotation", quotations)
        bulk.insert_rows(self._tx, "quotation_about", about)
        intake_speakers.count_up(
            self._tx, [counted.quoted(speaker) for speaker, counted in sorted(counts.items())]
        )
        corrected = self._decisions.subjects(
            {entry.public_id for entry in entries}, {row["public_id"] for row in quotations}
        )
        apply_to_quotations(self._tx, self._decisions.all, corrected)

    def _write_duplicates(self, entries: Sequence[_Entry]) -> None:
        self._stories.settle(self._tx)
        for entry in entries:
            new = NewText(entry.number, entry.prepared.packed_shingles, entry.prepared.sampled)
            self._stories.place(self._tx, new)

    def _next(self, table: str) -> int:
        self._numbers[table] += 1
        return self._numbers[table]


@dataclass(slots=True)
class _Counts:
    """What a batch adds to one speaker's counts."""

    n_quotations: int = 0
    articles: set[int] = field(default_factory=set)
    dates: set[datetime] = field(default_factory=set)

    def add(self, article: int, dated_at: datetime | None) -> None:
        """Counts one quotation."""
        self.n_quotations += 1
        self.articles.add(article)
        if dated_at is not None:
            self.dates.add(dated_at)

    def quoted(self, speaker: int) -> Quoted:
        """The sum."""
        first, last = min(self.dates, default=None), max(self.dates, default=None)
        return Quoted(speaker, self.n_quotations, len(self.articles), first, last)
