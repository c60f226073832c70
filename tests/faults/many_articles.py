"""Many small articles made of the sample archive's paragraphs: each different, some near-duplicates of
others, with the sample's people and some of their own."""

from __future__ import annotations

import json
import random
from pathlib import Path

from tests.conftest import SAMPLE

_FORENAMES = ("Alwin", "Bertille", "Caspar", "Dagny", "Edvard", "Fenna", "Gaspard", "Hedda")
_SURNAMES = (
    "Rautavaara",
    "Olsborg",
    "Pellegrin",
    "Quist",
    "Ravnkilde",
    "Sjoberg",
    "Tveit",
    "Ulven",
)


def write_many_articles(folder: Path, n_articles: int) -> None:
    """Three quarters as records of two dumps, the rest as files."""
    chance = random.Random(7)  # noqa: S311 - no secret
    paragraphs = _paragraphs()
    records: list[str] = []
    texts: list[list[str]] = []
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(n_articles):
        if number % 10 == 9:  # a copy of an earlier one with another ending
            text = [
                *chance.choice(texts)[:-1],
                f"The desk added a line of its own, number {number}.",
            ]
        else:
            text = [*chance.sample(paragraphs, 3), _statement(chance, number)]
        texts.append(text)
        if number % 4 == 3:
            (folder / f"article-{number:04}.txt").write_text(
                f"Notice {number}\n\n" + "\n\n".join(text)
            )
        else:
            record = {"id": str(number), "title": f"Notice {number}", "text": "\n\n".join(text)}
            records.append(json.dumps(record | {"date": f"2024-{number % 12 + 1:02}-11"}))
    half = len(records) // 2
    (folder / "a-first.jsonl").write_text("\n".join(records[:half]))
    (folder / "z-last.jsonl").write_text("\n".join(records[half:]))


def _paragraphs() -> list[str]:
    found: list[str] = []
    for line in (SAMPLE / "sample.jsonl").read_text().splitlines():
        text = json.loads(line).get("text") or ""
        found += [part.strip() for part in text.split("\n\n") if len(part) > 80]
    for file in sorted(SAMPLE.glob("*.txt")):
        parts = file.read_text(errors="replace").split("\n\n")
        found += [" ".join(part.split()) for part in parts if 120 < len(part) < 900]
    return found


def _statement(chance: random.Random, number: int) -> str:
    name = f"{chance.choice(_FORENAMES)} {chance.choice(_SURNAMES)}"
    return f'"We have counted to {number} and go on," said {name}, who keeps the list of notices.'
