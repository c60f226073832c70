"""An analysed article made ready for the writer: everything that linking can do without the archive.

It is done where the article was analysed, in a worker process, and gives plain values, which travel
between processes at a tenth of the cost of records.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

import zstandard

from app.ingest.link.identity import declared_fields, identity, source_digest
from app.records import Analysed, Article, Mention, MentionKind, Quotation, RawDocument
from app.store.reading.articles import packed
from app.text.folding import fold_name
from app.text.offices import office_described, office_stated
from app.text.organisations import organisation_key
from app.text.person_names import person_name
from app.text.shingles import packed as packed_shingles
from app.text.shingles import sampled, shingles, unpacked

# Stands for the article's id in the keys of those who belong to their article alone.
THIS_ARTICLE = "@this"
# Level 3 packs a page in a third of a millisecond; higher levels win a few per cent for ten times that.
_COMPRESSOR = zstandard.ZstdCompressor(level=3)


@dataclass(slots=True)
class Named:
    """Somebody whom an article names or quotes: the speaker's key, and what the article says of them."""

    key: str
    kind: str  # person, organisation, anonymous
    # The surname's skeleton; "~" and the office of a description such as "the French president".
    family: str | None
    name: str
    gender: str | None = None
    forms: list[str] = field(default_factory=list)
    # As stated, with the key of the office where the role is one.
    roles: dict[str, str | None] = field(default_factory=dict)
    spans: list[list[int]] = field(default_factory=list)
    # The article's number where the key belongs to one article; the writer knows it.
    article: int | None = None

    def in_article(self, number: int, public_id: str) -> Named:
        """The same once the article has its number and id."""
        is_own = THIS_ARTICLE in self.key
        return Named(
            key_in_article(self.key, public_id) if is_own else self.key,
            self.kind,
            self.family,
            self.name,
            self.gender,
            self.forms,
            self.roles,
            self.spans,
            number if is_own else None,
        )


@dataclass(slots=True)
class PreparedQuotation:
    """A quotation's row without numbers; the others are places in the article's list of the named."""

    row: dict[str, Any]
    words: str  # folded: what the id is made of
    named: int | None
    via: int | None
    about: list[int]


@dataclass(slots=True)
class PreparedRaw:
    """A source document's row without numbers."""

    origin: str
    digest: str
    row: dict[str, Any]


@dataclass(slots=True)
class Prepared:
    """An article ready for the writer."""

    raw: PreparedRaw
    key: str
    has_weak_key: bool
    source: str | None
    row: dict[str, Any]
    dated_at: datetime | None
    named: list[Named]
    quotations: list[PreparedQuotation]
    packed_shingles: bytes
    sampled: list[int]

    @property
    def shingles(self) -> list[int]:
        """All runs of three words."""
        return list(unpacked(self.packed_shingles).tolist())


def prepare(analysed: Analysed) -> Prepared:
    """Everything about an article that does not depend on the archive."""
    key = identity(analysed)
    hashes = analysed.shingles or shingles(analysed.article.text)
    cast = _Cast(analysed)
    return Prepared(
        raw=prepare_raw(analysed.raw),
        key=key.key,
        has_weak_key=key.is_weak,
        source=analysed.article.source,
        row=_article_row(analysed),
        dated_at=_dated_at(analysed.article),
        named=cast.named,
        quotations=_quotations(analysed.quotations, cast),
        packed_shingles=packed_shingles(hashes),
        sampled=sampled(hashes),
    )


def prepare_raw(raw: RawDocument) -> PreparedRaw:
    """A source document, compressed."""
    is_record = raw.media_type.value == "application/json"
    row = {
        "media_type": raw.media_type.value,
        "charset": raw.charset,
        "origin": raw.origin,
        "key": raw.key,
        # A record's fields are in its bytes.
        "declared": {} if is_record else declared_fields(raw.declared),
        "n_bytes": len(raw.content),
        "content": _COMPRESSOR.compress(raw.content),
    }
    return PreparedRaw(raw.origin, source_digest(raw), row)


def key_in_article(key: str, article_id: str) -> str:
    """A speaker's key once the article has its id."""
    return key.replace(THIS_ARTICLE, f"@{article_id}")


