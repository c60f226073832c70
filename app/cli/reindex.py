"""`onrecord reindex`: a new index from the database."""

from __future__ import annotations

from app.cli import console
from app.ingest import jobs
from app.search.engines import open_engine
from app.settings import load_settings

app = console.commands()


@app.command()
def reindex() -> None:
    """Build the whole index anew beside the live one, then switch to it. A run that was ended is gone on with."""
    settings = load_settings()
    with console.progress("Indexing", unit="articles") as advance:
        # What a run that was killed had done says nothing of this one's rate.
        n_before: int | None = None

        def show(n_done: int, n_total: int) -> None:
            nonlocal n_before
            n_before = n_done if n_before is None else n_before
            advance(n_done - n_before, n_done - n_before, n_total - n_before)

        generation = jobs.rebuild_index(settings, open_engine(settings), show)
    console.say(f"The index is new: generation {generation}.")
