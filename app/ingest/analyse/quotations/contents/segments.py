"""A piece of content beside its cue, and what a sentence is asked when such pieces are looked for."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from app.ingest.analyse.quotations.contents.content_ends import ContentEnds
from app.ingest.analyse.quotations.contents.openings import OpeningKind
from app.ingest.analyse.quotations.cues.cue import Cue
from app.ingest.analyse.quotations.document import Document, Sentence
from app.records import Span
from app.text.tokens import PUNCTUATION, QUOTATION

_TRIMMED = " ,;:—–-\xa0."


class Side(StrEnum):
    """Where content stands in relation to its cue."""

    LEFT = "left"
    RIGHT = "right"


class Segment(NamedTuple):
    """One contiguous piece of content; offsets into the text, trimmed of loose punctuation."""

    span: Span
    side: Side
    opening: OpeningKind | None = None


class SentenceReading:
    """The words and cues of one sentence."""

    def __init__(self, document: Document, sentence: Sentence, cues: list[Cue]) -> None:
        self.text = document.text
        self.language = document.language
        self.tokens = sentence.tokens
        self.cues = cues
        self.reader = sentence.reader
        self._ends = ContentEnds(self.text, self.reader, cues)
        self._words = document.language.words
        self._verbs = document.language.verbs

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

    def _is_time_alone(self, last: int) -> bool:
        """ "Next summer, the council promises, | the cable will come": when, and nothing that is said of it."""
        return (
            self.tokens[last - 1].lower in self._words.time_words | self.language.frames.time_units
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
