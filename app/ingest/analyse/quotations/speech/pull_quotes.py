"""A quotation on a line of its own with its attribution on the lines after it: “...” / Ann Lee / at outlet."""

from __future__ import annotations

from app.ingest.analyse.quotations.document import Document, Paragraph, Sentence
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.speakers.directory import Directory
from app.records import Span
from app.text.tokens import QUOTATION, Token

# An attribution line has no more tokens than this, and no verb.
_LONGEST_LINE = 16


def draft_pull_quote(
    document: Document, directory: Directory, paragraph: Paragraph, token: Token
) -> Draft | None:
    """The draft where the line after `paragraph` names somebody; None where it is ordinary text."""
    if paragraph.number + 1 >= len(document.paragraphs):
        return None
    line = document.paragraphs[paragraph.number + 1]
    first = _first_of_name(document, line)
    if first is None:
        return None
    sentence = Sentence(line.tokens, line.sentences[0].number, line.number, document.language)
    phrase = sentence.reader.rightwards(first)
    if phrase is None:
        return None
    if phrase.name is not None and len(phrase.name.words) < 2:
        cluster = directory.find(phrase.name, phrase.start)
        if cluster is None or not cluster.is_person or len(cluster.words) < 2:
            return None
    draft = Draft(
        [Span(token.start, token.end)], "pull-quote", paragraph.sentences[0], phrase, sentence
    )
    draft.is_pull_quote = True
    return draft


def _first_of_name(document: Document, line: Paragraph) -> int | None:
    """Where the name may begin in an attribution line."""
    tokens = line.tokens
    if not tokens or len(tokens) > _LONGEST_LINE or tokens[-1].text in (".", "!", "?", ":"):
        return None
    if any(
        token.kind == QUOTATION or token.lower in document.language.frames.sentence_verbs
        for token in tokens
    ):
        return None
    first = 1 if tokens[0].text in ("—", "–", "-", "―") else 0
    return first if first < len(tokens) and tokens[first].is_capital else None
