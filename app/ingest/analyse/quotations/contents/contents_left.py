"""Content to the left of its frame ("It rained, Smith said"): where the frame begins, and where the content
does, behind earlier clauses and frames."""

from __future__ import annotations

from app.ingest.analyse.quotations.contents.openings import OpeningKind, find_opening
from app.ingest.analyse.quotations.contents.segments import Segment, SentenceReading, Side
from app.ingest.analyse.quotations.cues.cue import Cue, Frame
from app.text.tokens import PUNCTUATION, QUOTATION, WORD, Token

# How far before a frame the role words of its subject may reach.
_LONGEST_FRAME_START = 8


class LeftContents(SentenceReading):
    """Finds what stands left of a frame."""

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
            frames = self.language.frames
            if token.lower in frames.clause_starters or token.lower in frames.subordinators:
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

    def _is_past(self, token: Token) -> bool:
        return token.lower in self._words.common_verbs or token.lower.endswith(
            self.language.verbs.past_ending
        )

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
