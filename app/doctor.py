"""What state an archive is in, and what to do about it: the findings of `onrecord doctor`."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import SecretStr

from app.errors import ArchiveError
from app.search.engines import open_engine
from app.search.interface import IndexHealth
from app.settings import PREFIX, Settings
from app.store.database import open_database, reading
from app.store.reading.counts import archive_counts
from app.store.schema.upgrade import NEWEST_REVISION, present_revision

MASK = "********"


@dataclass(slots=True)
class Findings:
    """Facts by heading, and what is to be done; nothing to do means healthy."""

    settings: list[tuple[str, str]] = field(default_factory=list)
    database: list[tuple[str, str]] = field(default_factory=list)
    index: list[tuple[str, str]] = field(default_factory=list)
    to_do: list[str] = field(default_factory=list)


def examine(settings: Settings) -> Findings:
    """Looks at settings, database and index; changes nothing and never raises ArchiveError."""
    findings = Findings(settings=shown_settings(settings))
    try:
        n_articles = _examine_database(settings, findings)
    except ArchiveError as error:
        findings.to_do.append(str(error))
        return findings
    if n_articles is not None:
        _examine_index(open_engine(settings).reader().health(), n_articles, findings)
    return findings


def shown_settings(settings: Settings) -> list[tuple[str, str]]:
    """Every variable with its value in force; secrets masked, passwords in addresses too."""
    rows = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            shown = MASK if value.get_secret_value() else "(made by the archive)"
        elif name == "database_url" and "@" in value:
            scheme, _, rest = value.partition("://")
            shown = f"{scheme}://{MASK}@{rest.rpartition('@')[2]}"
        else:
            shown = str(value)
        rows.append((PREFIX + name.upper(), shown))
    return rows


def _examine_database(settings: Settings, findings: Findings) -> int | None:
    url = settings.effective_database_url
    if url.startswith("sqlite:///") and not (settings.data_dir / "onrecord.db").exists():
        findings.database.append(("state", "there is no archive here yet"))
        findings.to_do.append("Run `onrecord ingest PATH` to make an archive, or `make run`.")
        return None
    database = open_database(settings)
    try:
        present = present_revision(database)
        findings.database.append(("migration", f"{present or 'none'} (newest: {NEWEST_REVISION})"))
        if present != NEWEST_REVISION:
            findings.to_do.append(
                "The database is not migrated: `onrecord serve` or `onrecord ingest` do it."
            )
            return None
        with reading(database) as session:
            counts = archive_counts(session)
    finally:
        database.dispose()
    findings.database += [
        ("articles", f"{counts.n_articles:,}"),
        ("quotations", f"{counts.n_quotations:,} ({counts.n_attributed:,} with a speaker)"),
        ("speakers", f"{counts.n_speakers:,}"),
        ("waiting for the index", f"{counts.n_stale:,}"),
    ]
    if counts.n_stale:
        findings.to_do.append(
            f"The index is behind by {counts.n_stale:,} articles: `onrecord serve` catches up, "
            "`onrecord reindex` builds a new one."
        )
    return counts.n_articles


def _examine_index(health: IndexHealth, n_articles: int, findings: Findings) -> None:
    findings.index += [
        ("state", "ready" if health.is_ready else "not ready"),
        ("generation", str(health.generation)),
        ("schema", health.schema_version),
        ("articles", f"{health.n_articles:,}"),
        ("quotations", f"{health.n_quotations:,}"),
        ("segments", str(health.n_segments)),
        ("size", f"{health.size_bytes / 1e6:,.1f} MB"),
    ]
    if health.problem:
        findings.to_do.append(health.problem)
    if not health.is_ready and n_articles:
        findings.to_do.append("Run `onrecord reindex` to build the index from the database.")
