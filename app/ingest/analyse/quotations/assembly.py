"""Drafts and clusters -> the records that leave this package.

Stages: (1) resolve every draft's speaker in text order; (2) drop repetitions, find what is nested in what; (3) spread
the outer source of a nested attribution over the paragraph; (4) make the records.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.ingest.analyse.quotations.confidence import confidence_of
from app.ingest.analyse.quotations.document import Document
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory
from app.ingest.analyse.quotations.speakers.resolution import Resolver
from app.records import Mention, MentionKind, Person, Quotation, QuotationType, Span
from app.text.languages.table import Verbs

_BETWEEN_SEGMENTS = " … "
# A quotation counts as direct when no more than this share of it stands outside quotation marks.
_OUTSIDE_MARKS = 0.05


@dataclass(slots=True, eq=False)
class _Resolved:
    """A draft with its speaker, and the attribution that it is nested in."""

    draft: Draft
    speaker: Mention | None
    has_marks: bool
    via: Mention | None = None


def assemble_quotations(
    document: Document, drafts: Iterable[Draft], resolver: Resolver
) -> tuple[Quotation, ...]:
    """The quotations in text order; one that lies inside another stays only if somebody else says it."""
    marks = _MarkedText(document)
    resolved = [
        _Resolved(draft, resolver.resolve(draft)[0], any(map(marks.n_inside, draft.segments)))
        for draft in drafts
    ]
    resolved = [item for item in resolved if not _is_mute(item)]
    resolved.sort(key=lambda item: (item.draft.start, -item.draft.end))
    kept = _nest(resolved, document.language.verbs)
    _spread_outer_sources(kept)
    return tuple(_quotation(document, item, marks) for item in kept)


def _is_mute(item: _Resolved) -> bool:
    """A clause without marks whose grammatical speaker can say nothing: "the strait carries a fifth"."""
    is_clause = not item.has_marks and not item.draft.is_direct
    return is_clause and item.draft.phrase is not None and item.speaker is None


def _nest(resolved: Sequence[_Resolved], verbs: Verbs) -> list[_Resolved]:
    """Drop what an enclosing quotation of the same speaker, or one without a cue, already says."""
    kept: list[_Resolved] = []
    for item in resolved:
        outer = kept[-1] if kept and item.draft.end <= kept[-1].draft.end else None
        if outer is None:
            kept.append(item)
        elif _is_nested_attribution(outer, item, verbs):
            item.via = outer.speaker
            kept.append(item)
    return kept


def _is_nested_attribution(outer: _Resolved, inner: _Resolved, verbs: Verbs) -> bool:
    """Whether `inner` says, inside what `outer` says, what a third party said in so many words."""
    if outer.speaker is None or inner.speaker is None or inner.draft.cue is None:
        return False
    if outer.draft.cue is None or outer.draft.cue.start == inner.draft.cue.start:
        return False
    if _is_same(outer.speaker, inner.speaker):
        return False
    cue = inner.draft.cue
    is_loose = (
        cue.lemma in verbs.attitude or cue.lemma in verbs.with_object or cue.lemma in verbs.weak
    )
    if is_loose and not inner.has_marks:
        return False
    is_frame_inside = outer.draft.start <= cue.start and cue.end <= outer.draft.end
    return is_frame_inside and outer.via is None


def _is_same(one: Mention, other: Mention) -> bool:
    if one.canonical is not None and one.canonical == other.canonical:
        return True
    return one.start == other.start


def _spread_outer_sources(kept: Sequence[_Resolved]) -> None:
    """In a paragraph where an official tells what Putin said, Putin's other words come from the official too."""
    outer_by_speaker: dict[tuple[int, str], Mention] = {}
    for item in kept:
        if item.speaker is None or item.speaker.canonical is None:
            continue
        key = (item.draft.sentence.paragraph, item.speaker.canonical)
        if item.via is not None and item.via.kind is MentionKind.ANONYMOUS:
            outer_by_speaker[key] = item.via
    for item in kept:
        if item.via is None and item.speaker is not None and item.speaker.canonical is not None:
            key = (item.draft.sentence.paragraph, item.speaker.canonical)
            item.via = outer_by_speaker.get(key)


# --- records -----------------------------------------------------------------------------------------


class _MarkedText:
    """The spans in quotation marks of a document, searchable by offset."""

    def __init__(self, document: Document) -> None:
        self._spans = [span for paragraph in document.paragraphs for span in paragraph.quoted]
        self._ends = [span.end for span in self._spans]

    def n_inside(self, segment: Span) -> int:
        """How many code points of a segment stand in quotation marks."""
        n_inside = 0
        for index in range(bisect_left(self._ends, segment.start + 1), len(self._spans)):
            span = self._spans[index]
            if span.start >= segment.end:
                break
            n_inside += min(segment.end, span.end) - max(segment.start, span.start)
        return n_inside


def _quotation(document: Document, item: _Resolved, marks: _MarkedText) -> Quotation:
    draft, cue = item.draft, item.draft.cue
    segments = tuple(sorted(draft.segments, key=lambda span: span.start))
    kind = QuotationType.DIRECT if draft.is_direct else _type_of(segments, marks)
    return Quotation(
        start=segments[0].start,
        end=segments[-1].end,
        segments=segments,
        type=kind,
        text=_BETWEEN_SEGMENTS.join(document.slice(span.start, span.end) for span in segments),
        speaker=item.speaker,
        cue=document.slice(cue.start, cue.end) if cue else None,
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        rule=draft.rule,
        confidence=confidence_of(draft.rule, kind),
        via=item.via,
        is_pull_quote=draft.is_pull_quote,
    )


def _type_of(segments: Sequence[Span], marks: _MarkedText) -> QuotationType:
    """By the share of the content that stands in quotation marks."""
    n_all = sum(segment.end - segment.start for segment in segments)
    n_inside = sum(marks.n_inside(segment) for segment in segments)
    if n_inside == 0:
        return QuotationType.INDIRECT
    return (
        QuotationType.DIRECT if n_all - n_inside <= _OUTSIDE_MARKS * n_all else QuotationType.MIXED
    )


def assemble_people(directory: Directory) -> tuple[Person, ...]:
    """The clusters as records, in order of first mention."""
    adjectives = directory.language.nation_adjectives
    return tuple(
        _person(cluster)
        for cluster in directory.clusters
        # "French" alone is an adjective that opened a sentence.
        if cluster.mentions and cluster.canonical.lower() not in adjectives
    )


def _person(cluster: Cluster) -> Person:
    return Person(
        canonical=cluster.canonical,
        kind=MentionKind.NAMED if cluster.is_person else MentionKind.ORGANISATION,
        aliases=tuple(cluster.aliases),
        roles=tuple(cluster.roles),
        mentions=cluster.spans,
        gender=cluster.gender,
    )
