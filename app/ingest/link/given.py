"""What the writer of a batch is given: articles, refusals, sources known already, what it failed on before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from app.ingest.link.identity import source_digest
from app.ingest.link.preparation import Prepared, PreparedRaw, prepare_raw
from app.records import RawDocument, Rejected, RejectedReason


@dataclass(frozen=True, slots=True)
class Unstorable:
    """An analysed document that could not be stored: its source is kept for another try."""

    raw: PreparedRaw
    detail: str


# A bare RawDocument is a source that is known already.
Given: TypeAlias = Prepared | Rejected | RawDocument | Unstorable


@dataclass(frozen=True, slots=True)
class Item:
    """What was given to the writer: an article, a refusal, or (neither) a source known already."""

    origin: str
    digest: str
    raw: PreparedRaw | None = None
    article: Prepared | None = None
    rejected: Rejected | None = None

    @classmethod
    def of(cls, given: Given) -> Item:
        """Looks at what was given."""
        if isinstance(given, Prepared):
            return cls(given.raw.origin, given.raw.digest, given.raw, article=given)
        if isinstance(given, RawDocument):
            return cls(given.origin, source_digest(given))
        if isinstance(given, Unstorable):
            refused = Rejected(given.raw.origin, RejectedReason.FAILED, given.detail)
            return cls(given.raw.origin, given.raw.digest, given.raw, rejected=refused)
        raw = None if given.raw is None else prepare_raw(given.raw)
        return cls(given.origin, "" if raw is None else raw.digest, raw, rejected=given)
