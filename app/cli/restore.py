"""`onrecord restore`: the archive from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import console
from app.ingest import jobs
from app.search.engines import open_engine
from app.settings import load_settings

app = console.commands()


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="A file of `onrecord backup`.")]) -> None:
    """Replace the archive by a backup, keep the old database beside it, build the index."""
    settings = load_settings()
    manifest = jobs.restore_archive(settings, source)
    jobs.rebuild_index(settings, open_engine(settings), goes_on=False)
    console.say(
        f"{manifest.n_articles:,} articles and {manifest.n_quotations:,} quotations are back."
    )
