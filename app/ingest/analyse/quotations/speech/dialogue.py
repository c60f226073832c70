"""Speech set off without quotation marks: interviews (Q: A:), transcripts (NAME: ...), dialogue after a dash.

Labels are believed only where they recur or name somebody the article knows; a dash only where a frame
("she says") shows that the paragraph is speech, since lists begin with dashes too.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.ingest.analyse.quotations.cues.cue import Cue, Frame
from app.ingest.analyse.quotations.cues.cue_finder import find_cues
from app.ingest.analyse.quotations.document import Document, Paragraph, Sentence
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind, PhraseReader
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory
from app.records import Span
from app.text.tokens import QUOTATION, WORD, Token

_LONGEST_LABEL = 9
_FEWEST_TURNS = 2
_DASHES = frozenset("—–-―")


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before the colon of a turn; `last` is one past the colon, in tokens of the paragraph."""

    text: str
    last: int
    is_question: bool = False
    is_answer: bool = False


@dataclass(slots=True, eq=False)
class Turn:
    """A paragraph that is one turn of an interview or transcript."""

    paragraph: Paragraph
    label: Label
    # Who holds the office in the label: "The CHAIRMAN (Mr Lee)", and later "The CHAIRMAN".
    holder: Cluster | None = None


def find_turns(document: Document, directory: Directory) -> dict[int, Turn]:
    """The turns of a document by paragraph number; empty where it is no interview or transcript."""
    turns = []
    for paragraph in document.paragraphs:
        label = label_of(document, paragraph)
        if label is not None:
            turns.append(Turn(paragraph, label))
    _note_holders(turns, document, directory)
    labels = [turn.label for turn in turns]
    if any(label.is_answer for label in labels) and any(label.is_question for label in labels):
        return {turn.paragraph.number: turn for turn in turns}
    counts: dict[str, int] = {}
    for label in labels:
        counts[label.text] = counts.get(label.text, 0) + 1
    believed = [
        turn
        for turn in turns
        if counts[turn.label.text] > 1 or _is_known(turn, document, directory)
    ]
    n_distinct = len({turn.label.text for turn in believed})
    if len(believed) < _FEWEST_TURNS or (n_distinct == len(believed) and n_distinct > 4):
        return {}
    if all(_is_shouted(turn) for turn in believed):
        believed = [turn for turn in turns if turn in believed or _is_shouted(turn)]
    return {turn.paragraph.number: turn for turn in believed}


def _note_holders(turns: list[Turn], document: Document, directory: Directory) -> None:
    """The name in brackets behind an office speaks, there and wherever the office is named again."""
    holders: dict[str, Cluster] = {}
    for turn in turns:
        holder = _name_in_brackets(turn, document, directory)
        if holder is not None:
            holders[turn.label.text] = holder
        turn.holder = holders.get(turn.label.text)


def _name_in_brackets(turn: Turn, document: Document, directory: Directory) -> Cluster | None:
    """ "The CHAIRMAN (| Mr Lee |)"; in "Mrs LEE (Hill North)" the name stands before the brackets."""
    tokens = turn.paragraph.tokens[: turn.label.last]
    bracket = next((i for i, token in enumerate(tokens) if token.text == "("), None)
    if bracket is None or bracket + 1 >= len(tokens):
        return None
    people = document.language.people
    is_titled = tokens[bracket + 1].lower.rstrip(".") in people.personal_titles
    if not (is_titled or tokens[0].lower in document.language.words.determiners):
        return None
    named = PhraseReader(tokens, document.language).rightwards(bracket + 1)
    if named is None or named.name is None:
        return None
    return directory.find(named.name, named.start)


def _is_shouted(turn: Turn) -> bool:
    """ "The CHAIRMAN (Mr Ballantyne):": a transcript sets the names of all who speak alike, once or often."""
    label = turn.paragraph.tokens[: turn.label.last]
    return any(len(token.text) > 1 and token.text.isupper() for token in label)


def label_of(document: Document, paragraph: Paragraph) -> Label | None:
    """ "Q:", "A.", "Ann Lee:", "HELENA BROCK, HOST:", with words after it."""
    tokens = paragraph.tokens
    if not tokens or not tokens[0].is_capital or len(tokens) < 3:
        return None
    words = document.language.quotations
    head = tokens[0].lower.rstrip(".")
    is_marked = tokens[1].text in (":", ".") or tokens[0].text.endswith(".")
    if is_marked and head in words.question_labels | words.answer_labels:
        last = 1 if tokens[0].text.endswith(".") and tokens[1].text not in (":", ".") else 2
        is_question, is_answer = head in words.question_labels, head in words.answer_labels
        if tokens[1].text == ":" or len(head) == 1:
            return Label(head, last, is_question, is_answer)
    for index in range(1, min(len(tokens) - 1, _LONGEST_LABEL)):
        if tokens[index].text == ":":
            return _name_label(document, paragraph, index)
        if not _may_be_in_label(tokens, index, document.language.people.name_particles):
            return None
    return None


def _may_be_in_label(tokens: list[Token], index: int, particles: frozenset[str]) -> bool:
    token = tokens[index]
    if token.kind == WORD:
        is_in_brackets = any(before.text == "(" for before in tokens[1:index])
        return token.is_capital or is_in_brackets or token.lower in particles
    return token.text in (",", "(", ")")


