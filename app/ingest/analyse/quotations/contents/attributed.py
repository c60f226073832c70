"""A cue -> the words it attributes: what stands left of its frame (`contents_left`), what stands right of it
(`contents_right`), and what a source ("according to Smith") is given for."""

from __future__ import annotations

from app.ingest.analyse.quotations.contents.contents_left import LeftContents
from app.ingest.analyse.quotations.contents.contents_right import RightContents
from app.ingest.analyse.quotations.contents.segments import Segment, Side
from app.ingest.analyse.quotations.cues.cue import Cue, Frame
from app.text.tokens import QUOTATION


class ContentFinder(LeftContents, RightContents):
    """Finds the content of each cue of one sentence."""

    def segments(self, number: int) -> list[Segment]:
        """The content of `cues[number]`, left to right."""
        cue = self.cues[number]
        if cue.frame is Frame.SOURCE:
            return self._of_source(number)
        left = self._left(number)
        right = self._right(number, has_left=left is not None)
        return [segment for segment in (left, right) if segment is not None]

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
