"""Newer rules over the kept sources: what they change, and the change itself, with the old version kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.ingest.limits import Result
from app.ingest.link.batch import BatchWriter
from app.ingest.link.preparation import Prepared, key_in_article
from app.ingest.pipeline import analyse_and_prepare
from app.ingest.readers.record import kept_document
from app.ingest.rules import RULES_VERSION
from app.ingest.workers import Done, WorkerPool
from app.records import Declared, MediaType, RawDocument, Rejected
from app.store.database import new_session, reading, writing
from app.store.feeds.reprocessing import (
    KeptArticle,
    kept_articles,
    n_to_reprocess,
    set_rules_version,
)
from app.store.handles import Database, StoreSession
from app.store.intake.documents import StoredArticle
from app.store.reading.articles import RawRow, unpacked

# What of an article's row is looked at, by the word that the report uses.
_PARTS = {
    "title": ("title", "standfirst"),
    "date": ("published_at", "published_is_day", "modified_at", "date_inferred"),
    "text": ("text",),
    "metadata": (
        "url", "agency", "section", "dateline_place", "language", "language_of_origin",
        "machine_translated", "details", "speakers_looked_for",
    ),
}  # fmt: skip
_QUOTATION_COLUMNS = (
    "start", "end", "segments", "type", "text", "mention", "via", "cue", "cue_start", "cue_end",
    "rule", "confidence", "is_pull_quote",
)  # fmt: skip
_MAX_EXAMPLES = 20
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Change:
    """An article that newer rules change, and in which parts."""

    article_id: str
    title: str | None
    parts: tuple[str, ...]


@dataclass(slots=True)
class Report:
    """What newer rules change: how many articles in which part (title, date, text, metadata,
    quotations, people), the first of them as examples, and articles that they would not accept: those
    stay as they are."""

    n_articles: int = 0
    n_changed: int = 0
    by_part: dict[str, int] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)
    examples: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        """Counts one article."""
        self.n_articles += 1
        if change.parts:
            self.n_changed += 1
            for part in change.parts:
                self.by_part[part] = self.by_part.get(part, 0) + 1
            if len(self.examples) < _MAX_EXAMPLES:
                self.examples.append(change)


@dataclass(frozen=True, slots=True)
class Reprocessing:
    """A run over the kept sources. `is_applied` False only reports; `is_for_all` takes articles too that
    the present rules have cleaned already."""

    database: Database
    n_workers: int
    timeout_seconds: float
    is_applied: bool
    is_for_all: bool
    after_batch: Callable[[StoreSession, Report, int], None]
    should_stop: Callable[[], bool]


def reprocess(run: Reprocessing) -> Report:
    """Analyses every kept source again. A run that was killed goes on where it was, for articles that
    are done have the present rules' version."""
    report = Report()
    with reading(run.database) as session:
        n_total = n_to_reprocess(session, RULES_VERSION)
    writer: BatchWriter | None = None
    with (
        WorkerPool(analyse_and_prepare, run.n_workers, run.timeout_seconds) as pool,
        new_session(run.database) as session,
    ):
        for batch in _batches(run, session):
            results = list(pool.run(_document(each.raw) for each in batch))
            changes = [_compared(*each) for each in zip(batch, results, strict=True)]
            for change, result in zip(changes, results, strict=True):
                _count(report, change, result)
            if run.is_applied:
                with writing(session) as tx:
                    writer = writer or BatchWriter(tx, RULES_VERSION)
                    writer.revise(tx, list(_revisions(batch, results, changes)))
                    done = [each.stored.number for each in batch]
                    set_rules_version(tx, done, RULES_VERSION)
            run.after_batch(session, report, n_total)
            if run.should_stop():
                break
    return report


def _batches(run: Reprocessing, session: StoreSession) -> Iterator[list[KeptArticle]]:
    after = 0
    unless = None if run.is_for_all else RULES_VERSION
    while batch := kept_articles(session, after=after, limit=_AT_ONCE, unless_rules=unless):
        session.rollback()  # no read transaction while workers work
        after = batch[-1].stored.number
        yield batch


def _document(raw: RawRow) -> RawDocument | Done:
    document = kept_raw(raw)
    return Done(document) if isinstance(document, Rejected) else document


def kept_raw(raw: RawRow) -> RawDocument | Rejected:
    """A source as its reader gave it."""
    declared = dict(raw.declared)
    for name in ("authors", "keywords"):
        declared[name] = tuple(declared.get(name, ()))
    return kept_document(
        RawDocument(
            content=raw.content,
            media_type=MediaType(raw.media_type),
            origin=raw.origin,
            key=raw.key,
            declared=Declared(**declared),
            charset=raw.charset,
        )
    )


def _compared(kept: KeptArticle, result: Result | Done) -> Change:
    if not isinstance(result, Prepared):
        return Change(kept.stored.public_id, kept.stored.title, ())
    parts = [
        part
        for part, names in _PARTS.items()
        if any(kept.columns[name] != result.row[name] for name in names)
    ]
    if unpacked(kept.columns["removed"]) != unpacked(result.row["removed"]):
        parts.append("removed")
    new = [[each.row[name] for name in _QUOTATION_COLUMNS] for each in result.quotations]
    old = [[each[name] for name in _QUOTATION_COLUMNS] for each in kept.quotations]
    if new != old:
        parts.append("quotations")
    named = {
        key_in_article(each.key, kept.stored.public_id): (each.forms, each.spans, each.roles)
        for each in result.named
    }
    if named != {key.partition("|split:")[0]: each for key, each in kept.named.items()}:
        parts.append("people")
    return Change(kept.stored.public_id, kept.stored.title, tuple(parts))


def _count(report: Report, change: Change, result: Result | Done) -> None:
    report.add(change)
    refused = result.outcome if isinstance(result, Done) else result
    if isinstance(refused, Rejected):
        reason = refused.reason.value
        report.rejected[reason] = report.rejected.get(reason, 0) + 1


def _revisions(
    batch: list[KeptArticle], results: list[Result | Done], changes: list[Change]
) -> Iterator[tuple[StoredArticle, Prepared]]:
    for kept, result, change in zip(batch, results, changes, strict=True):
        if isinstance(result, Prepared) and change.parts:
            yield kept.stored, result
