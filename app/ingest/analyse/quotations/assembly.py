"""Drafts and clusters -> the records that leave this package."""

from __future__ import annotations

from collections.abc import Iterable

from app.ingest.analyse.quotations.confidence import confidence_of
from app.ingest.analyse.quotations.document import Document
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.people import Cluster, Directory, spans_of
from app.ingest.analyse.quotations.resolution import Resolver
from app.records import MentionKind, Person, Quotation, QuotationType, Span

_BETWEEN_SEGMENTS = " … "


def assemble_quotations(
    document: Document, drafts: Iterable[Draft], resolver: Resolver
) -> tuple[Quotation, ...]:
    """The quotations in text order; one that lies inside another is left out."""
    kept: list[Quotation] = []
    resolved = [(draft, resolver.resolve(draft)[0]) for draft in drafts]
    quotations = []
    for draft, mention in resolved:
        cue = draft.cue
        segments = tuple(sorted(draft.segments, key=lambda span: span.start))
        kind = _type_of(document, segments)
        quotations.append(
            Quotation(
                start=segments[0].start,
                end=segments[-1].end,
                segments=segments,
                type=kind,
                text=_BETWEEN_SEGMENTS.join(document.slice(s.start, s.end) for s in segments),
                speaker=mention,
                cue=document.slice(cue.start, cue.end) if cue else None,
                cue_start=cue.start if cue else None,
                cue_end=cue.end if cue else None,
                rule=draft.rule,
                confidence=confidence_of(draft.rule, kind),
                is_pull_quote=draft.is_pull_quote,
            )
        )
    quotations.sort(key=lambda q: (q.start, -q.end))
    reach = -1
    for quotation in quotations:
        if quotation.end > reach:
            kept.append(quotation)
            reach = quotation.end
    return tuple(kept)


def _type_of(document: Document, segments: tuple[Span, ...]) -> QuotationType:
    """By the share of the content that stands in quotation marks."""
    n_inside = n_all = 0
    for segment in segments:
        n_all += segment.end - segment.start
        for paragraph in document.paragraphs:
            if paragraph.span.end <= segment.start or paragraph.span.start >= segment.end:
                continue
            for quoted in paragraph.quoted:
                n_inside += max(0, min(segment.end, quoted.end) - max(segment.start, quoted.start))
    if n_inside == 0:
        return QuotationType.INDIRECT
    return QuotationType.DIRECT if n_inside >= 0.95 * n_all else QuotationType.MIXED


def assemble_people(directory: Directory) -> tuple[Person, ...]:
    """The clusters as records, in order of first mention."""
    return tuple(_person(cluster) for cluster in directory.clusters if cluster.mentions)


def _person(cluster: Cluster) -> Person:
    return Person(
        canonical=cluster.canonical,
        kind=MentionKind.NAMED if cluster.is_person else MentionKind.ORGANISATION,
        aliases=tuple(cluster.aliases),
        roles=tuple(cluster.roles),
        mentions=spans_of(cluster),
        gender=cluster.gender,
    )
