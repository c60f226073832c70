"""`make accuracy`: measures extraction and cleaning and rewrites docs/accuracy.md.

Own sets are always measured; outside sets where EVAL_DIR (or `../shared/eval`) holds them, with
the scorers that come with them.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from app.ingest.inspection import inspect_article
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


def report() -> str:
    """The page as Markdown."""
    lines = [
        "# How accurate Onrecord is",
        "",
        "Written by `make accuracy`; the gate in `tests/golden/test_accuracy_gate.py` holds floors under",
        f"these figures. Version {version('onrecord')}.",
        "",
        "A quotation counts as right when at least eight tenths of its words were found *and* its",
        "speaker is right. F1 weighs what was missed against what was found wrongly.",
        "",
        *_own_quotations(),
        *_own_cleaning(),
        *_outside(),
        *_unknown(),
    ]
    return "\n".join(lines) + "\n"


def _own_quotations() -> Iterator[str]:
    yield "## Quotations: annotations written for this project"
    yield ""
    yield "| set | documents | type | in gold | found | precision | recall | F1 |"
    yield "|---|---|---|---|---|---|---|---|"
    judged: list[tuple[float, bool]] = []
    canonical = []
    for name, gold in (("passages", passages_gold()), ("sample archive", sample_gold())):
        scores, _ = measure(gold)
        judged += scores.judged
        canonical.append(f"{100 * scores.canonical_recall:.1f} % ({name})")
        rows: list[tuple[str, Tally]] = [(kind, scores.by_type[kind]) for kind in TYPES]
        rows += [("all", scores.total), ("quoted text of 3 words or more", scores.quoted)]
        for kind, tally in rows:
            yield (
                f"| {name} | {len(gold)} | {kind} | {tally.n_gold} | {tally.n_found} | "
                f"{100 * tally.precision:.1f} | {100 * tally.recall:.1f} | {100 * tally.f1:.1f} |"
            )
    yield ""
    yield f"Quoted text of a named person given to that person: {', '.join(canonical)}."
    yield ""
    yield from _reliability(judged)


def _reliability(judged: Iterable[tuple[float, bool]]) -> Iterator[str]:
    yield "## How far the confidence can be trusted"
    yield ""
    yield "| confidence | quotations | mean confidence | share right |"
    yield "|---|---|---|---|"
    pairs = sorted(judged)
    for low, high in itertools.pairwise(BIN_EDGES):
        inside = [(value, is_right) for value, is_right in pairs if low <= value < high]
        if inside:
            mean = sum(value for value, _ in inside) / len(inside)
            right = sum(is_right for _, is_right in inside) / len(inside)
            yield f"| {low:.2f} to {min(high, 1):.2f} | {len(inside)} | {mean:.2f} | {right:.2f} |"
    yield ""


def _own_cleaning() -> Iterator[str]:
    scores = score_cleaning(sample_files(), cleaned_sample())
    yield "## Cleaning: the sample archive's files"
    yield ""
    yield "| measure | value |"
    yield "|---|---|"
    yield f"| body, token F1 | {scores.body_f1:.3f} |"
    for name, share in scores.right.items():
        yield f"| {name} right | {100 * share:.0f} % |"
    yield f"| pieces of chrome left in a body | {len(scores.leaks)} |"
    yield ""


def _outside() -> Iterator[str]:
    folder = eval_folder()
    if folder is None:
        return
    yield "## Outside sets"
    yield ""
    yield "Not shipped with the project; measured where they are at hand, never trained on."
    yield ""
    yield from _outside_quotations(folder / "quotes")
    yield from _outside_scrapes(folder / "cleaning")


def _outside_quotations(folder: Path) -> Iterator[str]:
    scorer = eval_module("outside_quotes", folder / "score.py")
    gold = read_json_lines(folder / "dev" / "polnear.jsonl")
    result = scorer.score(gold, list(found_quotations(gold).values()))
    yield "| US political news of 2015-16, 504 articles | precision | recall | F1 |"
    yield "|---|---|---|---|"
    for kind in (*TYPES, "all"):
        precision, recall, f1 = result["types"][kind]["e2e"]
        yield f"| {kind}, with speaker | {precision} | {recall} | {f1} |"
    precision, recall, f1 = result["Q3"]["e2e"]
    yield f"| quoted text of 3 words or more, with speaker | {precision} | {recall} | {f1} |"
    yield f"| ... of a named person, given to that person | | {result['Q3']['canon_recall']} | |"
    yield ""


def _outside_scrapes(folder: Path) -> Iterator[str]:
    dumps = sorted((folder / "textdump" / "dev").glob("*.txt"))
    if not dumps:
        return
    scorer = eval_module("score", folder / "score.py")
    total = 0.0
    for path in dumps:
        gold = scorer.json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        words = scorer.toks(inspect_article(path)["text"])
        texts = (gold["text"], gold.get("text_alt") or gold["text"])
        total += max(scorer.prf(scorer.toks(text), words)[2] for text in texts)
    yield f"Plain-text dumps of {len(dumps)} news pages, body token F1: {total / len(dumps):.3f}."
    yield ""


def _unknown() -> Iterator[str]:
    yield "## What is not known"
    yield ""
    yield "- The own sets were written by the same team as the rules; figures on texts of other kinds"
    yield "  may be lower."
    yield "- Languages other than English have no table of cues: direct quotations are found, no speaker"
    yield "  is guessed, and the article says so."
    yield "- Noun phrases as contents (*praised the plan*) are out of scope; `docs/quotations.md` says what"
    yield "  counts."


def cleaning_of_sample() -> CleaningScores:
    """The cleaning scores that the gate reads."""
    return score_cleaning(sample_files(), cleaned_sample())


if __name__ == "__main__":
    (ROOT / "docs" / "accuracy.md").write_text(report(), encoding="utf-8")
