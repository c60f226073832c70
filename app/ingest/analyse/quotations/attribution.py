"""A document -> drafts of its quotations.

Per paragraph: (1) a turn of an interview or dialogue after a dash is one draft; per sentence: (2) cues, (3) their content,
(4) quotations that no cue covers, which `uncovered` attributes.
"""

from __future__ import annotations

from app.ingest.analyse.quotations.contents.attributed import ContentFinder
from app.ingest.analyse.quotations.cues.cue import Cue, Frame
from app.ingest.analyse.quotations.cues.cue_finder import find_cues
from app.ingest.analyse.quotations.document import Document, Paragraph
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory
from app.ingest.analyse.quotations.speech.answers import (
    attribute_backwards,
    draft_answer,
    follows_question,
)
from app.ingest.analyse.quotations.speech.dialogue import (
    draft_dash,
    draft_turn,
    find_turns,
    interviewee_of,
    opens_with_dash,
)
from app.ingest.analyse.quotations.speech.interviews import Interview
from app.ingest.analyse.quotations.speech.uncovered import Context, attribute_uncovered

# A quotation is looked for among so many drafts before it.
_DRAFTS_BACK = 12


class Attribution:
    """Walks through a document once, sentence by sentence."""

    def __init__(self, document: Document, directory: Directory) -> None:
        self.document = document
        self.language = document.language
        self.drafts: list[Draft] = []
        self._context = Context(document, directory)
        self._answer: Draft | None = None
        self._dashes: dict[int, Draft] = {}
        self._turns = find_turns(document, directory)
        self._interviewee: Cluster | None = (
            interviewee_of(document, directory, min(self._turns)) if self._turns else None
        )
        self._interview = Interview(document, directory)

    def run(self) -> list[Draft]:
        """All drafts, in the order of their cues."""
        for paragraph in self.document.paragraphs:
            self._context.enter(paragraph)
            if not self._is_dialogue(paragraph):
                for position in range(len(paragraph.sentences)):
                    self._attribute_sentence(paragraph, position)
            self._context.leave(paragraph)
        return attribute_backwards(self.document, self.drafts)

    # --- (1) ---------------------------------------------------------------------------------------------

    def _is_dialogue(self, paragraph: Paragraph) -> bool:
        """Whether the whole paragraph is one speech set off without marks; then its draft is made."""
        turn = self._turns.get(paragraph.number)
        if turn is not None:
            draft = draft_turn(self.document, turn, self._interviewee)
            if draft is not None:
                self.drafts.append(draft)
            return True
        if self._interview.asks(paragraph):
            return True
        answer = self._interview.draft_answer(paragraph)
        if answer is not None:
            self.drafts.append(answer)
            return True
        draft = self._dash(paragraph) if opens_with_dash(paragraph) else None
        if draft is not None:
            self.drafts.append(draft)
        return draft is not None

    def _dash(self, paragraph: Paragraph) -> Draft | None:
        """What is said behind a dash: by whom its frame names, or by whoever answered the question before."""
        draft = draft_dash(self.document, paragraph)
        if draft is not None:
            self._dashes[paragraph.number] = draft
        if not follows_question(self.document, paragraph):
            return draft
        # By turns: whoever spoke before the question.
        source = self._answer or self._dashes.get(paragraph.number - 2)
        if draft is None and source is not None:
            draft = draft_answer(paragraph, 1, source)
            self._dashes[paragraph.number] = draft
            return draft
        self._answer = draft or self._answer
        return draft

    # --- (2)-(4) -----------------------------------------------------------------------------------------

    def _attribute_sentence(self, paragraph: Paragraph, position: int) -> None:
        sentence = paragraph.sentences[position]
        cues = find_cues(self.document, sentence)
        finder = ContentFinder(self.document, sentence, cues) if cues else None
        for number, cue in enumerate(cues):
            segments = finder.segments(number) if finder else []
            if segments:
                rule = _rule_name(cue, [segment.side for segment in segments])
                spans = [segment.span for segment in segments]
                self._note(Draft(spans, rule, sentence, cue.subject, sentence, cue))
        for index in sentence.quotations:
            token = sentence.tokens[index]
            if not self._is_covered(token.start, token.end):
                for draft in attribute_uncovered(self._context, paragraph, position, index, cues):
                    self._note(draft)

    def _is_covered(self, start: int, end: int) -> bool:
        for draft in reversed(self.drafts[-_DRAFTS_BACK:]):
            for segment in draft.segments:
                if segment.start <= start + 1 and segment.end >= end - 2:
                    return True
        return False

    def _note(self, draft: Draft) -> None:
        self.drafts.append(draft)
        if draft.phrase is not None and self._carries_on(draft):
            self._context.note_speaker(draft, has_marks=self._has_marks(draft))

    def _carries_on(self, draft: Draft) -> bool:
        """Whether quotations that follow may be by the same speaker."""
        cue = draft.cue
        if cue is None:
            return True
        verbs = self.language.verbs
        if cue.lemma in verbs.with_object:
            return False
        is_holder = cue.lemma in verbs.attitude or cue.lemma in verbs.weak
        return not is_holder or self._has_marks(draft)

    def _has_marks(self, draft: Draft) -> bool:
        tokens = draft.sentence.tokens
        return any(
            tokens[index].start < draft.end and tokens[index].end > draft.start
            for index in draft.sentence.quotations
        )


def _rule_name(cue: Cue, sides: list[str]) -> str:
    """The frame and where the content stands: "subject-verb:left+right"."""
    if cue.frame is Frame.SOURCE:
        return "source"
    return f"{cue.frame}:{'+'.join(sides)}"
