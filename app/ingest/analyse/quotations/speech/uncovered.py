"""Quotations in marks that no cue covers -> whom else they may be attributed to.

In this order: an attribution inside the marks; for a quotation that is a sentence of its own, the speaker of its
paragraph, a pull quote's line, the paragraph that leads in with a colon, the speaker of the paragraph before, the
subject of a neighbouring sentence; for one beside other words, a colon, a headline's name, a cue nearby.
"""

from __future__ import annotations

from app.ingest.analyse.quotations.contents.quoted_terms import is_title
from app.ingest.analyse.quotations.cues.cue import Cue
from app.ingest.analyse.quotations.cues.cue_finder import find_cues
from app.ingest.analyse.quotations.document import Document, Paragraph, Sentence
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.phrases.appositions import describes_person
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind
from app.ingest.analyse.quotations.speakers.directory import Directory
from app.ingest.analyse.quotations.speech.interrupted import find_interruption
from app.ingest.analyse.quotations.speech.pull_quotes import draft_pull_quote
from app.ingest.analyse.quotations.speech.remarks import speaker_in_comment, speaker_of_predicate
from app.records import Span
from app.text.tokens import WORD, Token

# A quotation that stands alone and has at least so many words needs no cue of its own.
_SHORTEST_ALONE = 4
_SHORTEST_AFTER_COMMA = 5
_SHORTEST_AFTER_COLON = 3
_PARAGRAPHS_INHERITED = 2
_CUE_DISTANCE = 12
_LONGEST_TERM = 5
_LONGEST_LABEL = 6
# "Lee, asked whether it was true, laughed."
_LONGEST_INSERTION = 9
# Shorter ones are terms more often than speech.
_SHORTEST_EMBEDDED = 3


class Context:
    """Who has been speaking: what later quotations inherit."""

    def __init__(self, document: Document, directory: Directory) -> None:
        self.document = document
        self.directory = directory
        self.paragraph_draft: Draft | None = None
        self.last_draft: Draft | None = None
        self.last_quoting_paragraph = -9
        self.has_marks = False

    def enter(self, paragraph: Paragraph) -> None:
        """A new paragraph begins: nobody speaks in it yet."""
        self.paragraph_draft = None
        self.has_marks = False

    def leave(self, paragraph: Paragraph) -> None:
        """Remember whether the paragraph quoted anybody."""
        if self.paragraph_draft is not None and paragraph.quoted:
            self.last_quoting_paragraph = paragraph.number

    def note_speaker(self, draft: Draft, *, has_marks: bool) -> None:
        """A draft's speaker may go on; a quotation says so more surely than the sentence's other cues."""
        earlier = self.paragraph_draft
        is_same_sentence = earlier is not None and earlier.sentence is draft.sentence
        if is_same_sentence and self.has_marks and not has_marks:
            return
        self.paragraph_draft = self.last_draft = draft
        self.has_marks = has_marks


def attribute_uncovered(
    context: Context, paragraph: Paragraph, position: int, index: int, cues: list[Cue]
) -> list[Draft]:
    """The drafts for the quotation `paragraph.sentences[position].tokens[index]`; none for what quotes nobody."""
    sentence = paragraph.sentences[position]
    token = sentence.tokens[index]
    if _is_named_thing(context.document, sentence, index):
        return []
    interrupted = find_interruption(context.document, sentence, token)
    if interrupted is not None:
        return [interrupted]
    is_alone = all(other.kind != WORD for other in sentence.tokens if other is not token)
    draft = (
        _alone(context, paragraph, position, token)
        if is_alone
        else _beside_words(context, sentence, index, cues)
    )
    return [draft] if draft is not None else []


def _is_named_thing(document: Document, sentence: Sentence, index: int) -> bool:
    if index == 0:
        return False
    before, token = sentence.tokens[index - 1], sentence.tokens[index]
    if before.text == ",":
        # "A film about the abbey, “The Silence of the Hives,” was nominated."
        return is_title(document.text, token, document.language)
    return before.kind == WORD and is_term(document, before, token)


