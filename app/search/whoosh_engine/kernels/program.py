"""A request as the flat program that `query.c` runs: a header, what to look up, filters, facets, and the plan
in prefix order, each node with its length. Numbers of 64 bits come first, then reals, then text.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from struct import pack
from typing import Any, Final, TypeAlias

from app.search.interface import Duplicates, SearchRequest, Sort
from app.search.whoosh_engine.answer import Position, group_of
from app.search.whoosh_engine.execution.filters import numbered_values
from app.search.whoosh_engine.execution.matching import Execution, language_mask
from app.search.whoosh_engine.kernels.library import address
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
)
from app.search.whoosh_engine.segments.schema import NO_DATE, TEXT
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot

# Part of what a plan is made of; the same numbers stand in plans.h and answers.h.
_TERM, _PREFIX, _NUMBERS = range(3)
_SCORED, _ROW, _KEYS, _DATES, _EVERYTHING, _ALL, _SOME, _BONUS, _GIVEN = range(9)
_VALUES, _WHOLE_NUMBERS, _AT_LEAST, _HAS_VALUE = range(4)
# Looking a member up in its class is slow.
_RELEVANCE: Final = Sort.RELEVANCE
_RANDOM: Final = Sort.RANDOM
_ONLY: Final = Duplicates.ONLY
_SHOW: Final = Duplicates.SHOW
_MOST: Final = 2**63 - 1
_GOLDEN: Final = 0x9E3779B97F4A7C15
_N_HEADER: Final = 17
# What nearly every program has: no last hit's key, and the usual weights by place.
_KNOWN_REALS: Final = {1.0: 0, TITLE_POINTS: 1}
_PLAIN_REALS: Final = array("d", (0.0, *_KNOWN_REALS)).tobytes()
_MAX_FILTERS: Final = 64
_MOST_WORDS: Final = 16
_MAX_FACETS: Final = 64
# Kind, least, field, points, field and key of a bonus, and the words.
BareWords: TypeAlias = tuple[int | float | bytes, ...]


class Program:
    """A request on one snapshot, to be run once. `prefixes` and `facets`: labels and fields in the order of
    their parts of the answer."""

    __slots__ = (
        "_deadline", "_kept", "_leaf_numbers", "_leaves", "_n_text", "_reals", "_request", "_snapshot",
        "_text", "facets", "n_leaves", "prefixes",
    )  # fmt: skip

    def __init__(
        self, snapshot: CollectionSnapshot, request: SearchRequest, deadline: float
    ) -> None:
        self._snapshot, self._request, self._deadline = snapshot, request, deadline
        self._leaves: list[int] = []
        self._leaf_numbers: dict[tuple[int, str, bytes], int] = {}
        self._reals: list[float] = []
        self._text: list[bytes] = []
        self._n_text = 0
        self._kept: list[Any] = []  # what the program has addresses of
        self.n_leaves = 0
        self.prefixes: list[str] = []
        self.facets: list[str] = []

    def encode(
        self, plan: Plan, after: Position | None, places_at: int, sizes: tuple[int, int]
    ) -> bytes:
        """The whole program; `places_at` is where the places of all hits go, 0 for nowhere; `sizes` are
        those of the answer and of the memory that it is part of."""
        request = self._request
        tree = _WRITERS[type(plan)](self, plan)
        filters, n_filters = self._filters()
        facets = self._facets() if request.facets else ()
        order, column, seed = order_of(self._snapshot, request)
        reals = _PLAIN_REALS
        if after is not None or self._reals:
            key = 0.0 if after is None else after.key
            reals = array("d", (key, *_KNOWN_REALS, *self._reals)).tobytes()
        n_numbers = _N_HEADER + len(self._leaves) + len(filters) + len(facets) + len(tree)
        numbers = pack(
            f"{n_numbers}q", n_numbers, len(reals) // 8, *sizes, int(self._deadline * 1e9), request.limit + 1,
            order, column, seed, after is not None, 0 if after is None else after.number, self._group(),
            self.n_leaves, n_filters, len(self.facets), request.facet_size, places_at,
            *self._leaves, *filters, *facets, *tree,
        )  # fmt: skip
        return b"".join((numbers, reals, *self._text))

    def _group(self) -> int:
        group = group_of(self._request)
        return -1 if group is None else self._snapshot.columns[f"@{group}"]

    def _put(self, text: bytes) -> tuple[int, int]:
        """Adds text; where it is and how long."""
        at, length = self._n_text, len(text)
        self._text.append(text)
        self._n_text = at + length
        return at, length

    def _real(self, value: float) -> int:
        known = _KNOWN_REALS.get(value)
        if known is not None:
            return known
        self._reals.append(value)
        return len(self._reals) + 1

    def _leaf(self, kind: int, field: str, text: bytes) -> int:
        """The number of what is looked up, the same for the same."""
        key = (kind, field, text)
        number = self._leaf_numbers.get(key)
        if number is None:
            self._leaves += (kind, self._snapshot.fields[field], *self._put(text))
            number = self._leaf_numbers[key] = self.n_leaves
            self.n_leaves = number + 1
        return number

    def _term(self, plan: Term) -> list[int]:
        if plan.field == BODY:
            return self._given(plan)
        leaf = self._leaf(_TERM, plan.field, plan.term)
        masks = 0 if plan.languages is None else self._masks(plan.languages)
        return [_SCORED, 5, leaf, self._real(plan.weight), masks]

    def _masks(self, languages: frozenset[str | None]) -> int:
        snapshot = self._snapshot
        key, values = (snapshot.token, languages), snapshot.caches.values
        known: tuple[array[int], list[Any]] | None = values.find(key)
        if known is None:
            masks = [language_mask(view, languages) for view in snapshot.segments]
            known = (array("Q", map(address, masks)), masks)
            values.keep(key, known, snapshot.n_docs)
        self._kept.append(known)
        return known[0].buffer_info()[0]

    def _row(self, plan: Row) -> list[int]:
        if plan.field == BODY:
            return self._given(plan)
        node = [_ROW, 0, plan.slop, len(plan.slots)]
        for number, slot in enumerate(plan.slots):
            nth = plan.slots[:number].count(slot) if plan.slop else 0
            node += (len(slot), nth)
            for term in slot:
                node += self._term(term)[2:]
        node[1] = len(node)
        return node

    def _prefixed(self, plan: Prefixed) -> list[int]:
        self.prefixes.append(plan.label)
        leaf = self.n_leaves  # its own, as each is told apart
        self._leaves += (_PREFIX, self._snapshot.fields[plan.field], *self._put(plan.prefix))
        self.n_leaves += 1
        return [_SCORED, 5, leaf, self._real(plan.weight), 0]

    def _expanded(self, plan: Expanded) -> list[int]:
        given = array("q")
        for numbers in plan.numbers:
            given.extend((address(numbers), len(numbers)))
        self._kept.append(given)
        leaf = self.n_leaves
        self._leaves += (_NUMBERS, self._snapshot.fields[plan.field], given.buffer_info()[0], 0)
        self.n_leaves += 1
        return [_SCORED, 5, leaf, self._real(plan.weight), 0]

    def _keys(self, plan: Keys) -> list[int]:
        node = [_KEYS, 0, self._snapshot.fields[plan.field], len(plan.values)]
        for value in plan.values:
            node += self._put(value.encode("utf-8", "surrogatepass"))
        node[1] = len(node)
        return node

    def _dates(self, plan: Dates) -> list[int]:
        low, high = _date_range(plan.start, plan.end)
        return [_DATES, 5, self._snapshot.columns["#published_at"], low, high]

    def _everything(self, _: Everything) -> list[int]:
        return [_EVERYTHING, 2]

    def _all(self, plan: All) -> list[int]:
        node = [_ALL, 0, len(plan.children), len(plan.without)]
        for child in plan.children:
            node += _WRITERS[type(child)](self, child)
        for child in plan.without:
            node += _WRITERS[type(child)](self, child)
        node[1] = len(node)
        return node

    def _some(self, plan: Some) -> list[int]:
        node = [_SOME, 0, len(plan.children), plan.at_least]
        for child in plan.children:
            node += _WRITERS[type(child)](self, child)
        node[1] = len(node)
        return node

    def _bonus(self, plan: Bonus) -> list[int]:
        child = _WRITERS[type(plan.child)](self, plan.child)
        at, length = self._put(plan.key.encode())
        field = self._snapshot.fields[plan.field]
        return [_BONUS, 6 + len(child), field, at, length, self._real(plan.points), *child]

    def _given(self, plan: Plan) -> list[int]:
        """What only numpy can find, found already."""
        execution = Execution(self._snapshot, self._deadline)
        given = array("q")
        for place in range(len(self._snapshot.segments)):
            found = execution.run_in_time(plan, place)
            self._kept.append(found)
            given.extend((address(found.docs), address(found.scores), len(found)))
        self._kept.append(given)
        return [_GIVEN, 3, given.buffer_info()[0]]

    def _filters(self) -> tuple[list[int], int]:
        request, snapshot, schema = self._request, self._snapshot, self._snapshot.schema
        tests: list[int] = []
        n = 0
        for each in request.filters:
            if each.field not in schema.keys or not (each.include or each.exclude):
                continue
            values = (*each.include, *each.exclude)
            n_test = 5 + 2 * len(values)
            tests += (
                _VALUES,
                n_test,
                snapshot.fields[each.field],
                len(each.include),
                len(each.exclude),
            )
            for value in values:
                tests += self._put(value.encode("utf-8", "surrogatepass"))
            n += 1
        if request.published_from is not None or request.published_to is not None:
            low, high = _date_range(request.published_from, request.published_to)
            tests += (_WHOLE_NUMBERS, 5, snapshot.columns["#published_at"], low, high)
            n += 1
        if request.has_quotations is not None and "n_quotations" in schema.numbers:
            low, high = (1, _MOST) if request.has_quotations else (-_MOST, 1)
            tests += (_WHOLE_NUMBERS, 5, snapshot.columns["#n_quotations"], low, high)
            n += 1
        if request.min_confidence is not None and "confidence" in schema.numbers:
            least = self._real(request.min_confidence)
            tests += (_AT_LEAST, 4, snapshot.columns["#confidence"], least)
            n += 1
        if request.duplicates is _ONLY and "story" in schema.keys:
            tests += (_HAS_VALUE, 3, snapshot.fields["story"])
            n += 1
        return tests, n

    def _facets(self) -> list[int]:
        entries: list[int] = []
        request, snapshot = self._request, self._snapshot
        filtered = {each.field for each in request.filters if each.include or each.exclude}
        for name in request.facets:
            if name in snapshot.schema.keys:
                values = numbered_values(snapshot, name)
                self._kept.append(values)
                is_filtered = name in filtered
                entries += (snapshot.fields[name], is_filtered, values.n_values, *values.addresses)
                self.facets.append(name)
        return entries


def words_of(snapshot: CollectionSnapshot, plan: Plan) -> BareWords | None:
    """A plan of a few words as `onrecord_words` takes them: a tenth of a program's cost. None for any other."""
    joint, points, keys, key = plan, 0.0, 0, b""
    if isinstance(plan, Bonus):
        joint, points, keys, key = (
            plan.child,
            plan.points,
            snapshot.fields[plan.field],
            plan.key.encode(),
        )
    kind, least = _TERM, 1
    if isinstance(joint, Term):
        found = _terms((joint,))
    elif isinstance(joint, All):
        kind, found = _ALL, None if joint.without else _terms(joint.children)
    elif isinstance(joint, Some):
        kind, least, found = _SOME, joint.at_least, _terms(joint.children)
    else:
        return None
    if found is None:
        return None
    return kind, least, snapshot.fields[TEXT], points, keys, key, *found


