"""One table of words per language; a language without a table has no cue words."""

from __future__ import annotations

from app.text.languages.english import ENGLISH
from app.text.languages.table import LanguageTable

_TABLES: dict[str, LanguageTable] = {ENGLISH.code: ENGLISH}


def table_for(language: str | None) -> LanguageTable | None:
    """The table of an ISO 639-1 code (`en`, `en-GB`); None where there is none or no language is known."""
    if not language:
        return None
    return _TABLES.get(language.replace("_", "-").split("-", maxsplit=1)[0].lower())
