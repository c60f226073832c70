"""`onrecord index`: what is in the index, and whether it is whole."""

from __future__ import annotations

import typer

from app.cli import console
from app.search.engines import open_engine
from app.settings import load_settings

app = console.commands("The index: its figures, and whether it is whole.")


@app.command("stats")
def show_stats() -> None:
    """Show the index's figures; exit code 1 when it cannot be read."""
    reader = open_engine(load_settings()).reader()
    try:
        health = reader.health()
    finally:
        reader.close()
    console.facts(
        [
            ("generation", health.generation),
            ("schema", health.schema_version),
            ("articles", f"{health.n_articles:,}"),
            ("quotations", f"{health.n_quotations:,}"),
            ("segments", health.n_segments),
            ("size", f"{health.size_bytes / 1e6:,.1f} MB"),
        ]
    )
    if health.problem:
        console.say(health.problem)
        raise typer.Exit(1)


@app.command("verify")
def verify() -> None:
    """Read the whole index once; exit code 1 and what is wrong when it is not whole."""
    problems = open_engine(load_settings()).verify()
    for problem in problems:
        console.say(problem)
    if problems:
        raise typer.Exit(1)
    console.say("The index is whole.")
