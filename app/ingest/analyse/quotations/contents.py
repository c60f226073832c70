"""A cue -> the words it attributes: what stands left of its frame, and what stands right of it.

Stages for each cue: (1) content to the left ("It rained, Smith said"); (2) where the content to the right
begins, after addressee and adverbials ("told reporters on Monday | that ..."); (3) where it ends, before the
frame of the next cue or a second verb of the same subject; (4) whether it is content at all.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from app.ingest.analyse.quotations.content_ends import ContentEnds
from app.ingest.analyse.quotations.cues import Cue, Frame
from app.ingest.analyse.quotations.document import Document, Sentence
from app.ingest.analyse.quotations.openings import Opening, OpeningKind, find_opening
from app.ingest.analyse.quotations.quoted_terms import is_name, is_title
from app.records import Span
from app.text.tokens import PUNCTUATION, QUOTATION, WORD, Token

_TRIMMED = " ,;:—–-\xa0."
# How far before a frame the role words of its subject may reach.
_LONGEST_FRAME_START = 8
# "Until then, the canton says, the wolf may stay": words before such a frame.
_LONGEST_ADVERBIAL = 4


class Side(StrEnum):
    """Where content stands in relation to its cue."""

    LEFT = "left"
    RIGHT = "right"


class Segment(NamedTuple):
    """One contiguous piece of content; offsets into the text, trimmed of loose punctuation."""

    span: Span
    side: Side
    opening: OpeningKind | None = None


class ContentFinder:
    """Finds the content of each cue of one sentence."""

    def __init__(self, document: Document, sentence: Sentence, cues: list[Cue]) -> None:
        self.text = document.text
        self.language = document.language
        self.tokens = sentence.tokens
        self.cues = cues
        self.reader = sentence.reader
        self._ends = ContentEnds(self.text, self.reader, cues)
        self._words = document.language.words
        self._verbs = document.language.verbs

    def segments(self, number: int) -> list[Segment]:
        """The content of `cues[number]`, left to right."""
        cue = self.cues[number]
        if cue.frame is Frame.SOURCE:
            return self._of_source(number)
        left = self._left(number)
        right = self._right(number, has_left=left is not None)
        return [segment for segment in (left, right) if segment is not None]

    def _segment(
        self, first: int, last: int, side: Side, opening: OpeningKind | None = None
    ) -> Segment | None:
        if last <= first:
            return None
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        while start < end and self.text[start] in _TRIMMED:
            start += 1
        while end > start and self.text[end - 1] in _TRIMMED:
            end -= 1
        return Segment(Span(start, end), side, opening) if end > start else None

    def _has_quotation(self, first: int, last: int) -> bool:
        return any(token.kind == QUOTATION for token in self.tokens[first:last])

    def _has_finite(self, first: int, last: int) -> bool:
        return any(token.lower in self._words.finite for token in self.tokens[first:last])

    def _n_words(self, first: int, last: int) -> int:
        return sum(token.kind != PUNCTUATION for token in self.tokens[first:last])

    # --- according to ------------------------------------------------------------------------------------

    def _of_source(self, number: int) -> list[Segment]:
        """ "It rained, according to Smith" or "According to Smith, it rained"."""
        cue = self.cues[number]
        segment = self._before_source(number, cue) or self._after_source(cue)
        return [segment] if segment else []

    def _before_source(self, number: int, cue: Cue) -> Segment | None:
        if cue.first == 0 or self._is_introduction(cue.first):
            return None
        first = 0
        if cue.lemma == "words" and self.tokens[cue.first - 1].kind == QUOTATION:
            first = cue.first - 1
        n_words = self._n_words(first, cue.first)
        if n_words < 3 and not self._has_quotation(first, cue.first):
            return None
        return self._segment(first, cue.first, Side.LEFT)

    def _is_introduction(self, last: int) -> bool:
        """Whether only a connective stands before: "In fact, according to"."""
        tokens = self.tokens[:last]
        return len(tokens) <= 3 and all(token.kind != QUOTATION for token in tokens)

    def _after_source(self, cue: Cue) -> Segment | None:
        tokens = self.tokens
        index = cue.frame_last
        if index > 0 and tokens[index - 1].text == ",":
            index -= 1
        while index < len(tokens) and tokens[index].text not in (",", ":"):
            if tokens[index].kind == QUOTATION:
                break
            index += 1
        for position in range(index, len(tokens) - 1):
            if tokens[position].text == ":" and tokens[position + 1].kind == QUOTATION:
                index = position
        return self._segment(index, len(tokens), Side.RIGHT)

    # --- (1) to the left -----------------------------------------------------------------------------------

    def _left(self, number: int) -> Segment | None:
        cue = self.cues[number]
        if cue.frame not in (Frame.SUBJECT_VERB, Frame.VERB_SUBJECT, Frame.UNKNOWN_VERB):
            return None
        if cue.lemma in self._verbs.with_object or cue.is_relative:
            return None
        boundary = self._frame_start(cue)
        if boundary is None or boundary == 0 or not self._is_left_content(cue, boundary):
            return None
        first = self._left_start(number, boundary)
        return self._segment(first, boundary, Side.LEFT)

    def _frame_start(self, cue: Cue) -> int | None:
        """The first token of the frame, with the words before its name; None where a conjunction stands there,
        which makes the frame a clause of its own: "although | Smith said"."""
        if cue.is_inverted:
            return cue.first
        boundary = cue.frame_first
        lowest = max(0, boundary - _LONGEST_FRAME_START)
        while boundary > lowest and self.tokens[boundary - 1].kind == WORD:
            boundary -= 1
            token = self.tokens[boundary]
            if token.lower in self.language.frames.clause_starters:
                return None
            if self.reader.is_finite_verb(token):
                return None  # "Lee is married to a man she | says": no comma of the frame's own
        return boundary

    def _is_left_content(self, cue: Cue, boundary: int) -> bool:
        tokens = self.tokens
        before = tokens[boundary - 1]
        if before.kind == QUOTATION:
            return True
        if before.text not in (",", "—", "–") or boundary < 2:
            return False
        if tokens[boundary - 2].kind == QUOTATION:
            return True
        if not self._frame_is_closed(cue) or cue.lemma in self.language.grammar.describing_lemmas:
            return False
        if self._n_words(0, boundary) < 3:
            return self._is_resumed(cue) and not self._is_time_alone(boundary - 1)
        first = self._after_earlier_clause(self.cues.index(cue), boundary)
        return not self._has_content_right(cue, boundary) and (
            not self._starts_with_adverbial(first)
            or cue.frame_last >= len(tokens)
            or tokens[cue.frame_last].text == "."
        )

    def _is_resumed(self, cue: Cue) -> bool:
        """ "The seeds, he said, | are not for sale": a short subject before the frame, its verb after it."""
        tokens = self.tokens
        after = self._after_addressee(cue)
        if after + 1 >= len(tokens) or tokens[after].text != ",":
            return False
        return self.reader.is_finite_verb(tokens[after + 1]) or self._is_past(tokens[after + 1])

    def _is_time_alone(self, last: int) -> bool:
        """ "Next summer, the council promises, | the cable will come": when, and nothing that is said of it."""
        return (
            self.tokens[last - 1].lower in self._words.time_words | self.language.frames.time_units
        )

    def _is_past(self, token: Token) -> bool:
        return token.lower in self._words.common_verbs or token.lower.endswith(
            self.language.verbs.past_ending
        )

    def _after_addressee(self, cue: Cue) -> int:
        """One past "he told | her |,"."""
        after = cue.frame_last
        if cue.lemma not in self.language.frames.addressee_verbs or after >= len(self.tokens):
            return after
        if self.tokens[after].lower in self.language.people.pronouns:
            return after + 1
        addressee = self.reader.rightwards(after)
        return addressee.last if addressee else after

    def _has_content_right(self, cue: Cue, boundary: int) -> bool:
        opening = find_opening(self.reader, cue)
        return opening.kind is OpeningKind.THAT or (
            opening.kind in (OpeningKind.QUOTATION, OpeningKind.COLON)
            and not self._has_quotation(0, boundary)
            and not self._has_finite(0, boundary)
        )

    def _frame_is_closed(self, cue: Cue) -> bool:
        """Whether the frame is followed by nothing that could be its object."""
        end = self._after_addressee(cue)
        if (
            cue.is_inverted
            or cue.lemma in self.language.grammar.closed_lemmas
            or end >= len(self.tokens)
        ):
            return True
        after = self.tokens[end]
        if after.lower in self._words.prepositions and self._is_mark(end + 1):
            return False  # "the first thing a captain asked for."
        return (
            after.kind != WORD
            or after.lower in self._words.prepositions
            or after.lower in self._words.time_words
            or after.lower in self.language.frames.after_frames
        )

    def _is_mark(self, index: int) -> bool:
        return index >= len(self.tokens) or self.tokens[index].kind == PUNCTUATION

    def _starts_with_adverbial(self, first: int) -> bool:
        return self.tokens[first].lower in self._words.openers

    def _left_start(self, number: int, boundary: int) -> int:
        """Where content to the left begins: at the start of the sentence, whatever is nested in it, or after the
        conjunction that ends what an earlier cue attributes. An adverbial before a quotation is left out."""
        alone = self._quotation_alone(boundary)
        if alone is not None:
            return alone
        first = self._after_earlier_clause(number, boundary)
        while first < boundary and self.tokens[first].text in (",", "."):
            first += 1
        if first < boundary and self.tokens[first].lower in self._words.prepositions:
            for index in range(first, min(first + 9, boundary)):
                if self.tokens[index].kind == QUOTATION:
                    return index if index > first and self.tokens[index - 1].text == "," else first
        return first

    def _quotation_alone(self, boundary: int) -> int | None:
        """ "He spoke of ambition: | “Change the world,” she said": a quotation that a colon leads in stands for itself."""
        index = boundary - 1
        if not self._ends.closes_quotation(index):
            return None
        while index > 0 and self.tokens[index - 1].kind == QUOTATION:
            index -= 1
        return index if index > 0 and self.tokens[index - 1].text == ":" else None

    def _after_earlier_clause(self, number: int, boundary: int) -> int:
        if number == 0:
            return 0
        earlier = self.cues[number - 1]
        if earlier.last > boundary:
            return 0
        for index in range(boundary - 1, earlier.last, -1):
            if self.tokens[index].text == ";":
                return index + 1
            if (
                self.tokens[index].lower in self.language.frames.clause_starters
                and self.tokens[index - 1].text == ","
            ):
                return index + 1
        if earlier.is_inverted or self._is_after_quotation(earlier.frame_first):
            return earlier.frame_last
        return 0

    def _is_after_quotation(self, index: int) -> bool:
        return index > 0 and self.tokens[index - 1].kind == QUOTATION

    # --- (2)-(4) to the right --------------------------------------------------------------------------------

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
