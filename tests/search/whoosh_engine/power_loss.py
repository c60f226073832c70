"""What is on the disk after the power went out: everything synced, and as little of the rest as may be.

A recorder listens to a process that writes below a folder. From its events it makes the folder as it may be
after a cut at any of them: a file has what it had when it was last synced, and one never synced is empty or
zeros; of what was done to a folder since it was last synced (names made, renamed, removed), a part, in
order, as journals keep it.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True)
class Event:
    """`made`, `renamed` (to `other`), `removed`: a name of a folder; `synced`: a file with its content, or
    a folder (None)."""

    kind: str
    path: Path
    other: Path | None = None
    content: bytes | None = None


class Recorder:
    """Writes down what happens below a folder; the folder is empty at first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: list[Event] = []
        self._is_on = False
        sys.addaudithook(self._hear)

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Listens; syncing, which the interpreter tells nobody of, is listened to by replacing it."""
        sync = os.fsync

        def synced(descriptor: int) -> None:
            sync(descriptor)
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            if path == self.folder or self._is_inside(path):
                content = None if path.is_dir() else path.read_bytes()
                self.events.append(Event("synced", path, content=content))

        os.fsync, self._is_on = synced, True
        try:
            yield
        finally:
            os.fsync, self._is_on = sync, False

    def _is_inside(self, path: Path) -> bool:
        return self.folder in path.parents

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._is_on:
            return
        if event == "open" and isinstance(arguments[0], str):
            path = Path(arguments[0])
            if self._is_inside(path) and arguments[2] & _WRITES and not path.exists():
                self.events.append(Event("made", path))
        elif event == "os.rename":
            source, target = Path(arguments[0]), Path(arguments[1])
            if self._is_inside(source):
                self.events.append(Event("renamed", source, target))
        elif event in {"os.mkdir", "os.remove", "os.rmdir"}:
            path = _resolved(arguments[0], arguments[-1])
            if self._is_inside(path) and (event == "os.mkdir") != path.exists():
                self.events.append(Event("made" if event == "os.mkdir" else "removed", path))


def _resolved(path: Any, folder: int) -> Path:
    """The path of a name that is given beside an open folder."""
    if folder < 0 or Path(path).is_absolute():
        return Path(path)
    return Path(f"/proc/self/fd/{folder}").readlink() / path


def restore(events: list[Event], folder: Path, target: Path, chance: random.Random) -> None:
    """Makes at `target` what may be left of `folder` when the power goes out after these events."""
    durable, pending = _names(events, chance), {}
    for path, number in durable.items():
        pending[target / path.relative_to(folder)] = _content(events, number, chance)
    target.mkdir(parents=True)
    for path, content in sorted(pending.items()):
        if path.parent.is_dir():  # else the folder itself was lost
            if content is None:
                path.mkdir()
            else:
                path.write_bytes(content)


def _names(events: list[Event], chance: random.Random) -> dict[Path, int]:
    """Paths that last, each with the number of the event that made what it names."""
    now: dict[Path, int] = {}  # as the process saw it
    steps: dict[Path, list[tuple[Path, int | None]]] = {}  # by folder, since it was synced
    durable: dict[Path, int] = {}
    for number, event in enumerate(events):
        if event.kind == "synced" and event.content is None:
            _apply(durable, steps.pop(event.path, []))
            continue
        own = steps.setdefault(event.path.parent, [])
        if event.kind == "made":
            now[event.path] = number
            own.append((event.path, number))
        elif event.kind == "renamed" and event.other is not None:
            now[event.other] = now.pop(event.path)
            own += [(event.other, now[event.other]), (event.path, None)]
        elif event.kind == "removed":
            now.pop(event.path, None)
            own.append((event.path, None))
    for own in steps.values():
        _apply(durable, own[: chance.randint(0, len(own))])
    return durable


def _apply(names: dict[Path, int], steps: list[tuple[Path, int | None]]) -> None:
    for path, number in steps:
        if number is None:
            names.pop(path, None)
        else:
            names[path] = number


def _content(events: list[Event], number: int, chance: random.Random) -> bytes | None:
    """What a file has, by the event that made it; None for a folder."""
    path: Path = events[number].path
    content: bytes | None = None
    for event in events[number + 1 :]:
        if event.kind == "renamed" and event.path == path and event.other is not None:
            path = event.other
        elif event.kind == "made" and event.path == path:
            break
        elif event.kind == "synced" and event.path == path:
            if event.content is None:
                return None
            content = event.content
    is_folder = any(path in event.path.parents for event in events)
    if is_folder:
        return None
    return content if content is not None else bytes(chance.choice([0, 0, 100]))
