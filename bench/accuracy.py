"""`make accuracy`: measures extraction and cleaning, and rewrites the figures that the package publishes
(`app/ingest/accuracy.json`) and their page, docs/accuracy.md.

Own sets are always measured; outside sets where EVAL_DIR (or `../shared/eval`) holds them, with
the scorers that come with them.
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from app.ingest.accuracy import FILE
from app.ingest.inspection import inspect_article
from app.ingest.rules import RULES_VERSION
from bench.accuracy_page import page
from bench.cleaning_scores import CleaningScores, score_cleaning
from bench.golden_sets import (
    ROOT,
    Json,
    cleaned_sample,
    eval_folder,
    eval_module,
    found_quotations,
    read_json_lines,
    sample_articles,
    sample_files,
)
from bench.quotation_scores import TYPES, Scores, Tally, score_quotations
from tests.golden.passages import load_passages, resolve

CRITERION = (
    "A quotation counts as right when at least eight tenths of its words were found and its speaker is right. "
    "F1 weighs what was missed against what was found wrongly."
)
UNKNOWN = [
    "The own sets were written by the same team as the rules; figures on texts of other kinds may be lower.",
    "The confidence was measured on the sets that the rules were developed on; expect a point or two less "
    "elsewhere.",
    "Who is who across articles has no measured accuracy: only the number of witnesses is given.",
    "Languages other than English have no table of cues: direct quotations are found, no speaker is guessed, and "
    "the article says so.",
    "Noun phrases as contents (praised the plan) are out of scope; docs/quotations.md says what counts.",
]
BIN_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)


def passages_gold() -> list[Json]:
    """The annotated passages as gold documents."""
    return [passage.gold() for passage in load_passages()]


def sample_gold(language: str = "en") -> list[Json]:
    """The sample archive's cleaned texts in one language as gold documents."""
    return [
        resolve(
            {
                "id": article["file"],
                "kind": "sample",
                "text": "\n\n".join(article["paragraphs"]),
                "quotes": article["quotations"],
            }
        ).gold()
        for article in sample_articles()
        if article["language"] == language
    ]


def measure(gold: list[Json]) -> tuple[Scores, float]:
    """The scores of a set and its documents a CPU second."""
    started = time.process_time()
    found = found_quotations(gold)
    seconds = time.process_time() - started
    return score_quotations(gold, found), len(gold) / max(seconds, 1e-9)


def measured() -> Json:
    """All figures, as the package publishes them. Shares are of 1, rounded to three digits."""
    own = [
        (
            "passages",
            "Annotated passages of many kinds of news, written for this project.",
            passages_gold(),
        ),
        ("sample archive", "The English articles of the sample archive.", sample_gold()),
    ]
    scores = [(name, text, gold, measure(gold)[0]) for name, text, gold in own]
    judged = [pair for _, _, _, each in scores for pair in each.judged]
    return {
        "release": version("onrecord"),
        "rules_version": RULES_VERSION,
        "criterion": CRITERION,
        "quotations": [
            *(_own_set(name, text, gold, each) for name, text, gold, each in scores),
            *_outside_quotations(),
        ],
        "reliability": list(_reliability(judged)),
        "cleaning": [_own_cleaning(), *_outside_scrapes()],
        "unknown": UNKNOWN,
    }


def _own_set(name: str, description: str, gold: list[Json], scores: Scores) -> Json:
    tallies: list[tuple[str, Tally]] = [(kind, scores.by_type[kind]) for kind in TYPES]
    tallies += [("all", scores.total), ("quoted", scores.quoted)]
    return {
        "name": name,
        "description": description,
        "is_shipped": True,
        "n_documents": len(gold),
        "figures": [
            {
                "type": kind,
                "n_gold": tally.n_gold,
                "n_found": tally.n_found,
                "precision": round(tally.precision, 3),
                "recall": round(tally.recall, 3),
                "f1": round(tally.f1, 3),
            }
            for kind, tally in tallies
        ],
        "right_person": round(scores.canonical_recall, 3),
    }


def _outside_quotations() -> Iterator[Json]:
    folder = eval_folder()
    if folder is None:
        return
    scorer = eval_module("outside_quotes", folder / "quotes" / "score.py")
    gold = read_json_lines(folder / "quotes" / "dev" / "polnear.jsonl")
    result = scorer.score(gold, list(found_quotations(gold).values()))
    found = {kind: result["types"][kind]["e2e"] for kind in (*TYPES, "all")}
    found["quoted"] = result["Q3"]["e2e"]
    yield {
        "name": "US political news",
        "description": "Articles of 2015-16, annotated by others; never trained on, not shipped.",
        "is_shipped": False,
        "n_documents": len(gold),
        "figures": [
            {
                "type": kind,
                "n_gold": None,
                "n_found": None,
                "precision": round(precision / 100, 3),
                "recall": round(recall / 100, 3),
                "f1": round(f1 / 100, 3),
            }
            for kind, (precision, recall, f1) in found.items()
        ],
        "right_person": round(result["Q3"]["canon_recall"] / 100, 3),
    }


def _reliability(judged: Iterable[tuple[float, bool]]) -> Iterator[Json]:
    """How often quotations of a confidence are right: a row a bin that has any."""
    pairs = sorted(judged)
    for low, high in itertools.pairwise(BIN_EDGES):
        inside = [(value, is_right) for value, is_right in pairs if low <= value < high]
        if inside:
            yield {
                "from": low,
                "to": min(high, 1.0),
                "n_quotations": len(inside),
                "mean_confidence": round(sum(value for value, _ in inside) / len(inside), 3),
                "share_right": round(sum(is_right for _, is_right in inside) / len(inside), 3),
            }


def _own_cleaning() -> Json:
    scores = cleaning_of_sample()
    return {
        "name": "sample archive",
        "description": "The files of the sample archive.",
        "is_shipped": True,
        "n_documents": sum(1 for _ in sample_files()),
        "body_f1": round(scores.body_f1, 3),
        "fields_right": {name: round(share, 3) for name, share in scores.right.items()},
        "n_chrome_left": len(scores.leaks),
    }


def _outside_scrapes() -> Iterator[Json]:
    folder = eval_folder()
    dumps = (
        [] if folder is None else sorted((folder / "cleaning" / "textdump" / "dev").glob("*.txt"))
    )
    if folder is None or not dumps:
        return
    scorer = eval_module("score", folder / "cleaning" / "score.py")
    total = 0.0
    for path in dumps:
        gold = scorer.json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        words = scorer.toks(inspect_article(path)["text"])
        texts = (gold["text"], gold.get("text_alt") or gold["text"])
        total += max(scorer.prf(scorer.toks(text), words)[2] for text in texts)
    yield {
        "name": "plain-text dumps of news pages",
        "description": "Pages of many publishers as plain text; never trained on, not shipped.",
        "is_shipped": False,
        "n_documents": len(dumps),
        "body_f1": round(total / len(dumps), 3),
        "fields_right": {},
        "n_chrome_left": None,
    }


def cleaning_of_sample() -> CleaningScores:
    """The cleaning scores that the gate reads."""
    return score_cleaning(sample_files(), cleaned_sample())


if __name__ == "__main__":
    figures = measured()
    FILE.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (ROOT / "docs" / "accuracy.md").write_text(page(figures), encoding="utf-8")
