"""The shortest way from a tree to index terms: a few plain words, all of them or any with OR.

Plain is what reading cannot change but by stemming: ASCII letters, no function word, no acronym, no alias.
Everything else, and a word the archive does not hold, takes `planning`; so does an archive in several
languages. What comes out is what `planning` gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.search.interface import Match
from app.search.query_language import And, Node, Or, Word, Words
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.planning import FEW_WORDS
from app.text.stopwords import ACRONYMS_LIKE_WORDS, STOP_WORDS

_LONGEST: Final = 40


@dataclass(slots=True)
class QuickTerms:
    """Stems, each once, of which `least` must be there; `title`: the words, if they may be a title."""

    stems: list[str]
    least: int
    title: str
    folded: dict[str, str]


def quick_terms(
    node: Node | None,
    match: Match,
    languages: Sequence[str | None],
    synonyms: Mapping[str, tuple[str, ...]],
    analyser: Analyser,
) -> QuickTerms | None:
    """Terms of a plain query; None for any other."""
    if len(languages) != 1:
        return None
    words, is_any = _words(node)
    if not words or (isinstance(node, Words) and not _wants_all(match, len(words))):
        return None
    stops = STOP_WORDS.get(languages[0] or "", frozenset())
    folded: dict[str, str] = {}
    stems: dict[str, None] = {}
    for word in words:
        text = word.text
        lower = text.lower()
        if word.is_exact or not (text.isascii() and text.isalpha()) or len(text) > _LONGEST:
            return None
        if lower in stops or lower in synonyms or (lower != text and lower in ACRONYMS_LIKE_WORDS):
            return None
        if lower != text:
            folded[text] = lower
        stems[analyser.stem(lower, languages[0])] = None
    title = "" if isinstance(node, And | Or) else " ".join(word.text for word in words)
    return QuickTerms(list(stems), 1 if is_any else len(stems), title, folded)


def _words(node: Node | None) -> tuple[Sequence[Word], bool]:
    """The words of a tree that has nothing else, and whether any of them will do."""
    if isinstance(node, Word):
        return (node,), False
    if isinstance(node, Words | And | Or):
        words = [child for child in node.children if isinstance(child, Word)]
        if len(words) == len(node.children):
            return words, isinstance(node, Or)
    return (), False


def _wants_all(match: Match, n: int) -> bool:
    return match is Match.ALL or (match is Match.AUTO and n <= FEW_WORDS) or n == 1
