"""What people put right: speakers merged, split or given an alias, quotations given to another speaker,
hidden or with other bounds. Kept by content, undoable, applied again after every run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction. `kind` is merge, split, alias, attribute, hide or bounds; `subject` the id of the
    speaker or quotation; `payload` what was decided, in public ids."""

    id: str
    kind: str
    subject: str
    payload: dict[str, Any]
    author: str
    reason: str
    created_at: datetime
    undone_by: str | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who corrects, and why."""

    author: str
    reason: str


def get(session: Session, correction_id: str) -> CorrectionRow:
    """One correction. Raises NotFoundError."""
    raise NotImplementedError


def listed(
    session: Session, *, subject: str | None = None, limit: int = 100, before: str | None = None
) -> list[CorrectionRow]:
    """Corrections, the newest first, undone ones too; `before` is the id of the last one seen."""
    raise NotImplementedError


def merge(session: Session, speaker_id: str, into_id: str, by: Signature) -> CorrectionRow:
    """Makes one speaker of two: `speaker_id` and all its spellings become `into_id`. Commits.

    Raises NotFoundError, and CorrectionError when both are the same already.
    """
    raise NotImplementedError


def split(
    session: Session, speaker_id: str, aliases: Sequence[str], by: Signature
) -> CorrectionRow:
    """Takes the spellings with these aliases out of a speaker; they become a speaker of their own, and
    stay one. Commits.

    Raises NotFoundError, and CorrectionError for aliases that are not this speaker's or are all of it.
    """
    raise NotImplementedError


def add_alias(session: Session, speaker_id: str, alias: str, by: Signature) -> CorrectionRow:
    """Adds a name by which a speaker is found. Commits. Raises NotFoundError."""
    raise NotImplementedError


def attribute(
    session: Session, quotation_id: str, speaker_id: str | None, by: Signature
) -> CorrectionRow:
    """Gives a quotation to another speaker, or to nobody. Commits. Raises NotFoundError."""
    raise NotImplementedError


def hide(session: Session, quotation_id: str, by: Signature) -> CorrectionRow:
    """Takes a quotation out of every list. Commits. Raises NotFoundError."""
    raise NotImplementedError


def set_bounds(
    session: Session, quotation_id: str, start: int, end: int, by: Signature
) -> CorrectionRow:
    """Gives a quotation other bounds, code points into the article's text. Commits.

    Raises NotFoundError, and CorrectionError for bounds outside the text.
    """
    raise NotImplementedError


def undo(session: Session, correction_id: str, author: str) -> CorrectionRow:
    """Takes a correction back. Commits. Raises NotFoundError."""
    raise NotImplementedError
