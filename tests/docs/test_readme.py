"""The README's requests are sent to a running service, and the answers it shows are compared."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"curl '(http://127\.0\.0\.1:8000[^']*)'\n\n```json\n(.*?)\n```", re.DOTALL)
EXAMPLES = EXAMPLE.findall(README)
LINK = re.compile(r"\]\(([^)#]+)\)")


def is_part_of(shown: Any, real: Any) -> bool:
    """Every key and item shown is in the real answer; a list's items in their order from the start."""
    if isinstance(shown, dict):
        return isinstance(real, dict) and all(
            key in real and is_part_of(value, real[key]) for key, value in shown.items()
        )
    if isinstance(shown, list):
        return (
            isinstance(real, list)
            and len(shown) <= len(real)
            and all(is_part_of(*pair) for pair in zip(shown, real, strict=False))
        )
    return bool(shown == real)


def test_the_readme_shows_three_requests() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize(("address", "answer"), EXAMPLES)
def test_a_request_of_the_readme_gives_the_answer_shown(
    address: str, answer: str, sample_server: str
) -> None:
    shown = json.loads(answer)
    assert shown, "the README shows an empty answer"
    url = address.replace("http://127.0.0.1:8000", sample_server)
    with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310 - loopback
        real = json.load(response)
    assert is_part_of(shown, real), json.dumps(real, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("target", sorted(set(LINK.findall(README))))
def test_a_link_of_the_readme_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
