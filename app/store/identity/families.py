"""Which spellings of one surname are one person: a pure function of all spellings the archive has.

Since it looks at the whole family each time, the result does not depend on the order in which articles
arrived. It merges only where one answer is left; where two persons would fit, all stay apart.

Stages: (1) spellings with a full given name, by first given name: a form without a middle name joins
the only middle name there is; (2) initials join the only given name that they fit. A bare surname is no
spelling: whom it means, `identification` decides article by article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A spelling: its given names (initials are single letters) and generation. `hand_head` is whom a person
    merged it into, itself if split off by hand."""

    number: int
    key: str
    given: tuple[str, ...]
    generation: str
    hand_head: int | None = None


def settled(members: Sequence[Member]) -> dict[int, int | None]:
    """The head of every member, by number; None where it is one itself. Heads have no head."""
    head_of: dict[int, int] = {}
    # Who was split off by hand stays alone; who was merged by hand still stands for its own spellings.
    free = sorted(
        (each for each in members if each.hand_head != each.number), key=lambda each: each.key
    )
    full = [each for each in free if each.given and not _is_initial(each.given[0])]
    persons = _with_middle_names(full)
    for person in persons:  # 1
        for each in person[1:]:
            head_of[each.number] = person[0].number
    for each in free:
        if each.given and _is_initial(each.given[0]):  # 2
            fitting = [person for person in persons if _fits_initials(each, person[0])]
            if len(fitting) == 1:
                head_of[each.number] = fitting[0][0].number
    for each in members:
        if each.hand_head is not None and each.hand_head != each.number:
            head_of[each.number] = each.hand_head
    return {each.number: _followed(each.number, head_of) for each in members}


def _with_middle_names(full: Iterable[Member]) -> list[list[Member]]:
    """Groups of spellings that are one person, the head first: the form without a middle name where
    there is one, else the first by key."""
    by_given: dict[tuple[str, str], list[Member]] = {}
    for each in full:
        by_given.setdefault((each.given[0], each.generation), []).append(each)
    persons: list[list[Member]] = []
    for same_given in by_given.values():
        groups: list[list[Member]] = []
        for each in sorted(same_given, key=lambda each: (-_detail(each), each.key)):
            fitting = [
                group for group in groups if all(_middles_fit(each, other) for other in group)
            ]
            if len(fitting) == 1:
                fitting[0].append(each)
            else:
                groups.append([each])
        persons += [sorted(group, key=lambda each: (len(each.given), each.key)) for group in groups]
    return persons


def _detail(member: Member) -> int:
    return sum(map(len, member.given[1:]))


def _middles_fit(first: Member, second: Member) -> bool:
    """Whether two lists of middle names can be one person's: one is empty, or they agree in turn, an
    initial with what it begins."""
    shorter, longer = sorted((first.given[1:], second.given[1:]), key=len)
    if not shorter:
        return True
    return all(
        one.startswith(other) or other.startswith(one)
        for one, other in zip(shorter, longer, strict=False)
    )


def _fits_initials(initials: Member, person: Member) -> bool:
    if initials.generation and initials.generation != person.generation:
        return False
    if not person.given[0].startswith(initials.given[0]):
        return False
    rest, middle = initials.given[1:], person.given[1:]
    return all(
        one.startswith(other) or other.startswith(one)
        for one, other in zip(rest, middle, strict=False)
    )


def _is_initial(given: str) -> bool:
    return len(given) == 1


def _followed(number: int, head_of: dict[int, int]) -> int | None:
    seen = {number}
    head = head_of.get(number)
    while head is not None and head in head_of and head not in seen:
        seen.add(head)
        head = head_of[head]
    return None if head == number else head
