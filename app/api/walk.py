"""A walk through one list: reads its cursors, makes the links to its further pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from app.api.deps import Archive
from app.errors import CursorError

# These change how a page looks, not which list it is a page of.
_NOT_THE_LIST = {
    "cursor", "limit", "format", "highlight", "explain", "facets", "facet_size", "fields", "embed",
}  # fmt: skip

# A cursor knows the way back so far; each page on it makes it some 40 characters longer.
PAGES_BACK = 10

Pairs = Sequence[tuple[str, str]]


class Walk:
    """The list that a request is about, whichever way it was asked for."""

    def __init__(self, request: Request, archive: Archive, pairs: Pairs | None = None) -> None:
        self._archive = archive
        self.path = str(request.scope["path"]).removesuffix("/search") or "/"
        if self.path == "/v1":
            self.path = "/v1/search"
        self._root = str(request.scope.get("root_path", "")).rstrip("/")
        self._pairs = list(request.query_params.multi_items() if pairs is None else pairs)
        # Without the cursor: what all links of the walk have.
        self._asked = urlencode([pair for pair in self._pairs if pair[0] != "cursor"])
        listed = sorted(pair for pair in self._pairs if pair[0] not in _NOT_THE_LIST)
        self._search = f"{self.path}?{urlencode(listed)}"
        # The position of this page, and before it those of the pages that led here, the nearest first;
        # None stands for the beginning of the list.
        self._trail: list[Any] = [None]

    def position(self, cursor: str | None) -> Any:
        """The position that a cursor holds; None for none. Raises CursorError."""
        if cursor is not None:
            self._trail = self._archive.cursors.read(cursor, self._search)
        return self._trail[0]

    def pair_position(self, cursor: str | None) -> tuple[str, int] | None:
        """A position that is a sort key and a number. Raises CursorError."""
        position = self.position(cursor)
        if position is None:
            return None
        if not isinstance(position, list) or len(position) != 2:
            raise CursorError("The cursor is not one of this list.")
        return str(position[0]), int(position[1])

    def number_position(self, cursor: str | None) -> int | None:
        """A position that is a number. Raises CursorError."""
        position = self.position(cursor)
        if position is not None and not isinstance(position, int):
            raise CursorError("The cursor is not one of this list.")
        return position

    def cursor(self, position: Any) -> str | None:
        """The cursor for a position after this page; None for None, the end."""
        if position is None:
            return None
        return self._write([position, *self._trail[:PAGES_BACK]])

    def prev(self) -> str | None:
        """The address of the page before this one; None on the first, and where the way back is no
        longer known."""
        if len(self._trail) == 1:
            return None
        return self.link(None if self._trail[1] is None else self._write(self._trail[1:]))

    def _write(self, trail: list[Any]) -> str:
        return self._archive.cursors.write(trail, self._search)

    def link(self, cursor: str | None) -> str:
        """The address of the page at a cursor."""
        asked = self._asked
        if cursor is not None:
            asked = f"{asked}&{urlencode({'cursor': cursor})}".lstrip("&")
        return f"{self._root}{self.path}?{asked}" if asked else f"{self._root}{self.path}"


def pairs_of(parameters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parameters of a search sent as JSON, as they would stand in an address."""
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        if isinstance(value, list):
            pairs += [(name, str(one)) for one in value]
        elif isinstance(value, bool):
            pairs.append((name, str(value).lower()))
        elif value is not None:
            pairs.append((name, str(value)))
    return pairs
