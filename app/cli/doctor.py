"""`onrecord doctor`: what state the archive is in, and what to do."""

from __future__ import annotations

import typer

from app.cli import console
from app.doctor import examine as examine_archive
from app.settings import load_settings

app = console.commands()


@app.command()
def doctor() -> None:
    """Show settings, database and index, and what to do; exit code 1 when there is something to do."""
    findings = examine_archive(load_settings())
    for heading, rows in (
        ("Settings", findings.settings),
        ("Database", findings.database),
        ("Index", findings.index),
    ):
        if rows:
            console.out.print(heading)
            console.facts((f"  {name}", value) for name, value in rows)
    for advice in findings.to_do:
        console.out.print(f"To do: {advice}", markup=False)
    if findings.to_do:
        raise typer.Exit(1)
    console.out.print("All is well.")
