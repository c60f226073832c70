"""The published figures are those that were measured, wherever they are shown."""

from __future__ import annotations

import json
from pathlib import Path

from app.api.shapes.archive import ExtractionAccuracy
from app.ingest.accuracy import FILE, measured_accuracy
from app.ingest.rules import RULES_VERSION
from bench.accuracy_page import page

ROOT = Path(__file__).parents[2]


def test_the_page_shows_the_figures_of_the_package() -> None:
    figures = json.loads(FILE.read_text(encoding="utf-8"))
    assert (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8") == page(figures)


def test_the_answer_says_whether_the_rules_that_run_were_measured() -> None:
    answer = ExtractionAccuracy.model_validate(measured_accuracy())
    assert answer.running_rules_version == RULES_VERSION
    assert answer.is_current == (answer.rules_version == RULES_VERSION)


def test_every_set_has_every_type_and_no_share_is_hidden() -> None:
    for each in measured_accuracy()["quotations"]:
        assert [one["type"] for one in each["figures"]] == [
            "direct",
            "mixed",
            "indirect",
            "all",
            "quoted",
        ]
