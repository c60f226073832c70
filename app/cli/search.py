"""`onrecord search`: the best hits for some words."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import console
from app.search.engines import open_engine
from app.search.interface import SearchPage, SearchRequest
from app.search.query_language import parse
from app.settings import Settings, load_settings
from app.store.database import open_database, reading
from app.store.reading import articles

app = console.commands()


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="A query, as in `q` of the API.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="Hits to show.")] = 10,
) -> None:
    """Search the articles and print the best hits."""
    settings = load_settings()
    parsed = parse(" ".join(words))
    request = SearchRequest(query=parsed.node, limit=limit, time_budget_ms=settings.query_budget_ms)
    page = _found(settings, request)
    for warning in (*parsed.warnings, *page.warnings):
        console.say(warning)
    _print_hits(settings, page)
    console.say(f"{page.total:,} articles")
    if page.did_you_mean:
        console.say(f"Did you mean: {page.did_you_mean}")


def _found(settings: Settings, request: SearchRequest) -> SearchPage:
    reader = open_engine(settings).reader()
    try:
        return reader.search(request)
    finally:
        reader.close()


def _print_hits(settings: Settings, page: SearchPage) -> None:
    with reading(open_database(settings)) as session:
        rows = articles.by_ids(session, [hit.id for hit in page.hits])
    for row in rows:
        day = row.dated_at.date().isoformat() if row.dated_at else "undated"
        console.print_line(f"{row.id}  {day:10}  {row.title or '(no title)'}")
