"""Who is who across the archive: the persons of one article become speakers of the whole.

A speaker's key is what every spelling of the name has in common, so most persons are found by one look
and in any order of arrival. What a key cannot settle (initials, a middle name left out, a bare surname
with a role) is decided over the whole family of a surname whenever the family grows: see `settled`.
Anonymous sources and bare surnames that nothing places belong to their article alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.ingest.link.families import Member, role_words, settled
from app.records import Analysed, Mention, MentionKind, Person
from app.store import intake, intake_speakers
from app.store.handles import WriteTransaction
from app.store.ids import content_id
from app.text.folding import fold_name
from app.text.person_names import GENERATIONS, person_name, without_title

# The writer forgets what it knows past this many speakers: about 100 MB.
_MAX_KNOWN = 100_000


@dataclass(frozen=True, slots=True)
class SpeakerKey:
    """What identifies a speaker, and the family it belongs to."""

    key: str
    kind: str  # person, organisation, anonymous
    family: str | None = None
    is_bare: bool = False  # a surname alone


@dataclass(slots=True)
class Speaker:
    """A speaker as the writer knows it."""

    number: int
    public_id: str
    key: str
    kind: str
    family: str | None
    name: str
    gender: str | None
    merged_into: int | None
    is_merged_by_hand: bool
    names: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    is_new: bool = False

    @property
    def head(self) -> int:
        """The number of the speaker that this one is the same as."""
        return self.number if self.merged_into is None else self.merged_into


@dataclass(slots=True)
class Settled:
    """What a batch changed about speakers that were there before."""

    merged_into: dict[int, int | None] = field(default_factory=dict)
    heads_to_recount: set[int] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Seen:
    """What the articles of a batch say of one speaker."""

    aliases: Counter[str] = field(default_factory=Counter)
    gender: str | None = None  # the first article's that tells


@dataclass(slots=True)
class Noted:
    """The forms and roles of one article, by key; each once."""

    forms: dict[str, set[str]] = field(default_factory=dict)
    roles: dict[tuple[str, str], None] = field(default_factory=dict)

    def add(self, key: SpeakerKey, forms: Iterable[str], roles: Iterable[str]) -> None:
        """Adds what one mention or person says."""
        self.forms.setdefault(key.key, set()).update(forms)
        self.roles |= {(key.key, role): None for role in roles}


def mentions_of(analysed: Analysed) -> list[Mention]:
    """The speakers and outer sources of an article's quotations, in order."""
    return [
        mention
        for quotation in analysed.quotations
        for mention in (quotation.speaker, quotation.via)
        if mention is not None
    ]


def speaker_key(
    name: str, kind: MentionKind, roles: Sequence[str], article_id: str
) -> SpeakerKey | None:
    """The key of somebody whom an article names so; None where the name says nothing.

    `roles` place a bare surname; without any it belongs to its article.
    """
    if kind is MentionKind.ANONYMOUS:
        return SpeakerKey(f"a|{article_id}|{fold_name(name)}", "anonymous")
    if kind is MentionKind.ORGANISATION:
        folded = fold_name(name).removeprefix("the ")
        return SpeakerKey(f"o|{folded}", "organisation") if folded else None
    parts = person_name(name)
    if parts is None or not parts.family:
        return None
    if not parts.is_bare:
        given = " ".join((*parts.given, parts.generation)).strip()
        return SpeakerKey(f"p|{parts.family}|{given}", "person", parts.family)
    role_sets = sorted((role_words(role) for role in roles), key=_telling)
    placed = " ".join(sorted(role_sets[-1])) if role_sets else ""
    place = f"~{placed}" if placed else f"@{article_id}"
    return SpeakerKey(f"p|{parts.family}||{place}", "person", parts.family, is_bare=True)


