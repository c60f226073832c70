"""Entries of a folder that are no files, or have names that no file should have."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.faults.hostile_texts import TEXT

# A page of text under each of these names must be stored; bytes, since some are no text.
NAMES: tuple[bytes, ...] = (
    b"a\nb.txt", b"invalid-\xff\xfe-utf8.txt", b"-rf.txt", b" .txt", b"[bold]x[link=y].txt", b"\x1b[31mred.txt",
    "\u202etxt.exe".encode(), "👩‍👩‍👧.txt".encode(), b"x" * 250 + b".txt", b"%s%n{0}.txt", b"'\";--.txt", b"tab\t.txt",
    b"#1@2!3.txt", b"CON.txt", b"nl\r\n.txt",
)  # fmt: skip


def write_odd_entries(folder: Path) -> int:
    """Makes them; returns how many. What needs rights that the user does not have is left out."""
    n_made = 0
    for number, name in enumerate(NAMES):
        path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118 - bytes, Path has none
        with suppress(OSError), open(path, "wb") as file:  # noqa: PTH123 - bytes
            file.write(f"Odd name {number}. {TEXT}".encode())
            n_made += 1
    for make in _ENTRIES:
        with suppress(OSError, PermissionError):
            make(folder)
            n_made += 1
    return n_made


def _folder(folder: Path) -> None:
    (folder / "folder.txt").mkdir()
    (folder / "folder.jsonl" / "deep.html").mkdir(parents=True)


def _deep_folder(folder: Path) -> None:
    deep = folder / "deep"
    for _ in range(60):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "bottom.txt").write_text(f"At the bottom. {TEXT}")


def _cycle(folder: Path) -> None:
    (folder / "circle-a.txt").symlink_to("circle-b.txt")
    (folder / "circle-b.txt").symlink_to("circle-a.txt")


def _self(folder: Path) -> None:
    (folder / "itself.txt").symlink_to("itself.txt")


def _loop(folder: Path) -> None:
    (folder / "loop").mkdir()
    (folder / "loop" / "again").symlink_to("..")


def _nowhere(folder: Path) -> None:
    (folder / "nowhere.txt").symlink_to("/no/such/file")


def _device(folder: Path) -> None:
    (folder / "endless.txt").symlink_to("/dev/zero")


def _memory(folder: Path) -> None:
    (folder / "memory.txt").symlink_to("/proc/self/mem")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")


def _socket(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(folder / "socket.txt"))


def _unreadable(folder: Path) -> None:
    file = folder / "unreadable.txt"
    file.write_bytes(b"\0" * 100)  # root reads it all the same: then it is binary
    file.chmod(0)


def _closed_folder(folder: Path) -> None:
    (folder / "closed").mkdir()
    (folder / "closed" / "nulls.txt").write_bytes(b"\0" * 100)
    (folder / "closed").chmod(0)


_ENTRIES: tuple[Callable[[Path], None], ...] = (
    _folder, _deep_folder, _cycle, _self, _loop, _nowhere, _device, _memory, _pipe, _socket, _unreadable, _closed_folder,
)  # fmt: skip
