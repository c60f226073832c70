"""Where a page ended, as text: the commit it belongs to, what the last hit is
ordered by, its number."""

from __future__ import annotations

import math
import zlib
from typing import Final

from app.errors import CursorError
from app.search.interface import SearchRequest
from app.search.query_language import print_query
from app.search.whoosh_engine.answer import Position

_MOST: Final = 2**63 - 1
_USUAL: Final = ((), None, None, None, None, False, 0)


def make_position(last: Position, commit: str, request: SearchRequest) -> str:
    """Text for `SearchPage.next_after`."""
    return "|".join((commit, _digest(request), last.key.hex(), str(last.number)))


def read_position(after: str, request: SearchRequest) -> Position:
    """Reads `SearchRequest.after`. Raises CursorError when it is of another search, or of none."""
    parts = after.split("|", 3)
    if len(parts) != 4 or parts[1] != _digest(request):
        raise CursorError("This cursor belongs to another search. Start again without it.")
    try:
        last = Position(float.fromhex(parts[2]), int(parts[3]))
    except (ValueError, OverflowError):
        raise CursorError("This cursor is not one of ours. Start again without it.") from None
    if math.isnan(last.key) or not -_MOST <= last.number <= _MOST:
        raise CursorError("This cursor is not one of ours. Start again without it.")
    return last


def commit_of(after: str) -> tuple[str, int]:
    """Generation and number of the commit a cursor belongs to. Raises CursorError."""
    generation, _, number = after.split("|", 1)[0].rpartition(".")
    if not generation.replace("-", "").isalnum() or not number.isdecimal() or len(number) > 15:
        raise CursorError("This cursor is not one of ours. Start again without it.")
    return generation, int(number)


def _digest(request: SearchRequest) -> str:
    """Stands for all that decides which hits there are and their order."""
    parsed = print_query(request.query)
    said = "\0".join((request.collection, parsed, request.match, request.sort, request.duplicates))
    more = (
        request.filters, request.published_from, request.published_to, request.has_quotations,
        request.min_confidence, request.group_by_utterance, request.seed,
    )  # fmt: skip
    if more != _USUAL or request.synonyms:
        said += repr((more, sorted(request.synonyms.items())))
    return f"{zlib.crc32(said.encode('utf-8', 'surrogatepass')):08x}"
