"""The lines of a scrape with what was decided of each, and what the lines taken out said."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.ingest.analyse.bylines import Byline
from app.ingest.analyse.scrape.lines import Line
from app.ingest.analyse.stated_date import StatedDate
from app.records import Image

# Why a line goes that no rule names.
BY_WEIGHT = "not article text"


@dataclass
class Labels:
    """The lines with `reasons` (None: stays) and what the lines taken out said."""

    lines: list[Line]
    reasons: list[str | None]
    title: str | None = None
    byline: Byline | None = None
    credits: list[Byline] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    published: StatedDate | None = None
    # Nothing but the time of a change was stated: the best there is.
    published_is_change: bool = False
    standfirst: int | None = None

    def kept(self) -> list[int]:
        """The indices of the lines that stay."""
        return [index for index, reason in enumerate(self.reasons) if reason is None]
