"""A sentence -> its cues: the words that attribute ("said", "according to"), each with the phrase they attribute to."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from app.ingest.analyse.quotations.members import with_members
from app.ingest.analyse.quotations.phrases.appositions import apposed_name, end_of_apposition
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseReader


@with_members
class Frame(str):
    """How a cue and its subject stand to one another."""

    __slots__ = ()

    SUBJECT_VERB: ClassVar[Frame]  # Smith said
    VERB_SUBJECT: ClassVar[Frame]  # “...,” said Smith
    COORDINATE: ClassVar[Frame]  # Smith stood up and said
    PARTICIPLE: ClassVar[Frame]  # Smith left, saying
    SOURCE: ClassVar[Frame]  # according to Smith; in her view
    NOUN: ClassVar[Frame]  # Smith's claim that
    UNKNOWN_VERB: ClassVar[Frame]  # “...”, slips Smith


class Cue(NamedTuple):
    """A cue `tokens[first:last]` of one sentence, and its subject where one was found."""

    first: int
    last: int
    start: int
    end: int
    lemma: str
    kind: str
    frame: Frame
    subject: NounPhrase
    # One past the subject with its apposition, where it follows the cue; else one past the cue.
    frame_last: int
    # "who said": the subject stands further left, so nothing before it can be content.
    is_relative: bool = False

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


def make_cue(
    reader: PhraseReader,
    bounds: tuple[int, int],
    lemma: str,
    frame: Frame,
    subject: NounPhrase,
    *,
    is_relative: bool = False,
) -> Cue:
    """A cue at token bounds; a description with a name in apposition becomes that name."""
    first, last = bounds
    tokens = reader.tokens
    form = reader.language.verbs.forms.get(tokens[first].lower)
    kind = form.kind if form else ""
    subject = apposed_name(reader, subject) or subject
    frame_last = last
    if subject.first >= last and frame in (Frame.VERB_SUBJECT, Frame.UNKNOWN_VERB, Frame.SOURCE):
        frame_last = end_of_apposition(reader, subject.last)
    start, end = tokens[first].start, tokens[last - 1].end
    return Cue(first, last, start, end, lemma, kind, frame, subject, frame_last, is_relative)
