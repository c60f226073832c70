"""The subject of a sentence: the noun phrase that opens its main clause, adverbials before it skipped."""

from __future__ import annotations

from app.ingest.analyse.quotations.phrases.phrases_right import NounPhrase, PhraseKind, RightReader
from app.text.tokens import WORD

# Adverbials that may stand before the subject of a sentence.
_MOST_ADVERBIALS = 5


class ClauseReader(RightReader):
    """Reads subjects of clauses in the tokens of one sentence."""

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
            following.text == "," or following.lower in self.language.grammar.after_time_spans
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
            or following.lower in self.language.grammar.one_person
        )

    def _skip_connectives(self, index: int, limit: int) -> int:
        tokens = self.tokens
        first = index
        while index < limit:
            token = tokens[index]
            is_connective = token.kind == WORD and (
                token.lower in self.language.grammar.connectives
                or (
                    token.lower.endswith(self.language.grammar.adverb_ending)
                    and not token.lower.endswith(self.language.grammar.no_adverb_ending)
                )
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