def _only_full_names(analysed: Analysed) -> dict[str | None, SpeakerKey]:
    """By family, the one person whose full name the article gives: whoever it calls by the surname
    alone is that one. Families with two persons are left out."""
    found: dict[str | None, set[SpeakerKey]] = {}
    for person in analysed.people:
        if person.kind is MentionKind.NAMED:
            key = speaker_key(person.canonical, person.kind, (), "")
            if key is not None and not key.is_bare:
                found.setdefault(key.family, set()).add(key)
    return {family: next(iter(keys)) for family, keys in found.items() if len(keys) == 1}


class Cast:
    """The speakers of one article, by the names that the article uses."""

    def __init__(self, analysed: Analysed, article_id: str) -> None:
        self._article_id = article_id
        self._person_by_name = {person.canonical: person for person in analysed.people}
        self.key_by_name: dict[tuple[str, MentionKind], SpeakerKey | None] = {}
        self.people = analysed.people
        self._full_by_family = _only_full_names(analysed)
        for person in analysed.people:
            self._key(person.canonical, person.kind, person.roles)
        for mention in mentions_of(analysed):
            self.key_of(mention)

    def key_of(self, mention: Mention) -> SpeakerKey | None:
        """The key of who a mention names; None where it names nobody."""
        if mention.canonical is None:
            return None
        person = self._person_by_name.get(mention.canonical)
        if person is not None:
            return self._key(person.canonical, person.kind, person.roles)
        kind = mention.kind
        if kind in {MentionKind.PRONOUN, MentionKind.NOMINAL}:
            # Resolved to somebody whom the article does not list: a name, else a description.
            is_name = mention.canonical[:1].isupper()
            kind = MentionKind.NAMED if is_name else MentionKind.ANONYMOUS
        return self._key(mention.canonical, kind, (mention.role,) if mention.role else ())

    def key_of_person(self, person: Person) -> SpeakerKey | None:
        """The key of somebody in the article's list."""
        return self._key(person.canonical, person.kind, person.roles)

    def spans(self) -> dict[str, list[list[int]]]:
        """Where the text names each person of the article's list, by key."""
        found: dict[str, list[list[int]]] = {}
        for person in self.people:
            key = self.key_of_person(person)
            if key is not None:
                spans = found.setdefault(key.key, [])
                spans += [[span.start, span.end] for span in person.mentions]
        return found

    def everybody(self) -> list[tuple[str, SpeakerKey]]:
        """Everybody once: the name and the key."""
        found: dict[str, tuple[str, SpeakerKey]] = {}
        for (name, _), key in self.key_by_name.items():
            if key is not None:
                found.setdefault(key.key, (name, key))
        return list(found.values())

    def _key(self, name: str, kind: MentionKind, roles: Sequence[str]) -> SpeakerKey | None:
        if (name, kind) not in self.key_by_name:
            key = speaker_key(name, kind, roles, self._article_id)
            if key is not None and key.is_bare and key.family in self._full_by_family:
                key = self._full_by_family[key.family]
            self.key_by_name[name, kind] = key
        return self.key_by_name[name, kind]


