"""Fits the weights of `app/ingest/analyse/scrape/weights.py` on pages whose article texts are known.

    python -m bench.fit_line_weights [--write]

Reads the development pages of the folder named by EVAL_DIR, else ../shared/eval, and writes each down as
the scrapers do: every word of the page with or without marks for headings and lists; cropped to the lines
around the article; a few paragraphs with a little frame. The annotated scrapes of `tests/golden`, invented
in other languages and forms than the pages have, are fitted with them: pages alone carry over badly to short
texts and to other languages' frames. Prints the token F1 of six-fold cross-validation by site (each
annotated scrape is one) and of the fitted ones, by the scores alone; `--write` replaces the weights.

A line is article text where half of its word triples are in the known text. A line counts by its length,
a scrape as much as any other.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from types import ModuleType

import numpy as np
from resiliparse.extract.html2text import extract_plain_text

from app.ingest.analyse.repair import repair
from app.ingest.analyse.scrape import weights
from app.ingest.analyse.scrape.features import NAMES, describe
from app.ingest.analyse.scrape.layout import lay_out
from app.ingest.analyse.scrape.lines import Line, read_lines
from app.ingest.analyse.scrape.regions import PLACE_NAMES, place_rows
from app.ingest.analyse.webpage.blocks import read_outline
from app.ingest.analyse.webpage.page import Page, parse_page
from app.records import BlockKind
from bench.cleaning import PAGES, scorer
from bench.logistic import Array, regress
from tests.golden.scrapes import FRAMED, MESSES, read_scrapes
from tests.golden.scrapes import Scrape as AnnotatedScrape

_N_FOLDS = 6
_PENALTIES = (4.0, 8.0)
# A line of 100 words counts 16 times as much as one of a single word.
_LENGTH_POWER = 0.6
_N_EXCERPTS = 3
_EXCERPT_LINES = (3, 14)
_FRAME_LINES = (0, 8)
# An annotated scrape counts as much as three of the pages', in the states that differ as lines.
_ANNOTATED_COUNT = 3.0
_STATES = (
    "as written",
    "a blank line after each line",
    "hard-wrapped at 72 columns",
)
_MARKS = {BlockKind.SUBHEAD: "# ", BlockKind.LIST_ITEM: "* "}
# Outlets by the last two labels of the host, three where the second is a registry's ("co.uk").
_REGISTRY = re.compile(r"(?:co|com|org|net|ac|gov)$")


@dataclass(frozen=True, slots=True)
class _Scrape:
    """A scrape with what is seen of its lines; `golds` are the texts that count as right."""

    kind: str
    site: str
    lines: list[Line]
    rows: Array
    answers: Array
    counts: Array
    golds: list[str]


def main() -> None:
    """Fits, prints the figures, and writes the weights where asked to."""
    score = scorer()
    scrapes = [scrape for path in sorted(PAGES.glob("*.html.gz")) for scrape in _read(path, score)]
    for own in (*read_scrapes(), *read_scrapes(FRAMED)):
        scrapes += _annotated(own, score)
    sites = sorted({scrape.site for scrape in scrapes})
    random.Random(5).shuffle(sites)  # noqa: S311 - a fixed order that is not the alphabet's
    fold_by_site = {site: number % _N_FOLDS for number, site in enumerate(sites)}
    held_out: list[tuple[str, float]] = []
    for fold in range(_N_FOLDS):
        fitted = fit(scrape for scrape in scrapes if fold_by_site[scrape.site] != fold)
        unseen = [scrape for scrape in scrapes if fold_by_site[scrape.site] == fold]
        held_out += [(scrape.kind, _f1(scrape, fitted, score)) for scrape in unseen]
    fitted = fit(scrapes)
    seen = [(scrape.kind, _f1(scrape, fitted, score)) for scrape in scrapes]
    for kind in sorted({kind for kind, _ in seen}):
        figures = (mean(f1 for k, f1 in rows if k == kind) for rows in (held_out, seen))
        sys.stdout.write("{}: held out {:.4f}, fitted {:.4f}\n".format(kind, *figures))
    if "--write" in sys.argv:
        _write(fitted)


def fit(scrapes: Iterable[_Scrape]) -> tuple[Array, Array]:
    """The first and second weights that tell article text from the rest of these scrapes best."""
    scrapes = list(scrapes)
    answers = np.concatenate([scrape.answers for scrape in scrapes])
    counts = np.concatenate([scrape.counts for scrape in scrapes])
    first = _fit(np.vstack([scrape.rows for scrape in scrapes]), answers, counts, _PENALTIES[0])
    placed = np.vstack([_placed(scrape, first) for scrape in scrapes])
    return first, _fit(placed, answers, counts, _PENALTIES[1])


def _fit(rows: Array, answers: Array, counts: Array, penalty: float) -> Array:
    penalties = np.full(rows.shape[1], penalty)
    penalties[0] = 0.0
    return regress(rows, answers, counts, penalties)


def _placed(scrape: _Scrape, first: Array) -> Array:
    scores = (scrape.rows @ first).tolist()
    return np.hstack(
        [scrape.rows, np.array(place_rows(scrape.lines, scrape.rows.tolist(), scores))]
    )


def _read(path: Path, score: ModuleType) -> Iterator[_Scrape]:
    gold = json.loads(path.with_name(path.name.replace(".html.gz", ".json")).read_text())
    if not gold.get("text"):
        return
    page = parse_page(gzip.decompress(path.read_bytes()), None)
    assert isinstance(page, Page), path  # noqa: S101 - a development page that cannot be parsed is a fault
    site = _site(gold.get("url") or path.name)
    chance = random.Random(path.name)  # noqa: S311 - the same pieces in every run
    for text in (_plain_dump(page), _marked_dump(page)):
        lines = read_lines(lay_out(repair(text)))
        answers = [_is_in(line, gold["text"], score) for line in lines]
        golds = [gold["text"], gold.get("text_alt") or gold["text"]]
        for kind, chosen in _pieces(lines, answers, chance):
            yield _scrape(kind, site, lines, answers, chosen, golds)


def _annotated(own: AnnotatedScrape, score: ModuleType) -> Iterator[_Scrape]:
    kept = "\n".join(own.kept)
    for state in _STATES:
        lines = read_lines(lay_out(repair(MESSES[state](own.source))))
        answers = [_is_in(line, kept, score) for line in lines]
        found = _scrape("annotated", own.name, lines, answers, list(range(len(lines))), [kept])
        yield replace(found, counts=found.counts * _ANNOTATED_COUNT)


def _pieces(
    lines: list[Line], answers: list[bool], chance: random.Random
) -> Iterator[tuple[str, list[int]]]:
    """The whole page, the lines around the article, and excerpts: some article lines in a row between a
    few of the frame's."""
    inside = [i for i, line in enumerate(lines) if answers[i] and line.n_words > 4]
    if not inside:
        return
    yield "page", list(range(len(lines)))
    first, last, end = inside[0], inside[-1] + 1, len(lines)
    yield "around", list(range(max(0, first - chance.randint(1, 13)), min(end, last + 25)))
    for _ in range(_N_EXCERPTS):
        start = chance.randrange(len(inside))
        chosen = inside[start : start + chance.randint(*_EXCERPT_LINES)]
        before = range(max(0, first - chance.randint(*_FRAME_LINES)), first)
        after = range(last, min(end, last + chance.randint(*_FRAME_LINES)))
        yield "excerpt", [*before, *range(chosen[0], chosen[-1] + 1), *after]


