"""Real ids for the examples of the specification: a request that is copied must return something."""

from __future__ import annotations

from app.api.deps import Archive
from app.store.database import reading
from app.store.reading.example_ids import example_ids

# What stands in the specification's examples for an id of each kind.
PLACEHOLDERS = {
    "art": b"art_example",
    "quo": b"quo_example",
    "spk": b"spk_example",
    "sto": b"sto_example",
    "src": b"src_example",
}


def with_real_ids(archive: Archive, specification: bytes) -> bytes:
    """The specification with ids of this archive in its examples, where it has any yet."""
    found = known_examples(archive)
    for prefix, placeholder in PLACEHOLDERS.items():
        if prefix in found:
            specification = specification.replace(placeholder, found[prefix].encode())
    return specification


def known_examples(archive: Archive) -> dict[str, str]:
    """Ids by their prefix, and the `name` of the most quoted speaker; looked up once for each state of
    the archive."""

    def find() -> dict[str, str]:
        with reading(archive.database) as session:
            return example_ids(session)

    found: dict[str, str] = archive.remembered("example_ids", find)
    return found
