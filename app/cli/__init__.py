"""The command `onrecord`: each command parses arguments, calls one function, shows progress, prints.

Exit codes: 0 done; 1 could not be done, the message says what to do; 2 wrong usage; 3 done, but some
documents were rejected; 130 stopped by Ctrl-C after the batch at hand.
"""

from __future__ import annotations

import gc
import importlib
import sys

import typer
from typer.core import TyperGroup

from app.cli import console
from app.errors import ArchiveError

# Analysis makes many small objects and no cycles: looking for cycles every 700 of them costs a tenth to a
# third of its time (measured: 120 articles a CPU second with Python's default, 133 to 168 with this).
GC_THRESHOLDS = (50_000, 20, 100)

# A command's module is imported when the command is run: `serve` starts in half the time when it does
# not load what only `ingest` needs (measured: 1.7 s of CPU for all of them, 0.2 s for none).
MODULES = {
    "ingest": "app.cli.ingest",
    "add": "app.cli.add",
    "serve": "app.cli.serve",
    "search": "app.cli.search",
    "doctor": "app.cli.doctor",
    "jobs": "app.cli.jobs",
    "retry": "app.cli.retry",
    "reprocess": "app.cli.reprocess",
    "reindex": "app.cli.reindex",
    "index": "app.cli.index",
    "delete": "app.cli.delete",
    "export": "app.cli.export",
    "backup": "app.cli.backup",
    "restore": "app.cli.restore",
    "keys": "app.cli.keys",
    "corrections": "app.cli.corrections",
    "analyse": "app.cli.analyse",
}


class LazyGroup(TyperGroup):
    """The commands of MODULES, imported one at a time."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # click's own Context
        """The names, in the order of the table."""
        return list(MODULES)

    def get_command(self, ctx: typer.Context, cmd_name: str):  # type: ignore[no-untyped-def,override]
        """Imports the module of one command."""
        if cmd_name not in MODULES:
            return None
        command = typer.main.get_command(importlib.import_module(MODULES[cmd_name]).app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=LazyGroup,
    help="Onrecord: a self-hosted archive of news articles that knows who said what.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def onrecord() -> None:
    """Onrecord: a self-hosted archive of news articles that knows who said what."""


def main() -> None:
    """The entry point: errors of the archive become one line and exit code 1."""
    gc.set_threshold(*GC_THRESHOLDS)
    try:
        app()
    except ArchiveError as error:
        console.say(f"onrecord: {error}")
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has seen enough (`onrecord analyse ... | head`).
        sys.stderr.close()
        sys.exit(0)
