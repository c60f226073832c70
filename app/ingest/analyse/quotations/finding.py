"""The order of the work, readable on one screen."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.ingest.analyse.quotations.assembly import assemble_people, assemble_quotations
from app.ingest.analyse.quotations.attribution import Attribution
from app.ingest.analyse.quotations.document import read_document
from app.ingest.analyse.quotations.speakers.leads import note_leads
from app.ingest.analyse.quotations.speakers.people import build_directory
from app.ingest.analyse.quotations.speakers.pronouns import note_pronoun_genders
from app.ingest.analyse.quotations.speakers.resolution import Resolver
from app.ingest.analyse.quotations.speakers.roles import note_roles
from app.ingest.analyse.quotations.speech.unattributed import find_unattributed
from app.records import Person, Quotation
from app.text.languages import table_for
from app.text.languages.table import LanguageTable

# More than any article. What comes after is not read: time is linear, but a bad input must not hold up a job.
LONGEST_TEXT = 800_000


@dataclass(frozen=True, slots=True)
class QuotationsFound:
    """What an article quotes. `speakers_looked_for` is False where the language has no table: then
    quotations are those in quotation marks, and no speaker is guessed. `read_to`: how many code points of the
    text were read, all of them but for texts of more than LONGEST_TEXT."""

    quotations: tuple[Quotation, ...]
    people: tuple[Person, ...]
    speakers_looked_for: bool
    read_to: int


def find_quotations(
    text: str, language: str | None = "en", *, title: str | None = None
) -> QuotationsFound:
    """The quotations of `text`, in order, and the people it names; offsets are code points into `text`.

    `title` is part of the interface but no rule reads it yet. Never raises; time is linear in the text, of which the first
    LONGEST_TEXT code points are read.
    """
    table = table_for(language)
    text = text[:LONGEST_TEXT]
    if table is None:
        return QuotationsFound(find_unattributed(text), (), False, len(text))
    with _collector_paused():
        return attribute_quotations(text, table)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Tens of thousands of tokens live and die here without a cycle: walking them for one is a tenth of the time."""
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()


def attribute_quotations(text: str, table: LanguageTable) -> QuotationsFound:
    """The quotations of a text in the language of a table, with their speakers."""
    document = read_document(text, table)
    directory = build_directory(document)
    note_roles(document, directory)
    note_leads(document, directory)
    note_pronoun_genders(document, directory)
    drafts = Attribution(document, directory).run()
    resolver = Resolver(document, directory)
    quotations = assemble_quotations(document, drafts, resolver)
    return QuotationsFound(quotations, assemble_people(directory), True, len(text))
