"""Locks between processes: one writer; generations that readers hold are not removed."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import Final

from app.errors import IndexUnavailableError

WRITER_LOCK: Final = "writer.lock"
READERS_LOCK: Final = "readers.lock"
_POLL_SECONDS: Final = 0.05


class Lock:
    """An advisory lock on a file; the system gives it back when its process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def try_acquire(self, *, is_shared: bool = False) -> bool:
        """Takes the lock if it can be had at once."""
        kind = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Gives the lock back; may be called again."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def lock_writer(index_dir: Path, timeout_seconds: float) -> Lock:
    """Becomes the one writer of an index folder. Raises IndexUnavailableError when another process is
    the writer until the time limit, or the folder cannot be written to."""
    deadline = time.monotonic() + timeout_seconds
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = Lock(index_dir / WRITER_LOCK)
    except OSError as error:
        raise IndexUnavailableError(f"The index folder cannot be written to: {error}.") from error
    while not lock.try_acquire():
        if time.monotonic() >= deadline:
            lock.close()
            raise IndexUnavailableError(
                f"Another process is writing to the index and did not end within {timeout_seconds:g} s. "
                "Try again when its job is done, or raise ONRECORD_WRITER_LOCK_SECONDS."
            )
        time.sleep(_POLL_SECONDS)
    return lock
