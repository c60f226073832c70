"""Hits of the engine become items: rows by id, with scores, marks and labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.api import views
from app.search.highlight import Highlight, Marker
from app.search.interface import FacetValue, Hit, SearchPage
from app.store import articles, name_forms, quotations, sources, speakers
from app.store.articles import ArticleRow
from app.store.handles import StoreSession
from app.text.analysis import Analyser

# Remembers what it made of words; safe to share between threads.
_analyser = Analyser()


def article_items(
    session: StoreSession, page: SearchPage, *, access: str, is_highlighted: bool
) -> list[dict[str, Any]]:
    """The articles of a page, in its order; one that was deleted since is left out."""
    ids = [hit.id for hit in page.hits]
    row_by_id = {row.id: row for row in articles.by_ids(session, ids)}
    marker = Marker(page.highlighter, _analyser) if is_highlighted else None
    speakers_by_id = name_forms.speakers_of_articles(session, list(row_by_id))
    items = []
    for hit in page.hits:
        row = row_by_id.get(hit.id)  # type: ignore[call-overload]  # a NewType of str
        if row is None:
            continue
        item = views.article_summary(row, speakers_by_id[row.id], access=access)
        _add_rank(item, hit)
        if marker is not None:
            item["highlights"] = _article_highlights(row, marker, access)
        items.append(item)
    return items


def quotation_items(
    session: StoreSession, page: SearchPage, *, is_highlighted: bool
) -> list[dict[str, Any]]:
    """The quotations of a page, in its order; one that was hidden since is left out."""
    hit_by_id = {hit.id: hit for hit in page.hits}
    marker = Marker(page.highlighter, _analyser) if is_highlighted else None
    items = []
    for row in quotations.by_ids(session, list(hit_by_id)):
        item = views.quotation(row)
        _add_rank(item, hit_by_id[row.id])
        if marker is not None:
            item["highlights"] = _windows("text", marker.mark(row.text, row.language))
        items.append(item)
    return items


def facet_items(
    session: StoreSession, facets: Mapping[str, Sequence[FacetValue]]
) -> dict[str, list[dict[str, Any]]]:
    """Facets with names for ids."""
    return {
        name: [
            {"value": one.value, "label": labels.get(one.value), "count": one.count}
            for one in values
        ]
        for name, values in facets.items()
        for labels in [_labels(session, name, [one.value for one in values])]
    }


def _labels(session: StoreSession, name: str, ids: Sequence[str]) -> dict[str, str]:
    if name in {"speaker", "about"}:
        return {row.id: row.name for row in speakers.by_ids(session, ids)}
    return sources.names_by_id(session, ids) if name == "source" else {}


def _add_rank(item: dict[str, Any], hit: Hit) -> None:
    item["score"] = hit.score
    item["collapsed"] = hit.collapsed
    if hit.explanation is not None:
        item["explanation"] = dict(hit.explanation)


def _article_highlights(row: ArticleRow, marker: Marker, access: str) -> list[dict[str, Any]]:
    found = []
    if row.title:
        title = marker.mark(row.title, row.language)
        found += _windows("title", title) if title.offsets else []
    if access in {"full", "snippet"}:
        found += _windows("text", marker.mark(row.text, row.language))
    return found


def _windows(field: str, marked: Highlight) -> list[dict[str, Any]]:
    return [
        {
            "field": field,
            "start": window.start,
            "end": window.end,
            "html": window.html,
            "matches": [
                [match.start, match.end]
                for match in marked.offsets
                if match.start < window.end and match.end > window.start
            ],
        }
        for window in marked.windows
    ]
