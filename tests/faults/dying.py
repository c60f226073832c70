"""`onrecord` that is killed before a file operation of its index with a given number: in the middle of a commit, of a
merge, of cleaning up. The index is written every few batches, so that there are many of them.

    python -m tests.faults.dying NUMBER ingest ...
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Final

from app.cli import main
from app.ingest import runner

# What the interpreter reports of opening, mapping, replacing and removing files.
_OPERATIONS: Final = {"open", "os.rename", "os.remove", "os.listdir", "mmap.__new__"}
_INDEXED_AT_ONCE: Final = 40


def die_before(n_operations: int) -> None:
    """Has this process killed before the index's file operation with this number."""
    n_seen = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal n_seen
        is_counted = event == "mmap.__new__" or (
            event in _OPERATIONS and "/index/" in f"{arguments[0]}/"
        )
        n_seen += is_counted
        # Killing is an event too, which must not kill again before it did.
        if is_counted and n_seen == n_operations:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


if __name__ == "__main__":
    runner._INDEXED_AT_ONCE = _INDEXED_AT_ONCE
    die_before(int(sys.argv.pop(1)))
    main()
