"""A document -> drafts of its quotations: content by cue first, then what is in quotation marks without a cue.

Per sentence: (1) cues, (2) their content, (3) quotations not yet covered, which take the speaker of a cue nearby,
of the paragraph, of a colon or pull-quote line, or of the paragraph before.
"""

from __future__ import annotations

from app.ingest.analyse.quotations.contents import ContentFinder
from app.ingest.analyse.quotations.cue_finder import CueFinder
from app.ingest.analyse.quotations.cues import Cue, Frame
from app.ingest.analyse.quotations.document import Document, Paragraph, Sentence
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.phrases import NounPhrase, PhraseReader
from app.ingest.analyse.quotations.quoted_terms import is_title
from app.records import Span
from app.text.tokens import QUOTATION, WORD, Token

# A quotation that stands alone and has at least so many words needs no cue of its own.
_SHORTEST_ALONE = 4
_LONGEST_PULL_LINE = 14
_PARAGRAPHS_INHERITED = 2


class Attribution:
    """Walks through a document once, sentence by sentence."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.language = document.language
        self.drafts: list[Draft] = []
        self._paragraph_draft: Draft | None = None
        self._last_draft: Draft | None = None
        self._last_quoting_paragraph = -9

    def run(self) -> list[Draft]:
        """All drafts, in the order of their cues."""
        for paragraph in self.document.paragraphs:
            self._paragraph_draft = None
            for position, sentence in enumerate(paragraph.sentences):
                cues = self._attribute_by_cues(sentence)
                self._attribute_uncovered(paragraph, position, cues)
            if self._paragraph_draft is not None and paragraph.quoted:
                self._last_quoting_paragraph = paragraph.number
        return self.drafts

    # --- (1), (2) ----------------------------------------------------------------------------------------

    def _attribute_by_cues(self, sentence: Sentence) -> list[Cue]:
        cues = CueFinder(self.document, sentence).find()
        finder = ContentFinder(self.document, sentence, cues)
        for number, cue in enumerate(cues):
            segments = finder.segments(number)
            if not segments:
                continue
            rule = _rule_name(cue, [segment.side for segment in segments])
            draft = Draft(
                [segment.span for segment in segments], rule, sentence, cue.subject, sentence, cue
            )
            self._note(draft)
        return cues

    def _note(self, draft: Draft) -> None:
        self.drafts.append(draft)
        if draft.phrase is None or not self._carries_on(draft):
            return
        earlier = self._paragraph_draft
        if (
            earlier is not None
            and earlier.sentence is draft.sentence
            and not self._has_marks(draft)
        ):
            # The sentence's quotation says more surely who goes on speaking than its other cues.
            if self._has_marks(earlier):
                return
        self._paragraph_draft = draft
        self._last_draft = draft

    def _carries_on(self, draft: Draft) -> bool:
        """Whether quotations that follow may be by the same speaker."""
        cue = draft.cue
        if cue is None:
            return True
        verbs = self.language.verbs
        if cue.lemma in verbs.with_object:
            return False
        if cue.lemma in verbs.attitude or cue.lemma in verbs.weak:
            return self._has_marks(draft)
        return True

    def _has_marks(self, draft: Draft) -> bool:
        return any(
            token.kind == QUOTATION and token.start < draft.end and token.end > draft.start
            for token in draft.sentence.tokens
        )

    # --- (3) -----------------------------------------------------------------------------------------------

    def _attribute_uncovered(self, paragraph: Paragraph, position: int, cues: list[Cue]) -> None:
        sentence = paragraph.sentences[position]
        tokens = sentence.tokens
        for index, token in enumerate(tokens):
            if token.kind != QUOTATION:
                continue
            if (
                index
                and tokens[index - 1].kind == WORD
                and is_title(self.text, token, self.language)
            ):
                continue
            covering = self._covering(token)
            if covering is not None:
                continue
            is_alone = index == 0 and all(other.kind != WORD for other in tokens[1:])
            draft = (
                self._alone(paragraph, position, token)
                if is_alone
                else self._beside_words(sentence, index, token, cues)
            )
            if draft is not None:
                self._note(draft)

    def _covering(self, token: Token) -> Draft | None:
        for draft in reversed(self.drafts[-12:]):
            for segment in draft.segments:
                if segment.start <= token.start + 1 and segment.end >= token.end - 2:
                    return draft
        return None

    def _n_words(self, token: Token) -> int:
        quoted = token.quoted
        return len(self.text[quoted.inner_start : quoted.inner_end].split()) if quoted else 0

    def _inherit(self, source: Draft, token: Token, sentence: Sentence, rule: str) -> Draft:
        segment = Span(token.start, token.end)
        return Draft([segment], rule, sentence, source.phrase, source.phrase_sentence, None, source)

    def _alone(self, paragraph: Paragraph, position: int, token: Token) -> Draft | None:
        """A quotation that is a sentence of its own."""
        sentence = paragraph.sentences[position]
        n_words = self._n_words(token)
        if n_words < _SHORTEST_ALONE and self._paragraph_draft is None:
            return None
        if self._paragraph_draft is not None:
            return self._inherit(self._paragraph_draft, token, sentence, "same-paragraph")
        if position == 0 and len(paragraph.sentences) == 1:
            pulled = self._pull_quote(paragraph, token)
            if pulled is not None:
                return pulled
        if position == 0 and paragraph.number > 0:
            led_in = self._led_in(paragraph, token)
            if led_in is not None:
                return led_in
        is_near = paragraph.number - self._last_quoting_paragraph <= _PARAGRAPHS_INHERITED
        if (
            position == 0
            and n_words >= _SHORTEST_ALONE
            and self._last_draft is not None
            and is_near
        ):
            return self._inherit(self._last_draft, token, sentence, "previous-paragraph")
        return None

    def _beside_words(
        self, sentence: Sentence, index: int, token: Token, cues: list[Cue]
    ) -> Draft | None:
        """A quotation inside a sentence that no cue covers."""
        tokens = sentence.tokens
        before = tokens[index - 1] if index else None
        n_words = self._n_words(token)
        is_cue_near = any(cue.last >= index - 12 and cue.first < index for cue in cues)
        if before is not None and before.text in (":", ",") and not is_cue_near and n_words >= 3:
            if before.text == ":" or n_words >= 5:
                reader = PhraseReader(tokens, self.language)
                subject = reader.clause_subject(0, index)
                if subject is not None and subject.head not in ("i", "it"):
                    return self._draft(token, sentence, "colon", subject)
        if cues:
            cue = min(cues, key=lambda c: abs(c.first - index) + (3 if c.first > index else 0))
            return self._draft(token, sentence, "near-cue", cue.subject, cue)
        return None

    def _draft(
        self,
        token: Token,
        sentence: Sentence,
        rule: str,
        phrase: NounPhrase,
        cue: Cue | None = None,
    ) -> Draft:
        return Draft([Span(token.start, token.end)], rule, sentence, phrase, sentence, cue)

    def _pull_quote(self, paragraph: Paragraph, token: Token) -> Draft | None:
        """“...” / Ann Lee / at outlet, on lines of their own."""
        if paragraph.number + 1 >= len(self.document.paragraphs):
            return None
        line = self.document.paragraphs[paragraph.number + 1]
        tokens = line.tokens
        if len(tokens) > _LONGEST_PULL_LINE or tokens[-1].text in (".", "!", "?", ":"):
            return None
        if any(
            other.kind == QUOTATION or other.lower in ("is", "are", "was", "were", "has", "have")
            for other in tokens
        ):
            return None
        first = 1 if tokens[0].text in ("—", "–", "-") else 0
        if first >= len(tokens) or not tokens[first].is_capital:
            return None
        sentence = Sentence(tokens, line.sentences[0].number, line.number)
        phrase = PhraseReader(tokens, self.language).rightwards(first)
        if phrase is None or (phrase.name is not None and len(phrase.name.words) < 2):
            return None
        draft = Draft(
            [Span(token.start, token.end)], "pull-quote", paragraph.sentences[0], phrase, sentence
        )
        draft.is_pull_quote = True
        return draft

    def _led_in(self, paragraph: Paragraph, token: Token) -> Draft | None:
        """The paragraph before ends with a colon: "The mayor was blunt:"."""
        before = self.document.paragraphs[paragraph.number - 1]
        if not before.tokens or before.tokens[-1].text != ":":
            return None
        sentence = before.sentences[-1]
        cues = CueFinder(self.document, sentence).find()
        phrase = cues[-1].subject if cues else None
        if phrase is None:
            phrase = PhraseReader(sentence.tokens, self.language).clause_subject(
                0, len(sentence.tokens)
            )
        if phrase is None:
            return None
        return Draft(
            [Span(token.start, token.end)],
            "colon-paragraph",
            paragraph.sentences[0],
            phrase,
            sentence,
        )


def _rule_name(cue: Cue, sides: list[str]) -> str:
    if cue.frame is Frame.SOURCE:
        return "source"
    return f"{cue.frame.value}:{'+'.join(sides)}"
