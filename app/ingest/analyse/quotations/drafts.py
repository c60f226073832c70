"""A quotation in the making: content and the phrase it is attributed to, before that phrase is resolved."""

from __future__ import annotations

from dataclasses import dataclass

from app.ingest.analyse.quotations.cues.cue import Cue
from app.ingest.analyse.quotations.document import Sentence
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase
from app.ingest.analyse.quotations.speakers.directory import Cluster
from app.records import Span


@dataclass(slots=True, eq=False)
class Draft:
    """Segments with their cue and phrase. `phrase` is read in the tokens of `sentence`.

    `source`: the draft whose speaker this one shares; its phrase is then that draft's.
    """

    segments: list[Span]
    rule: str
    sentence: Sentence
    phrase: NounPhrase | None = None
    phrase_sentence: Sentence | None = None
    cue: Cue | None = None
    source: Draft | None = None
    # The speaker, where the phrase ("A:") does not tell.
    speaker: Cluster | None = None
    is_pull_quote: bool = False
    # Speech that is set off otherwise than by quotation marks: an interview's turn, a dash.
    is_direct: bool = False

    @property
    def start(self) -> int:
        """The first offset of the content."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """One past the last offset of the content."""
        return max(segment.end for segment in self.segments)
