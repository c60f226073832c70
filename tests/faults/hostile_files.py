"""More than 200 files that nobody wants to get: each `(name, content)`, the same ones every time.

None of them shares words with the sample archive, so what is stored of it must not change beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.faults import hostile_archives, hostile_json, hostile_pages, hostile_texts
from tests.faults.hostile_names import write_odd_entries

_LETTERS = b"abcdefghijklmnopqrstuvwxyz"
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
    "columns": hostile_archives.column_tables,
}


# Other words in their place make other stories: five hundred copies of one text are a test of their own.
_VARIED = (
    b"ferry company stopped crossings Tuesday strait water still pier years Nobody island expects before "
    b"thaw shops begun count flour pilot winter forty never seen closed after Quarnholm Varnhagen"
).split()


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """All plain files of all families; a name begins with its family's."""
    number = 0
    for family, files in FAMILIES.items():
        for name, content in files():
            number += 1
            yield f"{family}-{name}", _varied(content, number % 26)


def _varied(content: bytes, shift: int) -> bytes:
    """Words exchanged for ones of equal length, so that whatever counts bytes stays as it is."""
    table = bytes.maketrans(_LETTERS, _LETTERS[shift:] + _LETTERS[:shift])
    for word in _VARIED:
        content = content.replace(word, word[:1] + word[1:].translate(table))
    return content


def write_hostile_files(folder: Path, prefixes: str = "abcdefghijklmnopqrstuvwxyz") -> int:
    """Writes them into a folder under names that sort between the others'; returns how many, links,
    pipes and folders with them."""
    n_files = 0
    for number, (name, content) in enumerate(hostile_files()):
        prefix = prefixes[number % len(prefixes)]
        (folder / f"{prefix}{number:03}-{name}").write_bytes(content)
        n_files += 1
    return n_files + write_odd_entries(folder)
