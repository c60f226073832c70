"""A search as it was asked for becomes the engine's request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from app.api.deps import Archive
from app.api.moments import end_of, start_of
from app.api.names import (
    Resolved,
    resolve_people,
    resolve_sources,
    resolve_values,
    synonyms,
)
from app.api.problems.errors import InvalidValueError
from app.api.problems.nearest import nearest_name, repeating
from app.api.shapes.parameters import ArticleFilters, ArticleSearch, Filters, Paged, QuotationSearch
from app.search.interface import (
    Collection,
    Duplicates,
    Match,
    SearchPage,
    SearchRequest,
    Sort,
)
from app.search.query_language import parse, print_query
from app.store.handles import StoreSession


@dataclass(slots=True)
class Plan:
    """A search ready to run, with what to tell the caller about how it was understood."""

    request: SearchRequest
    q: str | None
    parsed: str | None
    filters: dict[str, Any]
    warnings: list[str]

    def from_position(self, after: object) -> SearchRequest:
        """The request for the page after a position of the engine's; None: the first page."""
        return self.request if after is None else replace(self.request, after=str(after))

    def echo(self, page: SearchPage | None = None) -> dict[str, Any]:
        """The `query` of the answer."""
        echo: dict[str, Any] = {"q": self.q, "parsed": self.parsed, "filters": self.filters}
        if page is not None:
            made = page.interpretation
            echo |= {
                "parsed": made.parsed or self.parsed,
                "folded": dict(made.folded),
                "dropped": list(made.dropped),
                "expanded": {word: list(forms) for word, forms in made.expanded.items()},
                "relaxed": made.relaxed,
                "did_you_mean": page.did_you_mean,
            }
        return echo

    def told(self, page: SearchPage) -> list[str]:
        """All warnings, each once."""
        return list(dict.fromkeys([*self.warnings, *page.warnings]))


def plan_articles(archive: Archive, session: StoreSession, asked: ArticleFilters) -> Plan:
    """Reads words, names and dates of a search for articles. Raises QueryError, InvalidValueError."""
    resolved = _common(archive, session, asked)
    for name in ("author", "agency", "section"):
        resolve_values(resolved, name, getattr(asked, name))
    plan = _plan(archive, session, asked, resolved)
    plan.request = replace(
        plan.request,
        has_quotations=asked.has_quotations,
        duplicates=Duplicates(asked.duplicates),
    )
    if isinstance(asked, ArticleSearch):
        plan.request = _paged(plan.request, asked, asked.sort, asked.facets)
    if asked.has_quotations is not None:
        plan.filters["has_quotations"] = asked.has_quotations
    return plan


def plan_quotations(archive: Archive, session: StoreSession, asked: QuotationSearch) -> Plan:
    """Reads words, names and dates of a search for quotations. Raises QueryError, InvalidValueError."""
    resolved = _common(archive, session, asked)
    for name in ("type", "article"):
        resolve_values(resolved, name, getattr(asked, name))
    plan = _plan(archive, session, asked, resolved)
    plan.request = replace(
        plan.request,
        collection=Collection.QUOTATIONS,
        min_confidence=asked.min_confidence,
        group_by_utterance=asked.group == "utterance",
    )
    plan.request = _paged(plan.request, asked, asked.sort, asked.facets)
    if asked.min_confidence is not None:
        plan.filters["min_confidence"] = asked.min_confidence
    return plan


def check_fields(fields: Iterable[str], known: Iterable[str]) -> None:
    """Refuses a field that the items have not. Raises InvalidValueError with the nearest name."""
    names = sorted(known)
    for name in fields:
        if name not in names:
            raise InvalidValueError(
                "fields",
                f"{name[:60]!r} is no field; known are {', '.join(names)}{repeating('fields', name)}.",
                nearest=nearest_name(name, names),
            )


def _common(archive: Archive, session: StoreSession, asked: Filters) -> Resolved:
    resolved = Resolved()
    resolve_people(resolved, session, archive.search, "speaker", asked.speaker)
    resolve_people(resolved, session, archive.search, "about", asked.about)
    resolve_sources(resolved, session, "source", asked.source)
    resolve_values(resolved, "language", [value.lower() for value in asked.language])
    resolve_values(resolved, "story", asked.story)
    return resolved


def _plan(archive: Archive, session: StoreSession, asked: Filters, resolved: Resolved) -> Plan:
    words = asked.q if asked.q and asked.q.strip() else None
    parsed = parse(words, now=datetime.now(UTC)) if words is not None else None
    node = parsed.node if parsed is not None else None
    since = start_of(asked.published_from, "published_from")
    until = end_of(asked.published_to, "published_to")
    if since is not None and until is not None and until <= since:
        raise InvalidValueError("published_to", "is before published_from: nothing can fit")
    request = SearchRequest(
        query=node,
        match=Match(asked.match),
        filters=tuple(resolved.filters),
        published_from=since,
        published_to=until,
        synonyms=synonyms(session, node, archive.remembered("name forms", dict)),
        time_budget_ms=archive.settings.query_budget_ms,
    )
    filters: dict[str, Any] = dict(resolved.understood)
    for name in ("published_from", "published_to"):
        if (value := getattr(asked, name)) is not None:
            filters[name] = value
    warnings = [*(parsed.warnings if parsed is not None else ()), *resolved.warnings]
    return Plan(request, asked.q, None if node is None else print_query(node), filters, warnings)


def _paged(
    request: SearchRequest, asked: Paged, sort: str | None, facets: Iterable[str]
) -> SearchRequest:
    default = Sort.NEWEST if request.query is None else Sort.RELEVANCE
    return replace(
        request,
        sort=default if sort is None else Sort(sort),
        facets=tuple(dict.fromkeys(facets)),
        seed=asked.seed,
        limit=asked.limit,
        facet_size=asked.facet_size,
        highlight=asked.highlight,
        explain=asked.explain,
    )
