"""Floors under the measured accuracy: a change that loses quotations, speakers or text fails here.

Raise a floor when a change earns it. The outside sets are measured where they are at hand.
"""

from __future__ import annotations

import pytest

from bench.accuracy import cleaning_of_sample, measure, passages_gold, sample_gold
from bench.golden_sets import eval_folder, eval_module, found_quotations, read_json_lines

needs_eval = pytest.mark.skipif(eval_folder() is None, reason="no outside evaluation data here")


def test_quotations_of_the_annotated_passages() -> None:
    scores, _ = measure(passages_gold())
    assert scores.by_type["direct"].f1 >= 0.94
    assert scores.total.f1 >= 0.90
    assert scores.quoted.precision >= 0.965
    assert scores.canonical_recall >= 0.88


def test_quotations_of_the_sample_archive() -> None:
    scores, _ = measure(sample_gold())
    assert scores.by_type["direct"].f1 >= 0.94
    assert scores.total.f1 >= 0.88


def test_cleaning_of_the_sample_archive() -> None:
    scores = cleaning_of_sample()
    assert scores.body_f1 >= 0.97
    assert scores.right["title"] >= 0.95
    assert scores.right["language"] == 1.0


@needs_eval
def test_quotations_of_the_outside_articles() -> None:
    folder = eval_folder()
    assert folder is not None
    gold = read_json_lines(folder / "quotes" / "dev" / "polnear.jsonl")
    scorer = eval_module("outside_quotes", folder / "quotes" / "score.py")
    result = scorer.score(gold, list(found_quotations(gold).values()))
    assert result["Q3"]["e2e"][2] >= 92.7
    assert result["types"]["direct"]["e2e"][2] >= 90.8
    assert result["types"]["all"]["e2e"][2] >= 72
    assert result["Q3"]["canon_recall"] >= 87.5
