"""The audit of dependencies says what it looked up, and fails on what can be mended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCK = "anyio==4.1 \\\n    --hash=sha256:00\nmako==1.2 \\\n    --hash=sha256:00\n"


def known(name: str, *problems: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "version": "1", "vulns": list(problems)}


MENDED = {"id": "X-1", "fix_versions": ["2"]}
UNMENDED = {"id": "X-2", "fix_versions": []}


@pytest.mark.parametrize(
    ("by_service", "is_complete", "status", "said"),
    [
        ({}, False, 0, "audit SKIPPED"),
        ({}, True, 1, "audit SKIPPED"),
        ({"pypi": [known("anyio")]}, False, 0, "audit INCOMPLETE: not looked up: mako"),
        ({"pypi": [known("anyio")]}, True, 1, "pypi answered for 1 of 2 pinned dependencies"),
        ({"pypi": [known("anyio")], "osv": [known("Mako")]}, True, 0, "osv answered for 1 of 2"),
        ({"osv": [known("mako", MENDED)]}, False, 1, "audit: mako 1: X-1, mended in 2"),
        ({"pypi": [known("mako", UNMENDED)]}, False, 0, "X-2, mended in no release yet"),
    ],
)
def test_an_audit_is_as_good_as_what_it_could_ask(
    tmp_path: Path,
    by_service: dict[str, list[dict[str, Any]]],
    is_complete: bool,
    status: int,
    said: str,
) -> None:
    for service, listed in by_service.items():
        (tmp_path / service).write_text(json.dumps({"dependencies": listed}), encoding="utf-8")
    (tmp_path / "lock").write_text(LOCK, encoding="utf-8")
    (tmp_path / "python").symlink_to(sys.executable)
    asked = tmp_path / "pip-audit"
    asked.write_text(
        '#!/bin/sh\ncase "$*" in *"-s osv"*) name=osv ;; *) name=pypi ;; esac\n'
        f'cat "{tmp_path}/$name" 2>/dev/null\n',
        encoding="utf-8",
    )
    asked.chmod(0o755)
    done = subprocess.run(  # noqa: S603 - our own script
        ["sh", str(ROOT / ".ci" / "audit"), str(asked), str(tmp_path / "lock")],  # noqa: S607
        env={**os.environ, "AUDIT_COMPLETE": "1" if is_complete else ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said in done.stdout, done.stdout + done.stderr
    assert done.returncode == status
