"""Whether a noun phrase can be a speaker: persons, groups, bodies, and documents that "say" something.

"26 miles wide", "a deeper trench", "not to be named" cannot: they are phrases misread beside a cue.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.text.languages.table import LanguageTable
from app.text.tokens import WORD, Token

# "employee", "refugee"; not "knee", "coffee", "degree".
_SHORTEST_IN_EE = 7


def can_speak(tokens: Sequence[Token], head: str, language: LanguageTable) -> bool:
    """Whether some word of a description, possessors left aside, is one who can say something."""
    own = _without_possessors(tokens, language)
    if any(_is_speaker_noun(token, language) for token in own):
        return True
    stem = head.removesuffix("s")
    if stem.endswith("ee"):
        return len(stem) >= _SHORTEST_IN_EE
    return len(stem) > 3 and stem.endswith(language.grammar.speaker_endings)


def _without_possessors(tokens: Sequence[Token], language: LanguageTable) -> Sequence[Token]:
    """ "the contractors' | inspection": what stands behind the last mark of possession before a preposition."""
    prepositions = language.words.prepositions
    first = next((i for i, token in enumerate(tokens) if token.lower in prepositions), len(tokens))
    for index in range(min(first, len(tokens) - 1) - 1, -1, -1):
        token = tokens[index]
        if token.lower in language.words.possessives or token.text in ("'", "’"):
            return tokens[index + 1 :]
    return tokens


def _is_speaker_noun(token: Token, language: LanguageTable) -> bool:
    people, kinds = language.people, language.kinds
    if token.text == "%" or (token.kind == WORD and token.lower.endswith("-year-old")):
        return True
    if token.kind != WORD:
        return False
    if token.is_capital and token.text not in people.never_names:
        return True
    return any(
        form in words
        for form in _singulars(token.lower)
        for words in (
            people.role_nouns,
            people.group_nouns,
            people.body_nouns,
            people.kin_nouns,
            people.gendered_nouns,
            kinds.saying_people,
            kinds.saying_things,
            kinds.counting_words,
            kinds.everybody_words,
        )
    )


def _singulars(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return word, word[:-3] + "y"
    if word.endswith("ses"):
        return word, word[:-2] + "is", word[:-1], word[:-2]
    return (word, word[:-1]) if word.endswith("s") else (word,)
