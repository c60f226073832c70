"""The clusters of an article, one per person or body, and how any form of a name finds its own.

Every look-up costs the same however many names an article has: a surname borne by thousands is looked through only
near the place that asks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.records import Span
from app.text.folding import fold
from app.text.languages.table import LanguageTable
from app.text.names import Name, gender_of_forename

# Folded surnames are kept, newest first: a name comes back many times in an article, and in the next one.
_KEYS_KEPT = 20_000
# Of the bearers of one surname, so many are considered.
_MOST_BEARERS = 50
# Spellings of one sound, for surnames transliterated in several ways.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ou|oo", "u"),
        (r"[yj]", "i"),
        (r"kh", "h"),
        (r"ck", "k"),
        (r"w", "v"),
        (r"tch|ch|tsch", "c"),
        (r"ph", "f"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)e$", ""),
    )
)


@dataclass(slots=True, eq=False)
class NameMention:
    """A name at one place; offsets of the name proper, without titles."""

    name: Name
    start: int
    end: int
    sentence: int
    paragraph: int
    is_possessor: bool = False


@dataclass(slots=True, eq=False)
class Cluster:
    """All mentions of one person or body. `canonical` is its fullest name."""

    canonical: str
    words: tuple[str, ...]
    is_person: bool
    is_body: bool
    gender: str | None = None
    mentions: list[NameMention] = field(default_factory=list)
    aliases: dict[str, int] = field(default_factory=dict)
    # As stated, with the offset where; and their words, for "the coach said".
    roles: dict[str, int] = field(default_factory=dict)
    role_heads: set[str] = field(default_factory=set)
    role_words: set[str] = field(default_factory=set)
    age: int | None = None

    def last_start_before(self, position: int) -> int:
        """Where the cluster was last named before an offset; -1 where it was not yet."""
        index = bisect_right(self.mentions, position, key=lambda mention: mention.start)
        return self.mentions[index - 1].start if index else -1

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the cluster is named, in order."""
        return tuple(Span(mention.start, mention.end) for mention in self.mentions)


@lru_cache(maxsize=_KEYS_KEPT)
def surname_key(word: str) -> str:
    """A surname folded to its sound: "Poutine" and "Putin", "Zelenskyy" and "Zelensky" are one."""
    key = fold(word).replace("'", "").replace("’", "")
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key or word


