"""`onrecord backup`: the archive as one file, while it is in use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import console
from app.ingest import jobs
from app.settings import load_settings

app = console.commands()


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Copy the archive into one file with a manifest, while it is in use."""
    manifest = jobs.backup_archive(load_settings(), target)
    console.say(
        f"{manifest.n_articles:,} articles and {manifest.n_quotations:,} quotations in {target}; "
        f"`onrecord restore {target}` brings them back."
    )
