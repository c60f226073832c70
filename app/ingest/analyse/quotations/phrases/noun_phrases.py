"""Noun phrases next to a cue: who or what may be a speaker, read leftwards or rightwards from a token."""

from __future__ import annotations

from app.ingest.analyse.quotations.phrases.clauses import ClauseReader
from app.ingest.analyse.quotations.phrases.phrases_right import NounPhrase, PhraseKind
from app.ingest.analyse.quotations.phrases.speakable import can_speak
from app.text.names import end_of_name, is_description, starts_name
from app.text.tokens import QUOTATION, WORD, Token

__all__ = ["NounPhrase", "PhraseKind", "PhraseReader"]

# How far a phrase or an insertion is followed leftwards, in tokens: longer ones are misread clauses.
_LONGEST_NOMINAL = 12
_LONGEST_APPOSITIVE = 45
_LONGEST_RESTRICTIVE = 12
_APPOSITIVE_MARKS = frozenset([",", "—", "–", "-", ")"])


class PhraseReader(ClauseReader):
    """Reads noun phrases in the tokens of one sentence, in both directions."""

    def leftwards(self, index: int, floor: int = 0) -> NounPhrase | None:  # noqa: PLR0911 - a list of guards
        """The noun phrase that ends before `index`, auxiliaries and adverbs between them left aside."""
        position = self.skip_verb_group(index, floor)
        if position < floor:
            return None
        token = self.tokens[position]
        if token.text in _APPOSITIVE_MARKS:
            return self._before_appositive(position, floor)
        if token.kind != WORD:
            return None
        outer = self._before_restrictive_clause(position, floor)
        if outer is not None:
            return outer
        if token.lower in self._people.pronouns:
            return self._pronoun_leftwards(position, floor)
        if (token.is_capital and token.text not in self._people.never_names) or self._is_suffix(
            token
        ):
            return self._name_leftwards(position, floor)
        if token.lower in self.language.frames.nominal_pronouns:
            return self._nominal(position, position + 1)
        phrase = self._nominal_leftwards(position, floor)
        if phrase is None:
            return None
        phrase = self._with_governor(phrase, floor)
        return self._opening_name(phrase) or self._before_insertion(phrase, floor)

    def _opening_name(self, phrase: NounPhrase) -> NounPhrase | None:
        """ "Ann Lee | of the island council": the full name that opens a phrase."""
        tokens = self.tokens
        if not tokens[phrase.first].is_capital or not starts_name(
            tokens, phrase.first, self.language
        ):
            return None
        last = end_of_name(tokens, phrase.first, self.language)
        if last >= phrase.last:
            return None
        is_joined = tokens[last].lower in self.language.frames.attaching_prepositions
        return (
            self._name_leftwards(last - 1, phrase.first)
            if is_joined and self._is_full_name(last - 1, phrase.first)
            else None
        )

    def _before_restrictive_clause(self, position: int, floor: int) -> NounPhrase | None:
        """ "An engineer | who asked not to be named | told", "a doctor | who treated Lee | said": whom the clause is about.

        Not where the clause reports itself: "those who think | the mayor said".
        """
        who = None
        for index in range(position, max(floor, position - _LONGEST_RESTRICTIVE), -1):
            token = self.tokens[index]
            is_word = token.kind == WORD or token.text.isdecimal()
            if not is_word or token.lower in self.language.frames.clause_starters:
                break
            if token.lower in self.language.grammar.who:
                who = index
                break
        if who is None or who == position:
            return None
        reports = [
            index
            for index in range(who + 1, position)
            if self.tokens[index].lower in self._verbs.forms
        ]
        is_named_not = self.tokens[position].lower in self.language.frames.naming_participles
        if reports and not is_named_not:
            return None
        return self.leftwards(who, floor)

    def _before_insertion(self, phrase: NounPhrase, floor: int) -> NounPhrase:
        """The subject before a phrase of time or place: "Sanders | during a visit | said"."""
        governor = phrase.first - 1
        if (
            governor <= floor
            or self.tokens[governor].lower not in self.language.frames.inserting_prepositions
        ):
            return phrase
        before = self.tokens[governor - 1]
        is_time = (
            phrase.head in self._words.time_words or phrase.head in self.language.grammar.past_words
        )
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
            is_month = token.is_capital and position > 0  # "the minutes for May | record"
            if is_month or not (
                token.lower in words.auxiliaries
                or token.lower in words.adverbs
                or self.is_adverb(token)
            ):
                break
            position -= 1
        return position

    def _is_suffix(self, token: Token) -> bool:
        return token.text in self._people.name_suffixes

    def _pronoun_leftwards(self, position: int, floor: int) -> NounPhrase | None:
        lower = self.tokens[position].lower
        if (
            position - 2 >= floor
            and self.tokens[position - 1].lower in self.language.grammar.part_prepositions
        ):
            # "one of them"
            part = self.tokens[position - 2].lower
            is_part = part in self.language.frames.nominal_pronouns
            return self._nominal(position - 2, position + 1) if is_part else None
        if lower in self.language.grammar.no_subjects:
            return None
        return self._pronoun(position)

    def _name_leftwards(self, position: int, floor: int) -> NounPhrase | None:
        tokens = self.tokens
        first = position
        while first - 1 >= floor and self._extends_name_left(first, floor):
            first -= 1
        # "Ann Lee of the Harbour Trust said", "Bob Ray of brokerage Nordfeld said": whoever is of that body.
        bearer = self._bearer_of(first, floor)
        if bearer is not None:
            return bearer
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
            and tokens[first - 1].lower in self.language.words.articles
            and position - first < 1
        ):
            named = self._named(first, position + 1)
            return named._replace(first=first - 1)
        if is_description(tokens, first, position + 1, self.language):
            return self._nominal(max(first - 1, floor), position + 1)
        named = self._named(first, position + 1)
        role_first = self._role_before(first, floor)
        return named._replace(first=role_first, role_first=role_first)

    def _bearer_of(self, first: int, floor: int) -> NounPhrase | None:
        """The name that a preposition joins to the body named at `first`, with up to two plain words between."""
        tokens = self.tokens
        for index in range(first - 1, max(floor, first - 4), -1):
            lower = tokens[index].lower
            if lower in self.language.frames.attaching_prepositions:
                before = tokens[index - 1]
                is_name = before.is_capital and before.text not in self._people.never_names
                if not is_name or not self._is_full_name(index - 1, floor):
                    return None
                return self._name_leftwards(index - 1, floor)
            is_plain = lower in self._words.determiners or (
                not tokens[index].is_capital and self._is_noun_like(index)
            )
            if not is_plain:
                return None
        return None

    def _is_full_name(self, position: int, floor: int) -> bool:
        first = position
        while first - 1 >= floor and self._extends_name_left(first, floor):
            first -= 1
        name = self._named(first, position + 1).name
        return name is not None and not name.is_body and len(name.words) > 1

    def _extends_name_left(self, first: int, floor: int) -> bool:  # noqa: PLR0911 - a list of guards
        tokens, people = self.tokens, self._people
        before = tokens[first - 1]
        if before.text == "," and self._is_suffix(tokens[first]):
            return True
        if before.text in ("'", "’") and first - 2 >= floor:
            is_body = tokens[first].text in people.organisation_words
            return is_body and tokens[first - 2].is_capital
        if tokens[first].text in ("'", "’"):
            return before.is_capital
        if before.kind != WORD:
            return False
        if before.is_capital:
            if before.text in people.weekdays or before.text in people.months:
                return False
            return before.text not in people.never_names or self._is_forename_in_sentence(first - 1)
        if (
            before.lower in people.name_particles
            and before.lower not in self.language.grammar.part_prepositions
            and first - 2 >= floor
        ):
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
            if (
                before.lower in self._words.prepositions
                and before.lower not in self.language.grammar.complement_prepositions
            ):
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
            is_complement = self.tokens[index + 1].lower in self.language.grammar.role_prepositions
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

    def _with_governor(self, inner: NounPhrase, floor: int) -> NounPhrase:
        """ "| The chairman of the inquiry | into the pier collapse": who heads a phrase that says nothing itself."""
        tokens, language = self.tokens, self.language
        before = inner.first - 2
        if before < floor or tokens[before + 1].lower not in language.frames.topic_prepositions:
            return inner
        if can_speak(tokens[inner.last - 1 : inner.last], inner.head, language):
            return inner
        outer = self._nominal_leftwards(before, floor)
        if outer is None or not can_speak(tokens[outer.first : outer.last], outer.head, language):
            return inner
        return self._nominal(outer.first, inner.last)

    def _extends_nominal_left(self, first: int) -> bool:
        before = self.tokens[first - 1]
        if before.kind != WORD or before.text in self._people.weekdays:
            return False
        lower = before.lower
        if lower in self._words.conjunctions and lower not in self.language.grammar.noun_joiners:
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
