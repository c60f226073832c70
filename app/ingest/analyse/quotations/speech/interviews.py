"""Interviews without labels: paragraphs that ask and paragraphs that answer, by turns.

Believed only where several questions stand alone, some of them speak to "you", and most answers say "I" outside
quotation marks: in other articles nobody does. Whoever is named most often before the first question answers.
"""

from __future__ import annotations

from app.ingest.analyse.quotations.document import Document, Paragraph
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory, NameMention
from app.ingest.analyse.quotations.speech.dialogue import (
    interviewee_of,
    label_of,
    opens_with_dash,
)
from app.records import Span
from app.text.tokens import QUOTATION, WORD

_FEWEST_QUESTIONS = 3
_FEWEST_TO_YOU = 2
_LONGEST_QUESTION = 90
# "The board says you left for your family.": what is put to somebody is short.
_LONGEST_PROMPT = 40
_EMPHASIS = "*_ "
_CLOSING = "?" + _EMPHASIS


class Interview:
    """Which paragraphs ask, and who answers in the others."""

    def __init__(self, document: Document, directory: Directory) -> None:
        self.document = document
        self._speaker: tuple[NameMention, Cluster] | None = None
        self._asking = self._find_questions()
        self._first = self._last = 0
        if self._asking and self._is_believed():
            self._first = min(self._asking)
            answers = interviewee_of(document, directory, self._first)
            if answers is not None:
                self._speaker = answers.mentions[0], answers
                self._last = self._end(max(self._asking))

    def asks(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is the interviewer's."""
        return self._speaker is not None and paragraph.number in self._asking

    def draft_answer(self, paragraph: Paragraph) -> Draft | None:
        """The words of a paragraph that answers; None for one outside the interview."""
        is_inside = self._first < paragraph.number <= self._last
        if self._speaker is None or not is_inside or self.asks(paragraph):
            return None
        mention, cluster = self._speaker
        label = label_of(self.document, paragraph)
        first = label.last if label is not None else 0
        if first >= len(paragraph.tokens):
            return None
        phrase = NounPhrase(0, 1, mention.start, mention.end, PhraseKind.NAME, mention.name)
        segment = Span(paragraph.tokens[first].start, paragraph.tokens[-1].end)
        sentence = self.document.sentences[mention.sentence]
        draft = Draft([segment], "turn", paragraph.sentences[0], phrase, sentence, speaker=cluster)
        draft.is_direct = True
        return draft

    # --- which paragraphs ask -----------------------------------------------------------------------------

    def _find_questions(self) -> set[int]:
        paragraphs = self.document.paragraphs
        asking = {p.number for p in paragraphs if self._is_question(p)}
        if len(asking) < _FEWEST_QUESTIONS:
            return set()
        between = range(min(asking), max(asking))
        asking.update(n for n in between if n - 1 not in asking and self._is_prompt(paragraphs[n]))
        return asking

    def _is_question(self, paragraph: Paragraph) -> bool:
        text, tokens = self.document.text, paragraph.tokens
        if not tokens or text[paragraph.span.end - 1] not in _CLOSING:  # nearly every paragraph
            return False
        if len(tokens) > _LONGEST_QUESTION or tokens[-1].kind == QUOTATION:
            return False
        words = self.document.slice(paragraph.span.start, paragraph.span.end).rstrip()
        is_emphasised = len(words) > 4 and words.startswith("**") and words.endswith("**")
        return is_emphasised or words.rstrip(_EMPHASIS).endswith("?")

    def _is_prompt(self, paragraph: Paragraph) -> bool:
        """What is put to somebody without a question mark: it says "you" and not "I"."""
        persons = self._persons(paragraph)
        return "2" in persons and "1" not in persons and len(paragraph.tokens) <= _LONGEST_PROMPT

    def _persons(self, paragraph: Paragraph) -> set[str]:
        """Which grammatical persons a paragraph speaks of outside quotation marks."""
        pronouns = self.document.language.people.pronouns
        words = (token.lower for token in paragraph.tokens if token.kind == WORD)
        return {pronouns[word] for word in words if word in pronouns}

    # --- whether it is an interview ------------------------------------------------------------------------

    def _is_believed(self) -> bool:
        paragraphs = self.document.paragraphs
        n_to_you = sum("2" in self._persons(paragraphs[number]) for number in self._asking)
        answers = [
            paragraphs[number + 1]
            for number in self._asking
            if number + 1 < len(paragraphs) and number + 1 not in self._asking
        ]
        n_first = sum("1" in self._persons(paragraph) for paragraph in answers)
        return (
            len(answers) >= _FEWEST_QUESTIONS
            and not any(map(opens_with_dash, answers))
            and n_to_you >= _FEWEST_TO_YOU
            and 2 * n_first > len(answers)
        )

    def _end(self, last_question: int) -> int:
        """The last answer: paragraphs behind the last question as long as they say "I"."""
        paragraphs = self.document.paragraphs
        end = min(last_question + 1, len(paragraphs) - 1)
        while end + 1 < len(paragraphs) and "1" in self._persons(paragraphs[end + 1]):
            end += 1
        return end