class SpeakerBook:
    """What the writer knows of the archive's speakers: one batch is noted, then written at once."""

    def __init__(self, tx: WriteTransaction, last_number: int) -> None:
        self._tx = tx
        self._last_number = last_number
        self._known: dict[str, Speaker] = {}
        self._seen: dict[str, _Seen] = {}
        self._fresh_families: set[str] = set()
        self._stored: list[intake_speakers.StoredSpeaker] = []

    def begin(self, tx: WriteTransaction, casts: Iterable[Cast]) -> None:
        """Starts a batch: loads at once whom its articles name, and makes those who are new."""
        self._tx = tx
        self._seen = {}
        self._fresh_families = set()
        if len(self._known) > _MAX_KNOWN:
            self._known.clear()
        wanted = {key.key: (name, key) for cast in casts for name, key in cast.everybody()}
        self._load([key for key in wanted if key not in self._known])
        for name, key in wanted.values():
            if key.key not in self._known:
                self._make(name, key)

    def speaker(self, key: str) -> Speaker:
        """The speaker with a key of this batch."""
        return self._known[key]

    def uncount(self, forms_by_speaker: dict[int, Counter[str]]) -> None:
        """Takes the forms of an article that is replaced out of the counts."""
        for speaker in self._known.values():
            speaker.names.subtract(forms_by_speaker.get(speaker.number, {}))
            speaker.names = +speaker.names

    def note(self, cast: Cast, analysed: Analysed) -> Noted:
        """Remembers the names, forms, genders and roles that an article gives, and returns them."""
        noted = Noted()
        for person in cast.people:
            key = cast.key_of_person(person)
            if key is not None:
                noted.add(key, (person.canonical, *person.aliases), person.roles)
                if person.gender is not None:
                    seen = self._seen.setdefault(key.key, _Seen())
                    seen.gender = seen.gender or person.gender
        for mention in mentions_of(analysed):
            key = cast.key_of(mention)
            if key is not None and mention.canonical is not None:
                is_form = mention.kind is MentionKind.NAMED
                forms = (mention.canonical, mention.text) if is_form else (mention.canonical,)
                noted.add(key, forms, (mention.role,) if mention.role else ())
        for key_text, used in noted.forms.items():
            self._seen.setdefault(key_text, _Seen()).aliases.update(used)
        for key_text, role in noted.roles:
            self._note_role(key_text, role)
        return noted

    def write(self) -> None:
        """Inserts the new speakers, counts forms up and chooses the names to show."""
        rows, renamed = [], []
        for key, seen in self._seen.items():
            speaker = self._known[key]
            speaker.names.update(_full_forms(key, seen.aliases))
            name = _shown_name(speaker)
            gender = speaker.gender or seen.gender
            if not speaker.is_new and (name, gender) != (speaker.name, speaker.gender):
                renamed.append(
                    {
                        "number": speaker.number,
                        "name": name,
                        "folded_name": fold_name(name),
                        "gender": gender,
                    }
                )
            speaker.name, speaker.gender = name, gender
            rows += [_alias_row(speaker, alias, n) for alias, n in seen.aliases.items()]
        made = [speaker for speaker in self._known.values() if speaker.is_new]
        intake.insert_rows(self._tx, "speaker", [_speaker_row(speaker) for speaker in made])
        for speaker in made:
            speaker.is_new = False
        intake_speakers.add_aliases(self._tx, rows)
        intake_speakers.set_names(self._tx, renamed)

    def settle(self) -> Settled:
        """Decides anew who is who in the families that grew; call it after `write` and after the
        batch's roles are stored. Stored quotations follow."""
        changed = Settled()
        families = self._members(sorted(self._fresh_families))
        for members in families.values():
            if len(members) > 1:
                changed.merged_into |= settled(members)
        old_heads = {each.number: each.merged_into for each in self._stored}
        changed.merged_into = {
            number: head
            for number, head in changed.merged_into.items()
            if head != old_heads[number]
        }
        if changed.merged_into:
            moved = set(changed.merged_into)
            heads = {*changed.merged_into.values(), *(old_heads[number] for number in moved)}
            changed.articles = intake_speakers.articles_naming(self._tx, moved)
            changed.heads_to_recount = moved | {head for head in heads if head is not None}
            intake_speakers.set_merged(self._tx, changed.merged_into)
            self._remember(changed.merged_into)
        return changed

    def _note_role(self, key: str, role: str) -> None:
        speaker = self._known[key]
        if role not in speaker.roles:
            speaker.roles.add(role)
            if speaker.family is not None:
                self._fresh_families.add(speaker.family)

    def _members(self, families: Sequence[str]) -> dict[str, list[Member]]:
        """The families as stored, as `settled` wants them."""
        self._stored = intake_speakers.speakers_of_families(self._tx, families)
        roles = intake_speakers.roles(self._tx, [each.number for each in self._stored])
        found: dict[str, list[Member]] = {}
        for each in self._stored:
            _, family, rest = each.key.split("|", 2)
            found.setdefault(family, []).append(_member(each, rest, roles[each.number]))
        return found

    def _remember(self, merged_into: dict[int, int | None]) -> None:
        for speaker in self._known.values():
            if speaker.number in merged_into:
                speaker.merged_into = merged_into[speaker.number]

    def _load(self, keys: Sequence[str]) -> None:
        stored = intake_speakers.speakers_by_key(self._tx, keys)
        numbers = [each.number for each in stored]
        aliases = intake_speakers.alias_counts(self._tx, numbers)
        roles = intake_speakers.roles(self._tx, numbers)
        for each in stored:
            speaker = Speaker(
                number=each.number,
                public_id=each.public_id,
                key=each.key,
                kind=each.kind,
                family=each.family,
                name=each.name,
                gender=each.gender,
                merged_into=each.merged_into,
                is_merged_by_hand=each.is_merged_by_hand,
                names=Counter(_full_forms(each.key, aliases[each.number])),
                roles=roles[each.number],
            )
            self._known[each.key] = speaker

    def _make(self, name: str, key: SpeakerKey) -> None:
        self._last_number += 1
        self._known[key.key] = Speaker(
            number=self._last_number,
            public_id=content_id("spk", key.key),
            key=key.key,
            kind=key.kind,
            family=key.family,
            name=without_title(name) if key.kind == "person" else name,
            gender=None,
            merged_into=None,
            is_merged_by_hand=False,
            is_new=True,
        )
        if key.family is not None:
            self._fresh_families.add(key.family)


