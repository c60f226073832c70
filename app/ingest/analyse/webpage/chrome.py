"""Lines that extractors keep though they are chrome: a table of rules, applied to blocks in context."""

from __future__ import annotations

from app.ingest.analyse.webpage.body import PageBlock
from app.records import Removed
from app.text.folding import fold

_MAX_REMOVED = 200


def keep_body(
    blocks: list[PageBlock], title: str | None, authors: tuple[str, ...]
) -> tuple[list[PageBlock], list[Removed]]:
    """Splits blocks into the body and what is removed from it, with the rule's name."""
    kept: list[PageBlock] = []
    removed: list[Removed] = []
    folded_title = fold(title or "")
    for position, block in enumerate(blocks):
        if position < 6 and fold(block.text) == folded_title:
            removed.append(Removed(block.text, "title repeated"))
        else:
            kept.append(block)
    return kept, removed[:_MAX_REMOVED]