def speaker_key(name: str, kind: MentionKind) -> Named | None:
    """Who a name is across the archive; None where it says nothing.

    A person's key is what every spelling has in common. A bare surname, an anonymous source and a body without
    a name belong to their article: whom they mean is for the archive's evidence to say, or nobody.
    """
    if kind is MentionKind.ANONYMOUS:
        return Named(f"a|{THIS_ARTICLE}|{fold_name(name)}", "anonymous", None, name)
    if kind is MentionKind.ORGANISATION:
        key = organisation_key(name)
        if key is None:
            key = f"{THIS_ARTICLE}|{fold_name(name).removeprefix('the ')}"
        return Named(f"o|{key}", "organisation", None, name) if key else None
    parts = person_name(name)
    if parts is None or not parts.family:
        return None
    if parts.is_bare:
        return Named(f"p|{parts.family}||{THIS_ARTICLE}", "person", parts.family, name)
    given = " ".join((*parts.given, parts.generation)).strip()
    return Named(f"p|{parts.family}|{given}", "person", parts.family, name)


class _Cast:
    """The named of one article, each once, found by the names that the article uses."""

    def __init__(self, analysed: Analysed) -> None:
        self.named: list[Named] = []
        self._language = analysed.article.language
        self._place_by_key: dict[str, int] = {}
        self._place_by_name: dict[tuple[str, MentionKind], int | None] = {}
        self._person_by_name = {person.canonical: person for person in analysed.people}
        self._full_by_family = _only_full_names(analysed)
        for person in analysed.people:
            place = self._place(person.canonical, person.kind)
            if place is not None:
                named = self.named[place]
                named.gender = named.gender or person.gender
                _add(named.forms, (person.canonical, *person.aliases))
                self._add_roles(named, person.roles)
                named.spans += [[span.start, span.end] for span in person.mentions]
        for quotation in analysed.quotations:
            self._note(quotation.speaker)
            self._note(quotation.via)
        spans = [(s[0], s[1], i) for i, named in enumerate(self.named) for s in named.spans]
        self._spans = sorted(spans)
        self._starts = [span[0] for span in self._spans]

    def place_of(self, mention: Mention | None) -> int | None:
        """The place of who a mention names; None where it names nobody."""
        if mention is None or mention.canonical is None:
            return None
        person = self._person_by_name.get(mention.canonical)
        if person is not None:
            return self._place(person.canonical, person.kind)
        is_described = mention.kind in {MentionKind.PRONOUN, MentionKind.NOMINAL}
        kind = MentionKind.ANONYMOUS if is_described else mention.kind
        return self._place(mention.canonical, kind)

    def inside(self, quotation: Quotation) -> list[int]:
        """The places of those whom the quoted words name."""
        found: dict[int, None] = {}
        for segment in quotation.segments:
            index = bisect_left(self._starts, segment.start)
            while index < len(self._spans) and self._spans[index][0] < segment.end:
                if self._spans[index][1] <= segment.end:
                    found[self._spans[index][2]] = None
                index += 1
        return list(found)

    def _note(self, mention: Mention | None) -> None:
        place = self.place_of(mention)
        if mention is None or mention.canonical is None or place is None:
            return
        named = self.named[place]
        is_form = mention.kind is MentionKind.NAMED
        forms = (mention.canonical, mention.text) if is_form else (mention.canonical,)
        _add(named.forms, forms)
        self._add_roles(named, (mention.role,) if mention.role else ())
        if named.kind == "anonymous" and named.family is None:
            office = office_described(mention.text, mention.canonical, self._language)
            named.family = None if office is None else f"~{office}"

    def _add_roles(self, named: Named, roles: Iterable[str]) -> None:
        for role in roles:
            named.roles.setdefault(role, office_stated(role, self._language))

    def _place(self, name: str, kind: MentionKind) -> int | None:
        if (name, kind) in self._place_by_name:
            return self._place_by_name[name, kind]
        named = speaker_key(name, kind)
        if named is not None and "||" in named.key:
            named = self._full_by_family.get(named.family, named)
        place = None
        if named is not None:
            place = self._place_by_key.setdefault(named.key, len(self.named))
            if place == len(self.named):
                self.named.append(named)
        self._place_by_name[name, kind] = place
        return place


