"""Which segments a commit absorbs: few enough segments to search, few enough merges to write.

A segment holds at most 65,536 documents, which bounds the memory of every merge.
"""

from __future__ import annotations

from typing import Final

from app.search.whoosh_engine.codec import ArraySegment
from app.search.whoosh_engine.postings import MAX_DOCS
from app.search.whoosh_engine.segment_writer import BulkSegmentWriter

# A batch of ten articles should not wait for the merge of thousands.
_SMALL: Final = 2_000
_CROWD: Final = 12
_MAX_DELETED: Final = 0.3


def is_crowded(n_segments: int) -> bool:
    """Whether it is time to merge."""
    return n_segments > _CROWD


def absorb_small(writer: BulkSegmentWriter, segments: list[ArraySegment]) -> list[ArraySegment]:
    """Absorbs small segments that together are not much larger than what they join."""
    return _absorb(writer, segments, limit=_SMALL)


def absorb_tier(writer: BulkSegmentWriter, segments: list[ArraySegment]) -> list[ArraySegment]:
    """Absorbs the smallest segments that fit into one, and those with many deleted documents."""
    by_size = sorted(segments, key=lambda segment: segment.doc_count())
    chosen: list[ArraySegment] = []
    room = MAX_DOCS - writer.n_new
    for segment in by_size:
        if segment.doc_count() <= room:
            chosen.append(segment)
            room -= segment.doc_count()
    if len(chosen) < 2 and not any(map(_is_sparse, chosen)):
        return segments
    return _take(writer, segments, chosen)


def _absorb(
    writer: BulkSegmentWriter, segments: list[ArraySegment], limit: int
) -> list[ArraySegment]:
    chosen: list[ArraySegment] = []
    total = writer.n_new
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        n = segment.doc_count()
        if n > max(2 * total, 1) or total + n > limit:
            break
        chosen.append(segment)
        total += n
    return _take(writer, segments, chosen)


def _is_sparse(segment: ArraySegment) -> bool:
    return bool(segment.deleted_count() > _MAX_DELETED * segment.doc_count_all())


def _take(
    writer: BulkSegmentWriter, segments: list[ArraySegment], chosen: list[ArraySegment]
) -> list[ArraySegment]:
    for segment in chosen:
        writer.absorb(segment)
    return [segment for segment in segments if segment not in chosen]
