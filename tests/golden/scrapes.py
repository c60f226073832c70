"""Annotated scrapes: `! key: value` is metadata, `= ` a line that stays, `- ` one that goes; blank lines as they are.

Each is read as written and in the states that scrapers leave texts in (`MESSES`).
"""

from __future__ import annotations

import html
import textwrap
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ftfy.bad_codecs  # noqa: F401 - registers sloppy-windows-1252, which loses no byte

FOLDER = Path(__file__).parent / "scrapes"
# Short articles in eleven languages within much frame, and other hard ones.
FRAMED = Path(__file__).parent / "framed_scrapes"


@dataclass(frozen=True)
class Scrape:
    name: str
    source: str
    kept: tuple[str, ...]
    title: str | None
    authors: tuple[str, ...]
    agency: str | None
    place: str | None


def read_scrapes(folder: Path = FOLDER) -> list[Scrape]:
    return [_read(path) for path in sorted(folder.glob("*.txt"))]


def _read(path: Path) -> Scrape:
    facts: dict[str, str] = {}
    source: list[str] = []
    kept: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("! "):
            key, _, value = line[2:].partition(":")
            facts[key] = value.strip()
            continue
        source.append(line[2:])
        if line.startswith("= "):
            kept.append(line[2:])
    authors = tuple(name.strip() for name in facts.get("authors", "").split(";") if name.strip())
    return Scrape(
        path.stem,
        "\n".join(source).strip("\n"),
        tuple(kept),
        facts.get("title"),
        authors,
        facts.get("agency"),
        facts.get("place"),
    )


def _mojibake(text: str) -> str:
    return text.replace('"', "“").replace("'", "’").encode().decode("sloppy-windows-1252")


def _invisible(text: str) -> str:
    return (
        text.replace(" the ", " the\u00a0").replace("tion", "ti\u00adon").replace(". ", ".\u200b ")
    )


def _wrapped(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, 72, break_on_hyphens=False, break_long_words=False) if line else ""
        for line in text.split("\n")
    )


def _blank_lines_kept(text: str) -> str:
    return "\n\n".join(line for line in text.split("\n") if line)


MESSES: dict[str, Callable[[str], str]] = {
    "as written": str,
    "a blank line after each line": _blank_lines_kept,
    "no blank lines, Windows line ends": lambda text: "\r\n".join(
        line for line in text.split("\n") if line
    ),
    "hard-wrapped at 72 columns": lambda text: _wrapped(_blank_lines_kept(text)),
    "hard-wrapped without blank lines": lambda text: _wrapped(
        "\n".join(line for line in text.split("\n") if line)
    ),
    "read in the wrong encoding": _mojibake,
    "no-break spaces, soft hyphens, zero-width spaces": _invisible,
    "entities left over": lambda text: html.escape(text).replace(" a ", " a&nbsp;"),
    "escaped twice": lambda text: html.escape(html.escape(text)),
    "all on one line": lambda text: " ".join(text.split()),
}


def token_f1(gold: str, found: str) -> float:
    """The measure of the accuracy gate: F1 of the words, each counted as often as it occurs."""
    ours, theirs = Counter(_words(found)), Counter(_words(gold))
    shared = sum((ours & theirs).values())
    if not shared:
        return 0.0
    precision, recall = shared / sum(ours.values()), shared / sum(theirs.values())
    return 2 * precision * recall / (precision + recall)


def _words(text: str) -> list[str]:
    cleaned = "".join(letter if letter.isalnum() else " " for letter in text)
    return cleaned.split()
