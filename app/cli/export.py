"""`onrecord export`: the whole archive as one file of records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import console
from app.ingest import jobs
from app.settings import load_settings

app = console.commands()


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="The file to write.")],
    form: Annotated[
        str, typer.Option("--format", help="ndjson, csv or parquet (needs the extra).")
    ] = "ndjson",
    no_sources: Annotated[
        bool, typer.Option("--no-sources", help="Leave the kept source documents out.")
    ] = False,
) -> None:
    """Write the whole archive to a file; ingesting an NDJSON export gives an equal archive."""
    with console.progress("Exporting", unit="records") as advance:

        def show(n_done: int) -> None:
            advance(n_done, n_done, 0)

        n_records = jobs.export_archive(
            load_settings(), target, form, with_sources=not no_sources, progress=show
        )
    console.say(f"{n_records:,} records in {target}.")