def is_term(document: Document, before: Token, quotation: Token) -> bool:
    """Whether a quotation is a name rather than speech: by its capitals, or by the word before it ("dubbed", "the
    trawler")."""
    words = document.language.quotations
    quoted = quotation.quoted
    if quoted is None or is_title(document.text, quotation, document.language):
        return True
    is_short = len(document.slice(quoted.inner_start, quoted.inner_end).split()) <= _LONGEST_TERM
    return is_short and (before.lower in words.naming_words or before.lower in words.titled_nouns)


def _n_words(context: Context, token: Token) -> int:
    quoted = token.quoted
    return (
        len(context.document.slice(quoted.inner_start, quoted.inner_end).split()) if quoted else 0
    )


def _inherit(source: Draft, token: Token, sentence: Sentence, rule: str) -> Draft:
    segment = Span(token.start, token.end)
    return Draft([segment], rule, sentence, source.phrase, source.phrase_sentence, source=source)


def _draft(
    token: Token,
    sentence: Sentence,
    rule: str,
    phrase: NounPhrase,
    phrase_sentence: Sentence | None = None,
) -> Draft:
    segment = Span(token.start, token.end)
    return Draft([segment], rule, sentence, phrase, phrase_sentence or sentence)


# --- sentences of their own -----------------------------------------------------------------------------


def _alone(context: Context, paragraph: Paragraph, position: int, token: Token) -> Draft | None:
    sentence = paragraph.sentences[position]
    n_words = _n_words(context, token)
    remarked = _by_comment(context, sentence, token)
    if remarked is not None and n_words >= _SHORTEST_ALONE:
        return remarked
    if context.paragraph_draft is not None:
        reacting = _reacting(context, paragraph, position)
        if reacting is not None:
            before = paragraph.sentences[position - 1]
            return _draft(token, sentence, "previous-sentence", reacting, before)
        return _inherit(context.paragraph_draft, token, sentence, "same-paragraph")
    if n_words < _SHORTEST_ALONE:
        return None
    if position == 0:
        draft = _opening_paragraph(context, paragraph, token)
        if draft is not None:
            return draft
    return _by_neighbour(context, paragraph, position, token)


def _reacting(context: Context, paragraph: Paragraph, position: int) -> NounPhrase | None:
    """Who takes the turn from the paragraph's speaker: "“Better now,” Lee says. | Kay | snorts. “He said that before.”"""
    source = context.paragraph_draft
    sentence = paragraph.sentences[position - 1] if position else None
    if sentence is None or sentence.quotations or source is None or source.sentence is sentence:
        return None
    subject, tokens = sentence.subject, sentence.tokens
    if subject is None or not _is_person(context, subject, sentence):
        return None
    verb = subject.last
    if verb < len(tokens) and tokens[verb].text == ",":
        inserted = range(verb + 1, min(verb + _LONGEST_INSERTION, len(tokens)))
        verb = next((i + 1 for i in inserted if tokens[i].text == ","), len(tokens))
    kinds = context.document.language.kinds
    return subject if verb < len(tokens) and tokens[verb].lower in kinds.person_verbs else None


def _by_comment(context: Context, sentence: Sentence, token: Token) -> Draft | None:
    """“...” | Those were the words of the keeper."""
    if sentence.number + 1 >= len(context.document.sentences):
        return None
    comment = context.document.sentences[sentence.number + 1]
    speaker = speaker_in_comment(context.document, context.directory, comment)
    return _draft(token, sentence, "remark", speaker, comment) if speaker else None


