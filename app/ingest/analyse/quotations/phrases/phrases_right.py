"""Noun phrases read rightwards from a token: what may be a speaker after a cue or at the start of a clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from app.ingest.analyse.quotations.members import with_members
from app.text.languages.table import LanguageTable
from app.text.names import Name, end_of_name, is_description, is_title, parse_name, starts_name
from app.text.tokens import WORD, Token

# How far a noun phrase is followed, in tokens: longer ones are misread clauses.
_LONGEST_NOMINAL = 12


@with_members
class PhraseKind(str):
    """What a noun phrase is headed by."""

    __slots__ = ()

    NAME: ClassVar[PhraseKind]
    NOMINAL: ClassVar[PhraseKind]
    PRONOUN: ClassVar[PhraseKind]


class NounPhrase(NamedTuple):
    """A noun phrase `tokens[first:last]` of one sentence.

    `start` and `end` are the mention's offsets: of the name proper for a name, of the whole phrase otherwise.
    `role_first:role_last` is a description in front of a name ("French foreign minister | Jean-Yves Le Drian").
    """

    first: int
    last: int
    start: int
    end: int
    kind: PhraseKind
    name: Name | None = None
    head: str = ""
    role_first: int = 0
    role_last: int = 0


class RightReader:
    """Reads noun phrases rightwards in the tokens of one sentence."""

    def __init__(self, tokens: Sequence[Token], language: LanguageTable) -> None:
        self.tokens = tokens
        self.language = language
        self._words = language.words
        self._people = language.people
        self._verbs = language.verbs

    def rightwards(self, index: int, limit: int | None = None) -> NounPhrase | None:  # noqa: PLR0911 - a list of guards
        """The noun phrase that starts at `index`."""
        tokens, words = self.tokens, self._words
        limit = len(tokens) if limit is None else limit
        while index < limit and tokens[index].lower in self.language.grammar.before_subjects:
            index += 1
        if index >= limit or tokens[index].kind != WORD:
            return None
        token = tokens[index]
        if token.lower in self._people.pronouns:
            return (
                self._pronoun(index)
                if self._is_subject_pronoun(token)
                else self._described(index, limit)
            )
        if starts_name(tokens, index, self.language):
            return self._name_rightwards(index, limit)
        if (
            token.is_capital
            and token.text in self._people.never_names
            and not self._may_open_nominal(token)
        ):
            return None
        if token.lower in words.prepositions or token.lower in words.conjunctions:
            return None
        if self._is_plain_verb(token) or token.lower in words.auxiliaries:
            return None
        return self._described(index, limit)

    def _may_open_nominal(self, token: Token) -> bool:
        lower = token.lower
        return (
            lower in self._words.determiners
            or lower in self._people.group_nouns
            or lower in self.language.frames.nominal_pronouns
        )

    def _is_subject_pronoun(self, token: Token) -> bool:
        return (
            token.lower not in self._people.possessive_pronouns
            and token.lower not in self.language.grammar.who
        )

    def _is_plain_verb(self, token: Token) -> bool:
        return (
            token.lower in self._verbs.forms
            and token.lower not in self._verbs.noun_like
            and token.lower not in self._people.role_nouns
            and not token.is_capital
        )

    def _pronoun(self, index: int) -> NounPhrase:
        token = self.tokens[index]
        return NounPhrase(
            index, index + 1, token.start, token.end, PhraseKind.PRONOUN, head=token.lower
        )

    def _name_rightwards(self, index: int, limit: int) -> NounPhrase | None:
        """A name; or what a possessor or a body before a role leads to."""
        tokens = self.tokens
        last = min(end_of_name(tokens, index, self.language), limit)
        if last < limit and tokens[last].lower in self._words.possessives:
            possessed = self.rightwards(last + 1, limit)
            if possessed is not None and possessed.kind is not PhraseKind.PRONOUN:
                return self._widened(possessed, index)
        if last < limit and self._leads_to_person(last, limit):
            described = self._described(index, limit)
            if described is not None:
                return described
        return self._named(index, last)

    def _leads_to_person(self, index: int, limit: int) -> bool:
        """Whether a role follows a name: "Kremlin | spokesman", "Republican | presidential candidate Ann Lee"."""
        tokens = self.tokens
        if tokens[index].lower in self._people.role_nouns:
            return True
        for position in range(index, min(limit, index + 4)):
            if position > index and self._is_person_after_role(position):
                return True
            token = tokens[position]
            if token.is_capital or not self._continues_nominal(position) or self.is_adverb(token):
                return False
            if token.lower.endswith(self.language.verbs.past_ending):
                return False
        return False

    def _named(self, first: int, last: int) -> NounPhrase:
        tokens = self.tokens
        name = parse_name(tokens, first, last, self.language)
        start, end = tokens[name.core].start, tokens[name.last - 1].end
        return NounPhrase(
            first, last, start, end, PhraseKind.NAME, name, name.words[-1].lower(), first, name.core
        )

    def _widened(self, phrase: NounPhrase, first: int) -> NounPhrase:
        """A phrase with a possessor before it: the possessor is part of a description, not of a name."""
        start = phrase.start if phrase.kind is PhraseKind.NAME else self.tokens[first].start
        return phrase._replace(first=first, start=start, role_first=first)

    def _described(self, index: int, limit: int) -> NounPhrase | None:
        """ "the foreign minister", "a spokesman for the club", "French foreign minister Jean-Yves Le Drian"."""
        tokens = self.tokens
        last = index + 1
        while last < min(limit, index + _LONGEST_NOMINAL) and self._continues_nominal(last):
            if tokens[last].is_capital and tokens[last - 1].lower in self.language.words.articles:
                end = end_of_name(tokens, last, self.language)
                if end <= limit and is_description(tokens, last, end, self.language):
                    return self._nominal(index, end)
            if self._is_person_after_role(last):
                named = self._name_rightwards(last, limit)
                if named is not None and named.name is not None and not self._is_office(named.name):
                    return self._widened(named, index)
            if self._starts_another(last):
                break
            last += 1
        while last > index + 1 and (
            tokens[last - 1].lower in self._words.prepositions
            or (
                tokens[last - 1].lower in self._words.determiners
                and tokens[last - 1].lower not in self.language.frames.nominal_pronouns
            )
        ):
            last -= 1
        lower = tokens[index].lower
        if (
            last - index == 1
            and lower in self._words.determiners
            and lower not in self.language.frames.nominal_pronouns
        ):
            return None
        return self._nominal(index, last)

    def _is_office(self, name: Name) -> bool:
        """ "the local | MP |, Ann Lee": what somebody is, in capitals."""
        return (
            len(name.words) == 1
            and name.text.isupper()
            and name.text.lower() in self._people.role_nouns
        )

    def _starts_another(self, index: int) -> bool:
        """A determiner that no preposition governs opens another phrase: "told jurors | the trial"."""
        before = self.tokens[index - 1].lower
        if self.tokens[index].lower not in self._words.determiners:
            return False
        return not (before in self._words.prepositions or before in self._words.determiners)

    def _continues_nominal(self, index: int) -> bool:
        token, words = self.tokens[index], self._words
        if token.kind != WORD or token.text in self._people.weekdays:
            return False
        lower = token.lower
        if lower in words.possessives:
            return True
        if lower in words.prepositions:
            return lower in self.language.grammar.complement_prepositions
        return not (
            lower in words.conjunctions
            or lower in words.auxiliaries
            or lower in words.time_words
            or (lower in self.language.kinds.person_verbs and self._is_last(index))
            or self._is_plain_verb(token)
            or lower in self._words.common_verbs
            or (lower in self._people.pronouns and lower not in self._people.possessive_pronouns)
        )

    def _is_last(self, index: int) -> bool:
        """ "The 54-year-old | smiles.": at the end of its sentence it is no noun."""
        return index + 1 >= len(self.tokens) or self.tokens[index + 1].text == "."

    def _is_person_after_role(self, index: int) -> bool:
        """A name right after a lower-case noun: "manager | Ann Lee"."""
        before = self.tokens[index - 1]
        if not starts_name(self.tokens, index, self.language):
            return False
        if before.lower in self._words.prepositions or before.lower in self._words.determiners:
            return False
        if before.lower in self._words.possessives or before.is_capital:
            return False
        if before.lower in self.language.frames.before_names or is_title(
            self.tokens[index], self.language
        ):
            return True
        return self.is_person_noun(before.lower)

    def is_person_noun(self, word: str) -> bool:
        """Whether a noun says what somebody is, by the table or by its ending."""
        people = self._people
        return (
            word in people.role_nouns
            or word in people.kin_nouns
            or word in people.gendered_nouns
            or ("-" in word and word.rsplit("-", maxsplit=1)[-1] in people.role_nouns)
            or (len(word) > 4 and word.endswith(self.language.grammar.role_endings))
        )

    def described(self, first: int, last: int) -> NounPhrase:
        """The tokens between two places as a description."""
        return self._nominal(first, last)

    def _nominal(self, first: int, last: int) -> NounPhrase:
        tokens = self.tokens
        return NounPhrase(
            first,
            last,
            tokens[first].start,
            tokens[last - 1].end,
            PhraseKind.NOMINAL,
            head=self._head(first, last),
        )

    def _head(self, first: int, last: int) -> str:
        """The head noun: the last word before a preposition."""
        head = self.tokens[last - 1].lower
        for index in range(first, last):
            token = self.tokens[index]
            if token.lower in self._words.prepositions and index > first:
                return self.tokens[index - 1].lower
        return head

    def is_finite_verb(self, token: Token) -> bool:
        """Whether a word is a finite verb, as far as the table knows it."""
        if token.lower in self._words.finite:
            return token.lower not in self._words.possessives
        form = self._verbs.forms.get(token.lower)
        return (
            form is not None
            and form.kind in ("past", "s")
            and token.lower not in self._verbs.noun_like
            and not token.is_capital
        )

    def is_participle(self, token: Token) -> bool:
        """Whether a word may be a present participle."""
        return (
            token.lower.endswith(self.language.grammar.participle_ending)
            and token.lower not in self._words.time_words
            and token.lower not in self.language.frames.nominal_pronouns
            and not token.is_capital
        )

    def starts_phrase(self, token: Token) -> bool:
        """Whether a word opens a noun phrase or a clause of its own: "the", "he", "that"."""
        lower = token.lower
        return (
            lower in self._words.determiners
            or lower in self._words.conjunctions
            or lower in self.language.frames.subject_pronouns
        )

    def starts_clause(self, index: int) -> bool:
        """Whether a pronoun and its verb stand at `index`: "it was", "they never had"."""
        tokens = self.tokens
        if (
            index + 1 >= len(tokens)
            or tokens[index].lower not in self.language.frames.subject_pronouns
        ):
            return False
        verb = tokens[index + 1].lower
        return (
            verb in self._words.finite
            or verb in self._words.adverbs
            or verb in self._words.common_verbs
        )

    def is_adverb(self, token: Token) -> bool:
        """Whether a word is an adverb in -ly."""
        return (
            token.lower.endswith(self.language.grammar.adverb_ending)
            and not token.is_capital
            and token.lower not in self._people.role_nouns
        )
