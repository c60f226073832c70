"""Typed clients, generated from the specification, against a running archive: types first, then a tour."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from clients.generate import BUILD, PYTHON, SPECIFICATION, for_python, specification

WORDS = "minister"


def _generated(language: str, spec: dict[str, Any]) -> Path:
    """The folder of a client that `make clients` made of the present specification."""
    written = BUILD / language / SPECIFICATION
    if not written.exists():
        pytest.skip("run `make clients` first: tests install nothing from the network")
    assert orjson.loads(written.read_bytes()) == spec, "the clients are stale: run `make clients`"
    return written.parent


@pytest.fixture(scope="session")
def python_client() -> Path:
    return _generated("python", for_python(specification()))


def test_the_python_client_and_its_tour_are_strictly_typed(python_client: Path) -> None:
    command = [
        sys.executable, "-m", "mypy", "--strict", "--config-file=",
        "--python-executable", str(PYTHON), ".",
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603 - own words
        command, cwd=python_client, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_python_client_makes_its_tour(python_client: Path, sample_server: str) -> None:
    _check_tour([str(PYTHON), "tour.py"], python_client, sample_server)


def test_the_typescript_client_makes_its_tour(sample_server: str) -> None:
    # Generating has compiled it strictly: a type error would have ended that.
    _check_tour(["node", "dist/tour.js"], _generated("typescript", specification()), sample_server)


def _check_tour(command: list[str], folder: Path, address: str) -> None:
    done = subprocess.run(  # noqa: S603 - own words
        [*command, address, WORDS],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if "PYTHONPATH" not in name},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == _expected(address)


def _expected(address: str) -> dict[str, Any]:
    """The same tour without any client."""
    with httpx.Client(base_url=address) as archive:

        def get(path: str, **parameters: Any) -> Any:
            return archive.get(path, params=parameters).json()

        found = get("/v1/articles", q=WORDS, limit=5)
        article = get(f"/v1/articles/{found['items'][0]['id']}")
        said = get("/v1/quotations", q=WORDS, min_confidence=0.5, limit=20)
        speaker = next(one["speaker"] for one in said["items"] if one["speaker"])
        quoted = get("/v1/quotations", speaker=speaker["id"])
        return {
            "total": found["total"]["value"],
            "article": article["id"],
            "text_length": len(article["text"]),
            "speaker": speaker["name"],
            "verdict": "exact",
            "n_rows": quoted["total"]["value"],
            "is_feed": True,
            "problem": "bad_query",
        }
