"""One batch of analysed documents into the store: what is new, what is a new version, who is quoted, what
shares text. Every method is a step of `BatchWriter.store`, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.ingest.link import rows
from app.ingest.link.identity import Identity, identity, is_same_article, source_digest
from app.ingest.link.near_duplicates import DuplicateFinder, NewText, regroup
from app.ingest.link.speakers import Cast, SpeakerBook
from app.records import Analysed, RawDocument, Rejected
from app.store import intake, intake_revisions, intake_speakers, intake_stories
from app.store.handles import WriteTransaction
from app.store.ids import content_id
from app.store.intake import StoredArticle
from app.store.intake_speakers import Quoted
from app.store.jobs import Outcome
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

    analysed: Analysed
    digest: str
    identity: Identity
    number: int
    public_id: str
    raw: int
    replaced: StoredArticle | None
    shingles: frozenset[int]
    cast: Cast = field(init=False)

    def __post_init__(self) -> None:
        self.cast = Cast(self.analysed, self.public_id)


class BatchWriter:
    """Writes batches; keeps between them what is dear to ask for again. One per process."""

    def __init__(self, tx: WriteTransaction, rules_version: str) -> None:
        self._rules_version = rules_version
        self._numbers = intake.last_numbers(tx)
        self._sources = {key: number for key, (number, _) in intake.names_of_sources(tx).items()}
        self._speakers = SpeakerBook(tx, self._numbers["speaker"])
        self._duplicates = DuplicateFinder()
        self._tx = tx
        self._entries: list[_Entry] = []
        self._raws: dict[str, tuple[int, int | None]] = {}
        self._by_key: dict[str, list[StoredArticle]] = {}
        # Articles that were paired with a text that is gone.
        self._unsettled: set[int] = set()

    def store(
        self, tx: WriteTransaction, results: Sequence[Analysed | Rejected | RawDocument]
    ) -> list[Stored]:
        """Stores results in their order; a bare RawDocument is one that is known already.

        Two documents of one article in a batch are stored one after the other.
        """
        self._tx = tx
        digests = [_digest(result) for result in results]
        self._raws = intake.raws_by_digest(tx, sorted({each for each in digests if each}))
        self._by_key = self._articles_by_key(results)
        stored: list[Stored] = []
        for result, digest in zip(results, digests, strict=True):
            stored.append(self._take(result, digest))
        self._write()
        return stored

    def _articles_by_key(
        self, results: Sequence[Analysed | Rejected | RawDocument]
    ) -> dict[str, list[StoredArticle]]:
        keys = {identity(each).key for each in results if isinstance(each, Analysed)}
        return intake.articles_by_key(self._tx, sorted(keys))

    def _take(self, result: Analysed | Rejected | RawDocument, digest: str | None) -> Stored:
        if isinstance(result, RawDocument):
            article = self._raws.get(digest or "", (0, None))[1]
            return Stored(result.origin, Outcome.UNCHANGED, article)
        if isinstance(result, Rejected):
            return self._reject(result, digest)
        assert digest is not None  # noqa: S101 - an Analysed has its source
        known = self._raws.get(digest)
        if known is not None and known[1] is not None:
            return Stored(result.raw.origin, Outcome.UNCHANGED, known[1])
        return self._accept(result, digest)

    def _reject(self, rejected: Rejected, digest: str | None) -> Stored:
        raw = None
        if rejected.raw is not None and digest is not None:
            raw = self._keep_raw(rejected.raw, digest, None)
        return Stored(
            rejected.origin, Outcome.REJECTED, None, rejected.reason.value, rejected.detail, raw
        )

    def _accept(self, analysed: Analysed, digest: str) -> Stored:
        key = identity(analysed)
        if any(entry.identity.key == key.key for entry in self._entries):
            self._write()  # the earlier one must be there to be compared with
            self._by_key[key.key] = intake.articles_by_key(self._tx, [key.key]).get(key.key, [])
        hashes = frozenset(analysed.shingles or shingles(analysed.article.text))
        replaced = self._replaced(key, analysed, hashes)
        if replaced is None:
            number = self._next("article")
            # Unrelated documents may share a weak key: what they first said tells them apart.
            parts = (key.key, digest) if key.is_weak else (key.key,)
            public_id = content_id("art", *parts)
        else:
            number, public_id = replaced.number, replaced.public_id
        raw = self._keep_raw(analysed.raw, digest, number)
        entry = _Entry(analysed, digest, key, number, public_id, raw, replaced, hashes)
        self._entries.append(entry)
        outcome = Outcome.STORED if replaced is None else Outcome.REVISED
        return Stored(analysed.raw.origin, outcome, number)

    def _replaced(
        self, key: Identity, analysed: Analysed, hashes: frozenset[int]
    ) -> StoredArticle | None:
        same_key = self._by_key.get(key.key, [])
        if not key.is_weak or not same_key:
            return same_key[0] if same_key else None
        texts = intake.texts(self._tx, [each.number for each in same_key])
        for each in same_key:
            other = shingles(texts[each.number])
            if is_same_article(analysed.article.title, hashes, each.title, other):
                return each
        return None

    def _keep_raw(self, raw: RawDocument, digest: str, article: int | None) -> int:
        known = self._raws.get(digest)
        if known is not None:
            if article is not None:
                intake.set_raw_article(self._tx, known[0], article)
                self._raws[digest] = (known[0], article)
            return known[0]
        number = self._next("raw_source")
        self._raws[digest] = (number, article)
        intake.insert_rows(self._tx, "raw_source", [rows.raw_row(raw, number, digest, article)])
        return number

    def _write(self) -> None:
        """The entries taken so far into the tables, table by table."""
        entries, self._entries = self._entries, []
        if not entries:
            return
        now = datetime.now(UTC)
        stale_speakers = self._make_room([entry for entry in entries if entry.replaced], now)
        self._write_articles(entries, now)
        changed = self._write_speakers(entries)
        intake_speakers.recount(self._tx, stale_speakers | changed)
        self._write_quotations(entries)
        self._write_duplicates(entries)

    def _make_room(self, entries: Sequence[_Entry], now: datetime) -> set[int]:
        for entry in entries:
            intake_revisions.keep_version(self._tx, entry.number, "revised", now)
        numbers = [entry.number for entry in entries]
        removed = intake_revisions.remove_content(self._tx, numbers)
        intake_speakers.remove_aliases(self._tx, removed.forms_by_speaker)
        self._speakers.uncount(removed.forms_by_speaker)
        neighbours = {
            number
            for edge in intake_stories.edges_of(self._tx, numbers)
            for number in (edge.article, edge.other)
        }
        intake_stories.forget_text(self._tx, numbers)
        self._unsettled = neighbours
        return removed.speakers

    def _write_articles(self, entries: Sequence[_Entry], now: datetime) -> None:
        fresh: list[dict[str, Any]] = []
        for entry in entries:
            values = rows.article_fields(entry.analysed, self._rules_version)
            values["source_id"] = self._source(entry.analysed.article.source)
            values["raw_id"] = entry.raw
            values["updated_at"] = now
            if entry.replaced is not None:
                intake_revisions.update_article(self._tx, entry.number, values)
                continue
            fresh.append(
                {
                    "id": entry.number,
                    "public_id": entry.public_id,
                    "key": entry.identity.key,
                    "version": 1,
                    "revision": 1,
                    "indexed_revision": 0,
                    "stored_at": now,
                    **values,
                }
            )
        intake.insert_rows(self._tx, "article", fresh)

    def _source(self, name: str | None) -> int | None:
        key = fold_name(name or "")
        if name is None or not key:
            return None
        if key not in self._sources:
            number = self._next("source")
            row = {"id": number, "public_id": content_id("src", key), "key": key, "name": name}
            intake.insert_rows(self._tx, "source", [row])
            self._sources[key] = number
        return self._sources[key]

    def _write_speakers(self, entries: Sequence[_Entry]) -> set[int]:
        self._speakers.begin(self._tx, [entry.cast for entry in entries])
        mentions: list[dict[str, Any]] = []
        roles: list[dict[str, Any]] = []
        for entry in entries:
            noted = self._speakers.note(entry.cast, entry.analysed)
            spans = entry.cast.spans()
            for key, forms in noted.forms.items():
                mentions.append(
                    {
                        "article_id": entry.number,
                        "named_id": self._speakers.speaker(key).number,
                        "spans": spans.get(key, []),
                        "forms": sorted(forms),
                    }
                )
            roles += [
                {
                    "article_id": entry.number,
                    "speaker_id": self._speakers.speaker(key).number,
                    "role": role,
                }
                for key, role in noted.roles
            ]
        self._speakers.write()
        intake.insert_rows(self._tx, "mention", mentions)
        intake.insert_rows(self._tx, "speaker_role", roles)
        settled = self._speakers.settle()
        new = {entry.number for entry in entries}
        intake.mark_changed(self._tx, settled.articles - new)
        return settled.heads_to_recount

    def _write_quotations(self, entries: Sequence[_Entry]) -> None:
        quotations: list[dict[str, Any]] = []
        about: list[dict[str, Any]] = []
        counts: dict[int, _Counts] = {}
        for entry in entries:
            public_ids = rows.quotation_ids(entry.public_id, entry.analysed.quotations)
            persons = entry.cast.spans()
            dated_at = rows.dated_at(entry.analysed.article)
            for position, quotation in enumerate(entry.analysed.quotations):
                number = self._next("quotation")
                row = rows.quotation_row(quotation, position)
                row |= {"id": number, "public_id": public_ids[position], "article_id": entry.number}
                row |= self._speaker_fields(entry.cast, quotation)
                quotations.append(row)
                about += [
                    {"quotation_id": number, "named_id": self._speakers.speaker(key).number}
                    for key, spans in persons.items()
                    if any(_is_inside(span, quotation.segments) for span in spans)
                ]
                if row["speaker_id"] is not None:
                    counted = counts.setdefault(row["speaker_id"], _Counts())
                    counted.add(entry.number, dated_at)
        intake.insert_rows(self._tx, "quotation", quotations)
        intake.insert_rows(self._tx, "quotation_about", about)
        intake_speakers.count_up(
            self._tx, [counted.quoted(speaker) for speaker, counted in sorted(counts.items())]
        )

    def _speaker_fields(self, cast: Cast, quotation: Any) -> dict[str, int | None]:
        named = cast.key_of(quotation.speaker) if quotation.speaker is not None else None
        via = cast.key_of(quotation.via) if quotation.via is not None else None
        speaker = None if named is None else self._speakers.speaker(named.key)
        outer = None if via is None else self._speakers.speaker(via.key)
        return {
            "named_id": None if speaker is None else speaker.number,
            "speaker_id": None if speaker is None else speaker.head,
            "via_named_id": None if outer is None else outer.number,
            "via_speaker_id": None if outer is None else outer.head,
        }

    def _write_duplicates(self, entries: Sequence[_Entry]) -> None:
        self._duplicates.begin(self._tx)
        pairs = [
            pair
            for entry in entries
            for pair in self._duplicates.pairs(NewText(entry.number, entry.shingles))
        ]
        intake.insert_rows(self._tx, "shingle_sample", self._duplicates.samples())
        intake.insert_rows(
            self._tx,
            "article_relation",
            [
                {
                    "article_id": pair.article,
                    "other_id": pair.other,
                    "kind": pair.kind,
                    "similarity": pair.similarity,
                }
                for pair in pairs
            ],
        )
        touched = {number for pair in pairs for number in (pair.article, pair.other)}
        touched |= self._unsettled
        if touched:
            self._numbers["story"] = regroup(self._tx, touched, self._numbers["story"])

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


def _digest(result: Analysed | Rejected | RawDocument) -> str | None:
    raw = result if isinstance(result, RawDocument) else result.raw
    return None if raw is None else source_digest(raw)


def _is_inside(span: list[int], segments: Sequence[Any]) -> bool:
    return any(segment.start <= span[0] and span[1] <= segment.end for segment in segments)
