"""Every request that the specification shows, in curl, Python and JavaScript, run against a running archive."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import urllib.request
from typing import Any

import pytest

DEFAULT = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def samples(sample_server: str) -> list[tuple[str, dict[str, str]]]:
    """The samples that change nothing, by operation, with the address of the running archive."""
    with urllib.request.urlopen(f"{sample_server}/openapi.json") as answer:  # noqa: S310 - loopback
        spec: dict[str, Any] = json.load(answer)
    found = []
    for methods in spec["paths"].values():
        for operation in methods.values():
            if operation["security"] == [{"key": []}] and "get" not in methods:
                continue
            shown = {
                one["lang"]: one["source"].replace(DEFAULT, sample_server)
                for one in operation["x-codeSamples"]
            }
            assert set(shown) == {"Shell", "Python", "JavaScript"}
            # What needs the id of a job or a correction has none on a sample archive.
            if "_example" not in shown["Shell"] and "-X DELETE" not in shown["Shell"]:
                found.append((operation["operationId"], shown))
    assert len(found) > 40
    return found


def run(command: list[str], program: str, key: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own samples
        command,
        input=program,
        env={**os.environ, "ONRECORD_KEY": key},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, f"{done.stdout[-300:]}\n{done.stderr[-3000:]}"


def test_every_sample_in_python_prints_an_answer(
    samples: list[tuple[str, dict[str, str]]], key: str
) -> None:
    parts = ["import io, sys", "from contextlib import redirect_stdout"]
    for name, shown in samples:
        parts.append(
            f"out = io.StringIO()\nwith redirect_stdout(out):\n    exec({shown['Python']!r}, {{}})\n"
            f"assert len(out.getvalue()) > 2 and 'problems/' not in out.getvalue()[:60], "
            f"({name!r}, out.getvalue()[:300])"
        )
    run([sys.executable, "-"], "\n".join(parts), key)


def test_every_sample_in_javascript_prints_an_answer(
    samples: list[tuple[str, dict[str, str]]], key: str
) -> None:
    if shutil.which("node") is None:
        pytest.skip("no Node.js here")
    parts = [
        "let shown; const keep = console.log; console.log = (text) => { shown = text; };",
        "const fail = (name, why) => { keep(name, why); process.exit(1); };",
    ]
    for name, shown in samples:
        parts.append(
            f"shown = undefined; {{ {shown['JavaScript']} }}\n"
            f"if (!shown || String(shown.type ?? '').includes('/problems/')) fail({name!r}, shown);"
        )
    run(["node", "--input-type=module", "-"], "\n".join(parts), key)


def test_every_sample_for_the_shell_is_one_command_of_curl(
    samples: list[tuple[str, dict[str, str]]], key: str
) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    lines = ["set -e"]
    for _, shown in samples:
        assert shlex.split(shown["Shell"])[0] == "curl"
        lines.append(shown["Shell"].replace("curl", "curl -sS --fail -o /dev/null", 1))
    run(["sh"], "\n".join(lines), key)
