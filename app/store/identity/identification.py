"""Whom a bare surname or a description of one article means, by what other articles say: pure decisions.

Cross-document coreference by two kinds of evidence, as in Bagga and Baldwin (1998) and the later work on social
context: the office that a person is said to hold at the time, and the company, others who are named together with
the person elsewhere. Only one answer will do: where the evidence fits two persons, nobody is meant.

These decisions depend on the evidence given and not on its order. What is given is bounded for names that very many
articles have (`identities.NEWEST`): past that, the order of storing can matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# An office may have changed hands when nobody has stated who has it for so long.
_STATEMENT_HOLDS = timedelta(days=366)
# One article may have it wrong.
_LEAST_STATEMENTS = 2
# One common acquaintance is a coincidence.
_LEAST_COMPANY = 2
MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Statement:
    """An article says that a person has a role; `at` is None where it has no date. `words` tell the role from
    others."""

    person: int
    article: str
    at: datetime | None
    role: str
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A bare surname of one article: the roles stated there (their words), and who else is named, by number."""

    number: int
    at: datetime | None
    roles: tuple[frozenset[str], ...]
    company: frozenset[int]

    @property
    def has_evidence(self) -> bool:
        """Whether anything could show who is meant."""
        return bool(self.roles) or len(self.company) >= _LEAST_COMPANY


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of that surname: statements of roles, and beside whom of those asked about the archive names them."""

    person: int
    statements: tuple[Statement, ...]
    company: frozenset[int]


@dataclass(frozen=True, slots=True)
class Identified:
    """Who is meant, and why. `n_evidence` counts articles that state the role, or common company;
    `articles` are some that show it (of company the caller finds them), `shared` the company by number."""

    person: int
    kind: str  # role, company
    role: str | None
    n_evidence: int
    articles: tuple[str, ...]
    shared: tuple[int, ...] = ()

    @property
    def confidence(self) -> float:
        """Laplace's rule of succession: what so many witnesses and no dissent make of it. Not calibrated."""
        return round((self.n_evidence + 1) / (self.n_evidence + 2), 3)


def office_holder(statements: Sequence[Statement], at: datetime | None) -> Identified | None:
    """Who had an office at a time, by everything the archive states of it; None where two may have, or too
    little is known. A text without a date asks for the only one who ever had it."""
    people = {each.person for each in statements}
    if at is None:
        holders = people
    else:
        # Whoever had it at a time unknown may have had it then.
        undated = people - {each.person for each in statements if each.at is not None}
        holders = undated | _holders(statements, at)
    if len(holders) != 1:
        return None
    person = holders.pop()
    own = [each for each in statements if each.person == person]
    if at is not None and all(each.at is None for each in own):
        return None
    return _by_role(person, own, at) if _n_articles(own) >= _LEAST_STATEMENTS else None


def bearer(unplaced: Unplaced, candidates: Sequence[Candidate]) -> Identified | None:
    """Which of the persons of that surname is meant; None where none is shown to be, or two may be."""
    fitting = {
        each.person: [one for one in each.statements if _fits(one, unplaced)] for each in candidates
    }
    shared = {each.person: sorted(unplaced.company & each.company) for each in candidates}
    possible = [each for each in candidates if fitting[each.person] or shared[each.person]]
    if len(possible) != 1:
        return None
    only = possible[0]
    if fitting[only.person]:
        return _by_role(only.person, fitting[only.person], unplaced.at)
    # A role that the person is never said to have speaks against it.
    contradicts = bool(unplaced.roles and only.statements)
    if contradicts or len(shared[only.person]) < _LEAST_COMPANY:
        return None
    others = shared[only.person]
    return Identified(only.person, "company", None, len(others), (), tuple(others))


def _holders(statements: Iterable[Statement], at: datetime) -> set[int]:
    """Those whose time in office a moment lies in; else those whose time is near."""
    times: dict[int, list[datetime]] = {}
    for each in statements:
        if each.at is not None:
            times.setdefault(each.person, []).append(each.at)
    within = {person for person, dates in times.items() if min(dates) <= at <= max(dates)}
    return within or {
        person
        for person, dates in times.items()
        if min(dates) - _STATEMENT_HOLDS <= at <= max(dates) + _STATEMENT_HOLDS
    }


def _fits(statement: Statement, unplaced: Unplaced) -> bool:
    """Whether a person's role can be the one stated beside the bare surname, at that time."""
    then, now, stated = statement.at, unplaced.at, statement.words
    if then is not None and now is not None and abs(then - now) > _STATEMENT_HOLDS:
        return False
    return any(words <= stated or (stated and stated <= words) for words in unplaced.roles)


def _by_role(person: int, own: Sequence[Statement], at: datetime | None) -> Identified:
    """With the statements nearest in time as examples."""

    def distance(each: Statement) -> tuple[float, str, str]:
        apart = abs((each.at - at).total_seconds()) if each.at and at else float("inf")
        return apart, each.article, each.role

    nearest = sorted(own, key=distance)
    examples = list(dict.fromkeys(each.article for each in nearest))[:MOST_EXAMPLES]
    return Identified(person, "role", nearest[0].role, _n_articles(own), tuple(examples))


def _n_articles(statements: Iterable[Statement]) -> int:
    return len({each.article for each in statements})