def _member(stored: intake_speakers.StoredSpeaker, rest: str, roles: set[str]) -> Member:
    """The parts of a person's key: `given names and generation`, or `|~role words`, `|@article`."""
    given, _, place = rest.partition("|")
    words = given.split()
    generation = words.pop() if len(words) > 1 and words[-1] in GENERATIONS else ""
    hand_head = stored.merged_into or stored.number if stored.is_merged_by_hand else None
    return Member(
        number=stored.number,
        key=stored.key,
        given=tuple(words),
        generation=generation,
        place=frozenset(place[1:].split()) if place.startswith("~") else None,
        roles=frozenset(map(role_words, roles)),
        hand_head=hand_head,
    )


def _telling(words: frozenset[str]) -> tuple[int, list[str]]:
    return len(words), sorted(words)


def _full_forms(key: str, counts: dict[str, int]) -> dict[str, int]:
    """The surface forms that say as much as the key does: what a speaker may be shown as."""
    if not key.startswith("p|"):
        return counts
    _, _family, rest = key.split("|", 2)
    given = rest.partition("|")[0]
    n_given = len(given.split())
    found = {}
    for form, count in counts.items():
        parts = person_name(form)
        if parts is not None and len(parts.given) + bool(parts.generation) >= n_given:
            found[form] = count
    return found


def _shown_name(speaker: Speaker) -> str:
    """The form that most articles use, among equals the first by alphabet."""
    names = speaker.names
    best = min(names, key=lambda name: (-names[name], name), default=speaker.name)
    return without_title(best) if speaker.kind == "person" else best


def _speaker_row(speaker: Speaker) -> dict[str, Any]:
    return {
        "id": speaker.number,
        "public_id": speaker.public_id,
        "key": speaker.key,
        "family": speaker.family,
        "kind": speaker.kind,
        "name": speaker.name,
        "folded_name": fold_name(speaker.name),
        "gender": speaker.gender,
        "is_merged_by_hand": False,
        "n_quotations": 0,
        "n_articles": 0,
    }


def _alias_row(speaker: Speaker, alias: str, n_articles: int) -> dict[str, Any]:
    plain = without_title(alias) if speaker.kind == "person" else alias
    return {
        "speaker_id": speaker.number,
        "alias": alias,
        "folded": fold_name(plain),
        "n_articles": n_articles,
    }
