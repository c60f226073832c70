"""What an index holds of an article and of a quotation: fields by kind, and Whoosh's schema of them.

Text fields have stems with positions and lengths and are scored. `forms` has the words as written, keyed
`folded NUL written`, so that one sorted dictionary answers `=Exact`, `prefi*` and `word~1`. Key fields
hold exact values and are what is filtered and counted. Numbers are columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from whoosh import columns, fields, formats
from whoosh.analysis import SpaceSeparatedTokenizer

from app.search.interface import Collection

# Raise it when what is indexed or how it is laid out changes: an older index is then rebuilt.
SCHEMA_VERSION: Final = "9"

# The title stands first; the body begins at this position, or later after a longer title, so that no
# phrase runs from one into the other and a position tells them apart.
BODY_POSITION: Final = 256
TITLE_GAP: Final = 16
TEXT: Final = "text"
FORMS: Final = "forms"
ID: Final = "id"
NUMBER: Final = "number"  # of equal hits the lowest comes first
NO_DATE: Final = -(2**62)


@dataclass(frozen=True, slots=True)
class CollectionSchema:
    """Fields of one collection. `groups`: per-document 64-bit names of a group (story, utterance)."""

    collection: Collection
    texts: tuple[str, ...]
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    groups: tuple[str, ...]


ARTICLES: Final = CollectionSchema(
    Collection.ARTICLES,
    texts=(TEXT, "title", "quotations", "speaker_names", "about_names", "source_name"),
    keys=(
        ID, "speaker", "about", "source", "author", "agency", "section", "language", "story",
        "title_key", "title_shown", "source_shown",
    ),
    numbers=(NUMBER, "published_at", "n_quotations", "is_story_lead"),
    groups=("story",),
)  # fmt: skip
QUOTATIONS: Final = CollectionSchema(
    Collection.QUOTATIONS,
    texts=(TEXT, "speaker_names"),
    keys=(
        ID, "article", "type", "speaker", "about", "source", "story", "utterance", "language",
        "speaker_shown",
    ),
    numbers=(NUMBER, "published_at", "confidence"),
    groups=("story", "utterance"),
)  # fmt: skip
SCHEMAS: Final = {schema.collection: schema for schema in (ARTICLES, QUOTATIONS)}


def whoosh_schema(schema: CollectionSchema) -> fields.Schema:
    """The collection as Whoosh sees it: texts with positions, the rest as terms without."""
    made = fields.Schema()
    for name in schema.texts:
        made.add(name, fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True))
    for name in (*schema.keys, FORMS):
        made.add(name, fields.FieldType(formats.Existence(), SpaceSeparatedTokenizer()))
    for name in schema.numbers:
        made.add(name, fields.COLUMN(columns.NumericColumn("q")))
    return made