def _scrape(
    kind: str,
    site: str,
    lines: list[Line],
    answers: list[bool],
    chosen: list[int],
    golds: list[str],
) -> _Scrape:
    own = [lines[index] for index in chosen]
    right = np.array([float(answers[index]) for index in chosen])
    counts = np.array([max(1, line.n_words) ** _LENGTH_POWER for line in own])
    if kind == "excerpt":
        golds = ["\n".join(lines[index].text for index in chosen if answers[index])]
    counts = counts / math.sqrt(counts.sum())
    return _Scrape(kind, site, own, np.array(describe(own)), right, counts, golds)


def _plain_dump(page: Page) -> str:
    return str(extract_plain_text(page.markup.decode("utf-8", "replace"), main_content=False))


def _marked_dump(page: Page) -> str:
    """The page's blocks with a blank line between them, headings and list items marked."""
    body = page.tree.find("body")
    outline = read_outline(page.tree if body is None else body)
    return "\n\n".join(_MARKS.get(block.kind, "") + block.text for block in outline.blocks)


def _is_in(line: Line, text: str, score: ModuleType) -> bool:
    shingles, folded = _known(text, score)
    words = re.findall(r"\w+", line.text)
    if len(words) >= 5:
        own = score.shingles(line.text, 3)
        shared: int = sum(n for one, n in own.items() if one in shingles)
        total: int = sum(own.values())
        return shared * 2 >= total
    spaced = f" {' '.join(score.toks(line.text))} "
    return score.fold(line.text) in folded or (len(words) >= 3 and spaced in folded["\n"])


_known_texts: dict[str, tuple[set[tuple[str, ...]], dict[str, str]]] = {}


def _known(text: str, score: ModuleType) -> tuple[set[tuple[str, ...]], dict[str, str]]:
    if text not in _known_texts:
        _known_texts.clear()
        folded = {score.fold(line): "" for line in text.split("\n")}
        folded["\n"] = f" {' '.join(score.toks(text))} "
        _known_texts[text] = (set(score.shingles(text, 3)), folded)
    return _known_texts[text]


def _site(url: str) -> str:
    host = re.sub(r"^\w+://(?:www\.)?|[/_].*$", "", url).split(".")
    return ".".join(host[-3 if len(host) > 2 and _REGISTRY.match(host[-2]) else -2 :])


def _f1(scrape: _Scrape, fitted: tuple[Array, Array], score: ModuleType) -> float:
    first, second = fitted
    scores = _placed(scrape, first) @ second
    kept = [line.text for line, value in zip(scrape.lines, scores, strict=True) if value > 0]
    tokens = score.toks("\n".join(kept))
    return max(float(score.prf(score.toks(gold), tokens)[2]) for gold in scrape.golds)


def _write(fitted: tuple[Array, Array]) -> None:
    path = Path(str(weights.__file__))
    head = path.read_text("utf-8").split("FIRST:")[0]
    tables = []
    for name, values, names in zip(
        ("FIRST", "SECOND"), fitted, (NAMES, (*NAMES, *PLACE_NAMES)), strict=True
    ):
        rows = "".join(f"    {w:.2f},  # {n}\n" for w, n in zip(values, names, strict=True))
        tables.append(f"{name}: tuple[float, ...] = (\n{rows})\n")
    path.write_text(head + "".join(tables), "utf-8")


if __name__ == "__main__":
    main()
