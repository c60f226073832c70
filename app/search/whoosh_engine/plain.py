"""The usual query to a plan at a fraction of `planning`'s cost: plain words, phrases and beginnings of words,
alone, side by side, or joined by AND or OR.

Plain is what reading cannot change but by stemming: ASCII letters, no function word, no acronym, no alias.
Everything else takes `planning`, and so does an archive in several languages; what comes out is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.search.interface import Match, SearchRequest
from app.search.query_language import And, Node, Or, Phrase, Prefix, Word, Words
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.documents import title_key
from app.search.whoosh_engine.plan import All, Bonus, Plan, Prefixed, Row, Some, Term
from app.search.whoosh_engine.planning import FEW_WORDS, TITLE_POINTS
from app.search.whoosh_engine.reading import Reading
from app.search.whoosh_engine.schema import FORMS, TEXT, CollectionSchema
from app.text.stopwords import ACRONYMS_LIKE_WORDS, STOP_WORDS

_LONGEST: Final = 40
_N_ACRONYM: Final = 4


def plain_plan(
    request: SearchRequest,
    schema: CollectionSchema,
    languages: Sequence[str | None],
    analyser: Analyser,
) -> tuple[Plan, Reading] | None:
    """The plan of a plain query and what was noticed of it; None for any other."""
    node = request.query
    if len(languages) != 1 or node is None:
        return None
    kind = type(node)
    nodes: tuple[Node, ...] = node.children if isinstance(node, And | Or | Words) else (node,)
    if kind is Words and not _wants_all(request.match, len(nodes)):
        return None
    plainly = _Plainly(request, languages[0], analyser)
    plans: list[Plan] = []
    for each in nodes:
        plan = plainly.plan(each)
        if plan is None:
            return None
        plans.append(plan)
    reading = plainly.reading
    plan = plans[0]
    if len(plans) > 1:
        distinct = tuple(plans) if kind is And else tuple(dict.fromkeys(plans))
        if len(distinct) > 1:
            plan = Some(distinct) if kind is Or else All(distinct)
            if kind is Words and request.match is Match.AUTO:
                reading.n_few = len(distinct)
    if plainly.is_title and (kind is Word or kind is Words) and "title_key" in schema.keys:
        title = " ".join([each.text for each in nodes if isinstance(each, Word)])
        plan = Bonus(plan, "title_key", title_key(title), TITLE_POINTS)
    return plan, reading


class _Plainly:
    """Plans the parts of one query. `is_title`: they are words only, as a title is."""

    __slots__ = ("_analyser", "_language", "_stops", "_synonyms", "is_title", "reading")

    def __init__(self, request: SearchRequest, language: str | None, analyser: Analyser) -> None:
        self._language, self._analyser = language, analyser
        self._stops = STOP_WORDS.get(language or "", frozenset())
        self._synonyms = request.synonyms
        self.reading = Reading()
        self.is_title = True

    def plan(self, node: Node) -> Plan | None:
        """The plan of a word, a phrase or a prefix; None where it is not plain."""
        if type(node) is Word:
            return self._word(node)
        self.is_title = False
        if type(node) is Phrase:
            return self._phrase(node)
        if type(node) is Prefix and _is_plain(node.text):
            folded = node.text.lower()
            self.reading.prefixes.append(folded)
            return Prefixed(f"{node.text}*", FORMS, folded.encode())
        return None

    def _word(self, node: Word) -> Plan | None:
        text = node.text
        lower = text.lower()
        if node.is_exact or not _is_plain(text) or lower in self._stops or lower in self._synonyms:
            return None
        if lower != text:
            if lower in ACRONYMS_LIKE_WORDS:
                return None
            self.reading.folded[text] = lower
        stem = self._analyser.stem(lower, self._language)
        self.reading.words.append(stem)
        return Term(TEXT, stem.encode())

    def _phrase(self, node: Phrase) -> Plan | None:
        for word in node.words:
            if not _is_plain(word) or (word.isupper() and len(word) <= _N_ACRONYM):
                return None
        stems = [self._analyser.stem(word.lower(), self._language) for word in node.words]
        if node.slop or len(stems) == 1:
            self.reading.words += stems
        else:
            self.reading.phrases.append(tuple(stems))
        terms = [Term(TEXT, stem.encode()) for stem in stems]
        return terms[0] if len(terms) == 1 else Row(TEXT, tuple([(t,) for t in terms]), node.slop)


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) <= _LONGEST


def _wants_all(match: Match, n: int) -> bool:
    return match is Match.ALL or (match is Match.AUTO and n <= FEW_WORDS)
