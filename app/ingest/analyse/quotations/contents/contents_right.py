"""Content to the right of its cue: where it begins, after addressee and adverbials ("told reporters on Monday |
that ..."); where it ends, before the next frame or a second verb of the same subject; whether it is content at
all."""

from __future__ import annotations

from app.ingest.analyse.quotations.contents.openings import Opening, OpeningKind, find_opening
from app.ingest.analyse.quotations.contents.quoted_terms import is_name, is_title
from app.ingest.analyse.quotations.contents.segments import Segment, SentenceReading, Side
from app.ingest.analyse.quotations.cues.cue import Cue, Frame
from app.text.tokens import PUNCTUATION, QUOTATION, WORD, Token

# "Until then, the canton says, the wolf may stay": words before such a frame.
_LONGEST_ADVERBIAL = 4


class RightContents(SentenceReading):
    """Finds what stands right of a cue."""

    def _right(self, number: int, *, has_left: bool) -> Segment | None:
        cue = self.cues[number]
        opening = find_opening(self.reader, cue)
        if cue.frame is Frame.NOUN and opening.kind is not OpeningKind.THAT:
            return None
        first = opening.index
        last = self._ends.right_end(number, first)
        # A noun attributes only what is in marks: "his claim that it rained" is as often the writer's summary.
        is_bare_noun = cue.frame is Frame.NOUN and not self._has_quotation(first, last)
        if first >= last or is_bare_noun:
            return None
        start = self._accept(cue, opening, last, has_left=has_left)
        return None if start is None else self._segment(start, last, Side.RIGHT, opening.kind)

    def _accept(self, cue: Cue, opening: Opening, last: int, *, has_left: bool) -> int | None:  # noqa: PLR0911 - a list of guards
        """The first token of the content, or None where what stands there is none."""
        first = opening.index
        if opening.kind is OpeningKind.THAT:
            is_chain = any(
                token.lower in self.language.grammar.clause_joiners
                for token in self.tokens[cue.last : first]
            )
            if is_chain:
                return first
            return None if has_left else first + 1  # "that" is the writer's
        if opening.kind is OpeningKind.QUOTATION and (
            self._is_work(cue, first) or (has_left and self._is_named_place(first))
        ):
            return None
        if opening.kind in (OpeningKind.COLON, OpeningKind.QUOTATION):
            return first
        if has_left:
            return self._after_parenthesis(cue, first, last)
        if self._is_after_adverbial(cue):
            first = cue.frame_last + 1
        elif cue.is_inverted:
            return self._first_real_quotation(first, last)
        elif self._is_parenthesis(cue, first):
            first += 1
        if cue.lemma in self._verbs.with_object and self._is_pronoun_object(first):
            return None if self._is_work(cue, first + 1) else first + 1
        return first if self._is_bare_clause(cue, first, last) else None

    def _is_work(self, cue: Cue, first: int) -> bool:
        """ "She was reading “The Glass Orchard”": a title after a verb that rarely attributes."""
        quotation = self.tokens[first]
        if cue.lemma in self.language.frames.naming_verbs:
            return is_name(self.text, quotation, self.language)
        is_doubtful = cue.lemma in self._verbs.weak and cue.lemma not in self._verbs.with_object
        return is_doubtful and is_title(self.text, quotation, self.language)

    def _is_named_place(self, first: int) -> bool:
        """ "“It is early,” he said on “Morning Coffee.”": a title that a word leads up to."""
        is_led_up_to = self.tokens[first - 1].kind == WORD
        return is_led_up_to and is_title(self.text, self.tokens[first], self.language)

    def _is_pronoun_object(self, first: int) -> bool:
        """ "called them | “Nazis”": the object is not part of what was said."""
        is_pronoun = self.tokens[first].lower in self.language.grammar.objects
        return (
            is_pronoun and first + 1 < len(self.tokens) and self.tokens[first + 1].kind == QUOTATION
        )

    def _is_after_adverbial(self, cue: Cue) -> bool:
        """ "Next summer, | promises the councillor, | the cable will come": a frame behind a short adverbial."""
        opens = self.tokens[0].lower in self._words.openers
        is_when = cue.frame_first > 1 and self._is_time_alone(cue.frame_first - 1)
        is_short = self._n_words(0, cue.frame_first) <= _LONGEST_ADVERBIAL
        after = min(cue.frame_last, len(self.tokens) - 1)
        goes_on = self.tokens[after - cue.is_inverted].text == "," or self.tokens[after].text == ","
        return is_short and (opens or is_when) and goes_on and self._is_parenthesis(cue, after)

    def _is_parenthesis(self, cue: Cue, first: int) -> bool:
        """ "In a merger, he said, | the brand would survive": the frame stands between commas."""
        start = cue.frame_first
        is_open = start > 0 and self.tokens[start - 1].text == ","
        return is_open and first + 1 < len(self.tokens) and self.tokens[first].text == ","

    def _after_parenthesis(self, cue: Cue, first: int, last: int) -> int | None:
        """ "The plan, Smith said, | will be dropped." """
        after = self._after_addressee(cue)
        if self._goes_on_after_apposition(after):
            after -= 1
        if after + 3 >= last or self.tokens[after].text != ",":
            return self._first_real_quotation(first, last)
        token = self.tokens[after + 1]
        may_resume = (
            token.kind == WORD
            and token.lower not in self.language.frames.adjunct_starters
            and (
                token.lower not in self._words.prepositions
                or token.lower in self.language.grammar.argument_prepositions
                or self._is_infinitive(after + 1)
            )
            and not self.reader.is_participle(token)
        )
        is_after_words = not self._follows_quotation(cue.frame_first)
        if may_resume and is_after_words and not self._has_quotation(after, last):
            return None if self._is_second_verb(after + 1) else after + 1
        is_coordinate = token.lower in self.language.grammar.clause_joiners
        if may_resume and not cue.is_inverted and is_after_words and not is_coordinate:
            return after + 1
        return self._first_real_quotation(first, last)

    def _goes_on_after_apposition(self, index: int) -> bool:
        """ "The differences are small, says Lee, a doctor, | and might vanish"; not before another apposition."""
        if index + 1 >= len(self.tokens) or self.tokens[index - 1].text != ",":
            return False
        is_joined = self.tokens[index].lower in self.language.grammar.verb_joiners
        return is_joined or self.reader.is_finite_verb(self.tokens[index])

    def _is_infinitive(self, index: int) -> bool:
        """ "to help", not "to the crowd"."""
        following = self.tokens[index + 1]
        is_mark = self.tokens[index].lower in self.language.grammar.infinitive_marks
        return is_mark and not (following.is_capital or self.reader.starts_phrase(following))

    def _follows_quotation(self, index: int) -> bool:
        """Whether a quotation ends right before `index`, a comma between them or not."""
        before = self.tokens[max(0, index - 1)]
        if before.text == ",":
            before = self.tokens[max(0, index - 2)]
        return before.kind == QUOTATION

    def _is_second_verb(self, index: int) -> bool:
        """ "he said, | and went back to work": another deed of the speaker."""
        is_coordinate = self.tokens[index].lower in self.language.grammar.verb_joiners
        is_modal = self.tokens[index + 1].lower in self.language.grammar.present_modals
        return is_coordinate and self._is_verb_like(index + 1) and not is_modal

    def _first_real_quotation(self, first: int, last: int) -> int | None:
        for index in range(first, last):
            token = self.tokens[index]
            if token.kind == QUOTATION and not (
                self.tokens[index - 1].kind == WORD and is_title(self.text, token, self.language)
            ):
                return index
        return None

    def _is_verb_like(self, index: int) -> bool:
        """Whether a verb may stand at `index`: an auxiliary, or a form in -s or -ed."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if token.lower in self._words.finite or token.lower in self._verbs.forms:
            return True
        if token.lower in self._words.common_verbs:
            return True
        return (
            token.kind == WORD
            and not token.is_capital
            and (
                token.lower.endswith(self.language.verbs.finite_endings)
                or token.lower in self._words.adverbs
            )
        )

    def _is_bare_clause(self, cue: Cue, first: int, last: int) -> bool:  # noqa: PLR0911 - a list of guards
        """Whether the words after a cue without "that" are a clause that it attributes."""
        token: Token = self.tokens[first]
        if (
            token.kind == PUNCTUATION
            or token.lower in self.language.grammar.never_opening_clauses
            or self._is_bare_thing(cue, first, last)
        ):
            return False
        if token.lower in self.language.grammar.infinitive_marks:
            return cue.lemma in self._verbs.with_infinitive
        if token.lower in self.language.grammar.dummy_subjects and not self._is_verb_like(
            first + 1
        ):
            return False
        if token.lower in self._words.finite:
            return False  # "a step that unions fear | could cost jobs": part of another clause
        has_quotation = self._has_quotation(first, last)
        is_weak = cue.lemma in self._verbs.weak and not self.reader.starts_clause(first)
        is_holding = cue.lemma in self._verbs.attitude or is_weak
        if is_holding and cue.lemma not in self.language.frames.holding_verbs and not has_quotation:
            return False
        if has_quotation:
            return True
        if self._n_words(first, last) < 3:
            return False
        if token.lower in self._words.prepositions:
            return cue.lemma in self.language.grammar.saying_lemmas and self._has_finite(
                first, last
            )
        if cue.lemma in self._verbs.with_object:
            return self._n_words(first, last) >= 5 or self._has_finite(first, last)
        return any(self._is_verb_like(index) for index in range(first + 1, last))

    def _is_bare_thing(self, cue: Cue, first: int, last: int) -> bool:
        """ "conceded 61 goals", "reported a loud bang": a verb that takes things as well, before an indefinite one."""
        token = self.tokens[first]
        is_indefinite = token.text[:1].isdigit() or (
            token.lower in self.language.words.introducing_articles
            or token.lower in self.language.kinds.counting_words
        )
        return (
            is_indefinite
            and cue.lemma in self.language.frames.things_too
            and not self._has_quotation(first, last)
            and not self._has_own_verb(first, last)
        )

    def _has_own_verb(self, first: int, last: int) -> bool:
        """Whether a finite verb stands in a content, other than one that goes on with the speaker's deeds."""
        return any(
            self.reader.is_finite_verb(self.tokens[index])
            and self.tokens[index - 1].lower not in self.language.grammar.verb_joiners
            for index in range(first + 1, last)
        )
