"""What the command line draws: progress as a bar on a terminal and as plain lines elsewhere, tables of facts."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

# A line every so often is enough for a log file to show that the work goes on.
PLAIN_LINE_SECONDS = 5.0

_COLUMNS = (
    SpinnerColumn(),
    TextColumn("{task.description}"),
    BarColumn(),
    TaskProgressColumn(),
    TextColumn("{task.fields[rate]}"),
    TimeElapsedColumn(),
    TimeRemainingColumn(),
)

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


# How many documents are done; how much of the work (bytes, articles), and how much there is in all (0:
# not known).
Advance: TypeAlias = Callable[[int, int, int], None]


def commands(about: str | None = None) -> typer.Typer:
    """The Typer application of one command or group, alike in all."""
    return typer.Typer(help=about, rich_markup_mode=None, add_completion=False)


@contextmanager
def progress(label: str, *, unit: str, quiet: bool = False) -> Iterator[Advance]:
    """Shows how far `label` has come, with rate and time left; nothing at all when `quiet`."""
    if quiet:
        yield lambda _documents, _done, _total: None
    elif err.is_terminal:
        with Progress(*_COLUMNS, console=err, transient=True) as bar:
            yield _Bar(bar, label, unit)
    else:
        yield _PlainLines(label, unit)


def facts(rows: Iterable[tuple[str, object]]) -> None:
    """Prints names and values in two columns."""
    pairs = [(name, str(value)) for name, value in rows]
    width = max((len(name) for name, _ in pairs), default=0)
    for name, value in pairs:
        out.print(f"{name:<{width}}  {value}", markup=False)


def say(message: str) -> None:
    """Prints a line for people, on stderr, so that stdout stays data."""
    err.print(message, markup=False)


def print_line(line: str) -> None:
    """Writes one line of data to stdout, exactly as it is."""
    sys.stdout.write(line + "\n")


class _Bar:
    def __init__(self, bar: Progress, label: str, unit: str) -> None:
        self._bar = bar
        self._unit = unit
        self._task = bar.add_task(label, total=None, rate="")
        self._started = time.monotonic()

    def __call__(self, n_documents: int, done: int, total: int) -> None:
        rate = n_documents / max(time.monotonic() - self._started, 1e-9)
        shown = f"{n_documents:,} {self._unit}, {rate:,.0f}/s"
        self._bar.update(self._task, completed=done, total=total or None, rate=shown)


class _PlainLines:
    def __init__(self, label: str, unit: str) -> None:
        self._label = label
        self._unit = unit
        self._started = self._spoke = time.monotonic()

    def __call__(self, n_documents: int, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._spoke < PLAIN_LINE_SECONDS:
            return
        self._spoke = now
        seconds = max(now - self._started, 1e-9)
        left = f", {(total - done) * seconds / done:,.0f} s left" if total and done else ""
        rate = n_documents / seconds
        say(f"{self._label}: {n_documents:,} {self._unit}, {rate:,.0f}/s{left}")
