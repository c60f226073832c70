"""An attribution inside the marks: “The young, regrets Ann Lee, look at the road”, “It’s a challengeadmits Ann Lee, but”.

Newspapers in some languages write so, and translations keep it; a lost closing mark looks the same.
"""

from __future__ import annotations

import re

from app.ingest.analyse.quotations.cues.cue import Cue, Frame
from app.ingest.analyse.quotations.document import Document, Sentence
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind, PhraseReader
from app.records import Span
from app.text.tokens import WORD, Token, tokenise_words

# A lower-case word behind a mark, where an attribution inside the quotation would begin.
_SET_OFF = re.compile(r"[,!?….][^\w]*([^\W\d_]+)")
_BEFORE_LETTER = re.compile(r"([^\W\d_]{5,})(?=\s+\W?([^\W\d_]))")
_SHORTEST_GLUED_VERB = 4
_LONGEST_GLUED_VERB = 14


def find_interruption(document: Document, sentence: Sentence, quotation: Token) -> Draft | None:
    """The draft of a quotation that holds its own attribution; None where there is none."""
    quoted = quotation.quoted
    if quoted is None:
        return None
    if not _may_interrupt(document, document.slice(quoted.inner_start, quoted.inner_end)):
        return None
    tokens = tokenise_words(document.text, quoted.inner_start, quoted.inner_end, document.language)
    reader = PhraseReader(tokens, document.language)
    for index in range(1, len(tokens) - 1):
        start = _cue_start(document, tokens, index)
        if start is None:
            continue
        subject = reader.rightwards(index + 1)
        if (
            subject is None
            or not _is_named(document, subject)
            or not _is_closed(tokens, subject.last)
        ):
            continue
        inner = Sentence(tokens, sentence.number, sentence.paragraph, document.language)
        return _draft(document, inner, quotation, (index, start), subject)
    return None


def _may_interrupt(document: Document, words: str) -> bool:
    """Whether a cue verb may stand in the words of a quotation; spares nearly all of them the tokeniser."""
    forms = document.language.verbs.forms
    if any(match[1] in forms for match in _SET_OFF.finditer(words)):
        return True
    return any(
        match[2].isupper() and match[1] not in forms and _glued_length(document, match[1])
        for match in _BEFORE_LETTER.finditer(words)
    )


def _glued_length(document: Document, word: str) -> int:
    """How long the cue verb is that is glued to the end of a word: `obsessions”notes`; 0 where none is."""
    verbs = document.language.verbs
    longest = min(_LONGEST_GLUED_VERB, len(word) - 1)
    for length in range(longest, _SHORTEST_GLUED_VERB - 1, -1):
        form = verbs.forms.get(word[-length:].lower())
        if form is not None and form.kind == "s" and form.lemma not in verbs.with_object:
            return length
    return 0


def _cue_start(document: Document, tokens: list[Token], index: int) -> int | None:
    """The offset of a cue verb at this token, after a comma or glued to the word before it."""
    verbs = document.language.verbs
    token = tokens[index]
    if token.kind != WORD or token.is_capital:
        return None
    form = verbs.forms.get(token.lower)
    if form is not None:
        is_set_off = tokens[index - 1].text in (",", "!", "?", "…", "...")
        is_speech = form.kind in ("s", "past") and form.lemma not in verbs.with_object
        return token.start if is_set_off and is_speech else None
    if not tokens[index + 1].is_capital:
        return None
    length = _glued_length(document, token.text)
    return token.end - length if length else None


def _is_named(document: Document, subject: NounPhrase) -> bool:
    return subject.kind is PhraseKind.NAME and subject.name is not None and not subject.name.is_body


def _is_closed(tokens: list[Token], index: int) -> bool:
    return index >= len(tokens) or tokens[index].text in (",", ".", "!", "?", ":")


def _draft(
    document: Document,
    sentence: Sentence,
    quotation: Token,
    cue_at: tuple[int, int],
    subject: NounPhrase,
) -> Draft:
    index, start = cue_at
    tokens = sentence.tokens
    segments = [Span(quotation.start, start)]
    last = subject.last
    while last < len(tokens) and tokens[last].text in (",", ".", ":"):
        last += 1
    if last < len(tokens):
        segments.append(Span(tokens[last].start, quotation.end))
    first = segments[0]
    trimmed = document.slice(first.start, first.end).rstrip(" ,")
    segments[0] = Span(first.start, first.start + len(trimmed))
    end = tokens[index].end
    cue = Cue(index, index + 1, start, end, "say", "s", Frame.VERB_SUBJECT, subject, subject.last)
    draft = Draft(segments, "interrupted", sentence, subject, sentence, cue)
    draft.is_direct = True
    return draft
