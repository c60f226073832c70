"""The measured accuracy of extraction, as `make accuracy` wrote it, and whether it is that of the present rules."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from app.ingest.rules import RULES_VERSION

FILE = Path(__file__).parent / "accuracy.json"


@cache
def measured_accuracy() -> dict[str, Any]:
    """The figures with the rules that they were measured on; `is_current` is False where the running rules are
    others, and the figures may be off."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        **found,
        "running_rules_version": RULES_VERSION,
        "is_current": found["rules_version"] == RULES_VERSION,
    }
