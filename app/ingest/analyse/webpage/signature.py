"""Lines of the body that are no text of it: a byline at its start, a signature or a credit at its end."""

from __future__ import annotations

from dataclasses import dataclass

from app.ingest.analyse.agencies import agency_named
from app.ingest.analyse.bylines import Byline, is_about_author, parse_byline, parse_credit
from app.ingest.analyse.person_names import is_person, split_names
from app.ingest.analyse.webpage.blocks import TextBlock
from app.records import BlockKind, Removed

_FIRST_BLOCKS = 3
_LAST_BLOCKS = 3
_MAX_SIGNATURE_CHARACTERS = 120
_MAX_NOTE_CHARACTERS = 400
_BOLD_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Signed:
    """The body without such lines, and what they say."""

    blocks: list[TextBlock]
    removed: list[Removed]
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    agency: str | None = None


def take_signatures(
    blocks: list[TextBlock], source: str | None, known: tuple[str, ...] = ()
) -> Signed:
    """Takes bylines from the first blocks and signatures, credits and notes on the authors from the
    last ones. `known` are the authors that the page states."""
    kept: list[TextBlock] = []
    removed: list[Removed] = []
    found: list[Byline] = []
    first_last, end = max(1, len(blocks) - _LAST_BLOCKS), len(blocks)
    for position, block in enumerate(blocks):
        is_edge = position < _FIRST_BLOCKS or position >= first_last
        if is_edge and end > 1 and (reason := _repeats_author(block.text, known, position > 0)):
            removed.append(Removed(block.text, reason))
            continue
        byline = _read(blocks, position, source)
        if byline is None:
            kept.append(block)
        else:
            found.append(byline)
            removed.append(Removed(block.text, "byline"))
    return Signed(
        kept,
        removed,
        tuple(dict.fromkeys(name for byline in found for name in byline.authors)),
        tuple(dict.fromkeys(name for byline in found for name in byline.contributors)),
        next((byline.agency for byline in found if byline.agency), None),
    )


def _repeats_author(text: str, known: tuple[str, ...], may_tell: bool) -> str | None:
    """The reason to take out an author's name alone, and what the page says of its author."""
    if text.strip(" .:,–—-").casefold() in {name.casefold() for name in known}:
        return "byline"
    is_note = may_tell and len(text) <= _MAX_NOTE_CHARACTERS and is_about_author(text, known)
    return "about" if is_note else None


def _read(blocks: list[TextBlock], position: int, source: str | None) -> Byline | None:
    block = blocks[position]
    is_first = position < _FIRST_BLOCKS
    is_last = position >= max(1, len(blocks) - _LAST_BLOCKS)
    if block.kind is not BlockKind.PARAGRAPH or not (is_first or is_last):
        return None
    if is_last and (credit := parse_credit(block.text)):
        return credit
    if is_first and (byline := parse_byline(block.text)):
        return byline
    is_edge = is_first or position == len(blocks) - 1
    return _bare_names(block, source) if is_edge else None


def _bare_names(block: TextBlock, source: str | None) -> Byline | None:
    """Names in bold on a line of their own, and nothing else."""
    is_bold = block.bold_characters >= _BOLD_SHARE * len(block.text)
    if len(block.text) > _MAX_SIGNATURE_CHARACTERS or not is_bold:
        return None
    names = split_names(block.text)
    agency = next(filter(None, map(agency_named, names)), None)
    people = [name for name in names if agency_named(name) is None]
    if not names or not all(" " in name and is_person(name, source) for name in people):
        return None
    return Byline(tuple(people), agency)
