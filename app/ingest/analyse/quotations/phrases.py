"""Noun phrases next to a cue: who or what may be a speaker, read leftwards or rightwards from a token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.text.languages.table import LanguageTable
from app.text.names import Name, end_of_name, is_description, is_title, parse_name, starts_name
from app.text.tokens import PUNCTUATION, QUOTATION, WORD, Token

# How far a noun phrase is followed, in tokens: longer ones are misread clauses.
_LONGEST_NOMINAL = 12
_LONGEST_APPOSITIVE = 45
# Adverbials that may stand before the subject of a sentence.
_MOST_ADVERBIALS = 5
_DASHES = frozenset("—–-")
_APPOSITIVE_MARKS = frozenset([",", "—", "–", "-", ")"])
_PERSON_SUFFIXES = ("ist", "ian", "eer", "er", "or", "man", "woman")


class PhraseKind(StrEnum):
    """What a noun phrase is headed by."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class NounPhrase:
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


class PhraseReader:
    """Reads noun phrases in the tokens of one sentence."""

    def __init__(self, tokens: Sequence[Token], language: LanguageTable) -> None:
        self.tokens = tokens
        self.language = language
        self._words = language.words
        self._people = language.people
        self._verbs = language.verbs

    # --- rightwards ----------------------------------------------------------------------------

    def rightwards(self, index: int, limit: int | None = None) -> NounPhrase | None:
        """The noun phrase that starts at `index`."""
        tokens, words = self.tokens, self._words
        limit = len(tokens) if limit is None else limit
        while index < limit and tokens[index].lower in ("then", "also", "later"):
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
        return token.lower not in self._people.possessive_pronouns and token.lower != "who"

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
            if token.lower.endswith("ed"):
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
        return replace(phrase, first=first, start=start, role_first=first)

    def _described(self, index: int, limit: int) -> NounPhrase | None:
        """ "the foreign minister", "a spokesman for the club", "French foreign minister Jean-Yves Le Drian"."""
        tokens = self.tokens
        last = index + 1
        while last < min(limit, index + _LONGEST_NOMINAL) and self._continues_nominal(last):
            if tokens[last].is_capital and tokens[last - 1].lower in ("the", "a", "an"):
                end = end_of_name(tokens, last, self.language)
                if end <= limit and is_description(tokens, last, end, self.language):
                    return self._nominal(index, end)
            if self._is_person_after_role(last):
                named = self._name_rightwards(last, limit)
                if named is not None and named.kind is PhraseKind.NAME:
                    return self._widened(named, index)
            if self._starts_another(last):
                break
            last += 1
        while last > index + 1 and (
            tokens[last - 1].lower in self._words.prepositions
            or tokens[last - 1].lower in self._words.determiners
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
            return lower in ("of", "for")
        return not (
            lower in words.conjunctions
            or lower in words.auxiliaries
            or lower in words.time_words
            or self._is_plain_verb(token)
            or lower in self._words.common_verbs
            or (lower in self._people.pronouns and lower not in self._people.possessive_pronouns)
        )

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
            or (len(word) > 4 and word.endswith(_PERSON_SUFFIXES))
        )

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

    # --- leftwards -------------------------------------------------------------------------------

    def leftwards(self, index: int, floor: int = 0) -> NounPhrase | None:
        """The noun phrase that ends before `index`, auxiliaries and adverbs between them left aside."""
        position = self.skip_verb_group(index, floor)
        if position < floor:
            return None
        token = self.tokens[position]
        if token.text in _APPOSITIVE_MARKS:
            return self._before_appositive(position, floor)
        if token.kind != WORD:
            return None
        if token.lower in self._people.pronouns:
            return self._pronoun_leftwards(position)
        if (token.is_capital and token.text not in self._people.never_names) or self._is_suffix(
            token
        ):
            return self._name_leftwards(position, floor)
        if token.lower in self.language.frames.nominal_pronouns:
            return self._nominal(position, position + 1)
        phrase = self._nominal_leftwards(position, floor)
        return self._before_insertion(phrase, floor) if phrase else None

    def _before_insertion(self, phrase: NounPhrase, floor: int) -> NounPhrase:
        """The subject before a phrase of time or place: "Sanders | during a visit | said"."""
        governor = phrase.first - 1
        if (
            governor <= floor
            or self.tokens[governor].lower not in self.language.frames.inserting_prepositions
        ):
            return phrase
        before = self.tokens[governor - 1]
        is_time = phrase.head in self._words.time_words or phrase.head == "past"
        if not (is_time or before.lower in self._words.auxiliaries):
            return phrase
        return self.leftwards(governor, floor) or phrase

    def skip_verb_group(self, index: int, floor: int) -> int:
        """The last token before `index` that is neither auxiliary nor adverb."""
        words = self._words
        position = index - 1
        while position >= floor:
            token = self.tokens[position]
            if token.kind != WORD:
                break
            if not (
                token.lower in words.auxiliaries
                or token.lower in words.adverbs
                or self.is_adverb(token)
            ):
                break
            position -= 1
        return position

    def is_adverb(self, token: Token) -> bool:
        """Whether a word is an adverb in -ly."""
        return (
            token.lower.endswith("ly")
            and not token.is_capital
            and token.lower not in self._people.role_nouns
        )

    def _is_suffix(self, token: Token) -> bool:
        return token.text in self._people.name_suffixes

    def _pronoun_leftwards(self, position: int) -> NounPhrase | None:
        lower = self.tokens[position].lower
        if lower in (
            "him",
            "me",
            "us",
            "them",
            "her",
            "himself",
            "herself",
            "your",
            "my",
            "its",
            "our",
            "their",
            "his",
        ):
            return None
        return self._pronoun(position)

    def _name_leftwards(self, position: int, floor: int) -> NounPhrase | None:
        tokens = self.tokens
        first = position
        while first - 1 >= floor and self._extends_name_left(first, floor):
            first -= 1
        # "the head of Ofwat said": the name belongs to the description before it.
        if (
            first - 2 >= floor
            and tokens[first - 1].lower in self.language.frames.attaching_prepositions
            and self._is_noun_like(first - 2)
        ):
            outer = self._nominal_leftwards(position, floor)
            if outer is not None and outer.head and outer.first < first - 1:
                return outer
        # "Obama's mother said" is read from the mother; "the Atlantic Council said" keeps its article.
        if (
            first - 1 >= floor
            and tokens[first - 1].lower in ("the", "a", "an")
            and position - first < 1
        ):
            named = self._named(first, position + 1)
            return replace(named, first=first - 1)
        if is_description(tokens, first, position + 1, self.language):
            return self._nominal(max(first - 1, floor), position + 1)
        named = self._named(first, position + 1)
        role_first = self._role_before(first, floor)
        return replace(named, first=role_first, role_first=role_first)

    def _extends_name_left(self, first: int, floor: int) -> bool:
        tokens, people = self.tokens, self._people
        before = tokens[first - 1]
        if before.text == "," and self._is_suffix(tokens[first]):
            return True
        if before.text in ("'", "’") and first - 2 >= floor:
            is_body = tokens[first].text in people.organisation_words
            return is_body and tokens[first - 2].is_capital
        if before.kind != WORD:
            return False
        if before.is_capital:
            if before.text in people.weekdays or before.text in people.months:
                return False
            return before.text not in people.never_names or self._is_forename_in_sentence(first - 1)
        if before.lower in people.name_particles and before.lower != "of" and first - 2 >= floor:
            return tokens[first - 2].is_capital and tokens[first - 2].kind == WORD
        return False

    def _is_forename_in_sentence(self, index: int) -> bool:
        return starts_name(self.tokens, index, self.language)

    def _role_before(self, first: int, floor: int) -> int:
        """Where a description in front of a name begins: "the club's manager | Ann Lee"."""
        tokens = self.tokens
        if first - 1 < floor:
            return first
        position = first - 1
        if tokens[position].lower not in self._people.role_nouns:
            head = self._role_head_before(position, floor)
            if head is None:
                return first
            position = head
        while position > floor and first - position < 9:
            before = tokens[position - 1]
            if (
                before.kind != WORD
                or before.lower in self._words.conjunctions
                or before.lower in self._words.auxiliaries
            ):
                break
            if before.lower in self._words.prepositions and before.lower not in ("of", "for"):
                break
            if self._is_plain_verb(before):
                break
            position -= 1
            if (
                before.lower in self._words.determiners
                and tokens[position - 1].lower not in self.language.frames.attaching_prepositions
            ):
                break
        return position

    def _role_head_before(self, position: int, floor: int) -> int | None:
        """ "French | expert | on geopolitics Dominique Moisi": the person noun whose complement ends here."""
        if self.tokens[position].kind != WORD or self.tokens[position].is_capital:
            return None
        for index in range(position - 1, max(floor - 1, position - 5), -1):
            token = self.tokens[index]
            if (
                token.kind != WORD
                or self._is_plain_verb(token)
                or token.lower in self._words.finite
            ):
                return None
            is_complement = self.tokens[index + 1].lower in ("on", "of", "for", "in", "at", "to")
            if token.lower in self._people.role_nouns and is_complement:
                return index
        return None

    def _is_noun_like(self, index: int) -> bool:
        token = self.tokens[index]
        if token.kind != WORD or token.lower in self._words.time_words:
            return False
        return not (
            token.lower in self._words.prepositions
            or token.lower in self._words.conjunctions
            or token.lower in self._words.auxiliaries
            or self._is_plain_verb(token)
        )

    def _nominal_leftwards(self, position: int, floor: int) -> NounPhrase | None:
        """ "The head of the agency | said": to the left until a determiner that no preposition governs."""
        tokens, words = self.tokens, self._words
        token = tokens[position]
        if token.lower in words.conjunctions or token.lower in words.determiners:
            return None
        if not token.is_capital and not self._is_noun_like(position):
            return None
        first = position
        limit = max(floor, position - _LONGEST_NOMINAL)
        while first > limit and self._extends_nominal_left(first):
            first -= 1
            if tokens[first].lower in words.determiners:
                governor = tokens[first - 1].lower if first - 1 > floor else ""
                if governor not in self.language.frames.attaching_prepositions:
                    break
        while first < position and (
            tokens[first].lower in words.prepositions or tokens[first].lower in words.coordinators
        ):
            first += 1
        return self._nominal(first, position + 1)

    def _extends_nominal_left(self, first: int) -> bool:
        before = self.tokens[first - 1]
        if before.kind != WORD or before.text in self._people.weekdays:
            return False
        lower = before.lower
        if lower in self._words.conjunctions and lower not in ("and", "than"):
            return False
        if lower in self._people.pronouns and lower not in self._people.possessive_pronouns:
            return False
        if lower in self._words.finite and lower not in self._words.possessives:
            return False
        form = self._verbs.forms.get(lower)
        if form is None or before.is_capital or lower in self._verbs.noun_like:
            return True
        return form.kind not in ("past", "ing")

    def _before_appositive(self, position: int, floor: int) -> NounPhrase | None:
        """ "Ann Lee, the club's manager, | said": the phrase before the mark that opened the insertion."""
        tokens = self.tokens
        opener = "(" if tokens[position].text == ")" else tokens[position].text
        if position - floor < _LONGEST_APPOSITIVE:
            subject = self.clause_subject(floor, position)
            if (
                subject is not None
                and subject.last < position
                and tokens[subject.last].text in (opener, ",", "(")
            ):
                return subject
        best = None
        index = position - 1
        while index > floor and position - index < _LONGEST_APPOSITIVE:
            token = tokens[index]
            if token.kind == QUOTATION and opener == ",":
                break
            if token.text == opener and tokens[index - 1].kind == WORD:
                is_name = tokens[index - 1].is_capital
                if best is None or (is_name and not tokens[best - 1].is_capital):
                    best = index
                if is_name and index > 1 and tokens[index - 2].is_capital:
                    best = index
                    break
            index -= 1
        return None if best is None else self._unless_mark(best, floor)

    def _unless_mark(self, index: int, floor: int) -> NounPhrase | None:
        """Read before an insertion's opening mark; not through a second insertion."""
        if index - 1 < floor or self.tokens[index - 1].text in _APPOSITIVE_MARKS:
            return None
        return self.leftwards(index, floor)

    # --- the subject of a sentence -------------------------------------------------------------------

    def clause_subject(self, start: int, limit: int) -> NounPhrase | None:
        """The noun phrase that opens the main clause of `tokens[start:limit]`, adverbials before it skipped."""
        index = self._skip_connectives(start, limit)
        is_after_adverbial = False
        for _ in range(_MOST_ADVERBIALS):
            if index >= limit:
                return None
            if self._opens_adverbial(index):
                index = self._after_comma(index, limit)
                is_after_adverbial = True
                continue
            if self.tokens[index].kind != WORD:
                return None
            phrase = self.rightwards(index, limit)
            if phrase is not None and self._is_time(phrase, limit):
                index = self._after_comma(phrase.last, limit)
                is_after_adverbial = True
                continue
            if phrase is None or not (is_after_adverbial and self._is_listed(phrase, limit)):
                return phrase
            index = phrase.last + 1
        return None

    def _after_comma(self, index: int, limit: int) -> int:
        while index < limit and self.tokens[index].text != ",":
            index += 1
        return index + 1

    def _is_time(self, phrase: NounPhrase, limit: int) -> bool:
        """ "Hours later, | Lee", "Last week, | Lee"."""
        if phrase.kind is not PhraseKind.NOMINAL or phrase.last >= limit:
            return False
        heads = {self.tokens[index].lower for index in range(phrase.first, phrase.last)}
        is_unit = bool(heads & self._words.time_words) or bool(
            heads & self.language.frames.time_units
        )
        following = self.tokens[phrase.last]
        return is_unit and (
            following.text == ","
            or following.lower in ("later", "earlier", "ago", "after", "before")
        )

    def _is_listed(self, phrase: NounPhrase, limit: int) -> bool:
        """Whether a name only goes on with the place before it: "In Salem, | New Hampshire, | she"."""
        comma = phrase.last
        if (
            phrase.kind is not PhraseKind.NAME
            or comma + 1 >= limit
            or self.tokens[comma].text != ","
        ):
            return False
        following = self.tokens[comma + 1]
        return (
            following.is_capital
            or following.lower in self._words.openers
            or following.lower in ("he", "she")
        )

    def _skip_connectives(self, index: int, limit: int) -> int:
        tokens = self.tokens
        first = index
        while index < limit:
            token = tokens[index]
            is_connective = token.kind == WORD and (
                token.lower
                in (
                    "but",
                    "and",
                    "so",
                    "yet",
                    "then",
                    "also",
                    "meanwhile",
                    "later",
                    "still",
                    "however",
                    "instead",
                )
                or (token.lower.endswith("ly") and not token.lower.endswith("ily"))
            )
            if not is_connective and not (token.text == "," and index > first):
                break
            index += 1
        return index

    def _opens_adverbial(self, index: int) -> bool:
        token = self.tokens[index]
        if token.lower in self._words.openers:
            return True
        form = self._verbs.forms.get(token.lower)
        return form is not None and form.kind == "ing"


def is_punctuation(token: Token, marks: str) -> bool:
    """Whether a token is one of some punctuation marks."""
    return token.kind == PUNCTUATION and token.text in marks
