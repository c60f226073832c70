"""`onrecord reprocess`: newer rules over the kept sources."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import console
from app.ingest import jobs
from app.search.engines import open_engine
from app.settings import load_settings

app = console.commands()


@app.command()
def reprocess(
    apply: Annotated[
        bool, typer.Option("--apply", help="Change the archive; without it, only report.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Articles too that the present rules have seen.")
    ] = False,
) -> None:
    """Run the present rules over the kept sources and report what they change."""
    settings = load_settings()
    changes = jobs.Changes(is_applied=apply, is_for_all=every)
    with console.progress("Reprocessing", unit="articles") as advance:

        def show(n_done: int, n_total: int) -> None:
            advance(n_done, n_done, n_total)

        report = jobs.reprocess_archive(
            settings, changes, backend=open_engine(settings) if apply else None, progress=show
        )
    _print_report(report)
    if report.n_changed and not apply:
        console.say("Nothing was changed; `onrecord reprocess --apply` does it.")


def _print_report(report: jobs.Report) -> None:
    console.out.print(f"{report.n_changed:,} of {report.n_articles:,} articles change")
    for part, count in sorted(report.by_part.items()):
        console.out.print(f"  {part}: {count:,}")
    for reason, count in sorted(report.rejected.items()):
        console.out.print(f"  no longer accepted as {reason}, left as they are: {count:,}")
    for change in report.examples:
        parts = ", ".join(change.parts)
        console.print_line(f"{change.article_id}  {parts}  {change.title or '(no title)'}")
