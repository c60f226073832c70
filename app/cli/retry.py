"""`onrecord retry`: another try for what a job rejected."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import console
from app.cli.ingest import print_summary
from app.ingest import jobs
from app.search.engines import open_engine
from app.settings import load_settings

app = console.commands()


@app.command()
def retry(job: Annotated[str, typer.Argument(help="A job's id (`onrecord jobs`).")]) -> None:
    """Try the rejected documents of a job again, from their kept sources."""
    settings = load_settings()
    print_summary(jobs.retry(settings, job, backend=open_engine(settings)))