def _opening_paragraph(context: Context, paragraph: Paragraph, token: Token) -> Draft | None:
    """A quotation that opens a paragraph whose speaker is still unknown."""
    sentence = paragraph.sentences[0]
    is_whole = len(paragraph.sentences) == 1
    if is_whole:
        pulled = draft_pull_quote(context.document, context.directory, paragraph, token)
        if pulled is not None:
            return pulled
    led_in = _led_in(context, paragraph, token)
    if led_in is not None:
        return led_in
    is_near = paragraph.number - context.last_quoting_paragraph <= _PARAGRAPHS_INHERITED
    continues = token.quoted is not None and token.quoted.continues
    if context.last_draft is not None and is_near and (is_whole or continues):
        return _inherit(context.last_draft, token, sentence, "previous-paragraph")
    return _after_introduction(context, paragraph, token) if is_whole else None


def _after_introduction(context: Context, paragraph: Paragraph, token: Token) -> Draft | None:
    """The person that the last sentence before is about: "Asked what she had learned, Lee thought for a while." """
    if paragraph.number == 0:
        return None
    before = context.document.paragraphs[paragraph.number - 1]
    if not before.sentences or before.quoted:
        return None
    sentence = before.sentences[-1]
    subject = sentence.subject
    if subject is None or not _is_person(context, subject, sentence):
        return None
    return _draft(token, paragraph.sentences[0], "introduced", subject, sentence)


def _led_in(context: Context, paragraph: Paragraph, token: Token) -> Draft | None:
    """The paragraph before ends with a colon: "The mayor was blunt:"."""
    document = context.document
    before = document.paragraphs[paragraph.number - 1] if paragraph.number else None
    if before is None or not before.tokens or before.tokens[-1].text != ":":
        return None
    sentence = before.sentences[-1]
    cues = find_cues(document, sentence)
    phrase = cues[-1].subject if cues else sentence.subject
    if phrase is None:
        return None
    return _draft(token, paragraph.sentences[0], "colon-paragraph", phrase, sentence)


def _by_neighbour(
    context: Context, paragraph: Paragraph, position: int, token: Token
) -> Draft | None:
    """The person that the sentence after, or before, is about."""
    order = (position + 1, position - 1) if position == 0 else (position - 1, position + 1)
    for neighbour in order:
        if not 0 <= neighbour < len(paragraph.sentences):
            continue
        sentence = paragraph.sentences[neighbour]
        subject = sentence.subject
        if subject is not None and _is_person(context, subject, sentence):
            rule = "next-sentence" if neighbour > position else "previous-sentence"
            return _draft(token, paragraph.sentences[position], rule, subject, sentence)
    return None


def _is_person(context: Context, phrase: NounPhrase, sentence: Sentence) -> bool:
    if phrase.kind is PhraseKind.PRONOUN:
        return phrase.head in context.document.language.grammar.one_person
    if phrase.kind is PhraseKind.NOMINAL:
        # "The 54-year-old smiles."
        after = sentence.tokens[phrase.last].lower if phrase.last < len(sentence.tokens) else ""
        return after in context.document.language.kinds.person_verbs
    if phrase.name is None:
        return False
    cluster = context.directory.find(phrase.name, phrase.start)
    if cluster is None:
        return False
    return cluster.is_person or (len(phrase.name.words) in (2, 3) and not cluster.is_body)


# --- beside other words -----------------------------------------------------------------------------------


def _beside_words(
    context: Context, sentence: Sentence, index: int, cues: list[Cue]
) -> Draft | None:
    token = sentence.tokens[index]
    headline = _headline(sentence, index) or _after_label(context, sentence, index)
    if headline is not None:
        return headline
    speaker = speaker_of_predicate(context.document, sentence, index)
    if speaker is not None:
        return _draft(token, sentence, "remark", speaker)
    after_mark = _after_mark(context, sentence, index, cues)
    if after_mark is not None:
        return after_mark
    embedded = _embedded(context, sentence, index, cues)
    if embedded is not None:
        return embedded
    if cues:
        cue = min(cues, key=lambda c: abs(c.first - index) + (3 if c.first > index else 0))
        segment = Span(token.start, token.end)
        return Draft([segment], "near-cue", sentence, cue.subject, sentence, cue)
    return None


