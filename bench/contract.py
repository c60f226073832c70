"""Tries the running server against its own specification with schemathesis, without and with a key.

    python -m bench.contract --peer /path/to/schemathesis --examples 300 --seconds 150

schemathesis is not a dependency: install it in an environment of its own. An archive of the sample is
made in a temporary folder, served on a free loopback port and thrown away. Exit status 1 where
anything failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.served import SAMPLE, key_with_everything, onrecord, served

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
include-path-regex = "^/v1/(search|articles(/search)?|quotations(/search)?|facets|timeline|export/.*|feeds/.*|speakers/.*)$"
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
    with tempfile.TemporaryDirectory() as folder:
        variables = {"ONRECORD_DATA_DIR": f"{folder}/archive", "ONRECORD_LOG_LEVEL": "error"}
        onrecord(variables, "ingest", "-q", str(SAMPLE))
        key = key_with_everything(variables)
        with served([sys.executable, "-m", "app.cli", "serve"], variables, probe="/readyz") as one:
            return _try_out(asked, Path(folder), one.address, key)


def _try_out(asked: argparse.Namespace, folder: Path, address: str, key: str) -> int:
    rules = folder / "schemathesis.toml"
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


if __name__ == "__main__":
    raise SystemExit(main())
