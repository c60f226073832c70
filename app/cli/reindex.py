"""`onrecord reindex`: a new index from the database."""

from __future__ import annotations

from app.cli import console
from app.ingest import jobs
from app.search.engines import open_engine
from app.settings import load_settings

app = console.commands()


@app.command()
def reindex() -> None:
    """Build the whole index anew beside the live one, then switch to it."""
    settings = load_settings()
    with console.progress("Indexing", unit="articles") as advance:

        def show(n_done: int, n_total: int) -> None:
            advance(n_done, n_done, n_total)

        generation = jobs.rebuild_index(settings, open_engine(settings), show)
    console.say(f"The index is new: generation {generation}.")
