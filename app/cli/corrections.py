"""`onrecord corrections`: what people put right, taken out of one archive and into another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli import console
from app.errors import CorrectionError
from app.settings import load_settings
from app.store.corrections import log as corrections
from app.store.database import new_session, open_database, reading
from app.store.schema.upgrade import ensure_current

app = console.commands("What people put right: kept in a file, taken in from one.")


@app.command("export")
def export_corrections() -> None:
    """Print all corrections as NDJSON, undone ones too."""
    database = open_database(load_settings())
    ensure_current(database)
    with reading(database) as session:
        for record in corrections.exported(session):
            console.print_line(json.dumps(record, ensure_ascii=False))


@app.command("import")
def import_corrections(
    file: Annotated[Path, typer.Argument(help="NDJSON as `export` prints it.", exists=True)],
) -> None:
    """Take in corrections that are not there yet; those of articles that are to come wait for them."""
    database = open_database(load_settings())
    ensure_current(database)
    with new_session(database) as session:
        n_new = corrections.import_corrections(session, _records(file))
    console.say(
        f"New corrections: {n_new}. The index follows with the next run, or at once when serving."
    )


def _records(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError:
                raise CorrectionError(f"Line {number} of {file} is no JSON.") from None
            if not isinstance(record, dict):
                raise CorrectionError(f"Line {number} of {file} is no exported correction.")
            yield record
