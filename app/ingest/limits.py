"""Analyses one document within its time limit, in this process or in one that is made for it.

The limit counts CPU time, so that a busy machine does not reject what a quiet one stores.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import TypeAlias

from app.ingest.link.preparation import Prepared
from app.records import RawDocument, Rejected, RejectedReason

Result: TypeAlias = Prepared | Rejected
# Analyses a document and prepares it for the writer.
Analyse: TypeAlias = Callable[[RawDocument], Result]

# A call of a C function that does not return ends its process at this multiple of the limit.
_HARD_LIMIT = 1.5
# Analysis makes many small objects and few cycles: looking for cycles every 700 of them costs a tenth to
# a third of its time.
_GC_THRESHOLDS = (50_000, 20, 100)


def analyse_here(analyse: Analyse, raw: RawDocument, timeout_seconds: float) -> Result:
    """Analyses in this process. The time limit holds in the main thread, and not inside one call of a C
    function: for a few documents, where a worker would take longer to start than they to finish."""
    try:
        previous = signal.signal(signal.SIGPROF, _raise_timeout)
    except ValueError:  # not the main thread
        return _guarded(analyse, raw)
    try:
        return _limited(analyse, raw, timeout_seconds)
    finally:
        signal.signal(signal.SIGPROF, previous)


def _limited(analyse: Analyse, raw: RawDocument, timeout_seconds: float) -> Result:
    """Analyses for so much CPU time; SIGPROF must raise `_OutOfTime`."""
    try:
        signal.setitimer(signal.ITIMER_PROF, timeout_seconds)
        return _guarded(analyse, raw)
    except _OutOfTime:
        return timed_out(raw, timeout_seconds)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


class _OutOfTime(BaseException):
    """No Exception: a library that catches everything must not catch this."""


def timed_out(raw: RawDocument, timeout_seconds: float) -> Rejected:
    """What becomes of a document that takes too long."""
    detail = (
        f"Its analysis took more than {timeout_seconds:g} s; the limit is "
        "ONRECORD_ANALYSIS_TIMEOUT_SECONDS."
    )
    return Rejected(raw.origin, RejectedReason.TIMED_OUT, detail, raw)


def work(connection: Connection, analyse: Analyse, timeout_seconds: float) -> None:
    """What a worker process does until its parent is gone or has had enough. Documents come and results go beside
    the analysis, so that it need not wait for a parent that is busy."""
    # Ctrl-C is for the parent: it ends after the batch, with the documents that are under way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _raise_timeout)
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)  # which ends the process
    documents: SimpleQueue[RawDocument] = SimpleQueue()
    results: SimpleQueue[Result | None] = SimpleQueue()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)
    for target, queue in ((_receive, documents), (_send, results)):
        Thread(target=target, args=(connection, queue), daemon=True).start()
    results.put(None)  # it has started
    while True:
        raw = documents.get()
        signal.setitimer(signal.ITIMER_VIRTUAL, _HARD_LIMIT * timeout_seconds)
        results.put(_without_source(_limited(analyse, raw, timeout_seconds)))


def _receive(connection: Connection, documents: SimpleQueue[RawDocument]) -> None:
    try:
        while True:
            for raw in connection.recv():
                documents.put(raw)
    except (EOFError, OSError):
        os._exit(0)


def _send(connection: Connection, results: SimpleQueue[Result | None]) -> None:
    try:
        while True:
            connection.send(results.get())
    except OSError:
        os._exit(0)


def _guarded(analyse: Analyse, raw: RawDocument) -> Result:
    try:
        return analyse(raw)
    except MemoryError:
        return Rejected(
            raw.origin, RejectedReason.FAILED, "There was not enough memory for it.", raw
        )
    except Exception as error:  # noqa: BLE001 - a fault of ours must not end the job
        detail = f"A fault of ours: {type(error).__name__}: {error}"[:500]
        return Rejected(raw.origin, RejectedReason.FAILED, detail, raw)


def _without_source(result: Result) -> Result:
    return replace(result, raw=None) if isinstance(result, Rejected) else result


def _raise_timeout(_signal: int, _frame: object) -> None:
    raise _OutOfTime
