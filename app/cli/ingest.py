"""`onrecord ingest`: files and folders into the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import console
from app.ingest import jobs
from app.observability import configure_logging
from app.records import JobId
from app.search.engines import open_engine
from app.settings import load_settings
from app.store.administration import jobs as stored_jobs
from app.store.administration.jobs import ItemFilter, Outcome
from app.store.database import open_database, reading

REJECTED_EXIT = 3
INTERRUPTED_EXIT = 130
# The others are a command away.
_REJECTED_SHOWN = 5

app = console.commands()


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.", metavar="PATH...")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the summary.")] = False,
) -> None:
    """Store and index everything in files and folders; what is known already is left as it is."""
    settings = load_settings()
    # The summary says what happened; the log is for the service.
    configure_logging("warning" if settings.log_level == "info" else settings.log_level, "text")
    backend = None if dry_run else open_engine(settings)
    with console.progress("Ingesting", unit="documents", quiet=quiet) as advance:

        def show(now: jobs.Progress) -> None:
            advance(now.tally.n_documents, now.n_bytes, now.n_bytes_total)

        summary = jobs.ingest_paths(
            settings, paths, backend=backend, progress=show, dry_run=dry_run
        )
    print_summary(summary, dry_run=dry_run)


def print_summary(summary: jobs.Summary, *, dry_run: bool = False) -> None:
    """Prints how a run ended; exits with 3 after rejections, 130 after Ctrl-C."""
    would = " (a dry run: nothing was changed)" if dry_run else ""
    console.out.print(
        f"{summary.stored} stored, {summary.revised} revised, {summary.unchanged} unchanged, "
        f"{summary.n_rejected} rejected in {summary.seconds:.1f} s{would}"
    )
    for reason, count in summary.rejected.items():
        console.out.print(f"  rejected as {reason}: {count}")
    if summary.n_corrections:
        console.out.print(f"{summary.n_corrections} corrections taken in")
    if summary.rejected and summary.job is not None:
        _print_rejected(summary, summary.job)
    if summary.problem:
        console.say(summary.problem)
    if summary.is_interrupted:
        console.say("Stopped after the batch at hand; run the same command to go on.")
        raise typer.Exit(INTERRUPTED_EXIT)
    if summary.rejected:
        raise typer.Exit(REJECTED_EXIT)


def _print_rejected(summary: jobs.Summary, job: JobId) -> None:
    """The first rejected documents with their reasons, and where the others are."""
    with reading(open_database(load_settings())) as session:
        wanted = ItemFilter(outcome=Outcome.REJECTED)
        for item in stored_jobs.items(session, job, wanted, limit=_REJECTED_SHOWN):
            console.say(f"  {item.origin}: {item.detail or item.reason}")
    more = "lists all of them" if summary.n_rejected > _REJECTED_SHOWN else "shows them again"
    console.say(
        f"`onrecord jobs {job} --rejected` {more}; `onrecord retry {job}` tries again what was kept."
    )
