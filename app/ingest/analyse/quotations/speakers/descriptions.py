"""A description without a name ("the diplomat", "a French official", "the club") -> whom it means.

In this order: (1) a person whose stated roles fit; (2) somebody of that age; (3) an anonymous source introduced
before; (4) a body named before; (5) a person just spoken of, where the description can hardly mean anybody else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from app.ingest.analyse.quotations.document import Document, Sentence
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseReader
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory
from app.ingest.analyse.quotations.speakers.pronouns import Fit
from app.records import MentionKind
from app.text.tokens import WORD, Token

# Of the people who share a role, so many are considered.
_MOST_BEARERS_OF_ROLE = 50
# An anonymous source is looked for in so many sentences before.
_SENTENCES_BACK = 12
# How far behind "a" the noun may stand: "a senior French defence official".
_LONGEST_INTRODUCTION = 5
# "the retired Swiss banker".
_LONGEST_VARIATION = 4
_AGED = re.compile(r"\d{1,3}-year-old")


# "The retired printer" is rather somebody of whom no other occupation was stated.
_OTHER_OCCUPATION = -3.0
# A word that says nothing of persons ("the prop") means somebody of these last sentences.
_NEAR = 3

# Looks for the person most in view who fits, in so many of the last sentences.
MostInView = Callable[[Fit, int], Cluster | None]


@dataclass(frozen=True, slots=True)
class Described:
    """What a description was resolved to; `cluster` is None for anonymous sources and unknown bodies."""

    kind: MentionKind
    canonical: str
    cluster: Cluster | None = None


class DescriptionResolver:
    """Resolves descriptions in text order: it remembers the anonymous sources it has met."""

    def __init__(self, document: Document, directory: Directory) -> None:
        self.document = document
        self.directory = directory
        self.language = document.language
        self.people = document.language.people
        self.words = document.language.words
        self._sentences = document.sentences
        self._introductions: dict[str, list[tuple[int, int, int]]] | None = None
        self._anonymous: dict[str, str] = {}
        self._by_head: dict[str, list[Cluster]] = defaultdict(list)
        self._by_years: dict[int, list[Cluster]] = defaultdict(list)
        self._bodies_by_word: dict[str, Cluster] = {}
        for cluster in directory.clusters:
            self._index(cluster)

    def _index(self, cluster: Cluster) -> None:
        if cluster.is_person:
            for head in cluster.role_heads:
                self._by_head[head].append(cluster)
            if cluster.age is not None:
                self._by_years[cluster.age].append(cluster)
        elif len(cluster.words) > 1:
            for word in cluster.words:
                self._bodies_by_word.setdefault(word.lower(), cluster)

    def resolve(
        self,
        phrase: NounPhrase,
        sentence: Sentence,
        most_in_view: MostInView,
        *,
        is_plain: bool = False,
    ) -> Described:
        """`most_in_view` is asked in stage (5); `is_plain`: it stands right beside "said" and what is quoted."""
        tokens = sentence.tokens[phrase.first : phrase.last]
        text = self.document.text[phrase.start : phrase.end]
        head = phrase.head
        led = self.directory.described_at.get(phrase.start)
        if led is not None:
            return Described(MentionKind.NOMINAL, led.canonical, led)
        is_definite = not tokens or tokens[0].lower not in self.language.frames.indefinites
        if is_definite:
            cluster = self._known_person(phrase, tokens)
            if cluster is not None:
                return Described(MentionKind.NOMINAL, cluster.canonical, cluster)
            known = self._introduced(head, sentence) or self._anonymous.get(head)
            is_other = any(token.is_capital for token in tokens[1:])  # "Lee supporters"
            if known is not None and not is_other:
                return Described(MentionKind.ANONYMOUS, known)
        if self._is_body(head, tokens):
            return self._body(head, tokens, text)
        salient = None
        if is_definite and self._may_mean_person(head, tokens):
            salient = most_in_view(lambda cluster: self._fit(cluster, head), _SENTENCES_BACK)
        elif is_plain and self._may_mean_last_person(head, tokens):
            salient = most_in_view(lambda cluster: self._near_fit(cluster, head), _NEAR)
        if salient is not None:
            return Described(MentionKind.NOMINAL, salient.canonical, salient)
        return self._source(head, tokens, text)

    def person(self, phrase: NounPhrase, sentence: Sentence) -> Cluster | None:
        """The person of whom the text states what a description with "the" says."""
        led = self.directory.described_at.get(phrase.start)
        tokens = sentence.tokens[phrase.first : phrase.last]
        first = tokens[0].lower
        is_kin = first in self.people.possessive_pronouns and phrase.head in self.people.kin_nouns
        if led is not None or not (first in self.words.definite_articles or is_kin):
            return led
        return self._known_person(phrase, tokens)

    # --- (1), (2) --------------------------------------------------------------------------------------

    def _known_person(self, phrase: NounPhrase, tokens: list[Token]) -> Cluster | None:
        return (
            self._by_role(phrase.head, tokens, phrase.start)
            or self._by_age(tokens)
            or self._by_nation(phrase.head)
        )

    def _by_role(self, head: str, tokens: list[Token], start: int) -> Cluster | None:
        """The person with that role; of several, the one whose role fits the other words, named last before."""
        fitting = self._by_head.get(head, [])[:_MOST_BEARERS_OF_ROLE]
        if not fitting:
            return None
        wanted = self._modifiers(head, tokens)
        scored = []
        for cluster in fitting:
            missing = wanted - cluster.role_words
            if any(word in self._strict(tokens) for word in missing):
                continue
            n_fitting = len(wanted) - len(missing)
            scored.append((n_fitting, cluster.last_start_before(start), cluster))
        if not scored:
            return None
        return max(scored, key=lambda item: (item[0], item[1]))[2]

    def _modifiers(self, head: str, tokens: list[Token]) -> set[str]:
        empty = self.words
        words = {token.lower for token in tokens} - {head}
        words = words - empty.determiners - empty.prepositions - empty.possessives
        return words | {
            self.people.nationalities[word] for word in words if word in self.people.nationalities
        }

    def _strict(self, tokens: list[Token]) -> set[str]:
        """Words that must fit: "the German chancellor" is no Austrian one."""
        return {token.lower for token in tokens if token.lower in self.language.nation_adjectives}

    def _by_nation(self, head: str) -> Cluster | None:
        """ "the Spaniard": the one person of whom a stated role says so."""
        adjective = self.people.demonyms.get(head)
        if adjective is None:
            return None
        fitting = [
            cluster
            for cluster in self.directory.clusters
            if adjective in cluster.role_words and self._fits_gender(cluster, head)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _by_age(self, tokens: list[Token]) -> Cluster | None:
        for token in tokens:
            years, _, rest = token.lower.partition("-")
            if rest.startswith("year-old") and years.isdecimal():
                fitting = self._by_years.get(int(years[:3]), [])
                return fitting[0] if len(fitting) == 1 else None
        return None

    def _introduced(self, head: str, sentence: Sentence) -> str | None:
        """The description with which the text brought in "the official": "an official in the presidency"."""
        if self._introductions is None:
            self._introductions = self._find_introductions()
        places = self._introductions.get(head, ())
        nearest = bisect_left(places, (sentence.number, 0, 0)) - 1
        if nearest < 0 or sentence.number - places[nearest][0] >= _SENTENCES_BACK:
            return None
        # Of several in one sentence, the first.
        number = places[nearest][0]
        _, article, index = places[bisect_left(places, (number, 0, 0))]
        tokens = self._sentences[number].tokens
        last = self._end_of_complement(tokens, index + 1)
        return self.document.text[tokens[article + 1].start : tokens[last - 1].end]

    def _find_introductions(self) -> dict[str, list[tuple[int, int, int]]]:
        """Every word behind an indefinite article -> its (sentence, article, place), in text order."""
        found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        articles = self.words.introducing_articles
        ends = self.words.determiners | self.words.prepositions | articles
        for sentence in self._sentences:
            tokens = sentence.tokens
            for article in [i for i, token in enumerate(tokens) if token.lower in articles]:
                behind = tokens[article + 1 : article + 1 + _LONGEST_INTRODUCTION]
                for index, token in enumerate(behind, start=article + 1):
                    if token.kind != WORD or token.lower in ends:
                        break
                    if not token.is_capital:
                        found[token.lower].append((sentence.number, article, index))
        return found

    def _end_of_complement(self, tokens: list[Token], index: int) -> int:
        """Past "in the French presidency": a preposition, an article and capitals or nouns up to a verb."""
        if (
            index >= len(tokens)
            or tokens[index].lower not in self.language.grammar.membership_prepositions
        ):
            return index
        reader = PhraseReader(tokens, self.document.language)
        complement = reader.rightwards(index + 1)
        if complement is None:
            return index
        last = complement.last
        return (
            last - 1 if tokens[last - 1].lower.endswith(self.language.verbs.past_ending) else last
        )

    # --- (3)-(5) -----------------------------------------------------------------------------------------

    def _is_body(self, head: str, tokens: list[Token]) -> bool:
        if head in self.people.body_nouns:
            return True
        if head in self.people.group_nouns:
            return False
        is_name = (
            bool(tokens)
            and tokens[-1].is_capital
            and tokens[-1].text not in self.people.never_names
        )
        return is_name and not any(token.lower in self.people.role_nouns for token in tokens)

    def _body(self, head: str, tokens: list[Token], text: str) -> Described:
        """ "the club": a body named before with that word in its name; else itself, without an article."""
        is_plain = len(tokens) == 2 and tokens[0].lower in self.language.words.definite_articles
        if is_plain:
            cluster = self._bodies_by_word.get(head)
            if cluster is not None:
                return Described(MentionKind.ORGANISATION, cluster.canonical, cluster)
        return Described(MentionKind.ORGANISATION, self._without_possessor(tokens, text))

    def _fit(self, cluster: Cluster, head: str) -> float | None:
        """How well "the striker" fits a person: worse where another occupation was stated; relations are none."""
        if not self._fits_gender(cluster, head):
            return None
        stated = cluster.role_heads - self.people.relations
        return 0.0 if not stated or head in stated else _OTHER_OCCUPATION

    def _near_fit(self, cluster: Cluster, head: str) -> float | None:
        """The same of a word that may well be another for the role: "Captain Lee … the prop"."""
        how_well = self._fit(cluster, head)
        return None if how_well is None else how_well / 3

    def _fits_gender(self, salient: Cluster, head: str) -> bool:
        gender = self.people.gendered_nouns.get(head)
        return gender is None or salient.gender in (None, gender)

    def _may_mean_person(self, head: str, tokens: list[Token]) -> bool:
        if not self._is_short_and_definite(tokens):
            return False
        is_demonym = head in self.people.demonyms
        is_aged = any(_AGED.fullmatch(token.lower) for token in tokens)
        is_person = (
            is_demonym
            or is_aged
            or head in self.people.role_nouns
            or head in self.people.gendered_nouns
            or head.endswith(self.language.grammar.role_endings)
        )
        return (
            is_person
            and head not in self.people.often_unnamed
            and head not in self.language.kinds.things
        )

    def _may_mean_last_person(self, head: str, tokens: list[Token]) -> bool:
        """ "“...,” the prop said", "the barrister said": one noun right behind somebody's name and words."""
        return (
            self._is_short_and_definite(tokens)
            and not head.endswith("s")
            and head not in self.people.group_nouns - self.people.often_unnamed
            and head not in self.language.kinds.saying_things
        )

    def _is_short_and_definite(self, tokens: list[Token]) -> bool:
        """ "the retired Swiss banker"; "the skipper's wife" is whoever is his, not the nearest woman."""
        return (
            bool(tokens)
            and tokens[0].lower in self.language.words.definite_articles
            and len(tokens) <= _LONGEST_VARIATION
            and not any(token.lower in self.words.possessives for token in tokens)
            and not any(
                token.is_capital
                and token.lower not in self.language.nation_adjectives
                and token.lower not in self.people.demonyms
                for token in tokens[1:]
            )
        )

    def _source(self, head: str, tokens: list[Token], text: str) -> Described:
        description = self._without_article(tokens, text)
        is_group = head in self.people.group_nouns or head in self.people.role_nouns
        is_plural = head.endswith("s") and head[:-1] in self.people.role_nouns
        is_one_of_many = head in self.language.frames.nominal_pronouns  # "said one"
        if is_group or is_plural or is_one_of_many or head in self.people.often_unnamed:
            if len(tokens) > 1:
                self._anonymous.setdefault(head, description)
            return Described(MentionKind.ANONYMOUS, description)
        return Described(MentionKind.NOMINAL, description)

    def _without_possessor(self, tokens: list[Token], text: str) -> str:
        """ "their union" is a union."""
        if len(tokens) > 1 and tokens[0].lower in self.people.possessive_pronouns:
            return text[tokens[1].start - tokens[0].start :]
        return self._without_article(tokens, text)

    def _without_article(self, tokens: list[Token], text: str) -> str:
        if len(tokens) > 1 and tokens[0].lower in self.language.words.articles:
            return text[tokens[1].start - tokens[0].start :]
        return text