class Directory:
    """The clusters and the ways to find one."""

    def __init__(self, language: LanguageTable) -> None:
        self.language = language
        self.clusters: list[Cluster] = []
        self.mentions_by_sentence: dict[int, list[tuple[NameMention, Cluster]]] = defaultdict(list)
        # Descriptions that mean somebody of another sentence, by where they start.
        self.described_at: dict[int, Cluster] = {}
        self._by_name: dict[tuple[str, ...], Cluster] = {}
        self._by_surname: dict[str, list[Cluster]] = defaultdict(list)
        self._by_surname_and_forename: dict[tuple[str, str], Cluster] = {}
        self._persons_by_forename: dict[str, list[Cluster]] = defaultdict(list)
        self._bodies_by_first_word: dict[str, list[Cluster]] = defaultdict(list)
        # Full names of persons by surname, in text order: who bears it nearest to a place.
        self._bearers: dict[str, list[tuple[int, Cluster]]] = defaultdict(list)

    # --- making ------------------------------------------------------------------------------------------

    def add(self, cluster: Cluster) -> None:
        """Make a cluster findable by its name, surname and forename."""
        self.clusters.append(cluster)
        self._by_name[cluster.words] = cluster
        key = surname_key(cluster.words[-1])
        self._by_surname[key].append(cluster)
        if len(cluster.words) < 2:
            return
        first = fold(cluster.words[0]).rstrip(".")
        for forename in (first, first[:1] + "."):
            self._by_surname_and_forename.setdefault((key, forename), cluster)
        by_first = self._persons_by_forename if cluster.is_person else self._bodies_by_first_word
        by_first[first].append(cluster)

    def name_too(self, words: tuple[str, ...], cluster: Cluster) -> None:
        """Another full form of a cluster's name."""
        self._by_name[words] = cluster

    def knows(self, words: tuple[str, ...]) -> bool:
        """Whether a name in exactly this form was added."""
        return words in self._by_name

    def join(self, cluster: Cluster, mention: NameMention) -> None:
        """One more mention of a cluster; mentions come in text order."""
        cluster.mentions.append(mention)
        alias = mention.name.text
        cluster.aliases[alias] = cluster.aliases.get(alias, 0) + 1
        if cluster.gender is None:
            cluster.gender = self._gender(mention.name, cluster)
        self.mentions_by_sentence[mention.sentence].append((mention, cluster))
        if cluster.is_person and len(cluster.words) > 1 and len(mention.name.words) > 1:
            self._bearers[surname_key(cluster.words[-1])].append((mention.start, cluster))

    def _gender(self, name: Name, cluster: Cluster) -> str | None:
        for title in name.titles:
            gender = self.language.people.title_genders.get(title)
            if gender is not None:
                return gender
        if len(cluster.words) < 2:
            return None
        return gender_of_forename(cluster.words[0], self.language)

    # --- finding -----------------------------------------------------------------------------------------

    def find(self, name: Name, position: int) -> Cluster | None:
        """The cluster that a name at an offset belongs to."""
        if not name.words:
            return None
        exact = self._by_name.get(name.words)
        if len(name.words) > 1:
            return exact or self._by_full_name(name.words)
        key = surname_key(name.words[0])
        return self._bearer(key, name, position) or exact or self._by_first_word(name.words[0])

    def _by_full_name(self, words: tuple[str, ...]) -> Cluster | None:
        """By surname with an equal or abbreviated forename, else by the end of a longer name ("Le Drian")."""
        key = surname_key(words[-1])
        first = fold(words[0])
        forename = first[:1] + "." if len(first.rstrip(".")) == 1 else first
        found = self._by_surname_and_forename.get((key, forename))
        if found is None:
            initial = self._by_surname_and_forename.get((key, first[:1]))
            found = initial
        if found is not None:
            return found
        for cluster in self._by_surname.get(key, ())[:_MOST_BEARERS]:
            is_longer = len(cluster.words) > len(words)
            if cluster.is_person and is_longer and cluster.words[-len(words) :] == words:
                return cluster
        return None

    def _bearer(self, key: str, name: Name, position: int) -> Cluster | None:
        """The person of that surname whose full name stands nearest before the offset, else the first; one
        whose gender the title contradicts ("Mrs. Clinton" is not Bill) only when there is no other."""
        known = self._bearers.get(key)
        if not known:
            persons = [
                c for c in self._by_surname.get(key, ())[:_MOST_BEARERS] if _is_full_person(c)
            ]
            return self._first_agreeing(persons, name)
        index = bisect_right(known, position, key=lambda bearer: bearer[0])
        nearest = known[index - 1 if index else 0][1]
        if not name.titles:
            return nearest
        before = [cluster for _, cluster in reversed(known[max(0, index - _MOST_BEARERS) : index])]
        after = [cluster for _, cluster in known[index : index + _MOST_BEARERS]]
        return self._first_agreeing(before + after, name)

    def _first_agreeing(self, candidates: Sequence[Cluster], name: Name) -> Cluster | None:
        genders = {self.language.people.title_genders.get(title) for title in name.titles} - {None}
        for cluster in candidates:
            if not genders or cluster.gender is None or cluster.gender in genders:
                return cluster
        return candidates[0] if candidates else None

    def namesake(self, cluster: Cluster, gender: str, position: int) -> Cluster | None:
        """The one other person of a surname and of a gender named before an offset."""
        known = self._bearers.get(surname_key(cluster.words[-1]), ())[:_MOST_BEARERS]
        others = {
            id(other): other
            for start, other in known
            if start < position and other is not cluster and other.gender == gender
        }
        return next(iter(others.values())) if len(others) == 1 else None

    def only_bearer_of_forename(self, word: str) -> Cluster | None:
        """The person with a forename, where only one has it."""
        found = self._persons_by_forename.get(fold(word), [])
        return found[0] if len(found) == 1 else None

    def _by_first_word(self, word: str) -> Cluster | None:
        """A body by the first word of its name, a person by the forename, where only one has it."""
        folded = fold(word)
        for found in (
            self._bodies_by_first_word.get(folded),
            self._persons_by_forename.get(folded),
        ):
            if found is not None and len(found) == 1:
                return found[0]
        return None


def _is_full_person(cluster: Cluster) -> bool:
    return cluster.is_person and len(cluster.words) > 1
