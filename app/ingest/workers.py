"""Worker processes that analyse documents: ordered, bounded, each document within its time limit.

A worker keeps its own time (`app.ingest.limits`); one that uses no CPU is waiting for something that never comes. A
worker that is stuck or dies is replaced. Which of its documents was to blame is not known, so each of them goes to a
worker alone; what that one is stuck on, or two such die of, is a Rejected. Nothing of the order in which workers answer
is visible outside.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from app.ingest.limits import Analyse, Result, timed_out, work
from app.records import RawDocument, Rejected, RejectedReason


@dataclass(frozen=True, slots=True)
class Done:
    """A document that needs no analysis: refused by its reader, or known already."""

    outcome: Rejected | RawDocument


# A worker is sent so many documents at a time: the way there and back costs 0.1 ms each time.
_CHUNK = 8
# A worker has so many documents in hand: it works on while the writer writes a batch.
_IN_HAND = 256
# All documents between their reader and the writer are of so many bytes.
_MAX_BYTES = 64_000_000
# Importing the libraries takes a second; on a machine that is busy, many.
_START_SECONDS = 120.0
# Somebody at work gets more of even the busiest machine while the limit's time goes by; in clock time a
# document may take so many times its limit.
_MIN_CPU_SECONDS = 0.02
_MOST_TIMES = 30


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
        sizes: deque[int] = deque()  # of what was read and not given yet
        n_bytes = n_given = 0
        is_exhausted = False
        while True:
            while not is_exhausted and len(sizes) < self._most and n_bytes < _MAX_BYTES:
                document = next(source, None)
                if document is None:
                    is_exhausted = True
                    break
                if isinstance(document, RawDocument):
                    waiting.append(_Task(n_given + len(sizes), document))
                    sizes.append(len(document.content))
                else:
                    done[n_given + len(sizes)] = document
                    sizes.append(0)
                n_bytes += sizes[-1]
            self._hand_out(waiting)
            if n_given not in done:
                if not sizes:
                    return
                self._collect(waiting, done)
            while n_given in done:
                n_bytes -= sizes.popleft()
                n_given += 1
                yield done.pop(n_given - 1)

    @property
    def _most(self) -> int:
        return _IN_HAND * self._n_workers

    def _hand_out(self, waiting: deque[_Task]) -> None:
        while waiting and len(self._workers) < self._n_workers:
            self._workers.append(_Worker(self._analyse, self._timeout_seconds))
        while waiting:
            worker = min(self._workers, key=lambda each: each.n_in_hand)
            if waiting[0].is_suspect:
                n_tasks = int(not worker.tasks)
            elif worker.n_in_hand < _IN_HAND:
                # No more than its share, so that the last documents are not all one worker's.
                n_tasks = min(_CHUNK, -(-len(waiting) // len(self._workers)))
            else:
                n_tasks = 0
            if not n_tasks:
                return
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
                self._replace(worker, waiting, done, is_stuck=True)

    def _receive(
        self, worker: _Worker, waiting: deque[_Task], done: dict[int, Result | Done]
    ) -> None:
        try:
            result = worker.connection.recv()
        except (EOFError, OSError):
            self._replace(worker, waiting, done, is_stuck=worker.is_out_of_time())
            return
        if result is not None:  # None: it has started
            task = worker.tasks.popleft()
            done[task.position] = _with_source(result, task.raw)
        worker.watch()

    def _replace(
        self,
        worker: _Worker,
        waiting: deque[_Task],
        done: dict[int, Result | Done],
        *,
        is_stuck: bool,
    ) -> None:
        first = worker.tasks[0]
        is_alone = len(worker.tasks) == 1
        if is_alone and (is_stuck or first.was_tried):
            failed = timed_out(first.raw, self._timeout_seconds) if is_stuck else _died(first.raw)
            done[first.position] = failed
        else:  # perhaps somebody else's fault: memory was short, or it was killed
            waiting.extendleft(
                replace(task, is_suspect=True, was_tried=is_alone)
                for task in reversed(worker.tasks)
            )
        worker.end(kill=True)
        place = self._workers.index(worker)
        self._workers[place] = _Worker(self._analyse, self._timeout_seconds)


@dataclass(frozen=True, slots=True)
class _Task:
    position: int
    raw: RawDocument
    is_suspect: bool = False  # it was in the hand of a worker that died or was stuck
    was_tried: bool = False  # a worker died that had no other


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
            target=work,
            args=(theirs, self.analyse, self.timeout_seconds),
            daemon=True,
            name="onrecord-analyse",
        )
        self.process.start()
        theirs.close()
        # Its first word is that it has imported everything: starting is not counted as analysing.
        self.deadline = time.monotonic() + _START_SECONDS

    @property
    def n_in_hand(self) -> int:
        """How many documents it has; as many as it can have where it has a suspect, which is to be alone."""
        return _IN_HAND if self.tasks and self.tasks[0].is_suspect else len(self.tasks)

    def take(self, tasks: list[_Task]) -> None:
        """Hands documents over."""
        if not self.tasks and self.deadline < time.monotonic() + self.timeout_seconds:
            self.watch()
        self.tasks.extend(tasks)
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


def _cpu_seconds(pid: int | None) -> float:
    """The CPU time that a process has used; where the system does not say, the clock's, which makes
    everybody look at work."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return time.monotonic()


def _with_source(result: Result, raw: RawDocument) -> Result:
    return replace(result, raw=raw) if isinstance(result, Rejected) else result


def _died(raw: RawDocument) -> Rejected:
    detail = "The process that analysed it died twice (out of memory, or a fault in a library)."
    return Rejected(raw.origin, RejectedReason.FAILED, detail, raw)
