"""The command `onrecord`: parses arguments, calls one function, shows progress, prints.

Exit codes: 0 done; 1 could not be done, the message says what to do; 2 wrong usage; 3 done, but some
documents were rejected; 130 stopped by Ctrl-C after the batch at hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import orjson
import typer

from app import console, doctor
from app.errors import ArchiveError
from app.ingest import inspection, jobs
from app.observability import configure_logging
from app.search.engines import open_engine
from app.search.interface import Collection, SearchRequest
from app.search.query_language import parse
from app.serving import serve as run_service
from app.settings import Settings, load_settings
from app.store.articles import by_ids
from app.store.database import open_database, reading

REJECTED_EXIT = 3
INTERRUPTED_EXIT = 130

app = typer.Typer(
    help="Onrecord: a self-hosted archive of news articles that knows who said what.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
analyse = typer.Typer(help="Analysis alone, without a database: JSON Lines to standard output.")
app.add_typer(analyse, name="analyse")

Paths = Annotated[list[Path], typer.Argument(help="Files and folders.", metavar="PATH...")]


def main() -> None:
    """The entry point: errors of the archive become one line and exit code 1."""
    try:
        app()
    except ArchiveError as error:
        console.say(f"onrecord: {error}")
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has seen enough (`onrecord analyse ... | head`).
        sys.stderr.close()
        sys.exit(0)


@app.command()
def ingest(
    paths: Paths,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the summary.")] = False,
) -> None:
    """Store and index everything in files and folders; what is known already is left as it is."""
    settings = _settings()
    backend = None if dry_run else open_engine(settings)
    with console.progress("Ingesting", unit="documents", quiet=quiet) as advance:

        def show(now: jobs.Progress) -> None:
            advance(now.tally.n_documents, now.n_bytes, now.n_bytes_total)

        summary = jobs.ingest_paths(
            settings, paths, backend=backend, progress=show, dry_run=dry_run
        )
    _print_summary(summary, dry_run=dry_run)


@app.command()
def serve() -> None:
    """Answer HTTP on ONRECORD_HOST:ONRECORD_PORT until Ctrl-C or SIGTERM."""
    settings = _settings()
    console.say(f"Onrecord on http://{settings.host}:{settings.port}/docs (Ctrl-C ends it)")
    run_service(settings)


@app.command()
def reindex() -> None:
    """Build the whole index anew beside the live one, then switch to it."""
    settings = _settings()
    with console.progress("Indexing", unit="articles") as advance:
        generation = jobs.rebuild_index(
            settings,
            open_engine(settings),
            lambda n_done, n_total: advance(n_done, n_done, n_total),
        )
    console.say(f"The index is new: generation {generation}.")


@app.command(name="doctor")
def examine() -> None:
    """Show settings, database and index, and what to do; exit code 1 when there is something to do."""
    findings = doctor.examine(load_settings())
    for heading in ("settings", "database", "index"):
        rows = getattr(findings, heading)
        if rows:
            console.out.print(heading.capitalize())
            console.facts((f"  {name}", value) for name, value in rows)
    for advice in findings.to_do:
        console.out.print(f"To do: {advice}", markup=False)
    if findings.to_do:
        raise typer.Exit(1)
    console.out.print("All is well.")


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="A query, as in `q` of the API.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="Hits to show.")] = 10,
) -> None:
    """Search the articles and print the best hits."""
    settings = _settings()
    parsed = parse(" ".join(words))
    reader = open_engine(settings).reader()
    try:
        request = SearchRequest(
            collection=Collection.ARTICLES,
            query=parsed.node,
            limit=limit,
            time_budget_ms=settings.query_budget_ms,
        )
        page = reader.search(request)
    finally:
        reader.close()
    for warning in (*parsed.warnings, *page.warnings):
        console.say(warning)
    with reading(open_database(settings)) as session:
        rows = by_ids(session, [hit.id for hit in page.hits])
    for row in rows:
        day = row.dated_at.date().isoformat() if row.dated_at else "undated"
        console.print_line(f"{row.id}  {day:10}  {row.title or '(no title)'}")
    console.say(f"{page.total:,} articles")
    if page.did_you_mean:
        console.say(f"Did you mean: {page.did_you_mean}")


@analyse.command("article")
def analyse_article(files: Annotated[list[Path], typer.Argument(metavar="FILE...")]) -> None:
    """Clean files (.txt, .html, .html.gz) and print one JSON line a file."""
    for path in files:
        _print_json(inspection.inspect_article(path))


@analyse.command("quotations")
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


def _settings() -> Settings:
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format)
    return settings


def _print_json(value: dict[str, object]) -> None:
    console.print_line(orjson.dumps(value).decode())


def _print_summary(summary: jobs.Summary, *, dry_run: bool) -> None:
    would = " (nothing was changed: a dry run)" if dry_run else ""
    console.out.print(
        f"{summary.stored} stored, {summary.revised} revised, {summary.unchanged} unchanged, "
        f"{summary.n_rejected} rejected in {summary.seconds:.1f} s{would}"
    )
    for reason, count in summary.rejected.items():
        console.out.print(f"  rejected: {count} {reason}")
    if summary.problem:
        console.say(summary.problem)
    if summary.is_interrupted:
        console.say("Stopped after the batch at hand; run the same command to go on.")
        raise typer.Exit(INTERRUPTED_EXIT)
    if summary.rejected:
        raise typer.Exit(REJECTED_EXIT)


if __name__ == "__main__":
    main()
