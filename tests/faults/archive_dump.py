"""Everything an archive says, in an order of its own: without row numbers, times of work and jobs, so that
two archives of the same articles are equal, however they came about."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection
from pathlib import Path

from app.search.engines import open_engine
from app.search.interface import Collection as Searched
from app.search.interface import SearchRequest
from app.settings import Settings

Dump = dict[str, list[tuple[object, ...]]]

# When and in how many steps something was done is no part of what the archive says.
_LEFT_OUT = {"id", "revision", "indexed_revision", "stored_at", "updated_at"}
_REFERENCES = {
    "source_id": ("source", "public_id"), "raw_id": ("raw_source", "digest"), "article_id": ("article", "public_id"),
    "other_id": ("article", "public_id"), "lead_id": ("article", "public_id"), "story_id": ("story", "public_id"),
    "merged_into_id": ("speaker", "key"), "speaker_id": ("speaker", "key"), "named_id": ("speaker", "key"),
    "via_speaker_id": ("speaker", "key"), "via_named_id": ("speaker", "key"), "quotation_id": ("quotation", "public_id"),
}  # fmt: skip
_ARTICLES = "SELECT id FROM article"
_ONLY = "SELECT id FROM article WHERE key IN (SELECT key FROM wanted)"
# Which rows belong to chosen articles.
_OF_ARTICLES = {
    "source": "id IN (SELECT source_id FROM article WHERE id IN ({}))", "raw_source": "article_id IN ({})",
    "story": "id IN (SELECT story_id FROM article WHERE id IN ({}))", "article": "id IN ({})",
    "article_relation": "article_id IN ({0}) OR other_id IN ({0})", "shingle_sample": "article_id IN ({})",
    "speaker": "id IN (SELECT named_id FROM mention WHERE article_id IN ({}))",
    "speaker_alias": "speaker_id IN (SELECT named_id FROM mention WHERE article_id IN ({}))",
    "speaker_role": "article_id IN ({})", "mention": "article_id IN ({})", "quotation": "article_id IN ({})",
    "quotation_about": "quotation_id IN (SELECT id FROM quotation WHERE article_id IN ({}))",
}  # fmt: skip


def dump_archive(
    data_dir: Path, *, only: Collection[str] | None = None, without: Collection[str] = ()
) -> Dump:
    """All tables of an archive; `only` the articles with these keys and what belongs to them, and
    without some columns (`raw_source.origin`)."""
    connection = sqlite3.connect(f"file:{data_dir / 'onrecord.db'}?mode=ro", uri=True)
    try:
        connection.execute("CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY)")
        connection.executemany("INSERT INTO wanted VALUES (?)", [(key,) for key in only or ()])
        articles = _ARTICLES if only is None else _ONLY
        return {
            table: _rows(
                connection, table, None if only is None else condition.format(articles), without
            )
            for table, condition in _OF_ARTICLES.items()
        }
    finally:
        connection.close()


def _rows(
    connection: sqlite3.Connection, table: str, condition: str | None, without: Collection[str]
) -> list[tuple[object, ...]]:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    kept = [name for name in names if name not in _LEFT_OUT and f"{table}.{name}" not in without]
    columns = ", ".join(_column(table, name) for name in kept)
    where = f" WHERE {condition}" if condition else ""
    rows = connection.execute(f"SELECT {columns} FROM {table}{where}")  # noqa: S608 - our own names
    return sorted((tuple(_short(value) for value in row) for row in rows), key=repr)


def _column(table: str, name: str) -> str:
    if name not in _REFERENCES:
        return f'{table}."{name}"'
    other, public = _REFERENCES[name]
    return f"(SELECT o.{public} FROM {other} o WHERE o.id = {table}.{name})"  # noqa: S608 - our own names


def _short(value: object) -> object:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value


def article_keys(data_dir: Path) -> set[str]:
    """The keys of all articles."""
    with sqlite3.connect(f"file:{data_dir / 'onrecord.db'}?mode=ro", uri=True) as connection:
        return {key for (key,) in connection.execute("SELECT key FROM article")}


def differences(one: Dump, other: Dump) -> dict[str, tuple[list[object], list[object]]]:
    """By table, up to three rows that only one of the two has."""
    found = {}
    for table in one:
        ours, theirs = set(map(repr, one[table])), set(map(repr, other[table]))
        if ours != theirs or len(one[table]) != len(other[table]):
            found[table] = (sorted(ours - theirs)[:3], sorted(theirs - ours)[:3])
    return found


def dump_index(data_dir: Path) -> dict[str, object]:
    """What the index holds: ids, facets, and the hits of a search for everything by date."""
    backend = open_engine(Settings(data_dir=data_dir))
    problems = backend.verify()
    reader = backend.reader()
    try:
        found: dict[str, object] = {"problems": problems}
        for collection, facets in (
            (Searched.ARTICLES, ("speaker", "source", "language", "story")),
            (Searched.QUOTATIONS, ("speaker", "type", "article")),
        ):
            request = SearchRequest(collection, limit=100_000, facets=facets, facet_size=100_000)
            page = reader.search(request)
            found[collection] = sorted(hit.id for hit in page.hits), page.total
            found[f"{collection} facets"] = {
                name: sorted((value.value, value.count) for value in values)
                for name, values in page.facets.items()
            }
        return found
    finally:
        reader.close()


def n_lagging(data_dir: Path) -> int:
    """Articles that the index has not seen in their newest state."""
    with sqlite3.connect(f"file:{data_dir / 'onrecord.db'}?mode=ro", uri=True) as connection:
        query = "SELECT count(*) FROM article WHERE revision <> indexed_revision"
        return int(connection.execute(query).fetchone()[0])
