"""Logs, counters and timers; no HTTP in it. One line an event: a name and key=value."""

from __future__ import annotations

import logging
import sys
import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

import orjson

ROOT = "onrecord"
# Seconds; from a cached answer to the longest query budget that is sensible.
LATENCY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

_logger = logging.getLogger(ROOT)

Labels = tuple[tuple[str, str], ...]


def configure_logging(level: str, form: str) -> None:
    """Sends the archive's events, and those of the server it runs in, to stderr, as text or JSON lines. Safe to
    call again."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter() if form == "json" else _TextFormatter())
    _logger.handlers = [handler]
    _logger.setLevel(level.upper())
    _logger.propagate = False
    # The server's own lines ("Invalid HTTP request received") in the same form; it has set its own before.
    logging.getLogger("uvicorn").handlers = [handler]


def log_event(name: str, /, *, level: int = logging.INFO, **facts: Any) -> None:
    """Logs an event with its facts. Never pass article text or query text above debug."""
    if is_logged(level):
        _logger.log(level, name, extra={"facts": facts})


def is_logged(level: int) -> bool:
    """Whether an event of this level would be logged: facts that cost something need not be made."""
    return _logger.isEnabledFor(level)


def log_fault(name: str, error: BaseException, /, **facts: Any) -> None:
    """Logs a fault of ours with its traceback."""
    _logger.error(name, exc_info=error, extra={"facts": facts})


class _TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts: Mapping[str, Any] = getattr(record, "facts", {})
        pairs = " ".join(f"{key}={_quoted(value)}" for key, value in facts.items())
        line = f"{_now(record)} {record.levelname.lower()} {record.getMessage()} {pairs}".rstrip()
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts: Mapping[str, Any] = getattr(record, "facts", {})
        event = {
            "time": _now(record),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **facts,
        }
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(event, default=str).decode()


def _now(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _quoted(value: Any) -> str:
    text = str(value)
    # A line stays a line, whatever a value holds.
    if not text or any(character in text for character in ' "=\n\r\t\x1b'):
        return orjson.dumps(text).decode()
    return text


class Counter:
    """A number that only grows, one for each set of labels."""

    kind = "counter"

    def __init__(self, name: str, help_text: str) -> None:
        self.name = name
        self.help_text = help_text
        self._values: dict[Labels, float] = {}
        self._lock = threading.Lock()

    def add(self, amount: float = 1, **labels: str) -> None:
        """Adds to the number of these labels."""
        key = tuple(sorted(labels.items()))
        with self._lock:
            self._values[key] = self._values.get(key, 0) + amount

    def samples(self) -> Iterable[tuple[str, Labels, float]]:
        """Name, labels and value of each number."""
        with self._lock:
            values = sorted(self._values.items())
        return [(self.name, labels, value) for labels, value in values]


class Timer:
    """How long something took, as a Prometheus histogram in seconds."""

    kind = "histogram"

    def __init__(self, name: str, help_text: str) -> None:
        self.name = name
        self.help_text = help_text
        self._rows: dict[Labels, list[float]] = {}
        self._lock = threading.Lock()

    def record(self, seconds: float, **labels: str) -> None:
        """Counts one observation."""
        key = tuple(sorted(labels.items()))
        with self._lock:
            # How many in each bucket alone, those beyond the last, then the sum.
            row = self._rows.get(key)
            if row is None:
                row = self._rows[key] = [0.0] * (len(LATENCY_BUCKETS) + 2)
            row[bisect_left(LATENCY_BUCKETS, seconds)] += 1
            row[-1] += seconds

    def samples(self) -> Iterable[tuple[str, Labels, float]]:
        """The buckets, the sum and the count for each set of labels."""
        with self._lock:
            rows = sorted((labels, list(row)) for labels, row in self._rows.items())
        found: list[tuple[str, Labels, float]] = []
        for labels, row in rows:
            *buckets, total = row
            bounds = (*map(str, LATENCY_BUCKETS), "+Inf")
            for bound, value in zip(bounds, accumulate(buckets), strict=True):
                found.append((f"{self.name}_bucket", (*labels, ("le", bound)), value))
            found.append((f"{self.name}_sum", labels, total))
            found.append((f"{self.name}_count", labels, sum(buckets)))
        return found


REQUESTS = Counter("onrecord_requests_total", "HTTP requests by operation and status.")
REQUEST_SECONDS = Timer("onrecord_request_seconds", "Time of HTTP requests by operation.")
PHASE_SECONDS = Timer(
    "onrecord_phase_seconds", "Time of a request's phases: search, store, render."
)
METRICS: tuple[Counter | Timer, ...] = (REQUESTS, REQUEST_SECONDS, PHASE_SECONDS)


@dataclass(frozen=True, slots=True)
class Measured:
    """Numbers that are looked up when they are asked for, one for each value of one label ("": no label)."""

    name: str
    help_text: str
    values: Mapping[str, float]
    label: str = ""
    kind: str = "gauge"

    def samples(self) -> Iterable[tuple[str, Labels, float]]:
        """Name, labels and value of each number."""
        for known, value in self.values.items():
            yield self.name, ((self.label, known),) if self.label else (), value


def exposition(measured: Iterable[Measured]) -> str:
    """What was measured just now and everything counted, in the text format of Prometheus."""
    lines: list[str] = []
    for metric in (*measured, *METRICS):
        lines += [f"# HELP {metric.name} {metric.help_text}", f"# TYPE {metric.name} {metric.kind}"]
        lines += [
            f"{name}{_braces(labels)} {_number(value)}" for name, labels, value in metric.samples()
        ]
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    """All digits: a counter that is rounded stands still."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def _braces(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels) + "}"