def _embedded(context: Context, sentence: Sentence, index: int, cues: list[Cue]) -> Draft | None:
    """A quotation inside a sentence that goes on after the paragraph's speaker: "With his army he will achieve “...”."""
    source = context.paragraph_draft
    token = sentence.tokens[index]
    if source is None or cues or _n_words(context, token) < _SHORTEST_EMBEDDED:
        return None
    if sentence.number - source.sentence.number > 1:
        return None
    subject = sentence.subject
    if subject is None:
        is_about_speaker = context.has_marks or _has_subject_pronoun(context, sentence, index)
        return _inherit(source, token, sentence, "embedded") if is_about_speaker else None
    if subject.head not in context.document.language.grammar.third_persons:
        return None
    return _inherit(source, token, sentence, "embedded")


def _has_subject_pronoun(context: Context, sentence: Sentence, index: int) -> bool:
    """ "With his army | he | will achieve": a pronoun right before a finite verb."""
    finite = context.document.language.words.finite
    tokens = sentence.tokens
    return any(
        tokens[position].lower in context.document.language.grammar.third_persons
        and tokens[position + 1].lower in finite
        for position in range(index - 1)
    )


def _headline(sentence: Sentence, index: int) -> Draft | None:
    """“We are not a museum”: Kraus defends the night trains."""
    tokens = sentence.tokens
    if index != 0 or len(tokens) < 3 or tokens[1].text != ":":
        return None
    phrase = sentence.reader.rightwards(2)
    if phrase is None or not (phrase.name or describes_person(sentence.reader, phrase.head)):
        return None
    return _draft(tokens[0], sentence, "headline", phrase)


def _after_label(context: Context, sentence: Sentence, index: int) -> Draft | None:
    """Minister: Port strike “will not spoil Christmas”: all behind the colon of a headline is what the label says."""
    tokens, reader = sentence.tokens, sentence.reader
    is_headline = sentence.paragraph == 0 and tokens[-1].text != "."
    colon = next((i for i in range(min(index, _LONGEST_LABEL)) if tokens[i].text == ":"), None)
    if not is_headline or colon is None:
        return None
    label = reader.rightwards(0, colon)
    if label is None or label.last != colon:
        return None
    if label.name is not None and len(label.name.words) == 1 and reader.is_person_noun(label.head):
        label = reader.described(0, colon)
    if not (label.name or describes_person(reader, label.head)):
        return None
    segment = Span(tokens[colon + 1].start, tokens[-1].end)
    return Draft([segment], "headline", sentence, label, sentence)


def _after_mark(context: Context, sentence: Sentence, index: int, cues: list[Cue]) -> Draft | None:
    """ "The minister had a simple answer: “...”"."""
    tokens = sentence.tokens
    before = tokens[index - 1] if index else None
    if before is None or before.text not in (":", ","):
        return None
    if any(cue.last >= index - _CUE_DISTANCE and cue.first < index for cue in cues):
        return None
    shortest = _SHORTEST_AFTER_COLON if before.text == ":" else _SHORTEST_AFTER_COMMA
    if _n_words(context, tokens[index]) < shortest:
        return None
    subject = _speaker_before(sentence, index - 1)
    if subject is None or subject.head in context.document.language.grammar.never_lead_ins:
        return None
    return _draft(tokens[index], sentence, "colon", subject)


def _speaker_before(sentence: Sentence, mark: int) -> NounPhrase | None:
    """The name right before a colon ("- Philip Bump: “...”"), else the subject of the clause."""
    tokens, reader = sentence.tokens, sentence.reader
    if tokens[mark].text == ":":
        named = reader.leftwards(mark)
        if named is not None and named.name is not None:
            is_label = named.first == 0 or tokens[named.first - 1].text in ("-", "–", "—", ".", ")")
            if is_label:
                return named
    return reader.clause_subject(0, mark)
