"""Typed clients, generated from the specification, against a running archive: types first, then a tour."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from clients.generate import BUILD, PYTHON, SPECIFICATION, for_python, specification

WORDS = "minister"
README = Path(__file__).parents[2] / "clients" / "README.md"


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


@pytest.fixture(scope="session")
def typescript_client() -> Path:
    return _generated("typescript", specification())


@pytest.fixture(scope="module")
def busy_server(sample_server: str) -> Iterator[str]:
    """The same archive, which answers each thing that is read only when asked a second time."""
    asked: set[str] = set()

    class Busy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in asked:
                asked.add(self.path)
                self.answer(503, {"Retry-After": "0"}, b"{}")
                return
            asked.discard(self.path)
            self.pass_on(httpx.get(sample_server + self.path, timeout=60))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent = {"Content-Type": self.headers["Content-Type"]}
            self.pass_on(
                httpx.post(sample_server + self.path, content=body, headers=sent, timeout=60)
            )

        def pass_on(self, got: httpx.Response) -> None:
            self.answer(got.status_code, {"Content-Type": got.headers["content-type"]}, got.content)

        def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Busy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_python_client_makes_its_tour(python_client: Path, sample_server: str) -> None:
    _check_tour([str(PYTHON), "tour.py"], python_client, sample_server, sample_server)


def test_the_typescript_client_makes_its_tour(typescript_client: Path, sample_server: str) -> None:
    # Generating has compiled it strictly: a type error would have ended that.
    _check_tour(["node", "dist/tour.js"], typescript_client, sample_server, sample_server)


def test_the_python_client_waits_for_a_busy_archive(
    python_client: Path, busy_server: str, sample_server: str
) -> None:
    _check_tour([str(PYTHON), "tour.py"], python_client, busy_server, sample_server)


def test_the_typescript_client_waits_for_a_busy_archive(
    typescript_client: Path, busy_server: str, sample_server: str
) -> None:
    _check_tour(["node", "dist/tour.js"], typescript_client, busy_server, sample_server)


def test_the_page_shows_python_that_runs(python_client: Path, sample_server: str) -> None:
    written = python_client / "shown.py"
    written.write_text(_shown("python", sample_server), encoding="utf-8")
    _check_shown([str(PYTHON), written.name], python_client)


def test_the_page_shows_typescript_that_compiles_strictly_and_runs(
    typescript_client: Path, sample_server: str
) -> None:
    (typescript_client / "shown.ts").write_text(
        _shown("typescript", sample_server), encoding="utf-8"
    )
    whole = json.loads((typescript_client / "tsconfig.json").read_text(encoding="utf-8"))
    whole["files"] = ["shown.ts"]
    (typescript_client / "tsconfig.shown.json").write_text(json.dumps(whole), encoding="utf-8")
    done = _run(["npx", "--no-install", "tsc", "-p", "tsconfig.shown.json"], typescript_client)
    assert done.returncode == 0, done.stdout
    _check_shown(["node", "dist/shown.js"], typescript_client)


def _shown(language: str, address: str) -> str:
    blocks = re.findall(r"```(\w+)\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    [code] = [text for name, text in blocks if name == language]
    return str(code).replace("http://127.0.0.1:8000", address)


def _check_shown(command: list[str], folder: Path) -> None:
    done = _run(command, folder)
    assert done.returncode == 0, done.stderr
    first, *rest = done.stdout.splitlines()
    assert int(first.split()[0]) == len([line for line in rest if line.startswith("quo_")]) > 1
    assert rest[-1].startswith("bad_query")


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - own words
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if "PYTHONPATH" not in name},
    )


def _check_tour(command: list[str], folder: Path, address: str, archive: str) -> None:
    done = _run([*command, address, WORDS], folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == _expected(archive)


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
            "n_walked": quoted["total"]["value"],
            "is_feed": True,
            "problem": "bad_query",
        }