def _name_label(document: Document, paragraph: Paragraph, colon: int) -> Label | None:
    tokens = paragraph.tokens
    language = document.language
    is_excluded = tokens[0].lower in language.quotations.no_speaker_labels
    is_article = tokens[0].lower in language.words.determiners and tokens[1].text.isupper()
    if is_excluded or (tokens[0].text in language.people.never_names and not is_article):
        return None
    if tokens[colon + 1].kind == QUOTATION:
        return None
    comma = next((index for index in range(colon) if tokens[index].text in (",", "(")), colon)
    return Label(" ".join(token.lower for token in tokens[:comma]), colon + 1)


def _is_known(turn: Turn, document: Document, directory: Directory) -> bool:
    phrase = PhraseReader(turn.paragraph.tokens, document.language).rightwards(0)
    if phrase is None or phrase.name is None:
        return False
    cluster = directory.find(phrase.name, turn.paragraph.span.start)
    return cluster is not None and cluster.is_person


def draft_turn(document: Document, turn: Turn, interviewee: Cluster | None) -> Draft | None:
    """The words of one turn. An answer without a name is the interviewee's; a question without one is nobody's."""
    tokens, label = turn.paragraph.tokens, turn.label
    if label.last >= len(tokens):
        return None
    sentence = turn.paragraph.sentences[0]
    whole = Sentence(tokens, sentence.number, sentence.paragraph, document.language)
    segment = Span(tokens[label.last].start, tokens[-1].end)
    if label.is_question:
        return None
    if label.is_answer:
        phrase = _mention_of(tokens[0])
    else:
        found = whole.reader.rightwards(0)
        if found is None:
            return None
        phrase = found
    speaker = interviewee if label.is_answer else turn.holder
    draft = Draft([segment], "turn", whole, phrase, whole, speaker=speaker)
    draft.is_direct = True
    return draft


def _mention_of(token: Token) -> NounPhrase:
    return NounPhrase(0, 1, token.start, token.end, PhraseKind.NOMINAL, head=token.lower)


def interviewee_of(document: Document, directory: Directory, first: int) -> Cluster | None:
    """Who answers: the person most often named before paragraph `first`, the first question."""
    limit = document.paragraphs[first].span.start
    counted = [
        (sum(mention.start < limit for mention in cluster.mentions), -number, cluster)
        for number, cluster in enumerate(directory.clusters)
        if cluster.is_person or (len(cluster.words) > 1 and not cluster.is_body)
    ]
    counted = [item for item in counted if item[0]]
    return max(counted, key=lambda item: item[:2])[2] if counted else None


# --- dashes -------------------------------------------------------------------------------------------


def opens_with_dash(paragraph: Paragraph) -> bool:
    """Whether a paragraph may be dialogue: a dash, words, and no quotation marks."""
    tokens = paragraph.tokens
    return len(tokens) > 3 and tokens[0].text in _DASHES and not paragraph.quoted


def draft_dash(document: Document, paragraph: Paragraph) -> Draft | None:
    """The speech of a paragraph that opens with a dash, where one of its sentences has a frame that shows it."""
    segments: list[Span] = []
    framed: tuple[Sentence, Cue] | None = None
    for sentence in paragraph.sentences:
        tokens = [token for token in sentence.tokens if token.text not in ("—", "–", "―")]
        bare = Sentence(tokens, sentence.number, sentence.paragraph, document.language)
        cue = _closing_cue(document, bare) if framed is None else None
        if cue is not None:
            framed = (bare, cue)
            last = cue.first if cue.is_inverted else cue.frame_first
            segments.append(Span(tokens[0].start, _trimmed(tokens, last)))
        elif tokens:
            segments.append(Span(tokens[0].start, tokens[-1].end))
    if framed is None or not segments:
        return None
    sentence, cue = framed
    draft = Draft(_joined(segments), "dash", sentence, cue.subject, sentence, cue)
    draft.is_direct = True
    return draft


def _closing_cue(document: Document, sentence: Sentence) -> Cue | None:
    """The cue of ", says Rey" or "? she asks": its frame follows words and a mark."""
    for cue in find_cues(document, sentence):
        first = cue.first if cue.is_inverted else cue.frame_first
        if first < 1 or cue.frame not in (
            Frame.VERB_SUBJECT,
            Frame.SUBJECT_VERB,
            Frame.UNKNOWN_VERB,
        ):
            continue
        if sentence.tokens[first - 1].text in (",", "?", "!", "…", "..."):
            return cue
    return None


def _trimmed(tokens: list[Token], last: int) -> int:
    """The end of the words before a frame, without the comma."""
    index = last - 1
    while index > 0 and tokens[index].text == ",":
        index -= 1
    return tokens[index].end


def _joined(segments: list[Span]) -> list[Span]:
    """Sentences that follow one another directly are one segment."""
    joined = [segments[0]]
    for segment in segments[1:]:
        if segment.start - joined[-1].end <= 1:
            joined[-1] = Span(joined[-1].start, segment.end)
        else:
            joined.append(segment)
    return joined
