"""Names in filters and in words: an id or any form of a name becomes ids, and other forms of a name
are looked for too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.search.interface import Collection, Filter, Match, SearchEngine, SearchRequest
from app.search.query_language import Fuzzy, InField, Node, Word, Words
from app.search.query_language import nodes as tree
from app.store.handles import StoreSession
from app.store.reading import name_forms, sources, speakers
from app.store.reading.speakers import SpeakerRow
from app.text.folding import fold, fold_name

# A name that fits more people than this says nothing about any of them.
_MOST_NAMESAKES = 20
# Shorter words are another name with one letter changed; longer ones are misspelt twice.
_LEAST_MISSPELT = 4
_TWO_MISTAKES = 9
_MOST_WORDS = 5
_MOST_NEAREST = 5
# Letters of a word that may be a misspelt name.
_LONGEST_NAME = 40
# Words whose other forms are remembered: some megabytes.
_MOST_REMEMBERED = 20_000
# What a filter of values that nobody has is turned into: it must find nothing, not everything.
NOBODY = "none"


@dataclass(slots=True)
class Resolved:
    """Filters in the engine's words, with what to tell the caller."""

    filters: list[Filter] = field(default_factory=list)
    understood: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def add(self, name: str, include: Iterable[str], exclude: Iterable[str]) -> None:
        """Adds a filter of exact values."""
        one = Filter(name, tuple(dict.fromkeys(include)), tuple(dict.fromkeys(exclude)))
        if one.include or one.exclude:
            self.filters.append(one)
            self.understood[name] = [*one.include, *(f"-{value}" for value in one.exclude)]


def resolve_values(resolved: Resolved, name: str, values: Sequence[str]) -> None:
    """Values that stand for themselves."""
    include, exclude = _split(values)
    resolved.add(name, include, exclude)


def resolve_people(
    resolved: Resolved,
    session: StoreSession,
    engine: SearchEngine,
    name: str,
    values: Sequence[str],
) -> None:
    """Speakers by id or any form of their names; several may have one name. A name that nobody has stands
    for those that differ from it in a letter or two, with a warning."""

    def find(value: str) -> list[str]:
        found = speakers.find(session, value)[:_MOST_NAMESAKES]
        if len(found) > 1:
            resolved.warnings.append(
                f"{value!r} fits {len(found)} speakers, all are meant: {_listed(found)}."
            )
        if not found and (found := _nearest_people(session, engine, value)):
            resolved.warnings.append(
                f"No {name} is known as {value[:100]!r}: {_listed(found)} was searched for."
            )
        return [one.id for one in found]

    _resolve(resolved, name, values, find)


def _nearest_people(session: StoreSession, engine: SearchEngine, name: str) -> list[SpeakerRow]:
    """Whom the archive quotes under nearly that name, the most quoted first."""
    words = [word for word in fold_name(name).split() if len(word) >= _LEAST_MISSPELT]
    if not words or len(words) > _MOST_WORDS or max(map(len, words)) > _LONGEST_NAME:
        return []
    near = tuple(Fuzzy(word, 1 if len(word) < _TWO_MISTAKES else 2) for word in words)
    request = SearchRequest(
        collection=Collection.QUOTATIONS,
        query=InField("speaker", Words(near)),
        match=Match.ALL,
        facets=("speaker",),
        facet_size=_MOST_NEAREST,
        limit=1,
    )
    facets = engine.search(request).facets.get("speaker", ())
    return speakers.by_ids(session, [each.value for each in facets])


def resolve_sources(
    resolved: Resolved, session: StoreSession, name: str, values: Sequence[str]
) -> None:
    """Publishers by id or name."""

    def find(value: str) -> list[str]:
        found = sources.find(session, value)
        return [] if found is None else [found]

    _resolve(resolved, name, values, find)


def _resolve(
    resolved: Resolved, name: str, values: Sequence[str], find: Callable[[str], list[str]]
) -> None:
    if not values:
        return
    include, exclude = _split(values)
    found = {value: find(value) for value in dict.fromkeys([*include, *exclude])}
    resolved.warnings += [
        f"No {name} is known as {value[:100]!r}." for value, ids in found.items() if not ids
    ]
    included = [one for value in include for one in found[value]]
    if include and not included:
        included = [NOBODY]
    resolved.add(name, included, [one for value in exclude for one in found[value]])


def _split(values: Sequence[str]) -> tuple[list[str], list[str]]:
    include = [value for value in values if value and not value.startswith("-")]
    return include, [value[1:] for value in values if len(value) > 1 and value.startswith("-")]


def _listed(found: Sequence[SpeakerRow]) -> str:
    return ", ".join(f"{one.name} ({one.id})" for one in found)


def synonyms(
    session: StoreSession, node: Node | None, known: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Other forms of the names among the words of a query, both folded: what else the same person is
    called by in this archive. `known` remembers words, as long as the archive does not change."""
    words = {fold(word) for word in _plain_words(node)}
    candidates = [word for word in words if len(word) > 2 and word.isalpha()]
    missing = [word for word in candidates if word not in known]
    if missing:
        found = name_forms.other_forms(session, missing)
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        known.update((word, found.get(word, ())) for word in missing)
    return {word: forms for word in candidates if (forms := known.get(word))}


def _plain_words(node: Node | None) -> Iterable[str]:
    if isinstance(node, Word):
        if not node.is_exact:
            yield node.text
    elif isinstance(node, tree.InField | tree.Not):
        yield from _plain_words(node.child)
    elif isinstance(node, tree.And | tree.Or | tree.Words):
        for child in node.children:
            yield from _plain_words(child)
