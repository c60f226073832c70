"""Where the content right of a cue begins: after addressee, adverbials and "that"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.ingest.analyse.quotations.cues.cue import Cue
from app.ingest.analyse.quotations.members import with_members
from app.ingest.analyse.quotations.phrases.noun_phrases import PhraseReader
from app.text.tokens import PUNCTUATION, QUOTATION, WORD, Token

# How far after the cue "that" or a colon may stand, in tokens.
_LONGEST_OPENING = 20
_DASHES = frozenset("—–-")
# ", however," and ", for her part,", in tokens.
_LONGEST_INSERTION = 5


@with_members
class OpeningKind(str):
    """What marks the beginning of content."""

    __slots__ = ()

    THAT: ClassVar[OpeningKind]
    COLON: ClassVar[OpeningKind]
    QUOTATION: ClassVar[OpeningKind]
    BARE: ClassVar[OpeningKind]


@dataclass(frozen=True, slots=True)
class Opening:
    """The index of the first token of content, and what marks it."""

    index: int
    kind: OpeningKind


def find_opening(reader: PhraseReader, cue: Cue) -> Opening:
    """Where content right of `cue` begins, supposing that there is some."""
    tokens, words = reader.tokens, reader.language.words
    start = cue.frame_last
    marker = _find_marker(reader, start)
    if marker is not None and marker.kind is OpeningKind.THAT and marker.index > start:
        # "denounced supporters | that": the clause says which supporters.
        marker = None if cue.lemma in reader.language.verbs.with_object else marker
    if marker is not None and marker.kind is OpeningKind.COLON:
        return marker
    after = skip_addressee_and_adverbials(reader, cue, start)
    if marker is not None:
        that = marker.index
        first = tokens[start].lower if start < len(tokens) else ""
        is_near = after >= that or that - start <= 1 or _is_inserted(tokens, start, that)
        is_adverbial = first in words.prepositions or first in words.time_words
        if is_near or is_adverbial or cue.lemma in reader.language.frames.possible_addressee_verbs:
            return marker
    whether = _find_question(reader, cue, start)
    if whether is not None:
        return whether
    position = after
    while position < len(tokens) and tokens[position].text in (",", ":"):
        position += 1
    if position < len(tokens) and tokens[position].kind == QUOTATION:
        return Opening(position, OpeningKind.QUOTATION)
    if start < after < len(tokens) and (
        tokens[after - 1].lower in reader.language.words.time_words or reader.starts_clause(after)
    ):
        return Opening(after, OpeningKind.BARE)
    return Opening(
        start if cue.lemma not in reader.language.frames.addressee_verbs else after,
        OpeningKind.BARE,
    )


def _is_inserted(tokens: Sequence[Token], start: int, that: int) -> bool:
    """ "He stressed, however, | that": a few words between commas."""
    is_short = that - start <= _LONGEST_INSERTION
    return is_short and tokens[start].text == "," and tokens[that - 1].text == ","


def _find_marker(reader: PhraseReader, start: int) -> Opening | None:  # noqa: PLR0911 - a list of guards
    """The "that" or the colon that introduces content."""
    tokens = reader.tokens
    verbs = reader.language.verbs
    has_comma = has_dash = False
    for index in range(start, min(len(tokens), start + _LONGEST_OPENING)):
        token = tokens[index]
        if token.kind == QUOTATION:
            return None
        if token.text == ",":
            has_comma = True
        if token.lower in reader.language.grammar.that and index + 1 < len(tokens):
            # "he announced on Thursday, a step that": not this cue's, unless a comma closes an insertion.
            is_open = has_comma and tokens[index - 1].text != ","
            if index - start > 1 and _belongs_to_noun(reader, start, index):
                return None
            return None if is_open else Opening(index, OpeningKind.THAT)
        if token.text == ":":
            is_lead_in = index + 1 < len(tokens) and (
                (tokens[index + 1].kind == QUOTATION and not has_dash) or index - start <= 2
            )
            return Opening(index + 1, OpeningKind.COLON) if is_lead_in else None
        if token.kind == PUNCTUATION and token.text in ".;":
            return None
        has_dash = has_dash or token.text in _DASHES
        form = verbs.forms.get(token.lower)
        if (
            index > start
            and form is not None
            and form.kind in ("past", "s")
            and token.lower not in verbs.noun_like
        ):
            return None
    return None


def _belongs_to_noun(reader: PhraseReader, start: int, that: int) -> bool:
    """ "refused to comment on | reports that": a noun that reports, behind a preposition."""
    tokens, language = reader.tokens, reader.language
    noun = tokens[that - 1].lower
    is_noun = noun in language.verbs.nouns or noun.removesuffix("s") in language.verbs.nouns
    return is_noun and tokens[that - 2].lower in language.words.prepositions and that - 2 >= start


def skip_addressee_and_adverbials(reader: PhraseReader, cue: Cue, index: int) -> int:
    """Past "reporters on Monday": who was told, when and where."""
    tokens = reader.tokens
    if cue.lemma in reader.language.frames.addressee_verbs:
        index = end_of_addressee(reader, index)
    while index < len(tokens):
        moved = _skip_adverbial(reader, index)
        if moved == index:
            break
        index = moved
    return index if index <= len(tokens) else len(tokens)


def end_of_addressee(reader: PhraseReader, index: int) -> int:
    """One past who was told: "her", "the jurors"; `index` where nobody stands there."""
    tokens, people = reader.tokens, reader.language.people
    if index + 1 < len(tokens) and tokens[index].lower in people.object_pronouns:
        following = tokens[index + 1]
        is_alone = following.kind != WORD or tokens[index].lower not in people.possessive_pronouns
        if is_alone or reader.starts_phrase(following):
            return index + 1
    addressee = reader.rightwards(index)
    return addressee.last if addressee is not None else index


def _find_question(reader: PhraseReader, cue: Cue, start: int) -> Opening | None:
    """The "whether" or "if" after who was asked."""
    frames = reader.language.frames
    if cue.lemma not in frames.asking_verbs or start >= len(reader.tokens):
        return None
    index = end_of_addressee(reader, start)
    is_there = index < len(reader.tokens) and reader.tokens[index].lower in frames.question_openers
    return Opening(index, OpeningKind.BARE) if is_there else None


def _skip_adverbial(reader: PhraseReader, index: int) -> int:
    tokens, words = reader.tokens, reader.language.words
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.text == ",":
        is_before_content = following is not None and (
            following.kind == QUOTATION or following.lower in reader.language.grammar.that
        )
        return index + 1 if is_before_content else index
    if token.kind != WORD:
        return index
    if token.lower in words.time_words or (
        token.lower.endswith(reader.language.grammar.adverb_ending)
        and token.lower not in ("only", "family")
    ):
        return index + 1
    if token.lower in reader.language.frames.adverbial_starters:
        return _skip_prepositional(reader, index)
    return index


def _skip_prepositional(reader: PhraseReader, index: int) -> int:
    """Past "in an interview with the BBC", when what follows shows that it ended there."""
    tokens, words = reader.tokens, reader.language.words
    position, n_words = index + 1, 0
    while position < len(tokens) and n_words < 9:
        token = tokens[position]
        if (
            token.kind != WORD
            or token.lower in words.conjunctions
            or token.lower in reader.language.frames.adverbial_enders
        ):
            break
        if token.lower in reader.language.people.pronouns and token.lower not in words.determiners:
            break
        if token.lower in words.auxiliaries and token.lower not in words.possessives:
            break
        position += 1
        n_words += 1
    if position >= len(tokens):
        return position
    end = tokens[position]
    if n_words == 0 and end.kind == QUOTATION:
        return index  # "in “The Second Chair”"
    if (
        end.kind == QUOTATION
        or end.text in (",", ":")
        or end.lower in reader.language.grammar.that
        or end.lower in reader.language.frames.adverbial_enders
        or reader.starts_clause(position)
    ):
        return position
    if index + 1 < len(tokens) and tokens[index + 1].lower in words.time_words:
        return index + 2
    return index
