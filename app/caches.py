"""What a process keeps so as not to make it twice: how many bytes there are for it, and a store that
holds what was used last within them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class CacheBudget:
    """How the bytes that `ONRECORD_CACHE_MB` allows a process are shared out."""

    total: int = 128_000_000

    @classmethod
    def of_megabytes(cls, n: int) -> CacheBudget:
        """Of so many megabytes."""
        return cls(n * 1_000_000)

    @property
    def names(self) -> int:
        """For names that suggestions are made from: half, since a name left out is not suggested."""
        return self.total // 2

    @property
    def values(self) -> int:
        """For what counting facets and filtering by language needs."""
        return self.total // 8

    @property
    def words(self) -> int:
        """For words of queries and texts, as index terms."""
        return self.total // 8

    @property
    def scratch(self) -> int:
        """For memory that searches work in, between two of them."""
        return self.total // 8

    @property
    def answers(self) -> int:
        """For whole answers of the API."""
        return self.total // 8


DEFAULT_BUDGET: Final = CacheBudget()


class ByteCache(Generic[Key, Value]):
    """What was used last, within so many bytes by their users' own estimate; safe to share between
    threads."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._n_bytes = 0
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def n_bytes(self) -> int:
        """What is kept now."""
        return self._n_bytes

    def find(self, key: Key) -> Value | None:
        """What is kept under a key; it is then the last that is dropped."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Key, value: Value, n_bytes: int) -> None:
        """Keeps a value, at the cost of those used longest ago; one larger than the whole is passed over."""
        if n_bytes > self._max_bytes:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self._n_bytes += n_bytes - (before[1] if before else 0)
            self._kept[key] = (value, n_bytes)
            while self._n_bytes > self._max_bytes:
                _, (_, n_oldest) = self._kept.popitem(last=False)
                self._n_bytes -= n_oldest
