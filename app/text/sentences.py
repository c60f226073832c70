"""Tokens of a paragraph -> its sentences. A quotation is never cut; one that ends a sentence ends it outside too."""

from __future__ import annotations

from collections.abc import Sequence

from app.text.languages.table import LanguageTable
from app.text.tokens import PUNCTUATION, QUOTATION, WORD, Token

_ENDERS = frozenset([".", "!", "?", "…", "..."])
# A longer run of tokens is no sentence; the cut keeps whatever rules do per sentence linear in the text.
_LONGEST_SENTENCE = 250
# How far after “...!” a cue may stand that still belongs to the quotation.
_CUE_DISTANCE = 9


def split_sentences(text: str, tokens: list[Token], language: LanguageTable) -> list[list[Token]]:
    """The sentences, each a list of tokens; together they are all the tokens."""
    sentences: list[list[Token]] = []
    first = 0
    for last in _sentence_ends(text, tokens, language):
        # A longer run is cut.
        while first < last:
            cut = min(last, first + _LONGEST_SENTENCE)
            sentences.append(tokens[first:cut])
            first = cut
    return sentences


def _sentence_ends(text: str, tokens: list[Token], language: LanguageTable) -> list[int]:
    """One past each token that ends a sentence."""
    # Nearly every token is a word without a full stop, and ends nothing.
    places = [i for i, token in enumerate(tokens) if token.kind != WORD or token.text[-1] == "."]
    ends = [i + 1 for i in places if i + 1 < len(tokens) and _ends_here(text, tokens, i, language)]
    return [*ends, len(tokens)]


def _ends_here(text: str, tokens: Sequence[Token], index: int, language: LanguageTable) -> bool:
    token, following = tokens[index], tokens[index + 1]
    if token.kind == PUNCTUATION:
        return token.text in _ENDERS and _may_start(following)
    if token.kind == WORD:
        # "J." and "U.S." carry their full stop: it ends a sentence only before a word that opens one.
        return len(token.text) > 1 and _is_opener(following, language)
    last = _last_character(text, token)
    if last in ".…":
        return _may_start(following) or following.kind == QUOTATION
    if last in "!?":
        return following.kind == QUOTATION or (
            following.is_capital and not _cue_follows(tokens, index + 1, language)
        )
    return False


def _may_start(token: Token) -> bool:
    return (
        token.kind == QUOTATION
        or token.is_capital
        or token.text[:1].isdigit()
        or token.text in "[(—–‘"
    )


def _is_opener(token: Token, language: LanguageTable) -> bool:
    return token.kind == WORD and token.text in language.people.never_names


def _last_character(text: str, token: Token) -> str:
    quoted = token.quoted
    if quoted is None or quoted.inner_end <= quoted.inner_start:
        return ""
    end = quoted.inner_end
    while end > quoted.inner_start and text[end - 1] in " ’'”\")]":
        end -= 1
    return text[end - 1]


def _cue_follows(tokens: Sequence[Token], index: int, language: LanguageTable) -> bool:
    """Whether a cue verb comes before the sentence ends: “Really?” Smith asked."""
    verbs = language.verbs
    for token in tokens[index : index + _CUE_DISTANCE]:
        if token.kind == QUOTATION or token.text in ".;?!":
            return False
        form = verbs.forms.get(token.lower)
        if (
            form is not None
            and form.lemma not in verbs.with_object
            and token.lower not in verbs.noun_like
        ):
            return True
    return False
