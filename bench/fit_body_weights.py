"""Fits the weights of `app/ingest/analyse/webpage/weights.py` on pages whose article texts are known.

    python bench/fit_body_weights.py [--write]

Reads the development pages of the folder named by EVAL_DIR, else ../shared/eval, and the invented pages of
`tests/golden`, which are shorter and of other kinds and languages. Prints the token F1
of six-fold cross-validation by publisher and of the fitted pages; `--write` replaces the weights. The
figures here lack the rules of `select.py`; `bench/cleaning.py` has the whole.

1. Each block of a page is article text where half of its word triples are in the known text. A block of
   the standfirst, which the known text may leave out, has no say; nor has a list inside an article that one
   of the collections leaves out by convention.
2. Logistic regression by Newton's method, with a penalty on squared weights. A block counts by its
   length, a page as much as any other.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np

from app.ingest.analyse.webpage import weights
from app.ingest.analyse.webpage.blocks import TextBlock, read_outline
from app.ingest.analyse.webpage.body import second_opinion
from app.ingest.analyse.webpage.evidence import Evidence, Opinions, PageEvidence
from app.ingest.analyse.webpage.head import gather_stated
from app.ingest.analyse.webpage.page import Page, parse_page
from app.ingest.analyse.webpage.structured import read_structured_data
from app.ingest.analyse.webpage.titles import find_title
from bench.cleaning import PAGES, scorer
from bench.logistic import regress

Weights = dict[str, float]
Gold = dict[str, str]

_N_FOLDS = 6
_PENALTY = 2.0
# A block of 100 words counts 16 times as much as one of a single word.
_LENGTH_POWER = 0.6
_SMALLEST_WEIGHT = 0.05
_GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "pages"
# More than this, and the pages of publishers are told worse than they were without golden ones.
_GOLDEN_COUNT = 0.15
_NOT_CONVENTIONAL = ("plain list within", "quoted post")


@dataclass(frozen=True, slots=True)
class _Example:
    """A block with its evidence, whether it is article text, and how much it counts."""

    block: TextBlock
    evidence: Evidence
    is_article: bool
    weight: float


@dataclass(frozen=True, slots=True)
class _Labelled:
    site: str
    gold: Gold
    examples: list[_Example]


def main() -> None:
    """Fits, prints the figures, and writes the weights where asked to."""
    score = scorer()
    pages = [_label(path, score) for path in sorted(PAGES.glob("*.html.gz")) if _has_text(path)]
    pages += [_label_golden(path, score) for path in sorted(_GOLDEN.glob("*.html"))]
    sites = sorted({page.site for page in pages})
    fold_by_site = {site: number % _N_FOLDS for number, site in enumerate(sites)}
    held_out = []
    for fold in range(_N_FOLDS):
        fitted = fit(page for page in pages if fold_by_site[page.site] != fold)
        held_out += [_f1(page, fitted, score) for page in pages if fold_by_site[page.site] == fold]
    fitted = fit(pages)
    seen = [_f1(page, fitted, score) for page in pages]
    sys.stdout.write(
        f"{len(pages)} pages: held out {sum(held_out) / len(pages):.4f}, fitted {sum(seen) / len(pages):.4f}\n"
    )
    if "--write" in sys.argv:
        _write(fitted)


def fit(pages: Iterable[_Labelled]) -> Weights:
    """The weights that tell article text from the rest of these pages best."""
    examples: list[_Example] = []
    counts: list[float] = []
    for page in pages:
        total = sum(example.weight for example in page.examples) or 1.0
        examples += page.examples
        counts += [example.weight / math.sqrt(total) for example in page.examples]
    names = sorted({name for example in examples for name in example.evidence})
    matrix = np.zeros((len(examples), len(names)))
    column_by_name = {name: column for column, name in enumerate(names)}
    for row, example in enumerate(examples):
        for name, value in example.evidence.items():
            matrix[row, column_by_name[name]] = value
    answers = np.array([float(example.is_article) for example in examples])
    count = np.array(counts)
    penalty = np.full(len(names), _PENALTY)
    penalty[column_by_name["always"]] = 0.0
    found = regress(matrix, answers, count, penalty)
    return dict(zip(names, map(float, found), strict=True))


def _has_text(path: Path) -> bool:
    return bool(_gold(path).get("text"))


def _gold(path: Path) -> Gold:
    gold: Gold = json.loads(path.with_name(path.name.replace(".html.gz", ".json")).read_text())
    return gold


def _label(path: Path, score: ModuleType) -> _Labelled:
    gold = _gold(path)
    page = parse_page(gzip.decompress(path.read_bytes()), None)
    assert isinstance(page, Page), path  # noqa: S101 - a development page that cannot be parsed is a fault
    whole = set(score.shingles(gold["text"], 3))
    alone = set(score.shingles(gold["text_alt"], 3)) if gold.get("text_alt") else whole
    examples = []
    for block, found in _seen(page):
        is_article = _is_in(block, whole, gold["text"], score)
        is_sure = is_article == _is_in(block, alone, gold.get("text_alt") or gold["text"], score)
        if not is_article and gold["source"] == "fundus":
            is_sure = is_sure and not any(name in found for name in _NOT_CONVENTIONAL)
        weight = max(1, len(score.toks(block.text))) ** _LENGTH_POWER * is_sure
        examples.append(_Example(block, found, is_article, weight))
    return _Labelled(re.sub(r"_V\d.*$", "", path.name), gold, examples)


def _label_golden(path: Path, score: ModuleType) -> _Labelled:
    gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
    text = "\n".join(gold["text"])
    page = parse_page(path.read_bytes(), None)
    assert isinstance(page, Page), path  # noqa: S101 - a golden page that cannot be parsed is a fault
    shingles = set(score.shingles(text, 3))
    examples = []
    for block, found in _seen(page):
        weight = max(1, len(score.toks(block.text))) ** _LENGTH_POWER * _GOLDEN_COUNT
        examples.append(_Example(block, found, _is_in(block, shingles, text, score), weight))
    return _Labelled(path.stem, {"text": text}, examples)


def _seen(page: Page) -> Iterator[tuple[TextBlock, Evidence]]:
    """The blocks that are weighed, with their evidence; none on a page without any."""
    if not read_outline(page.tree).blocks:
        return
    evidence = _evidence(page)
    for position, block in enumerate(evidence.blocks):
        if (found := evidence.of_block(position)) is not None:
            yield block, found


def _evidence(page: Page) -> PageEvidence:
    stated = gather_stated(page.tree)
    title_words = frozenset(stated.title.casefold().split())
    structured = read_structured_data(stated.scripts, title_words)
    body = page.tree.find("body")
    opinions = Opinions(
        second_opinion(page.markup),
        structured.first_text("articleBody"),
        find_title(stated, structured, None),
    )
    return PageEvidence(read_outline(page.tree if body is None else body), opinions)


def _is_in(block: TextBlock, shingles: set[tuple[str, ...]], text: str, score: ModuleType) -> bool:
    words = re.findall(r"\w+", block.text)
    if len(words) >= 5:
        own = score.shingles(block.text, 3)
        shared: int = sum(n for one, n in own.items() if one in shingles)
        total: int = sum(own.values())
        return shared * 2 >= total
    if score.fold(block.text) in {score.fold(line) for line in text.split("\n")}:
        return True
    spaced = f" {' '.join(score.toks(block.text))} "
    stands_in: bool = spaced in f" {' '.join(score.toks(text))} "
    return len(words) >= 3 and stands_in


def _f1(page: _Labelled, fitted: Weights, score: ModuleType) -> float:
    kept = [example.block.text for example in page.examples if _score(example, fitted) > 0]
    texts: Sequence[str] = [page.gold["text"], page.gold.get("text_alt") or page.gold["text"]]
    tokens = score.toks("\n".join(kept))
    return max(float(score.prf(score.toks(text), tokens)[2]) for text in texts)


def _score(example: _Example, fitted: Weights) -> float:
    return sum(fitted.get(name, 0.0) * value for name, value in example.evidence.items())


def _write(fitted: Weights) -> None:
    path = Path(str(weights.__file__))
    head = path.read_text("utf-8").split("WEIGHTS = {")[0]
    rows = sorted(fitted.items(), key=lambda row: -row[1])
    lines = [f'    "{name}": {w:.2f},\n' for name, w in rows if abs(w) >= _SMALLEST_WEIGHT]
    path.write_text(f"{head}WEIGHTS = {{\n{''.join(lines)}}}\n", "utf-8")


if __name__ == "__main__":
    main()
