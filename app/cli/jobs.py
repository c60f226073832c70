"""`onrecord jobs`: what was run, and what became of each document."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import console
from app.settings import load_settings
from app.store.administration import jobs as stored_jobs
from app.store.administration.jobs import ItemFilter, JobRow, Outcome
from app.store.database import open_database, reading
from app.store.schema.upgrade import ensure_current

app = console.commands()


@app.command()
def jobs(
    job: Annotated[str | None, typer.Argument(help="A job's id: its documents.")] = None,
    rejected: Annotated[bool, typer.Option("--rejected", help="Only rejected ones.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Lines to show.")] = 20,
) -> None:
    """List the last jobs, or the documents of one job with their outcome."""
    database = open_database(load_settings())
    ensure_current(database)
    with reading(database) as session:
        if job is None:
            for row in stored_jobs.listed(session, limit=limit):
                console.print_line(_line(row))
            return
        wanted = ItemFilter(outcome=Outcome.REJECTED if rejected else None)
        for item in stored_jobs.items(session, job, wanted, limit=limit):
            why = f"  {item.reason}: {item.detail}" if item.reason else ""
            console.print_line(f"{item.outcome.value:10}  {item.origin}{why}")


def _line(job: JobRow) -> str:
    counts = (
        f"{job.n_stored} stored, {job.n_revised} revised, {job.n_unchanged} unchanged, "
        f"{job.n_rejected} rejected"
    )
    return (
        f"{job.id}  {job.created_at:%Y-%m-%d %H:%M}  {job.kind:10}  {job.state.value:9}  {counts}"
    )
