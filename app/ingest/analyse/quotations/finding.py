"""The order of the work, readable on one screen."""

from __future__ import annotations

from dataclasses import dataclass

from app.ingest.analyse.quotations.assembly import assemble_people, assemble_quotations
from app.ingest.analyse.quotations.attribution import Attribution
from app.ingest.analyse.quotations.document import read_document
from app.ingest.analyse.quotations.people import build_directory
from app.ingest.analyse.quotations.pronouns import note_pronoun_genders
from app.ingest.analyse.quotations.resolution import Resolver
from app.ingest.analyse.quotations.roles import note_roles
from app.ingest.analyse.quotations.unattributed import find_unattributed
from app.records import Person, Quotation
from app.text.languages import table_for

# Two long novels. What comes after is not read: no article is longer, and a bad input must not hold up a job.
LONGEST_TEXT = 700_000


@dataclass(frozen=True, slots=True)
class QuotationsFound:
    """What an article quotes. `speakers_looked_for` is False where the language has no table: then
    quotations are those in quotation marks, and no speaker is guessed."""

    quotations: tuple[Quotation, ...]
    people: tuple[Person, ...]
    speakers_looked_for: bool


def find_quotations(
    text: str, language: str | None = "en", *, title: str | None = None
) -> QuotationsFound:
    """The quotations of `text`, in order, and the people it names; offsets are code points into `text`.

    `title` is part of the interface but no rule reads it yet. Never raises; time is linear in the text, of which the first
    LONGEST_TEXT code points are read.
    """
    table = table_for(language)
    if table is None:
        return QuotationsFound(find_unattributed(text), (), False)
    document = read_document(text[:LONGEST_TEXT], table)
    directory = build_directory(document)
    note_roles(document, directory)
    note_pronoun_genders(document, directory)
    drafts = Attribution(document, directory).run()
    resolver = Resolver(document, directory)
    quotations = assemble_quotations(document, drafts, resolver)
    return QuotationsFound(quotations, assemble_people(directory), True)
