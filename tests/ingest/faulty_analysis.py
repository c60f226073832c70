"""Analyses with faults, at the top of a module so that worker processes can import them."""

from __future__ import annotations

import os
import time
from itertools import repeat
from pathlib import Path

from app.ingest.limits import Result
from app.records import RawDocument, Rejected, RejectedReason


def by_word(raw: RawDocument) -> Result:
    """Does what the document's first word says; answers with what it read."""
    word, _, rest = raw.content.decode().partition(" ")
    if word in FAULTS:
        FAULTS[word](rest)
    return Rejected(raw.origin, RejectedReason.NO_ARTICLE, raw.content.decode())


def _die(_rest: str) -> None:
    os._exit(9)


def _die_once(file: str) -> None:
    if not Path(file).exists():
        Path(file).touch()
        os._exit(9)


def _hang(_rest: str) -> None:
    time.sleep(60)


def _crawl(_rest: str) -> None:
    """As on a machine that gives it a tenth of its time."""
    for _ in range(8):
        time.sleep(0.25)
        _use_cpu(0.03)


def _use_cpu(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def _spin(_rest: str) -> None:
    while True:
        pass


def _never_return(_rest: str) -> None:
    """A C function that asks nobody."""
    sum(repeat(1))


def _raise(message: str) -> None:
    raise ValueError(message)


FAULTS = {
    "die": _die,
    "die-once": _die_once,
    "hang": _hang,
    "crawl": _crawl,
    "spin": _spin,
    "never-return": _never_return,
    "raise": _raise,
}
