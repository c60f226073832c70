"""What a rendering knows besides the items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Noun(StrEnum):
    """What the items are."""

    ARTICLE = "article"
    QUOTATION = "quotation"
    SPEAKER = "speaker"
    SOURCE = "source"
    STORY = "story"
    JOB = "job"
    CORRECTION = "correction"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Rendered:
    """Where the answer stands: `base` is the archive's own address, for formats that want whole ones."""

    base: str
    self_link: str
    next_link: str | None
    title: str = "Onrecord"

    def address(self, noun: Noun, identifier: str) -> str:
        """The whole address of a thing."""
        plural = {Noun.STORY: "stories"}.get(noun, f"{noun.value}s")
        return f"{self.base}/v1/{plural}/{identifier}"


def web_address(thing: Mapping[str, Any] | None) -> str | None:
    """Where an article was published. Programs follow links: only those of the web are passed on."""
    link: str | None = (thing or {}).get("url")
    return link if link and link.startswith(("http://", "https://")) else None


def iso(moment: datetime | date | None) -> str | None:
    """A time as RFC 3339 in UTC, a day as it is."""
    if moment is None:
        return None
    return moment.isoformat().replace("+00:00", "Z")


def day_of(item: dict[str, Any]) -> datetime | date | None:
    """The best date of an article: stated, else inferred."""
    found: datetime | date | None = item.get("published_at") or item.get("date_inferred")
    return found


def speaker_name(item: dict[str, Any]) -> str | None:
    """Who said a quotation."""
    speaker = item.get("speaker")
    return speaker["name"] if speaker else None
