"""More than 200 files that nobody wants to get: each `(name, content)`, the same ones every time.

None of them shares words with the sample archive, so what is stored of it must not change beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.faults import hostile_archives, hostile_json, hostile_pages, hostile_texts
from tests.faults.hostile_names import write_odd_entries

FAMILIES = {
    "nothing": hostile_texts.nothing,
    "binary": hostile_texts.binary,
    "encoding": hostile_texts.encodings,
    "flood": hostile_texts.floods,
    "json": hostile_json.records,
    "broken-json": hostile_json.broken,
    "page": hostile_pages.pages,
    "metadata": hostile_pages.metadata,
    "packed": hostile_archives.compressed,
    "archive": hostile_archives.archives,
    "feed": hostile_archives.feeds,
    "warc": hostile_archives.web_archives,
    "table": hostile_archives.tables,
}


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """All plain files of all families; a name begins with its family's."""
    for family, files in FAMILIES.items():
        for name, content in files():
            yield f"{family}-{name}", content


def write_hostile_files(folder: Path, prefixes: str = "abcdefghijklmnopqrstuvwxyz") -> int:
    """Writes them into a folder under names that sort between the others'; returns how many, links,
    pipes and folders with them."""
    n_files = 0
    for number, (name, content) in enumerate(hostile_files()):
        prefix = prefixes[number % len(prefixes)]
        (folder / f"{prefix}{number:03}-{name}").write_bytes(content)
        n_files += 1
    return n_files + write_odd_entries(folder)
