"""Speech whose speaker is named only once: answers that carry no name after the first, and quotations over several
paragraphs that are attributed only at their end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.ingest.analyse.quotations.document import Document, Paragraph
from app.ingest.analyse.quotations.drafts import Draft
from app.records import Span
from app.text.quote_marks import QuotedSpan

# Marks of emphasis around a question in running text.
_AROUND_QUESTIONS = "*_ "
_BACKWARDS = "next-paragraph"


def is_question(document: Document, paragraph: Paragraph) -> bool:
    """Whether a paragraph outside quotation marks ends in a question mark."""
    text = document.slice(paragraph.span.start, paragraph.span.end)
    return not paragraph.quoted and text.rstrip(_AROUND_QUESTIONS).endswith("?")


def follows_question(document: Document, paragraph: Paragraph) -> bool:
    """Whether a paragraph that asks nothing stands right behind one that does."""
    if paragraph.number == 0 or paragraph.quoted or is_question(document, paragraph):
        return False
    return is_question(document, document.paragraphs[paragraph.number - 1])


def draft_answer(paragraph: Paragraph, first: int, source: Draft) -> Draft:
    """The words of a paragraph from token `first` on, by the speaker of `source`."""
    segment = Span(paragraph.tokens[first].start, paragraph.tokens[-1].end)
    sentence = paragraph.sentences[0]
    draft = Draft([segment], source.rule, sentence, source.phrase, source.phrase_sentence)
    draft.source, draft.speaker, draft.is_direct = source, source.speaker, True
    return draft


# --- quotations over several paragraphs -----------------------------------------------------------------


def attribute_backwards(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts in order, and one for each earlier paragraph of a quotation that only its last one attributes."""
    by_paragraph: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_paragraph[draft.sentence.paragraph].append(draft)
    added: list[Draft] = []
    guessed: set[int] = set()
    for paragraph in reversed(document.paragraphs[:-1]):
        if not _goes_on(document, paragraph):
            continue
        following = document.paragraphs[paragraph.number + 1]
        source = _covering(by_paragraph[following.number], following.quoted[0])
        if source is None or (source.cue is None and source.rule != _BACKWARDS):
            continue
        known = _covering(by_paragraph[paragraph.number], paragraph.quoted[-1])
        if known is None or known.rule == "previous-paragraph":
            draft = _by_same(paragraph, source)
            added.append(draft)
            by_paragraph[paragraph.number].append(draft)
            guessed.add(id(known))
    kept = [draft for draft in drafts if id(draft) not in guessed]
    return sorted(kept + added, key=lambda draft: draft.sentence.number) if added else kept


def _goes_on(document: Document, paragraph: Paragraph) -> bool:
    """Whether the next paragraph repeats the mark of a quotation that this one leaves open."""
    following = document.paragraphs[paragraph.number + 1].quoted
    is_open = bool(paragraph.quoted) and not paragraph.quoted[-1].is_closed
    return is_open and bool(following) and following[0].continues


def _covering(drafts: Sequence[Draft], place: QuotedSpan) -> Draft | None:
    for draft in reversed(drafts):
        for segment in draft.segments:
            if segment.start <= place.start + 1 and segment.end >= place.end - 2:
                return draft
    return None


def _by_same(paragraph: Paragraph, source: Draft) -> Draft:
    opening = paragraph.quoted[-1]
    place = Span(opening.start, opening.end)
    sentence = paragraph.sentences[-1]
    return Draft(
        [place], _BACKWARDS, sentence, source.phrase, source.phrase_sentence, source=source
    )
