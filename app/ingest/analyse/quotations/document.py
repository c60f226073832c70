"""Text -> paragraphs, sentences and tokens: what every rule reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseReader
from app.records import Span
from app.text.languages.table import LanguageTable
from app.text.quote_marks import QuotedSpan, find_paragraphs, find_quoted_spans
from app.text.sentences import split_sentences
from app.text.tokens import Token, tokenise

# Only the first lines have a dateline, and it is short.
_PARAGRAPHS_WITH_DATELINE = 4
_LONGEST_DATELINE = 14
# "14.52 The minister said": what a live blog writes before an entry.
_TIME_STAMP = re.compile(r"\d{1,2}[.:]\d{2}(?: ?[ap]\.?m\.?)?[ \t]+(?=[A-Z“‘\"'«„])")


class Sentence:
    """The tokens of a sentence with the reader of their phrases; `number` counts through the whole document."""

    __slots__ = ("_subject", "number", "paragraph", "quotations", "reader", "tokens")

    def __init__(
        self, tokens: list[Token], number: int, paragraph: int, language: LanguageTable
    ) -> None:
        self.tokens = tokens
        self.quotations = [i for i, token in enumerate(tokens) if token.quoted is not None]
        self.number = number
        self.paragraph = paragraph
        self.reader = PhraseReader(tokens, language)
        self._subject: list[NounPhrase | None] = []

    @property
    def subject(self) -> NounPhrase | None:
        """The subject of its main clause, read once."""
        if not self._subject:
            self._subject.append(self.reader.clause_subject(0, len(self.tokens)))
        return self._subject[0]


@dataclass(slots=True, eq=False)
class Paragraph:
    """A line of the text."""

    span: Span
    number: int
    quoted: list[QuotedSpan]
    tokens: list[Token]
    sentences: list[Sentence]


@dataclass(slots=True, eq=False)
class Document:
    """An article's text, cut up."""

    text: str
    language: LanguageTable
    paragraphs: list[Paragraph]
    # All sentences; `sentences[n].number == n`.
    sentences: list[Sentence]

    def slice(self, start: int, end: int) -> str:
        """The text between two offsets."""
        return self.text[start:end]


def end_of_dateline(tokens: list[Token]) -> int:
    """How many tokens "NICE, France (AP) —" takes at the start of a paragraph; 0 where there is none."""
    if not tokens or not (tokens[0].text.isupper() and len(tokens[0].text) > 2):
        return 0
    for index, token in enumerate(tokens[:_LONGEST_DATELINE]):
        if token.text in ("—", "–") or (
            token.text == "-" and index and tokens[index - 1].end < token.start
        ):
            while index + 1 < len(tokens) and tokens[index + 1].text == token.text:
                index += 1
            return index + 1
        is_name = (
            token.is_capital or token.text[:1].isdigit() or token.text in (",", ".", "(", ")", "/")
        )
        if not is_name:
            return 0
    return 0


def read_document(text: str, language: LanguageTable) -> Document:
    """Cut a text into paragraphs (lines), quotations, tokens and sentences."""
    spans = find_paragraphs(text)
    quoted_by_paragraph = find_quoted_spans(text, spans, elisions=language.elisions)
    paragraphs: list[Paragraph] = []
    n_sentences = 0
    for number, (span, quoted) in enumerate(zip(spans, quoted_by_paragraph, strict=True)):
        tokens = tokenise(text, span, quoted, language)
        stamp = _TIME_STAMP.match(text, span.start, span.end)
        if stamp is not None:
            tokens = [token for token in tokens if token.start >= stamp.end()]
        sentences = []
        if number < _PARAGRAPHS_WITH_DATELINE:
            tokens = tokens[end_of_dateline(tokens) :]
        for sentence_tokens in split_sentences(text, tokens, language):
            sentences.append(Sentence(sentence_tokens, n_sentences, number, language))
            n_sentences += 1
        paragraphs.append(Paragraph(span, number, quoted, tokens, sentences))
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
    return Document(text, language, paragraphs, sentences)