def _only_full_names(analysed: Analysed) -> dict[str | None, Named]:
    """By family, the one person whose full name the article gives: whoever it calls by the surname
    alone is that one. Families with two persons are left out."""
    found: dict[str | None, dict[str, Named]] = {}
    for person in analysed.people:
        if person.kind is MentionKind.NAMED and " " in person.canonical:
            named = speaker_key(person.canonical, person.kind)
            if named is not None and "||" not in named.key:
                found.setdefault(named.family, {})[named.key] = named
    return {family: next(iter(each.values())) for family, each in found.items() if len(each) == 1}


def _quotations(quotations: Sequence[Quotation], cast: _Cast) -> list[PreparedQuotation]:
    return [
        PreparedQuotation(
            row=_quotation_row(quotation, position),
            words=fold_name(quotation.text),
            named=cast.place_of(quotation.speaker),
            via=cast.place_of(quotation.via),
            about=cast.inside(quotation),
        )
        for position, quotation in enumerate(quotations)
    ]


def _quotation_row(quotation: Quotation, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "start": quotation.start,
        "end": quotation.end,
        "segments": [[span.start, span.end] for span in quotation.segments],
        "type": quotation.type.value,
        "text": quotation.text,
        "mention": _mention_fields(quotation.speaker),
        "via": _mention_fields(quotation.via),
        "cue": quotation.cue,
        "cue_start": quotation.cue_start,
        "cue_end": quotation.cue_end,
        "rule": quotation.rule,
        "confidence": quotation.confidence,
        "is_pull_quote": quotation.is_pull_quote,
        "is_hidden": False,
    }


def _mention_fields(mention: Mention | None) -> dict[str, Any] | None:
    if mention is None:
        return None
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind.value,
        "canonical": mention.canonical,
        "role": mention.role,
    }


def _article_row(analysed: Analysed) -> dict[str, Any]:
    article = analysed.article
    return {
        "external_id": analysed.raw.declared.external_id,
        "url": article.url or analysed.raw.declared.url,
        "title": article.title,
        "standfirst": article.standfirst,
        "text": article.text,
        "agency": article.agency,
        "section": article.section,
        "dateline_place": article.dateline_place,
        "published_at": article.published_at,
        "published_is_day": article.published_is_day,
        "modified_at": article.modified_at,
        "date_inferred": article.date_inferred,
        "dated_at": _dated_at(article),
        "language": article.language,
        "language_of_origin": article.language_of_origin,
        "machine_translated": article.machine_translated,
        "details": _details(article),
        "removed": packed([[piece.text, piece.reason] for piece in article.removed]),
        "speakers_looked_for": analysed.speakers_looked_for,
        "n_words": len(article.text.split()),
        "n_quotations": len(analysed.quotations),
    }


def _dated_at(article: Article) -> datetime | None:
    """The stated time of publication, else midnight UTC of the inferred day."""
    if article.published_at is not None:
        return article.published_at
    if article.date_inferred is not None:
        return datetime.combine(article.date_inferred, time(), UTC)
    return None


def _details(article: Article) -> dict[str, Any]:
    """What of an article is only ever read whole."""
    return {
        "authors": list(article.authors),
        "contributors": list(article.contributors),
        "keywords": list(article.keywords),
        "images": [[image.url, image.caption, image.credit] for image in article.images],
        "blocks": [[block.start, block.end, block.kind.value] for block in article.blocks],
        "date_evidence": list(article.date_evidence),
        "evidence": _fields_by_place(article.evidence),
        **({"credited_to": list(article.credited_to)} if article.credited_to else {}),
        **({"published_day": article.published_day.isoformat()} if article.published_day else {}),
    }


def _fields_by_place(evidence: Mapping[str, str]) -> dict[str, list[str]]:
    """Most fields of an article are from one or two places: each is kept once."""
    fields: dict[str, list[str]] = {}
    for name in sorted(evidence):
        fields.setdefault(evidence[name], []).append(name)
    return fields


def _add(known: list[str], new: Iterable[str]) -> None:
    known += [each for each in dict.fromkeys(new) if each not in known]
