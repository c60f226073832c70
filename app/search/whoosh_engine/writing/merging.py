"""Which segments a commit absorbs: few enough segments to search, few enough merges to write.

A segment holds at most 65,536 documents, which bounds the memory of every merge, and one that is half full is
left alone until many of its documents are deleted: a large archive's updates cost what a small one's do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.search.whoosh_engine.segments.codec import ArraySegment
from app.search.whoosh_engine.segments.postings import MAX_DOCS
from app.search.whoosh_engine.writing.segment_writer import BulkSegmentWriter

# A batch of ten articles should not wait for the merge of thousands.
_SMALL: Final = 2_000
_FULL: Final = MAX_DOCS // 2
_CROWD: Final = 10
_MAX_DELETED: Final = 0.3


def is_crowded(segments: Iterable[ArraySegment]) -> bool:
    """Whether it is time to merge."""
    n_growing = 0
    for segment in segments:
        if _is_sparse(segment):
            return True
        n_growing += segment.doc_count() < _FULL
    return n_growing > _CROWD


def absorb_small(writer: BulkSegmentWriter, segments: list[ArraySegment]) -> list[ArraySegment]:
    """Absorbs small segments that together are not much larger than what they join."""
    chosen, total = [], writer.n_new
    for segment in _by_size(segments):
        n = segment.doc_count()
        if n > max(2 * total, 1) or total + n > _SMALL:
            break
        chosen.append(segment)
        total += n
    return _take(writer, segments, chosen)


def absorb_crowd(writer: BulkSegmentWriter, segments: list[ArraySegment]) -> list[ArraySegment]:
    """Absorbs the smallest segments up to one that is much larger than those before it together, so that
    a document is written again only a few times; and those with many deleted documents."""
    chosen = [segment for segment in segments if _is_sparse(segment)]
    total = sum(segment.doc_count() for segment in chosen)
    while total > MAX_DOCS:
        total -= chosen.pop().doc_count()
    for segment in _by_size(segments):
        n = segment.doc_count()
        is_much_larger = len(chosen) > 1 and n > 2 * total
        if segment in chosen or n >= _FULL or is_much_larger or total + n > MAX_DOCS:
            continue
        chosen.append(segment)
        total += n
    return _take(writer, segments, chosen)


def absorb_all(writer: BulkSegmentWriter, segments: list[ArraySegment]) -> list[ArraySegment]:
    """Absorbs the smallest segments that fit into one."""
    chosen, room = [], MAX_DOCS
    for segment in _by_size(segments):
        if segment.doc_count() <= room:
            chosen.append(segment)
            room -= segment.doc_count()
    if len(chosen) < 2 and not any(map(_is_sparse, chosen)):
        return segments
    return _take(writer, segments, chosen)


def _by_size(segments: list[ArraySegment]) -> list[ArraySegment]:
    return sorted(segments, key=lambda segment: segment.doc_count())


def _is_sparse(segment: ArraySegment) -> bool:
    n_documents = segment.doc_count_all()
    return n_documents > _SMALL and segment.deleted_count() > _MAX_DELETED * n_documents


def _take(
    writer: BulkSegmentWriter, segments: list[ArraySegment], chosen: list[ArraySegment]
) -> list[ArraySegment]:
    for segment in chosen:
        writer.absorb(segment)
    return [segment for segment in segments if segment not in chosen]
