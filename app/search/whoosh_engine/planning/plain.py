"""The usual query to a plan at a fraction of `planning`'s cost: plain words, phrases and beginnings of words,
alone, side by side, or joined by AND or OR.

Plain is what reading cannot change but by stemming: ASCII letters, no function word, no acronym, no alias, and
no other form of it that the archive has in another language. Everything else takes `planning`; what comes out
is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from app.search.interface import Match, SearchRequest
from app.search.query_language import And, Node, Or, Phrase, Prefix, Word, Words
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.planning.plan import (
    TITLE_POINTS,
    All,
    Bonus,
    Plan,
    Prefixed,
    Row,
    Some,
    Term,
)
from app.search.whoosh_engine.planning.planner import FEW_WORDS
from app.search.whoosh_engine.planning.reading import Reading
from app.search.whoosh_engine.segments.documents import LONG_TITLE, title_key
from app.search.whoosh_engine.segments.schema import FORMS, TEXT
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot
from app.text.stopwords import ACRONYMS_LIKE_WORDS, STOP_WORDS

Stem: TypeAlias = Callable[[str, str | None], str]

_LONGEST: Final = 40
_N_ACRONYM: Final = 4
_GROUPS: Final = (Words, Or, And)
_NONE: Final[dict[str, Term]] = {}
# Looking a member up in its class is slow.
_AUTO: Final = Match.AUTO
_ANY: Final = Match.ANY


def plain_plan(
    request: SearchRequest, snapshot: CollectionSnapshot, analyser: Analyser
) -> tuple[Plan, Reading] | None:
    """The plan of a plain query and what was noticed of it; None for any other."""
    node = request.query
    kind = type(node)
    if node is None:
        return None
    nodes: tuple[Node, ...] = node.children if isinstance(node, _GROUPS) else (node,)
    if kind is Words and (
        request.match is _ANY or (request.match is _AUTO and len(nodes) > FEW_WORDS)
    ):
        return None
    reading, is_bare = Reading(node), True
    plans: list[Plan] = []
    known = _NONE if request.synonyms else snapshot.plain_terms
    for each in nodes:
        if type(each) is Word:
            # What is known by how it was typed is plain, and in lower case.
            term = None if each.is_exact else known.get(each.text)
            if term is None:
                term = _term(each, request, snapshot, analyser, reading)
                if term is None:
                    return None
            reading.words.append(term.term)
            plans.append(term)
        else:
            plan = _phrase_or_prefix(each, snapshot, analyser.stem, reading)
            if plan is None:
                return None
            plans.append(plan)
            is_bare = False
    is_distinct = is_bare and len(set(reading.words)) == len(plans)
    if not is_distinct and kind is not And:
        plans = list(dict.fromkeys(plans))
    found = plans[0] if len(plans) == 1 else _joined(kind, plans, request.match, reading)
    if is_bare and (kind is Word or kind is Words) and "title_key" in snapshot.fields:
        title = " ".join([each.text for each in nodes])  # type: ignore[union-attr]  # all words
        key = title.lower() if len(title) <= LONG_TITLE else title_key(title)
        return Bonus(found, "title_key", key, TITLE_POINTS), reading
    return found, reading


def _term(
    word: Word,
    request: SearchRequest,
    snapshot: CollectionSnapshot,
    analyser: Analyser,
    reading: Reading,
) -> Term | None:
    """The term of a plain word; None for any other."""
    text = word.text
    lower = text.lower()
    if word.is_exact or not _is_plain(text) or lower in request.synonyms:
        return None
    if any(lower in STOP_WORDS.get(language or "", ()) for language in snapshot.languages):
        return None
    if lower != text:
        if lower in ACRONYMS_LIKE_WORDS:
            return None
        reading.folded[text] = lower
    known = snapshot.plain_terms
    term = known.get(lower)
    if term is None:
        stem = _stem(lower, snapshot, analyser.stem)
        if stem is None:
            return None
        term = Term(TEXT, stem)
        snapshot.caches.keep_term(known, lower, term)
    return term


def _stem(lower: str, snapshot: CollectionSnapshot, stem: Stem) -> bytes | None:
    """A word's stem in the language of most articles; None where the archive has it in another form, too."""
    languages = snapshot.languages
    first = stem(lower, languages[0])
    if len(languages) > 1:
        others = {stem(lower, language) for language in languages[1:]} - {first}
        if any(snapshot.document_frequency(TEXT, other.encode()) for other in others):
            return None
    return first.encode()


def _phrase_or_prefix(
    node: Node, snapshot: CollectionSnapshot, stem: Stem, reading: Reading
) -> Plan | None:
    if type(node) is Prefix and _is_plain(node.text):
        folded = node.text.lower()
        reading.prefixes.append(folded)
        return Prefixed(f"{node.text}*", FORMS, folded.encode())
    if type(node) is not Phrase:
        return None
    for word in node.words:
        if not _is_plain(word) or (word.isupper() and len(word) <= _N_ACRONYM):
            return None
    stems = [_stem(word.lower(), snapshot, stem) for word in node.words]
    terms = [Term(TEXT, each) for each in stems if each is not None]
    if len(terms) < len(stems):
        return None
    if node.slop or len(terms) == 1:
        reading.words += [term.term for term in terms]
    else:
        reading.phrases.append(tuple([term.term.decode() for term in terms]))
    return terms[0] if len(terms) == 1 else Row(TEXT, tuple([(t,) for t in terms]), node.slop)


def _joined(kind: type, plans: list[Plan], match: Match, reading: Reading) -> Plan:
    if kind is Words and match is _AUTO:
        reading.n_few = len(plans)
    return Some(tuple(plans)) if kind is Or else All(tuple(plans))


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) <= _LONGEST
