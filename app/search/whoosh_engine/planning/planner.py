"""From the query tree to a plan: words become index terms, in the archive's languages and by any alias.

1. Words are read in every language of the archive; function words are dropped outside phrases.
2. Prefixes, fuzzy and exact words are expanded to the written forms that the archive holds.
3. Bare words get their rule: all of them, or a share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from app.search.interface import Match
from app.search.query_language import (
    And,
    DateRange,
    Fuzzy,
    InField,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    Words,
)
from app.search.whoosh_engine.analysis import Analyser, exact_terms
from app.search.whoosh_engine.planning.expansion import dictionary, exact_numbers, fuzzy_numbers
from app.search.whoosh_engine.planning.plan import (
    BODY,
    TITLE_POINTS,
    All,
    Bonus,
    Dates,
    Everything,
    Expanded,
    Keys,
    Plan,
    Prefixed,
    Row,
    Some,
    Term,
    any_of,
    either,
    weighted,
)
from app.search.whoosh_engine.planning.reading import Reading
from app.search.whoosh_engine.planning.spelling import Speller
from app.search.whoosh_engine.segments.documents import title_key
from app.search.whoosh_engine.segments.schema import FORMS, TEXT
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot
from app.text.folding import fold
from app.text.query_words import (
    MAX_WORDS,
    N_SENTENCE,
    Form,
    QueryWord,
    mark_stop_words,
    read_words,
)

# Three words or fewer are a search for all of them; more are a description.
FEW_WORDS: Final = 3
# How much a word weighs more when it is typed twice; tuned on the development sets.
REPEATED: Final = 0.9
# How much of their score words in a row get on top, in a description.
TOGETHER: Final = 0.2
# How much of their score two neighbouring words of a description get on top where they stand in a
# row, and a word where it stands in the title; of so many words.
IN_A_ROW: Final = 0.1
IN_TITLE: Final = 0.12
MAX_ON_TOP: Final = 24
# A text of more words that the archive has not is in another language, and no slip.
_MAX_UNKNOWN: Final = 16
_KEY_OF_FIELD: Final = {
    "lang": "language",
    "speaker": "speaker",
    "about": "about",
    "source": "source",
}
_TEXTS_OF_FIELD: Final = {
    "title": "title",
    "body": BODY,
    "quote": "quotations",
    "speaker": "speaker_names",
    "about": "about_names",
    "source": "source_name",
}


class Planner:
    """Plans queries against one snapshot of a collection."""

    def __init__(self, snapshot: CollectionSnapshot, analyser: Analyser) -> None:
        self._snapshot, self._schema = snapshot, snapshot.schema
        self._languages, self._analyser = snapshot.languages, analyser
        self._synonyms: Mapping[str, tuple[str, ...]] = {}
        self._match = Match.AUTO
        self._n_unknown = 0
        self.reading = Reading(None)

    def plan(
        self, node: Node | None, match: Match, synonyms: Mapping[str, tuple[str, ...]]
    ) -> Plan | None:
        """The plan of a tree; None: no word in it says anything, so everything matches."""
        self._match, self._synonyms, self._n_unknown = match, synonyms, 0
        self.reading = Reading(node)
        if node is None:
            return None
        plan = self._node(node, TEXT)
        title = _plain_words(node)
        if plan is not None and title and "title_key" in self._schema.keys:
            return Bonus(plan, "title_key", title_key(title), TITLE_POINTS)
        return plan

    def _node(self, node: Node, name: str) -> Plan | None:
        match node:
            case Word():
                return self._word(node, name)
            case Phrase():
                return self._phrase(node, name)
            case Prefix() | Fuzzy():
                return self._expanded(node, name)
            case InField():
                return self._in_field(node)
            case DateRange():
                return Dates(node.published_from, node.published_to)
            case _:
                return self._group(node, name)

    def _group(self, node: Node, name: str) -> Plan | None:
        match node:
            case And():
                wanted = [child for child in node.children if not isinstance(child, Not)]
                unwanted = [child.child for child in node.children if isinstance(child, Not)]
                found = self._children(wanted, name)
                without = self._children(unwanted, name)
                if len(found) == 1 and not without:
                    return found[0]
                return All(tuple(found), tuple(without)) if found or without else None
            case Or():
                found = self._children(node.children, name)
                return either(found)
            case Not():
                without = self._children([node.child], name)
                return All((), tuple(without))
            case Words():
                return self._words(node, name)
            case _:
                raise TypeError(node)

    def _children(self, nodes: Iterable[Node], name: str) -> list[Plan]:
        plans = [self._node(node, name) for node in nodes]
        return [plan for plan in plans if plan is not None]

    def _words(self, node: Words, name: str) -> Plan | None:
        """Bare words: function words are judged together, then the match rule applies."""
        children = node.children
        if len(children) > MAX_WORDS:
            self.reading.warnings.append(
                f"Only the first {MAX_WORDS} of {len(children)} words were searched for."
            )
            children = children[:MAX_WORDS]
        parts = self._read(children)
        kept = [part for part in parts if not (isinstance(part, QueryWord) and part.is_stop)]
        self.reading.dropped += [
            part.text for part in parts if isinstance(part, QueryWord) and part.is_stop
        ]
        is_few = self._match is Match.AUTO and len(set(kept)) <= FEW_WORDS
        if self._match is Match.ALL or is_few:
            plans = [self._strict(part, name) for part in kept]
            found = list(dict.fromkeys(plan for plan in plans if plan is not None))
            if is_few and len(found) > 1:
                self.reading.n_few = max(self.reading.n_few, len(found))
            return found[0] if len(found) == 1 else All(tuple(found)) if found else None
        loose = [plan for part in kept for plan in self._loose(part, name)]
        if self._match is Match.AUTO and name == TEXT:
            return any_of(_counted(loose) + self._on_top(kept))
        return any_of(_counted(loose))

    def _on_top(self, kept: Sequence[QueryWord | Node]) -> list[Plan]:
        """What makes a description's better hits: neighbouring words in a row, and words in the title.
        Neither finds an article that its words alone do not find."""
        words = [part for part in kept if isinstance(part, QueryWord)][:MAX_ON_TOP]
        slots = [self._terms(slot, TEXT) for word in words for slot in word.parts]
        pairs = dict.fromkeys(pair for pair in pairwise(slots) if pair[0] != pair[1])
        rows: list[Plan] = [weighted(Row(TEXT, pair), IN_A_ROW) for pair in pairs]
        if "title" not in self._schema.texts:
            return rows
        titles = [
            weighted(term, IN_TITLE)
            for word in words
            for slot in word.parts
            for term in self._terms(slot, "title")
        ]
        return [*rows, *dict.fromkeys(titles)]

    def _read(self, children: Sequence[Node]) -> list[QueryWord | Node]:
        """Bare words as the index has them, function words marked; other nodes as they are."""
        read: list[list[QueryWord] | Node] = [
            read_words(child.text, self._languages, self._analyser)
            if isinstance(child, Word) and not child.is_exact
            else child
            for child in children
        ]
        bare = [word for each in read if isinstance(each, list) for word in each]
        marked = iter(mark_stop_words(bare, self._languages))
        parts: list[QueryWord | Node] = []
        for each in read:
            parts += [next(marked) for _ in each] if isinstance(each, list) else [each]
        return parts

    def _strict(self, part: QueryWord | Node, name: str) -> Plan | None:
        return (
            self._query_word(part, name) if isinstance(part, QueryWord) else self._node(part, name)
        )

    def _loose(self, part: QueryWord | Node, name: str) -> list[Plan]:
        """In a description, the words of a compound or of a phrase count apart, too."""
        plan = self._strict(part, name)
        if not isinstance(plan, Row) and not (isinstance(part, QueryWord) and len(part.parts) > 1):
            return [] if plan is None else [plan]
        text = " ".join(part.words) if isinstance(part, Phrase) else getattr(part, "text", "")
        words = mark_stop_words(read_words(text, self._languages, self._analyser), self._languages)
        slots = [slot for word in words if not word.is_stop for slot in word.parts]
        plans = [either(self._terms(slot, name)) for slot in slots]
        together = [] if plan is None else [weighted(plan, TOGETHER)]
        return [each for each in plans if each is not None] + together

    def _word(self, node: Word, name: str) -> Plan | None:
        if node.is_exact:
            return self._exact(node, name)
        words = read_words(node.text, self._languages, self._analyser)
        if not words:  # a query of signs only, of which no article has any
            return Some(())
        plans = tuple(self._query_word(word, name) for word in words)
        return plans[0] if len(plans) == 1 else All(plans)

    def _query_word(self, word: QueryWord, name: str) -> Plan:
        if word.folded != word.text:
            self.reading.folded[word.text] = word.folded
        plan = self._forms(word, name)
        aliases = self._synonyms.get(word.folded, ()) or self._corrections(word, name)
        if not aliases:
            return plan
        self.reading.expanded[word.folded] = tuple(aliases)
        others: list[Plan] = [plan]
        for alias in aliases:
            words = read_words(alias, self._languages, self._analyser)
            plans = tuple(self._forms(each, name) for each in words)
            if plans:
                others.append(plans[0] if len(plans) == 1 else All(plans))
        return Some(tuple(dict.fromkeys(others)))

    def _corrections(self, word: QueryWord, name: str) -> tuple[str, ...]:
        """What an unknown word probably meant; nothing for a word that the archive holds."""
        if name not in {TEXT, BODY} or len(word.parts) != 1 or self._is_known(word, name):
            return ()
        self._n_unknown += 1
        if self._n_unknown > _MAX_UNKNOWN:
            return ()
        speller = Speller([view.arrays.vocabulary for view in self._snapshot.segments])
        found = speller.correct(word.folded, limit=1)
        meant = (found[0].word,) if found else speller.split(word.folded) or ()
        if meant:
            shown = [each.capitalize() if word.text.istitle() else each for each in meant]
            self.reading.corrected[word.text] = " ".join(shown)
        return (" ".join(meant),) if meant else ()

    def _is_known(self, word: QueryWord, name: str) -> bool:
        terms = [*self._terms(word.parts[0], name), *self._terms(word.joined, name)]
        return any(self._snapshot.document_frequency(TEXT, term.term) for term in terms)

    def _forms(self, word: QueryWord, name: str) -> Plan:
        """The word's terms: one, one of several, or several in a row."""
        slots = tuple(self._terms(part, name) for part in word.parts)
        for slot in slots:
            self.reading.words += [term.term for term in slot]
        if len(slots) == 1:
            plan = either(list(slots[0])) or Everything()
        else:
            self.reading.phrases.append(_first_stems(slots))
            plan = Row(name, slots)
        joined = self._terms(word.joined, name)
        if joined:
            self.reading.words += [term.term for term in joined]
            return Some((plan, *joined))
        return plan

    def _terms(self, forms: Sequence[Form], name: str) -> tuple[Term, ...]:
        terms = [
            Term(name, form.term.encode("utf-8", "surrogatepass"), form.languages) for form in forms
        ]
        return tuple(terms) if len(terms) < 2 else self._forms_of_one(terms)

    def _forms_of_one(self, terms: Sequence[Term]) -> tuple[Term, ...]:
        """Those of a word's forms in several languages that the archive has, or the first. They score as
        one word, as frequent as the most frequent of them: a word is not telling for being read in a
        language of few articles."""
        field = TEXT if terms[0].field == BODY else terms[0].field
        counts = [self._snapshot.document_frequency(field, term.term) for term in terms]
        held = [(term, n) for term, n in zip(terms, counts, strict=True) if n]
        if len(held) < 2:
            return (replace(held[0][0] if held else terms[0], languages=None),)
        idf = self._snapshot.idf
        least = idf(max(counts))
        return tuple(replace(term, weight=least / idf(n)) for term, n in held)

    def _phrase(self, node: Phrase, name: str) -> Plan | None:
        text = " ".join(node.words)
        is_shouted = len(node.words) >= N_SENTENCE and text.isupper()
        words = read_words(text.lower() if is_shouted else text, self._languages, self._analyser)
        parts = [part for word in words for part in word.parts]
        slots = tuple(self._terms(part, name) for part in parts)
        if not slots:
            return None
        if len(slots) == 1:
            self.reading.words += [term.term for term in slots[0]]
            return either(list(slots[0]))
        if node.slop:
            self.reading.words += [term.term for slot in slots for term in slot]
        else:
            self.reading.phrases.append(_first_stems(slots))
        return Row(name, slots[:MAX_WORDS], node.slop)

    def _expanded(self, node: Prefix | Fuzzy, name: str) -> Plan:
        field, folded = dictionary(name), fold(node.text)
        if isinstance(node, Prefix):
            self.reading.prefixes.append(folded)
            return Prefixed(f"{node.text}*", field, folded.encode("utf-8", "surrogatepass"))
        label = f"{node.text}~{node.edits}"
        numbers, told = fuzzy_numbers(self._snapshot.segments, field, folded, node.edits)
        self.reading.words += self._stems(told.forms)
        self.reading.tell(label, told)
        return Expanded(label, field, numbers)

    def _stems(self, forms: Iterable[str]) -> list[bytes]:
        stem = self._analyser.stem
        stems = [stem(form, language) for form in forms for language in self._languages]
        return [each.encode("utf-8", "surrogatepass") for each in stems]

    def _exact(self, node: Word, name: str) -> Plan | None:
        forms = exact_terms(node.text)
        if not forms:
            return None
        self.reading.exact.append(forms[0])
        numbers = exact_numbers(self._snapshot.segments, forms[0])
        plan: Plan = Expanded(f"={node.text}", FORMS, numbers)
        if name == TEXT:
            return plan
        stemmed = self._word(Word(node.text), name)
        return plan if stemmed is None else All((plan, stemmed))

    def _in_field(self, node: InField) -> Plan | None:
        key = _KEY_OF_FIELD.get(node.field)
        value = node.child.text if isinstance(node.child, Word) else None
        if key == "language":
            return Keys("language", (value.lower(),)) if value else None
        name = _TEXTS_OF_FIELD.get(node.field, TEXT)
        if name == BODY and "title" not in self._schema.texts:
            name = TEXT
        if name == "quotations" and name not in self._schema.texts:
            name = TEXT
        known = name in self._schema.texts or name == BODY
        plan = self._node(node.child, name) if known else None
        if key is None or value is None or key not in self._schema.keys:
            if plan is None:
                self.reading.warnings.append(
                    f"Quotations have no field {node.field}:, so it was left out."
                )
            return plan
        keyed = Keys(key, (value,))
        return keyed if plan is None else Some((plan, keyed))


def _counted(plans: Sequence[Plan]) -> list[Plan]:
    """Each plan once; one that was asked for several times weighs more, but not as many times."""
    counts = Counter(plans)
    return [
        plan if n == 1 else weighted(plan, 1 + REPEATED * (n - 1)) for plan, n in counts.items()
    ]


def _first_stems(slots: Sequence[Sequence[Term]]) -> tuple[str, ...]:
    return tuple(slot[0].term.decode("utf-8", "surrogatepass") for slot in slots)


def _plain_words(node: Node) -> str:
    """The words of a query that is nothing but words."""
    if isinstance(node, Word):
        return "" if node.is_exact else node.text
    if not isinstance(node, Words):
        return ""
    words = [
        child.text for child in node.children if isinstance(child, Word) and not child.is_exact
    ]
    return " ".join(words) if len(words) == len(node.children) else ""
