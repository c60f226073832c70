"""One file of named numpy arrays: written once, front to back; read through a memory map without a copy.

Layout: magic, arrays (64-byte aligned), a JSON directory, and a footer that says where the directory is,
how long the whole file must be, and the directory's checksum. A cut-off file is noticed when it is opened;
`checksums` reads everything.
"""

from __future__ import annotations

import mmap
import struct
import weakref
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray

MAGIC: Final = b"ONRECORD-ARRAYS1"
_ALIGNMENT: Final = 64  # a cache line; also enough for any dtype
_FOOTER: Final = struct.Struct(
    "<QQQI4s"
)  # directory at, its length, file length, its crc32, end mark
_END: Final = b"END."

Array: TypeAlias = NDArray[Any]


class ArrayFileError(Exception):
    """The file is not one of ours, cut off, or altered."""


class ArrayFileWriter:
    """Appends arrays to a new file; `finish` makes it readable."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._file.write(MAGIC.ljust(_ALIGNMENT, b"\0"))
        self._at = _ALIGNMENT
        self._entries: dict[str, list[Any]] = {}

    def put(self, name: str, array: Array) -> None:
        """Appends one array under a name."""
        array = np.ascontiguousarray(array)
        view = array.view(np.uint8).data if array.size else memoryview(b"")
        self._file.write(view)
        padding = -len(view) % _ALIGNMENT
        self._file.write(b"\0" * padding)
        self._entries[name] = [array.dtype.str, self._at, array.size, zlib.crc32(view)]
        self._at += len(view) + padding

    def finish(self) -> None:
        """Writes directory and footer; the caller closes and syncs the file."""
        directory = orjson.dumps(self._entries)
        length = self._at + len(directory) + _FOOTER.size
        self._file.write(directory)
        crc = zlib.crc32(directory)
        self._file.write(_FOOTER.pack(self._at, len(directory), length, crc, _END))


class ArrayFile:
    """A file's arrays, mapped. Raises ArrayFileError when it is not whole, OSError when it is not there.

    Arrays keep the map alive, so the file may be removed while they are used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            try:
                self._map: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:  # an empty file cannot be mapped
                raise ArrayFileError(f"{path.name} is empty.") from error
            except OSError:  # some network mounts cannot map
                self._map = file.read()
        self._entries = self._read_directory()
        self._arrays: dict[str, Array] = {}
        # Kernels take addresses; all arrays of a file are offsets from this one.
        self.base = np.frombuffer(self._map, np.uint8).ctypes.data

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self) -> list[str]:
        """Names of all arrays, in the order written."""
        return list(self._entries)

    def get(self, name: str) -> Array:
        """An array by name, read-only, without a copy."""
        array = self._arrays.get(name)
        if array is None:
            dtype, at, size, _ = self._entries[name]
            array = self._arrays[name] = np.frombuffer(self._map, np.dtype(dtype), size, at)
        return array

    def address(self, name: str) -> int:
        """Where an array begins in memory."""
        return int(self.base) + int(self._entries[name][1])

    def size(self, name: str) -> int:
        """How many numbers an array has."""
        return int(self._entries[name][2])

    def damaged(self) -> list[str]:
        """Reads all arrays; names of those whose checksum is wrong."""
        return [
            name
            for name, entry in self._entries.items()
            if zlib.crc32(self.get(name).view(np.uint8).data if entry[2] else b"") != entry[3]
        ]

    @property
    def is_whole(self) -> bool:
        """Whether the file is still as long as when it was opened."""
        return not isinstance(self._map, mmap.mmap) or self._map.size() >= len(self._map)

    def before_close(self, do: Callable[[int], object], address: int) -> None:
        """Has a function called once nobody uses the map any more."""
        if isinstance(self._map, mmap.mmap):
            weakref.finalize(self._map, do, address)

    @property
    def n_bytes(self) -> int:
        """Length of the file."""
        return len(self._map)

    def _read_directory(self) -> dict[str, list[Any]]:
        whole = self._map
        name = self.path.name
        if len(whole) < _ALIGNMENT + _FOOTER.size or whole[: len(MAGIC)] != MAGIC:
            raise ArrayFileError(f"{name} is not an index segment of this program.")
        at, n_directory, length, crc, end = _FOOTER.unpack(whole[-_FOOTER.size :])
        if end != _END or length != len(whole):
            raise ArrayFileError(f"{name} is cut off.")
        directory = whole[at : at + n_directory]
        if zlib.crc32(directory) != crc:
            raise ArrayFileError(f"{name} is damaged.")
        entries: dict[str, list[Any]] = orjson.loads(directory)
        return entries