def order_of(snapshot: CollectionSnapshot, request: SearchRequest) -> tuple[int, int, int]:
    """The order that is asked for, the column and the seed that it is made from."""
    sort, columns = request.sort, snapshot.columns
    if sort is _RELEVANCE:
        return 0, 0, 0
    if sort is _RANDOM:
        return 3, columns["#number"], _signed(request.seed * _GOLDEN + _GOLDEN)
    return 1 if sort is Sort.NEWEST else 2, columns["#published_at"], 0


def _terms(plans: Sequence[Plan]) -> list[bytes] | None:
    """Terms of the text that count once and in every language; None for anything else."""
    found: list[bytes] = []
    for plan in plans:
        if type(plan) is not Term or plan.languages or plan.weight != 1.0 or plan.field != TEXT:
            return None
        found.append(plan.term)
    return found if 0 < len(found) <= _MOST_WORDS else None


def is_simple(request: SearchRequest) -> bool:
    """Whether nothing but the first hits of a query is asked."""
    return not (
        request.filters or request.facets or request.group_by_utterance
        or request.published_from is not None or request.published_to is not None
        or request.has_quotations is not None or request.min_confidence is not None
        or request.duplicates is not _SHOW or request.sort is _RANDOM
    )  # fmt: skip


def fits(request: SearchRequest) -> bool:
    """Whether the kernels have room for a request."""
    return len(request.filters) + 4 <= _MAX_FILTERS and len(request.facets) <= _MAX_FACETS


def _date_range(start: int | None, end: int | None) -> tuple[int, int]:
    low = NO_DATE + 1 if start is None else max(start, NO_DATE + 1)
    return min(low, _MOST), _MOST if end is None else max(-_MOST, min(end, _MOST))


def _signed(number: int) -> int:
    """64 bits of a number as a signed one."""
    number &= 2**64 - 1
    return number - 2**64 if number >> 63 else number


_WRITERS: Final[Mapping[type[Any], Callable[[Program, Any], list[int]]]] = {
    Term: Program._term,
    Row: Program._row,
    Prefixed: Program._prefixed,
    Expanded: Program._expanded,
    Keys: Program._keys,
    Dates: Program._dates,
    Everything: Program._everything,
    All: Program._all,
    Some: Program._some,
    Bonus: Program._bonus,
}
