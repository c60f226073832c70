"""`onrecord analyse`: analysis alone, without a database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import orjson
import typer

from app.cli import console
from app.ingest import inspection

app = console.commands("Analysis alone, without a database: JSON Lines to standard output.")


@app.command("article")
def analyse_article(
    files: Annotated[
        list[Path], typer.Argument(help="Files: .txt, .html, .html.gz.", metavar="FILE...")
    ],
) -> None:
    """Clean files and print one JSON line a file."""
    for path in files:
        _print_json(inspection.inspect_article(path))


@app.command("quotations")
def analyse_quotations(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines; none: standard input.")] = None,
) -> None:
    """Find quotations in JSON Lines of {id, text} and print one JSON line for each."""
    with ExitStack() as stack:
        lines: Iterator[bytes] = sys.stdin.buffer
        if file is not None:
            if not file.is_file():
                raise typer.BadParameter(f"{file} is not a file.")
            lines = stack.enter_context(file.open("rb"))
        for line in inspection.inspect_quotations(lines):
            _print_json(line)


def _print_json(value: dict[str, object]) -> None:
    console.print_line(orjson.dumps(value).decode())
