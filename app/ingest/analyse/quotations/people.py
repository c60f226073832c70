"""The names of an article -> clusters: one per person or body, found again from any form of the name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.ingest.analyse.quotations.document import Document, Paragraph, Sentence
from app.ingest.analyse.quotations.appositions import apposition_after, describes_person
from app.ingest.analyse.quotations.phrases import PhraseKind, PhraseReader
from app.records import Span
from app.text.folding import fold
from app.text.languages.table import LanguageTable
from app.text.names import Name, find_names, gender_of_forename
from app.text.tokens import WORD, Token

# A line of more than this share of capitalised words is a headline: its runs of capitals are no names.
_HEADLINE_SHARE = 0.65
_LONGEST_FULL_NAME = 5
_YOUNGEST, _OLDEST = 4, 115
# Folded surnames are kept, newest first: a name comes back many times in an article, and in the next one.
_KEYS_KEPT = 20_000
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
    """A name at one place; `role_titles` are the title words in front of it."""

    name: Name
    start: int
    end: int
    sentence: int
    paragraph: int
    is_subject: bool = False
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
    # As stated, with the offset where: what `roles` finds.
    roles: dict[str, int] = field(default_factory=dict)
    role_heads: set[str] = field(default_factory=set)
    role_words: set[str] = field(default_factory=set)
    age: int | None = None


@lru_cache(maxsize=_KEYS_KEPT)
def surname_key(word: str) -> str:
    """A surname folded to its sound: "Poutine" and "Putin", "Zelenskyy" and "Zelensky" are one."""
    key = fold(word).replace("'", "").replace("’", "")
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key or word


class Directory:
    """The clusters of an article and the ways to find one."""

    def __init__(self, language: LanguageTable) -> None:
        self.language = language
        self.clusters: list[Cluster] = []
        self.by_name: dict[tuple[str, ...], Cluster] = {}
        self.by_surname: dict[str, list[Cluster]] = defaultdict(list)
        self.by_forename: dict[str, list[Cluster]] = defaultdict(list)
        self.by_first_word: dict[str, list[Cluster]] = defaultdict(list)
        self.mentions_by_sentence: dict[int, list[tuple[NameMention, Cluster]]] = defaultdict(list)

    def add(self, cluster: Cluster) -> None:
        """Make a cluster findable by its name, surname and forename."""
        self.clusters.append(cluster)
        self.by_name[cluster.words] = cluster
        self.by_surname[surname_key(cluster.words[-1])].append(cluster)
        if len(cluster.words) > 1:
            by_first = self.by_forename if cluster.is_person else self.by_first_word
            by_first[fold(cluster.words[0])].append(cluster)

    def find(self, name: Name, position: int) -> Cluster | None:
        """The cluster that a name at an offset belongs to."""
        exact = self.by_name.get(name.words)
        if exact is not None and len(name.words) > 1:
            return exact
        if not name.words:
            return None
        candidates = self.by_surname.get(surname_key(name.words[-1]), [])
        if len(name.words) > 1:
            return _same_forename(candidates, name.words[0]) or _same_ending(candidates, name.words)
        persons = [
            cluster for cluster in candidates if len(cluster.words) > 1 and cluster.is_person
        ]
        if persons:
            return _nearest(_agreeing(persons, name, self.language), position)
        if exact is not None:
            return exact
        bodies = self.by_first_word.get(fold(name.words[0]), [])
        if len(bodies) == 1:
            return bodies[0]
        by_forename = self.by_forename.get(fold(name.words[0]), [])
        return by_forename[0] if len(by_forename) == 1 else None


def _same_forename(candidates: Sequence[Cluster], forename: str) -> Cluster | None:
    """The cluster of that surname with a compatible first name: equal, or an initial of it."""
    wanted = fold(forename).rstrip(".")
    for cluster in candidates:
        own = fold(cluster.words[0]).rstrip(".")
        if len(cluster.words) > 1 and (
            own == wanted or (min(len(own), len(wanted)) == 1 and own[0] == wanted[0])
        ):
            return cluster
    return None


def _same_ending(candidates: Sequence[Cluster], words: tuple[str, ...]) -> Cluster | None:
    """The person of whose name the words are the end: "Le Drian", "von der Leyen"."""
    for cluster in candidates:
        is_longer = len(cluster.words) > len(words)
        if cluster.is_person and is_longer and cluster.words[-len(words) :] == words:
            return cluster
    return None


def _agreeing(candidates: list[Cluster], name: Name, language: LanguageTable) -> list[Cluster]:
    """Those whose gender the title does not contradict: "Mrs. Clinton" is not Bill."""
    genders = {language.people.title_genders.get(title) for title in name.titles} - {None}
    if not genders:
        return candidates
    agreeing = [
        cluster for cluster in candidates if cluster.gender is None or cluster.gender in genders
    ]
    return agreeing or candidates


def _nearest(candidates: Sequence[Cluster], position: int) -> Cluster:
    """The one whose full name stands nearest before the offset, else the first of the article."""
    if len(candidates) == 1:
        return candidates[0]

    def last_full_mention(cluster: Cluster) -> int:
        starts = [
            m.start for m in cluster.mentions if len(m.name.words) > 1 and m.start <= position
        ]
        return max(starts, default=-1)

    return max(candidates, key=lambda cluster: (last_full_mention(cluster), len(cluster.mentions)))


# --- building ------------------------------------------------------------------------------------


def build_directory(document: Document) -> Directory:
    """Cluster the names of a document.

    Stages: (1) collect names; (2) full names with evidence of a person become clusters; (3) other names
    join them or stand alone; (4) genders from titles and forenames.
    """
    found = list(_collect(document))
    evidence = _Evidence(document.language)
    for mention, tokens in found:
        evidence.note(mention, tokens)
    directory = Directory(document.language)
    for mention, _ in found:
        if (
            1 < len(mention.name.words) <= _LONGEST_FULL_NAME
            and mention.name.words not in directory.by_name
        ):
            _add_full_name(directory, mention.name, evidence)
    for mention, _ in found:
        cluster = directory.find(mention.name, mention.start)
        if cluster is None:
            cluster = _lone_cluster(mention.name, evidence)
            directory.add(cluster)
        _join(directory, cluster, mention)
    return directory


def _collect(document: Document) -> Iterable[tuple[NameMention, list[Token]]]:
    for paragraph in document.paragraphs:
        if _is_headline(paragraph):
            continue
        for sentence in paragraph.sentences:
            for name in find_names(sentence.tokens, document.language):
                if name.words:
                    yield _mention(name, sentence), sentence.tokens


def _is_headline(paragraph: Paragraph) -> bool:
    words = [token for token in paragraph.tokens if token.kind == WORD]
    if len(words) < 5 or (paragraph.tokens[-1].text in (".", "…") and paragraph.number):
        return False
    return sum(token.is_capital for token in words) > _HEADLINE_SHARE * len(words)


def _mention(name: Name, sentence: Sentence) -> NameMention:
    tokens = sentence.tokens
    after = tokens[name.last].lower if name.last < len(tokens) else ""
    return NameMention(
        name,
        tokens[name.core].start,
        tokens[name.last - 1].end,
        sentence.number,
        sentence.paragraph,
        is_possessor=after in ("'s", "’s"),
    )


class _Evidence:
    """What the whole text says of a surname or a name: whether a person bears it."""

    def __init__(self, language: LanguageTable) -> None:
        self.language = language
        self.person_surnames: set[str] = set()
        self.lone_words: set[str] = set()
        self.full_names: set[tuple[str, ...]] = set()

    def note(self, mention: NameMention, tokens: Sequence[Token]) -> None:
        name = mention.name
        people = self.language.people
        if any(title in people.personal_titles for title in name.titles):
            self.person_surnames.add(name.words[-1])
        if len(name.words) == 1:
            self.lone_words.add(name.words[0])
            if not name.is_body and self._is_apposed(name, tokens):
                self.person_surnames.add(name.words[0])
            return
        if (
            gender_of_forename(name.words[0], self.language)
            or _age_after(name, tokens) is not None
            or (not name.is_body and self._is_described(name, tokens))
        ):
            self.full_names.add(name.words)

    def _is_described(self, name: Name, tokens: Sequence[Token]) -> bool:
        """Whether the words around say that this is a person: a role, "who", a verb of saying."""
        reader = PhraseReader(tokens, self.language)
        if apposition_after(reader, name.last) is not None or self._is_apposed(name, tokens):
            return True
        forms = self.language.verbs.forms
        after = tokens[name.last].lower if name.last < len(tokens) else ""
        before = tokens[name.first - 1] if name.first else None
        if after in forms and forms[after].kind in ("past", "s"):
            return True
        return before is not None and (
            reader.is_person_noun(before.lower) or (before.lower in forms and not before.is_capital)
        )

    def _is_apposed(self, name: Name, tokens: Sequence[Token]) -> bool:
        """ "his widow, Clémence, said", "a boy named Bram"."""
        if name.first < 2:
            return False
        before = tokens[name.first - 1]
        if before.lower in ("named", "called"):
            return True
        if before.text != ",":
            return False
        reader = PhraseReader(tokens, self.language)
        described = reader.leftwards(name.first - 1)
        return (
            described is not None
            and described.last == name.first - 1
            and described.kind is PhraseKind.NOMINAL
            and describes_person(reader, described.head)
        )

    def is_person(self, name: Name) -> bool:
        if name.is_body:
            return False
        if name.words in self.full_names or name.titles:
            return True
        surname = name.words[-1]
        return surname in self.person_surnames or surname in self.lone_words


def _age_after(name: Name, tokens: Sequence[Token]) -> int | None:
    """The age in "Ann Lee, 43, said"."""
    if name.last + 1 >= len(tokens) or tokens[name.last].text != ",":
        return None
    word = tokens[name.last + 1].text
    if not word.isdecimal() or len(word) > 3 or not _YOUNGEST <= int(word) <= _OLDEST:
        return None
    is_closed = name.last + 2 >= len(tokens) or tokens[name.last + 2].text in (",", ".", ")")
    return int(word) if is_closed else None


def _add_full_name(directory: Directory, name: Name, evidence: _Evidence) -> None:
    is_person = evidence.is_person(name)
    if is_person:
        same = directory.find(name, 0)
        if same is not None:
            directory.by_name[name.words] = same
            return
    directory.add(Cluster(_readable(name), name.words, is_person, name.is_body))


def _readable(name: Name) -> str:
    """ "HELENA BROCK" in a transcript is Helena Brock."""
    is_shouted = len(name.words) > 1 and all(
        word.isupper() and len(word) > 1 for word in name.words
    )
    return " ".join(word.capitalize() for word in name.words) if is_shouted else name.text


def _lone_cluster(name: Name, evidence: _Evidence) -> Cluster:
    is_person = len(name.words) == 1 and name.words[0] in evidence.person_surnames
    return Cluster(_readable(name), name.words, is_person, name.is_body)


def _join(directory: Directory, cluster: Cluster, mention: NameMention) -> None:
    cluster.mentions.append(mention)
    alias = mention.name.text
    cluster.aliases[alias] = cluster.aliases.get(alias, 0) + 1
    if cluster.gender is None:
        cluster.gender = _gender(mention.name, cluster, directory.language)
    directory.mentions_by_sentence[mention.sentence].append((mention, cluster))


def _gender(name: Name, cluster: Cluster, language: LanguageTable) -> str | None:
    for title in name.titles:
        gender = language.people.title_genders.get(title)
        if gender is not None:
            return gender
    return gender_of_forename(cluster.words[0], language) if len(cluster.words) > 1 else None


def spans_of(cluster: Cluster) -> tuple[Span, ...]:
    """Where a cluster is named, in order."""
    return tuple(Span(mention.start, mention.end) for mention in cluster.mentions)
