"""Tokens of a query to its tree. Never fails, but for what would have to look at every word of the index."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from app.errors import QueryError
from app.search.query_language.dates import DateError, parse_date_range
from app.search.query_language.nodes import (
    And,
    Fuzzy,
    InField,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Word,
    Words,
)
from app.search.query_language.scanner import (
    MAX_EDITS,
    Kind,
    Notes,
    Token,
    scan,
    split_words,
    trim,
)
from app.text.folding import fold

# A long paragraph; what follows would change no ranking.
MAX_CHARACTERS: Final = 8_000
MAX_DISTINCT_WORDS: Final = 256
# People write three levels; a thousand is an attack on the stack.
MAX_DEPTH: Final = 20
# Each stands for up to hundreds of words of the index.
MAX_EXPANDED: Final = 8
MIN_PREFIX: Final = 3
# In a longer query a * is a sign in a pasted text, not somebody's mistake who wants to be told.
MAX_WORDS_REFUSED: Final = 6
_MAX_MARKS: Final = 20
_LONGEST: Final = 40  # of a plain word
# What was asked lately is asked again, for its next page or with a filter: some two megabytes.
_N_KNOWN: Final = 2_000
_LONGEST_KNOWN: Final = 80
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})

# Halves of UTF-16 pairs, which JSON can hold and no answer could be encoded with.
_HALF_LETTERS: Final = re.compile("[\ud800-\udfff]")
_BARE: Final = (Word, Phrase, Prefix, Fuzzy)
_BOOST: Final = re.compile(r"\^[-+\w.]*$")
_FUZZY: Final = re.compile(r"~(\d{0,9}(?:\.\d{1,9})?)$")


def parse(text: str, *, now: datetime | None = None) -> ParsedQuery:
    """Reads a query; `now` gives `date:today` its meaning. No words at all: node None.

    Raises QueryError for a leading `*` and for a prefix of one or two letters in a query of up to six
    words; any other trouble becomes a literal search and a warning. Linear in the length of the text.
    """
    plain = _known_plain(text) if len(text) <= _LONGEST_KNOWN else _parse_plain(text)
    if plain is not None or not text:
        return ParsedQuery(plain)
    notes = Notes()
    if text.strip() == "*":
        raise QueryError("A * alone is no query: leave the query out to list everything.")
    if len(text) > MAX_CHARACTERS:
        notes.add(f"Only the first {MAX_CHARACTERS:,} characters of the query were read.")
        text = text[:MAX_CHARACTERS]
    text = _HALF_LETTERS.sub("\ufffd", text)
    tokens = _balance(scan(text, notes), notes)
    node = _Parser(tokens, notes, now).parse_query()
    if node is None and text.strip():
        notes.add("There is no word in the query that could be searched for.")
        node = Word(_without_words(text), 0, len(text))
    return ParsedQuery(node, tuple(notes.warnings))


def _without_words(text: str) -> str:
    """What stands for a query of punctuation only: a word that no article has."""
    marks = "".join(mark for mark in text if not (mark.isalnum() or mark.isspace()))
    return marks[:_MAX_MARKS] if marks.strip("*") else "?"


def _parse_plain(text: str) -> Node | None:
    """The usual query at a tenth of the cost: words of ASCII letters and figures, a phrase of them, the
    beginning of one; None for any other."""
    if not text.isascii():
        return None
    if text.isalnum() and len(text) <= _LONGEST:
        return None if text in _OPERATORS else Word(text, 0, len(text))
    if text[-1:] == "*" and text[:-1].isalnum() and MIN_PREFIX < len(text) <= _LONGEST:
        return Prefix(text[:-1], 0, len(text))
    is_phrase = len(text) > 1 and text[0] == '"' == text[-1]
    words = text[1:-1].split(" ") if is_phrase else text.split(" ")
    if len(words) > MAX_DISTINCT_WORDS:
        return None
    for word in words:
        if not word.isalnum() or len(word) > _LONGEST:
            return None
    return Phrase(tuple(words), 0, 0, len(text)) if is_phrase else _plain_tree(words, text)


_known_plain = lru_cache(_N_KNOWN)(_parse_plain)


def _plain_tree(words: list[str], text: str) -> Node | None:
    nodes: list[Node] = []
    at = 0
    for word in words:
        end = at + len(word)
        if word not in _OPERATORS:
            nodes.append(Word(word, at, end))
        at = end + 1
    if len(nodes) == len(words):
        return Words(tuple(nodes))
    joint = words[1]
    is_joined = words[1::2].count(joint) == len(words) - len(nodes) == len(nodes) - 1
    if not is_joined or joint not in {"AND", "OR"} or text.isupper():
        return None
    return Or(tuple(nodes)) if joint == "OR" else And(tuple(nodes))


def all_of(nodes: Sequence[Node]) -> Node | None:
    """AND of `nodes`, flat; one node is itself."""
    flat = _flat(nodes, And)
    return flat[0] if len(flat) == 1 else And(tuple(flat)) if flat else None


def any_of(nodes: Sequence[Node]) -> Node | None:
    """OR of `nodes`, flat; one node is itself."""
    flat = _flat(nodes, Or)
    return flat[0] if len(flat) == 1 else Or(tuple(flat)) if flat else None


def side_by_side(nodes: Sequence[Node]) -> Node | None:
    """Nodes without an operator between them: bare words and phrases as Words, AND all the rest, which
    somebody took the trouble to say exactly (a field, a date, a group, a NOT)."""
    bare: list[Node] = []
    stated: list[Node] = []
    for node in _flat(nodes, Words):
        (bare if isinstance(node, _BARE) else stated).append(node)
    words: list[Node] = [Words(tuple(bare))] if len(bare) > 1 else bare
    return all_of([*words, *stated])


def negated(node: Node) -> Node:
    """NOT `node`; twice is nothing."""
    return node.child if isinstance(node, Not) else Not(node)


def _flat(nodes: Sequence[Node], kind: type[And] | type[Or] | type[Words]) -> list[Node]:
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, kind):
            flat += node.children
        else:
            flat.append(node)
    return flat


def _balance(tokens: list[Token], notes: Notes) -> list[Token]:
    """Drops brackets without a partner or too deep, closes the open ones."""
    kept: list[Token] = []
    depths: list[bool] = []  # for each open bracket whether it was kept
    for token in tokens:
        if token.kind is Kind.OPEN:
            depths.append(len(depths) < MAX_DEPTH)
            if not depths[-1]:
                notes.add(f"Brackets deeper than {MAX_DEPTH} were left out.")
                continue
        elif token.kind is Kind.CLOSE:
            if not depths:
                notes.add("A closing bracket has no partner: it was left out.")
                continue
            if not depths.pop():
                continue
        kept.append(token)
    if any(depths):
        notes.add("A bracket is not closed: it was closed at the end.")
    return kept + [Token(Kind.CLOSE, ")", 0, 0)] * sum(depths)


class _Parser:
    """Recursive descent over balanced tokens: OR over AND over words side by side over NOT."""

    def __init__(self, tokens: list[Token], notes: Notes, now: datetime | None) -> None:
        self._tokens = tokens
        self._notes = notes
        self._now = now
        self._n_words = sum(token.kind is Kind.WORD for token in tokens)
        self._next = 0
        self._field: str | None = None
        self._distinct: set[str] = set()
        self._n_expanded = 0

    def parse_query(self) -> Node | None:
        return self._any()

    def _kind(self) -> Kind | None:
        return self._tokens[self._next].kind if self._next < len(self._tokens) else None

    def _any(self) -> Node | None:
        return self._joined(Kind.OR, self._all, any_of)

    def _all(self) -> Node | None:
        return self._joined(Kind.AND, self._beside, all_of)

    def _joined(
        self,
        operator: Kind,
        operand: Callable[[], Node | None],
        join: Callable[[Sequence[Node]], Node | None],
    ) -> Node | None:
        nodes = [operand()]
        while self._kind() is operator:
            self._next += 1
            nodes.append(operand())
        return join([node for node in nodes if node is not None])

    def _beside(self) -> Node | None:
        nodes: list[Node] = []
        while self._kind() not in {None, Kind.CLOSE, Kind.AND, Kind.OR}:
            nodes += self._one()
        return side_by_side(nodes)

    def _one(self) -> list[Node]:
        is_negated = False
        while self._kind() is Kind.NOT:
            is_negated = not is_negated
            self._next += 1
        if self._next >= len(self._tokens):
            return []
        token = self._tokens[self._next]
        self._next += 1
        nodes = self._in_field(token) if token.kind is Kind.FIELD else self._operand(token)
        if not is_negated:
            return nodes
        node = side_by_side(nodes)
        return [negated(node)] if node is not None else []

    def _operand(self, token: Token) -> list[Node]:
        if token.kind is Kind.OPEN:
            group = self._any()
            self._next += 1  # its closing bracket: tokens are balanced
            return [group] if group is not None else []
        if token.kind is Kind.PHRASE:
            words = self._within_bounds(split_words(token.text))
            return [Phrase(tuple(words), token.slop, token.start, token.end)] if words else []
        return self._word(token) if token.kind is Kind.WORD else self._literal(token)

    def _in_field(self, token: Token) -> list[Node]:
        if self._next >= len(self._tokens):
            return []
        value = self._tokens[self._next]
        if value.kind not in {Kind.WORD, Kind.LITERAL, Kind.PHRASE, Kind.OPEN}:
            return []  # its bracket was left out
        if self._field is not None:
            self._notes.add(f"“{token.text}:” inside “{self._field}:” was searched as a word.")
            return self._literal(replace(token, kind=Kind.LITERAL))
        self._next += 1
        if token.text == "date":
            return self._dates(value)
        self._field = token.text
        child = side_by_side(self._operand(value))
        self._field = None
        return [InField(token.text, child)] if child is not None else []

    def _dates(self, value: Token) -> list[Node]:
        if value.kind is Kind.OPEN:
            self._notes.add("“date:” takes one value, so its brackets were searched as words.")
            return self._operand(value)
        try:
            return [parse_date_range(value.text.strip(), self._now)]
        except DateError as error:
            self._notes.add(f"date:{value.text} was searched as words: {error}.")
            return self._literal(value)

    def _word(self, token: Token) -> list[Node]:
        text = token.text
        if text[0] == "*" and len(text) > 2 and text.endswith("*"):
            return self._literal(token)  # *stressed*
        if text[0] == "*" and text[1:2].isalnum():
            self._refuse("A query cannot begin a word with *", token)
        boost = _BOOST.search(text)
        if boost:
            self._notes.add(f"{boost.group()} was left out: weights are not part of the language.")
            text = text[: boost.start()]
        if text.startswith("="):
            return self._exact(token)
        fuzzy = _FUZZY.search(text)
        if fuzzy:
            return self._fuzzy(token, text[: fuzzy.start()], fuzzy[1])
        if text.endswith("*"):
            return self._prefix(token, text)
        return self._literal(replace(token, text=text))

    def _exact(self, token: Token) -> list[Node]:
        words = self._within_bounds(split_words(token.text))
        return [Word(word, token.start, token.end, is_exact=True) for word in words]

    def _prefix(self, token: Token, text: str) -> list[Node]:
        core = trim(text.rstrip("*"))
        letters = fold(core).replace("'", "")
        if not letters.isalnum():
            self._notes.add(f"The * of {text} was left out: it works after one plain word.")
            return self._literal(token)
        if len(letters) < MIN_PREFIX:
            self._refuse(f"{core}* is too short: a prefix needs {MIN_PREFIX} letters", token)
            return self._literal(token)
        if not self._may_expand(f"The * of {text}"):
            return self._literal(token)
        self._within_bounds([core])
        return [Prefix(core, token.start, token.end)]

    def _fuzzy(self, token: Token, text: str, asked: str) -> list[Node]:
        core = trim(text)
        if not fold(core).replace("'", "").isalnum() or len(core) < MIN_PREFIX:
            self._notes.add(
                f"The ~ of {token.text} was left out: it works after a word of three letters."
            )
            return self._literal(replace(token, text=text))
        edits = int(float(asked)) if asked else 1
        if not 1 <= edits <= MAX_EDITS:
            self._notes.add(f"A word may differ in one or two letters: {token.text} was read so.")
        if not self._may_expand(f"The ~ of {token.text}"):
            return self._literal(replace(token, text=text))
        self._within_bounds([core])
        return [Fuzzy(core, max(1, min(edits, MAX_EDITS)), token.start, token.end)]

    def _refuse(self, reason: str, token: Token) -> None:
        if self._n_words <= MAX_WORDS_REFUSED:
            raise QueryError(f"{reason}.", token.start)
        self._notes.add(f"{reason}: the * was left out.")

    def _may_expand(self, what: str) -> bool:
        self._n_expanded += 1
        if self._n_expanded > MAX_EXPANDED:
            self._notes.add(f"{what} was left out: a query may have {MAX_EXPANDED} of * and ~.")
        return self._n_expanded <= MAX_EXPANDED

    def _literal(self, token: Token) -> list[Node]:
        words = self._within_bounds(split_words(token.text))
        return [Word(word, token.start, token.end) for word in words]

    def _within_bounds(self, words: list[str]) -> list[str]:
        """Without the words that would make too many different ones."""
        kept = []
        for word in words:
            folded = fold(word)
            if folded in self._distinct or len(self._distinct) < MAX_DISTINCT_WORDS:
                self._distinct.add(folded)
                kept.append(word)
            else:
                self._notes.add(
                    f"Only the first {MAX_DISTINCT_WORDS} different words were searched for."
                )
        return kept
