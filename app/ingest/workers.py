"""Worker processes that analyse documents: ordered, bounded, each document within its time limit.

The limit counts CPU time, so that a busy machine does not reject what a quiet one stores; a worker that
does not use any is waiting for something that never comes. A worker that is stuck or dies is replaced; a
document that it was stuck on, or that two workers died of, is a Rejected; those behind it go to another.
Nothing of the order in which workers answer is visible outside.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeAlias

from app.ingest.link.preparation import Prepared
from app.records import RawDocument, Rejected, RejectedReason


@dataclass(frozen=True, slots=True)
class Done:
    """A document that needs no analysis: refused by its reader, or known already."""

    outcome: Rejected | RawDocument


Result: TypeAlias = Prepared | Rejected
# Analyses a document and prepares it for the writer.
Analyse: TypeAlias = Callable[[RawDocument], Result]

# A worker gets so many documents at a time: the way there and back costs 0.1 ms each time.
_CHUNK = 8
# Documents read ahead for each worker: no worker waits while the writer writes a batch.
_AHEAD = 64
# And so many bytes of them in all.
_MAX_BYTES = 64_000_000
# Importing the libraries takes a second; on a machine that is busy, many.
_START_SECONDS = 120.0
# A call of a C function that does not return ends its process at this multiple of the limit.
_HARD_LIMIT = 1.5
# Somebody at work gets more of even the busiest machine while the limit's time goes by; in clock time a
# document may take so many times its limit.
_MIN_CPU_SECONDS = 0.02
_MOST_TIMES = 30
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
        return _timed_out(raw, timeout_seconds)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


class _OutOfTime(BaseException):
    """No Exception: a library that catches everything must not catch this."""


class WorkerPool:
    """A number of worker processes; use it as a context manager."""

    def __init__(self, analyse: Analyse, n_workers: int, timeout_seconds: float) -> None:
        self._analyse = analyse
        self._timeout_seconds = timeout_seconds
        self._n_workers = n_workers
        # Started when there is something to do: a run over known sources needs none.
        self._workers: list[_Worker] = []

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    @property
    def n_started(self) -> int:
        """Workers that are running."""
        return len(self._workers)

    def run(self, documents: Iterable[RawDocument | Done]) -> Iterator[Result | Done]:
        """The results in the order of the documents, what is no raw document as it is; reads ahead a
        bounded number and a bounded size."""
        source = iter(documents)
        waiting: deque[_Task] = deque()
        done: dict[int, Result | Done] = {}
        n_read = n_given = 0
        is_exhausted = False
        limit = _AHEAD * self._n_workers
        while True:
            while not is_exhausted and n_read - n_given < limit and _n_bytes(waiting) < _MAX_BYTES:
                document = next(source, None)
                if document is None:
                    is_exhausted = True
                elif isinstance(document, RawDocument):
                    waiting.append(_Task(n_read, document))
                    n_read += 1
                else:
                    done[n_read] = document
                    n_read += 1
            self._hand_out(waiting)
            if n_given not in done:
                if is_exhausted and n_given == n_read:
                    return
                self._collect(waiting, done)
            while n_given in done:
                yield done.pop(n_given)
                n_given += 1

    def _hand_out(self, waiting: deque[_Task]) -> None:
        while waiting and len(self._workers) < self._n_workers:
            self._workers.append(self._new_worker())
        for worker in self._workers:
            if not worker.tasks and waiting:
                # No more than its share, so that the last documents are not all one worker's.
                n_tasks = min(_CHUNK, -(-len(waiting) // len(self._workers)))
                worker.take([waiting.popleft() for _ in range(n_tasks)])

    def _collect(self, waiting: deque[_Task], done: dict[int, Result | Done]) -> None:
        """Waits until one worker has answered, died or run out of time."""
        busy = [worker for worker in self._workers if worker.tasks]
        if not busy:
            return
        now = time.monotonic()
        until = min(worker.deadline for worker in busy)
        ready = wait([worker.connection for worker in busy], max(0.0, until - now))
        for worker in busy:
            if worker.connection in ready:
                self._receive(worker, waiting, done)
            elif time.monotonic() >= worker.deadline and not worker.is_at_work():
                task = worker.tasks.popleft()
                done[task.position] = _timed_out(task.raw, self._timeout_seconds)
                self._replace(worker, waiting)

    def _receive(
        self, worker: _Worker, waiting: deque[_Task], done: dict[int, Result | Done]
    ) -> None:
        try:
            result = worker.connection.recv()
        except (EOFError, OSError):
            task = worker.tasks.popleft()
            if worker.is_out_of_time():
                done[task.position] = _timed_out(task.raw, self._timeout_seconds)
            elif task.was_tried:
                done[task.position] = _died(task.raw)
            else:  # perhaps somebody else's fault: memory was short, or it was killed
                worker.tasks.appendleft(replace(task, was_tried=True))
            self._replace(worker, waiting)
            return
        if result is not None:  # None: it has started
            task = worker.tasks.popleft()
            done[task.position] = _with_source(result, task.raw)
        worker.watch()

    def _new_worker(self) -> _Worker:
        return _Worker(self._analyse, self._timeout_seconds)

    def _replace(self, worker: _Worker, waiting: deque[_Task]) -> None:
        waiting.extendleft(reversed(worker.tasks))
        worker.end(kill=True)
        self._workers[self._workers.index(worker)] = self._new_worker()


@dataclass(frozen=True, slots=True)
class _Task:
    position: int
    raw: RawDocument
    was_tried: bool = False


@dataclass(slots=True)
class _Worker:
    """One process, the pipe to it and the documents that it has."""

    analyse: Analyse
    timeout_seconds: float
    tasks: deque[_Task] = field(default_factory=deque)
    deadline: float = 0.0  # when to look whether it is stuck
    connection: Connection = field(init=False)
    process: BaseProcess = field(init=False)
    _last_deadline: float = 0.0
    _cpu_seconds: float = 0.0

    def __post_init__(self) -> None:
        # Spawned, not forked: the parent has threads and an open database.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(
            target=_work,
            args=(theirs, self.analyse, self.timeout_seconds),
            daemon=True,
            name="onrecord-analyse",
        )
        self.process.start()
        theirs.close()
        # Its first word is that it has imported everything: starting is not counted as analysing.
        self.deadline = time.monotonic() + _START_SECONDS

    def take(self, tasks: list[_Task]) -> None:
        """Hands documents over."""
        self.tasks.extend(tasks)
        if self.deadline < time.monotonic() + self.timeout_seconds:
            self.watch()
        with suppress(OSError):  # it died: receiving from it will say so
            self.connection.send([task.raw for task in tasks])

    def watch(self) -> None:
        """Begins to count for the next document."""
        now = time.monotonic()
        self.deadline = now + self.timeout_seconds
        self._last_deadline = now + _MOST_TIMES * self.timeout_seconds
        self._cpu_seconds = _cpu_seconds(self.process.pid)

    def is_at_work(self) -> bool:
        """Whether it used CPU time since it was last asked: then it gets as much time again, and ends a
        document that takes too much of it by itself."""
        used, self._cpu_seconds = self._cpu_seconds, _cpu_seconds(self.process.pid)
        now = time.monotonic()
        self.deadline = now + self.timeout_seconds
        return self._cpu_seconds - used >= _MIN_CPU_SECONDS and now < self._last_deadline

    def is_out_of_time(self) -> bool:
        """Whether it was ended in a call that did not return within the hard limit."""
        self.process.join(timeout=2)
        return self.process.exitcode == -signal.SIGVTALRM

    def end(self, *, kill: bool = False) -> None:
        """Ends the process."""
        self.connection.close()
        if kill:
            self.process.kill()
        self.process.join(timeout=2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def _work(connection: Connection, analyse: Analyse, timeout_seconds: float) -> None:
    # Ctrl-C is for the parent: it ends after the batch, with the documents that are under way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _raise_timeout)
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)  # which ends the process
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)
    connection.send(None)
    while True:
        try:
            documents: list[RawDocument] = connection.recv()
            for raw in documents:
                signal.setitimer(signal.ITIMER_VIRTUAL, _HARD_LIMIT * timeout_seconds)
                connection.send(_without_source(_limited(analyse, raw, timeout_seconds)))
        except (EOFError, OSError):
            return  # the parent is gone, or has had enough


def _cpu_seconds(pid: int | None) -> float:
    """The CPU time that a process has used; where the system does not say, the clock's, which makes
    everybody look at work."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return time.monotonic()


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


def _n_bytes(tasks: Iterable[_Task]) -> int:
    return sum(len(task.raw.content) for task in tasks)


def _without_source(result: Result) -> Result:
    return replace(result, raw=None) if isinstance(result, Rejected) else result


def _with_source(result: Result, raw: RawDocument) -> Result:
    return replace(result, raw=raw) if isinstance(result, Rejected) else result


def _died(raw: RawDocument) -> Rejected:
    detail = "The process that analysed it died twice (out of memory, or a fault in a library)."
    return Rejected(raw.origin, RejectedReason.FAILED, detail, raw)


def _timed_out(raw: RawDocument, timeout_seconds: float) -> Rejected:
    detail = (
        f"Its analysis took more than {timeout_seconds:g} s; the limit is "
        "ONRECORD_ANALYSIS_TIMEOUT_SECONDS."
    )
    return Rejected(raw.origin, RejectedReason.TIMED_OUT, detail, raw)


def _raise_timeout(_signal: int, _frame: object) -> None:
    raise _OutOfTime
