"""`onrecord delete`: articles out of the archive for good."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import console
from app.ingest import jobs
from app.search.engines import open_engine
from app.settings import load_settings

app = console.commands()


@app.command()
def delete(
    article_ids: Annotated[list[str], typer.Argument(help="Articles' ids.", metavar="ARTICLE...")],
) -> None:
    """Delete articles with their quotations, sources and versions; a backup still has them."""
    settings = load_settings()
    n_deleted = jobs.delete_articles(settings, article_ids, backend=open_engine(settings))
    console.out.print(f"{n_deleted} deleted")
