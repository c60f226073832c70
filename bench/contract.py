"""Tries the running server against its own specification with schemathesis, without and with a key.

    python -m bench.contract --peer /path/to/schemathesis --examples 300 --seconds 150

schemathesis is not a dependency: install it in an environment of its own. An archive of the sample is
made in a temporary folder, served on a free loopback port and thrown away. Exit status 1 where
anything failed.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
SCOPES = ("read", "read:text", "ingest", "correct", "admin")
# 400: a cursor is signed and a query has a grammar, which no schema can say. 404: ids are made up.
# Sizes (413, 414, 431) are refused before anything else is looked at.
RULES = """\
[checks]
positive_data_acceptance.expected-statuses = [
    "2xx", "3xx", "400", "401", "403", "404", "409", "414", "429",
]
negative_data_rejection.expected-statuses = [
    "400", "401", "403", "404", "405", "406", "409", "413", "414", "415", "422", "429", "431",
]

# No schema can say that one date must not be before another.
[[operations]]
include-path-regex = "^/v1/(search|articles|quotations|facets|timeline|export/.*|feeds/.*|speakers/.*)$"
checks.positive_data_acceptance.expected-statuses = [
    "2xx", "3xx", "400", "401", "403", "404", "409", "414", "422", "429",
]

# Text of any kind is an article: "{}" sent as HTML is no wrong type.
[[operations]]
include-path = "/v1/articles"
include-method = "POST"
checks.negative_data_rejection.enabled = false
"""


def main() -> int:
    """Runs both rounds; the larger of their exit statuses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", default="schemathesis", help="The command of schemathesis.")
    parser.add_argument("--examples", type=int, default=50, help="Examples of an operation.")
    parser.add_argument("--seconds", type=int, default=120, help="Time limit of each round.")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as (address, key):
        rules = Path(folder) / "schemathesis.toml"
        rules.write_text(RULES)
        status = 0
        for name, header in (("without a key", []), ("with a key", _header(key))):
            sys.stdout.write(f"== {name}\n")
            sys.stdout.flush()
            command = [
                asked.peer, "--config-file", str(rules), "run", f"{address}/openapi.json",
                "--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--no-shrink",
                "--no-color", "--generation-database", "none", "--seed", str(asked.seed),
                "--max-examples", str(asked.examples), "--max-time", str(asked.seconds), *header,
            ]  # fmt: skip
            run = subprocess.run(command, cwd=folder, check=False)  # noqa: S603 - own words
            status = max(status, run.returncode)
    return status


def _header(key: str) -> list[str]:
    return ["-H", f"Authorization: Bearer {key}"]


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, str]]:
    """The address of a server on an archive of the sample, and a key that may do everything."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        **os.environ,
        "ONRECORD_DATA_DIR": str(folder / "archive"),
        "ONRECORD_PORT": str(port),
        "ONRECORD_LOG_LEVEL": "error",
    }
    _onrecord(variables, "ingest", "-q", str(SAMPLE))
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    key = _onrecord(variables, "keys", "add", "contract", *scopes).split()[0]
    server = subprocess.Popen([sys.executable, "-m", "app.cli", "serve"], env=variables, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(f"{address}/readyz")
        yield address, key
    finally:
        server.terminate()
        server.wait(timeout=30)


def _onrecord(variables: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "app.cli", *arguments]
    done = subprocess.run(  # noqa: S603 - own words
        command, env=variables, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _wait_until_ready(address: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - http only
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise SystemExit("The server did not become ready.")


if __name__ == "__main__":
    raise SystemExit(main())
