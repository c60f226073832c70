"""A sentence -> its cues: the words that attribute ("said", "according to"), each with the phrase they attribute to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.ingest.analyse.quotations.phrases import NounPhrase


class Frame(StrEnum):
    """How a cue and its subject stand to one another."""

    SUBJECT_VERB = "subject-verb"  # Smith said
    VERB_SUBJECT = "verb-subject"  # “...,” said Smith
    COORDINATE = "coordinate"  # Smith stood up and said
    PARTICIPLE = "participle"  # Smith left, saying
    SOURCE = "source"  # according to Smith; in her view
    NOUN = "noun"  # Smith's claim that
    UNKNOWN_VERB = "unknown-verb"  # “...”, slips Smith


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue `tokens[first:last]` of one sentence, and its subject where one was found."""

    first: int
    last: int
    start: int
    end: int
    lemma: str
    kind: str
    frame: Frame
    subject: NounPhrase

    @property
    def is_inverted(self) -> bool:
        """Whether the subject follows the cue."""
        return self.frame is Frame.VERB_SUBJECT or (
            self.frame is Frame.UNKNOWN_VERB and self.subject.first >= self.last
        )

    @property
    def frame_first(self) -> int:
        """The first token of cue and subject together."""
        if self.frame in (Frame.SUBJECT_VERB, Frame.UNKNOWN_VERB) and not self.is_inverted:
            return min(self.first, self.subject.first)
        return self.first

    @property
    def frame_last(self) -> int:
        """One past the last token of cue and subject together."""
        if self.is_inverted or (self.frame is Frame.SOURCE and self.subject.first >= self.first):
            return max(self.last, self.subject.last)
        return self.last
