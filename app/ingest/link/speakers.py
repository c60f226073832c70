"""Who is who across the archive: the persons of one article become speakers of the whole.

A speaker's key is what every spelling of the name has in common, so most persons are found by one look
and in any order of arrival. What a key cannot settle (initials, a middle name left out) is decided over the
whole family of a surname whenever the family grows: see `settled`. Bare surnames and descriptions belong to
their article; the archive's evidence says whom they mean, looked at anew when a batch may have changed it:
see `identification`. Anonymous sources mean nobody else, ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.ingest.link.preparation import Named
from app.store import bulk
from app.store.handles import WriteTransaction
from app.store.identity import identities
from app.store.identity.company import NEWEST, Company
from app.store.identity.known_families import Families
from app.store.identity.naming import full_forms, shown_name
from app.store.identity.resolution import Resettled, resettle
from app.store.ids import content_id
from app.store.intake import aliases as intake_aliases
from app.store.intake import speakers as intake_speakers
from app.store.intake.revisions import Removed
from app.store.intake.speakers import StoredSpeaker
from app.text.folding import fold_name
from app.text.person_names import without_title

# The writer forgets what it knows past this many speakers: about 100 MB.
_MAX_KNOWN = 100_000


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
    # The article of one who belongs to it.
    article: int | None = None
    is_new: bool = False

    @property
    def head(self) -> int:
        """The number of the speaker that this one is the same as."""
        return self.number if self.merged_into is None else self.merged_into


@dataclass(slots=True)
class _Seen:
    """What the articles of a batch say of one speaker."""

    aliases: Counter[str] = field(default_factory=Counter)
    gender: str | None = None  # the first article's that tells


@dataclass(slots=True)
class _Evidence:
    """What a batch brings that may show who somebody is."""

    families: set[str] = field(default_factory=set)  # with a new spelling
    restated: set[str] = field(default_factory=set)  # families of whom roles are stated
    bare: set[int] = field(default_factory=set)  # new bare surnames
    offices: set[str] = field(default_factory=set)  # stated or asked for
    # Whom the batch names beside persons of a family.
    company: dict[str, set[int]] = field(default_factory=dict)


class SpeakerBook:
    """What the writer knows of the archive's speakers: one batch is noted, then written at once."""

    def __init__(self, tx: WriteTransaction, last_number: int) -> None:
        self._tx = tx
        self._last_number = last_number
        self._known: dict[str, Speaker] = {}
        self._seen: dict[str, _Seen] = {}
        self._evidence = _Evidence()
        self._company = Company()
        self._families = Families()
        self._new: set[int] = set()  # the batch's new speakers who are known across articles

    def begin(self, tx: WriteTransaction, casts: Iterable[Sequence[Named]]) -> None:
        """Starts a batch: loads at once whom its articles name, makes those who are new, and remembers
        the forms, genders and evidence that the articles give."""
        self._tx = tx
        self._seen = {}
        self._evidence = _Evidence()
        if len(self._known) > _MAX_KNOWN:
            self._known.clear()
        casts = list(casts)
        everybody = [named for cast in casts for named in cast]
        self._load({named.key for named in everybody} - self._known.keys())
        for named in everybody:
            if named.key not in self._known:
                self._make(named)
            self._note(named)
        families = self._little_known()
        self._evidence.restated &= families
        for cast in casts:
            self._note_company(cast, families)

    def speaker(self, key: str) -> Speaker:
        """The speaker with a key of this batch."""
        return self._known[key]

    def uncount(self, forms_by_speaker: dict[int, Counter[str]]) -> None:
        """Takes the forms of an article that is replaced out of the counts."""
        if not forms_by_speaker:
            return
        for speaker in self._known.values():
            if speaker.number in forms_by_speaker:
                speaker.names.subtract(full_forms(speaker.key, forms_by_speaker[speaker.number]))
                speaker.names = +speaker.names

    def write(self) -> None:
        """Inserts the new speakers, counts forms up and chooses the names to show."""
        rows, renamed = [], []
        for key, seen in self._seen.items():
            speaker = self._known[key]
            speaker.names.update(full_forms(key, seen.aliases))
            name = shown_name(speaker.kind, speaker.names, speaker.name)
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
            rows += [
                intake_aliases.alias_row(speaker.number, speaker.kind, alias, n)
                for alias, n in seen.aliases.items()
            ]
        made = [speaker for speaker in self._known.values() if speaker.is_new]
        bulk.insert_rows(self._tx, "speaker", [_speaker_row(speaker) for speaker in made])
        for speaker in made:
            speaker.is_new = False
        full = [each for each in made if each.kind == "person" and each.article is None]
        self._new = {each.number for each in full}
        self._families.add(map(_stored, full))
        intake_aliases.add_aliases(self._tx, rows)
        intake_speakers.set_names(self._tx, renamed)

    def forget(self) -> None:
        """Lets go of everything: somebody else has changed speakers."""
        self._known.clear()
        self._families.forget()
        self._company.forget()

    def refresh(self) -> None:
        """Reads again whom the batch's speakers stand for, after people's decisions were applied to them."""
        self._families.forget()
        for stored in intake_speakers.speakers_by_key(self._tx, sorted(self._seen)):
            self._known[stored.key].merged_into = stored.merged_into

    def meet(self, mentions: Sequence[dict[str, Any]]) -> None:
        """Notes whom the batch's articles name in full, once their mentions are stored."""
        full = {
            speaker.number
            for speaker in map(self._known.__getitem__, self._seen)
            if speaker.kind == "person" and speaker.article is None
        }
        met: dict[int, list[int]] = {}
        for row in mentions:
            if row["named_id"] in full:
                met.setdefault(row["article_id"], []).append(row["named_id"])
        self._company.add(met, self._new)

    def revise(self, removed: Removed, mentions: Sequence[dict[str, Any]]) -> None:
        """Where new versions of articles name others than the old ones did, evidence has gone: everybody whom
        they name is looked at anew."""
        if removed.named:
            self._company.forget()
        named: dict[int, set[int]] = {}
        for row in mentions:
            named.setdefault(row["article_id"], set()).add(row["named_id"])
        changed: set[int] = set()
        for article, old in removed.named.items():
            new = named.get(article, set())
            changed |= old | new if new != old else set()
        stored = intake_speakers.speakers_by_number(self._tx, sorted(changed))
        self._evidence.families |= {each.family for each in stored if each.family}
        self._evidence.offices |= removed.offices

    def settle(self) -> Resettled:
        """Decides anew who is who where the batch brings evidence; call it after `write` and after the
        batch's mentions and roles are stored. Stored quotations follow, counts do not yet."""
        evidence = self._evidence
        review = identities.to_review(self._tx, evidence.company, evidence.restated, self._families)
        changed = resettle(
            self._tx,
            evidence.families,
            bare=evidence.bare | review,
            offices=evidence.offices,
            company=self._company,
            known=self._families,
        )
        for speaker in self._known.values():
            if speaker.number in changed.merged_into:
                speaker.merged_into = changed.merged_into[speaker.number]
        return changed

    def _note(self, named: Named) -> None:
        seen = self._seen.setdefault(named.key, _Seen())
        seen.aliases.update(named.forms)
        seen.gender = seen.gender or named.gender
        evidence = self._evidence
        evidence.offices |= set(filter(None, named.roles.values()))
        if named.family is None:
            return
        if named.kind == "anonymous":
            evidence.offices.add(named.family.removeprefix("~"))
        elif named.article is not None:
            evidence.bare.add(self._known[named.key].number)
        elif named.roles:
            evidence.restated.add(named.family)

    def _little_known(self) -> set[str]:
        """The families of persons whom each further article tells something of: where more articles name somebody
        than are looked at, one more is no reason to look at earlier bare surnames again."""
        return {
            person.family
            for person in map(self._known.__getitem__, self._seen)
            if person.family is not None
            and person.article is None
            and max(person.names.values(), default=0) < NEWEST
        }

    def _note_company(self, cast: Sequence[Named], families: set[str]) -> None:
        full = [each for each in cast if each.kind == "person" and each.article is None]
        numbers = {self._known[each.key].number for each in full}
        for each in full:
            if each.family in families:
                self._evidence.company.setdefault(each.family, set()).update(numbers)

    def _load(self, keys: Iterable[str]) -> None:
        stored = intake_speakers.speakers_by_key(self._tx, sorted(keys))
        numbers = [each.number for each in stored]
        aliases = intake_aliases.alias_counts(self._tx, numbers)
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
                names=Counter(full_forms(each.key, aliases[each.number])),
                article=each.article,
            )
            self._known[each.key] = speaker

    def _make(self, named: Named) -> None:
        self._last_number += 1
        self._known[named.key] = Speaker(
            number=self._last_number,
            public_id=content_id("spk", named.key),
            key=named.key,
            kind=named.kind,
            family=named.family,
            name=without_title(named.name) if named.kind == "person" else named.name,
            gender=None,
            merged_into=None,
            is_merged_by_hand=False,
            article=named.article,
            is_new=True,
        )
        if named.kind == "person" and named.family is not None and named.article is None:
            self._evidence.families.add(named.family)


def _stored(speaker: Speaker) -> StoredSpeaker:
    return StoredSpeaker(
        speaker.number,
        speaker.public_id,
        speaker.key,
        speaker.family,
        speaker.kind,
        speaker.name,
        speaker.gender,
        speaker.merged_into,
        speaker.is_merged_by_hand,
        speaker.article,
    )


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
        "article_id": speaker.article,
        "is_merged_by_hand": False,
        "n_quotations": 0,
        "n_articles": 0,
    }
