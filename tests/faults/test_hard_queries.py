"""Queries that real people type, on the archive they were written for: answered, within a second."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.conftest import ROOT, onrecord, serving
from tests.faults.requests import send

EVAL = Path(os.environ.get("ONRECORD_EVAL_DIR", ROOT.parent / "shared" / "eval"))
QUERIES = EVAL / "relevance" / "hard_queries.json"
SEEDS = EVAL.parent / "seeds"
# The file speaks of parameters in words of its own.
_NAMES = {"from": "published_from", "to": "published_to"}


@pytest.mark.skipif(
    not (QUERIES.exists() and SEEDS.exists()), reason="the evaluation data is not here"
)
def test_hard_queries_are_answered_within_a_second(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = onrecord("ingest", "--quiet", str(SEEDS), data_dir=tmp_path)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    wrong, unmet = [], []
    queries = json.loads(QUERIES.read_text())["queries"]
    with serving(tmp_path) as address:
        send(address, "/v1/articles?q=warm")
        for query in queries:
            words = query["query"]
            answer = send(address, f"/v1/articles?limit=5&{_parameters(query)}")
            if answer.status >= 500 or answer.status == 0 or answer.seconds > 1:
                wrong.append((query["id"], answer.status, round(answer.seconds, 2)))
            elif query.get("status") and answer.status != query["status"]:
                unmet.append(f"{query['id']}: {answer.status} in place of {query['status']}")
            elif answer.status == 200:
                missing = _missing(address, answer.value, query.get("top_must_contain", []))
                unmet += [f"{query['id']} {words[:40]!r}: no {missing}"] if missing else []
    with capsys.disabled():
        print(f"\n{len(queries)} hard queries, {len(unmet)} not as expected", *unmet, sep="\n  ")  # noqa: T201
    assert wrong == []


def _parameters(query: dict[str, Any]) -> str:
    given = {_NAMES.get(name, name): value for name, value in query.get("params", {}).items()}
    return urlencode({"q": query["query"], **given}, errors="surrogatepass")


def _missing(address: str, page: dict[str, object], expected: list[str]) -> list[str]:
    texts = [send(address, f"/v1/articles/{item['id']}").body.decode() for item in page["items"]]  # type: ignore[attr-defined, index]  # JSON
    folded = _folded(" ".join(texts))
    return [each for each in expected if _folded(each) not in folded]


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
