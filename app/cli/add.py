"""`onrecord add`: one address from the web into the archive."""

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
def add(
    urls: Annotated[list[str], typer.Argument(help="Addresses (http, https).", metavar="URL...")],
) -> None:
    """Fetch addresses and store what is there; off unless ONRECORD_ALLOW_FETCH is true."""
    settings = load_settings()
    print_summary(jobs.add_addresses(settings, urls, backend=open_engine(settings)))
