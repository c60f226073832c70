"""Analyses with faults, at the top of a module so that worker processes can import them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from app.ingest.workers import Result
from app.records import RawDocument, Rejected, RejectedReason


def by_word(raw: RawDocument) -> Result:
    """Does what the document's first word says; answers with what it read."""
    word, _, rest = raw.content.decode().partition(" ")
    if word == "die":
        os._exit(9)
    if word == "die-once" and not Path(rest).exists():
        Path(rest).touch()
        os._exit(9)
    if word == "hang":
        time.sleep(60)
    if word == "raise":
        raise ValueError(rest)
    if word == "spin":
        while True:
            pass
    return Rejected(raw.origin, RejectedReason.NO_ARTICLE, raw.content.decode())
