"""Hits of the engine become items: rows by id, with scores, marks and labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from app.api import views
from app.api.answers import to_json
from app.search.highlight import Highlight, Marker
from app.search.interface import FacetValue, Hit, SearchPage
from app.store.handles import StoreSession
from app.store.reading import articles, name_forms, quotations, sources, speakers, summaries
from app.store.reading.articles import ArticleText
from app.text.analysis import Analyser

# Remembers what it made of words; safe to share between threads.
ANALYSER = Analyser()


def article_items(
    session: StoreSession, page: SearchPage, *, access: str, is_highlighted: bool
) -> list[dict[str, Any]]:
    """The articles of a page, in its order, put together from their rows; one that was deleted since is
    left out."""
    ids = [hit.id for hit in page.hits]
    shown = _summaries(session, ids, access)
    marks = _marks(page, articles.texts(session, ids), access) if is_highlighted else {}
    return [{**shown[hit.id], **_rank(hit, marks)} for hit in page.hits if hit.id in shown]


def article_json(
    session: StoreSession, page: SearchPage, *, is_highlighted: bool
) -> list[orjson.Fragment]:
    """The same as JSON for readers whose access includes snippets, from what is kept ready for lists; what
    has changed a moment ago is put together."""
    ids = [hit.id for hit in page.hits]
    kept, texts = (
        summaries.with_texts(session, ids)
        if is_highlighted
        else (summaries.by_ids(session, ids), [])
    )
    others = [key for key in ids if key not in kept]
    built = _summaries(session, others, "snippet")
    if is_highlighted and others:
        texts += articles.texts(session, others)
    marks = _marks(page, texts, "snippet")
    items = []
    for hit in page.hits:
        rank = _rank(hit, marks)
        if hit.id in kept:
            items.append(orjson.Fragment(summaries.closed(kept[hit.id], to_json(rank)[1:-1])))
        elif hit.id in built:
            items.append(orjson.Fragment(to_json({**built[hit.id], **rank})))
    return items


def whole_article_json(session: StoreSession, article_id: str, access: str) -> bytes | None:
    """An article as it is sent to readers whose access includes snippets, from what is kept ready for lists and
    one row; None where nothing is kept, or of an unknown article."""
    found = summaries.in_full(session, article_id) if views.shows_snippet(access) else None
    if found is None:
        return None
    kept, rest = found
    more = {**views.UNRANKED, **views.article_rest(rest, access=access)}
    return summaries.closed(kept, to_json(more)[1:-1])


def _summaries(session: StoreSession, ids: list[str], access: str) -> dict[str, dict[str, Any]]:
    if not ids:
        return {}
    speakers_by_id = name_forms.speakers_of_articles(session, ids)
    return {
        row.id: views.article_summary(row, speakers_by_id[row.id], access=access)
        for row in articles.by_ids(session, ids)
    }


def quotation_items(
    session: StoreSession, page: SearchPage, *, is_highlighted: bool
) -> list[dict[str, Any]]:
    """The quotations of a page, in its order; one that was hidden since is left out."""
    hit_by_id = {hit.id: hit for hit in page.hits}
    marker = Marker(page.highlighter, ANALYSER) if is_highlighted else None
    items = []
    for row in quotations.by_ids(session, list(hit_by_id)):
        marks: dict[str, list[dict[str, Any]]] = {}
        if marker is not None:
            marks = {row.id: _windows("text", marker.mark(row.text, row.language))}
        rank = _rank(hit_by_id[row.id], marks)
        items.append({name: rank.get(name, value) for name, value in views.quotation(row).items()})
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


def _rank(hit: Hit, marks: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        **views.UNRANKED,
        "score": hit.score,
        "collapsed": hit.collapsed,
        "highlights": marks.get(hit.id),
        "explanation": None if hit.explanation is None else dict(hit.explanation),
    }


def _marks(
    page: SearchPage, texts: Sequence[ArticleText], access: str
) -> dict[str, list[dict[str, Any]]]:
    """Windows around the matches of articles of a page, by id."""
    if not texts:
        return {}
    marker = Marker(page.highlighter, ANALYSER)
    found: dict[str, list[dict[str, Any]]] = {}
    for each in texts:
        windows = found[each.id] = []
        if each.title:
            title = marker.mark(each.title, each.language)
            windows += _windows("title", title) if title.n_matches else []
        if views.shows_snippet(access):
            windows += _windows("text", marker.mark(each.text, each.language))
    return found


def _windows(field: str, marked: Highlight) -> list[dict[str, Any]]:
    return [{"field": field, **window._asdict()} for window in marked.windows]
