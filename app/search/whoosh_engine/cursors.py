"""Where a page ended, as text: the commit it belongs to, the last hit's place in the order, its id."""

from __future__ import annotations

import math
import zlib

from app.errors import CursorError
from app.search.interface import SearchRequest
from app.search.query_language import print_query
from app.search.whoosh_engine.ranking import Position, Ranked


def make_position(last: Ranked, commit: str, request: SearchRequest) -> str:
    """Text for `SearchPage.next_after`."""
    return "|".join((commit, _digest(request), last.key.hex(), last.id))


def read_position(after: str, request: SearchRequest) -> Position:
    """Reads `SearchRequest.after`. Raises CursorError when it is of another search, or of none."""
    parts = after.split("|", 3)
    if len(parts) != 4 or parts[1] != _digest(request):
        raise CursorError("This cursor belongs to another search. Start again without it.")
    try:
        key = float.fromhex(parts[2])
    except (ValueError, OverflowError):
        raise CursorError("This cursor is not one of ours. Start again without it.") from None
    if math.isnan(key):
        raise CursorError("This cursor is not one of ours. Start again without it.")
    return Position(key, parts[3])


def commit_of(after: str) -> tuple[str, int]:
    """Generation and number of the commit a cursor belongs to. Raises CursorError."""
    generation, _, number = after.split("|", 1)[0].rpartition(".")
    if not generation.replace("-", "").isalnum() or not number.isdecimal() or len(number) > 15:
        raise CursorError("This cursor is not one of ours. Start again without it.")
    return generation, int(number)


def _digest(request: SearchRequest) -> str:
    """Stands for all that decides which hits there are and their order."""
    said = (
        request.collection.value, print_query(request.query), request.match.value, request.filters, request.published_from,
        request.published_to, request.has_quotations, request.min_confidence, request.duplicates.value,
        request.group_by_utterance, request.sort.value, request.seed, sorted(request.synonyms.items()),
    )  # fmt: skip
    return f"{zlib.crc32(repr(said).encode('utf-8', 'surrogatepass')):08x}"
