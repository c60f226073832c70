"""The specification in, typed clients out: Python (openapi-python-client) and TypeScript (openapi-typescript).

`make clients` runs this. Everything is written to `clients/build`, which git ignores: what is generated
is never edited and never older than the API. TypeScript needs Node 20 and, the first time, npm's
registry.
"""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from app.main import create_app
from app.settings import Settings

HERE = Path(__file__).parent
BUILD = HERE / "build"
# The generator's own environment; the Makefile makes it from requirements-clients.lock.
PYTHON = HERE.parent / ".venv-clients" / "bin" / "python"
SPECIFICATION = "openapi.json"


def main() -> int:
    """Generates both clients, or says which one cannot be."""
    generate_python(BUILD / "python")
    if shutil.which("npm") is None:
        sys.stderr.write("No Node.js here (20 or newer): the TypeScript client is skipped.\n")
    else:
        generate_typescript(BUILD / "typescript")
    return 0


def generate_python(folder: Path) -> None:
    """Writes the package `onrecord_client` and its tour into a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(HERE / "python" / "tour.py", folder)
    package = folder / "onrecord_client"
    _write_specification(for_python(specification()), folder)
    _run(
        [
            str(PYTHON), "-m", "openapi_python_client", "generate",
            "--path", SPECIFICATION, "--config", str(HERE / "python" / "config.yaml"),
            "--meta", "none", "--output-path", str(package), "--fail-on-warning",
        ],
        folder,
    )  # fmt: skip
    shutil.copy(HERE / "python" / "archive.py", package)
    (package / "py.typed").touch()


def generate_typescript(folder: Path) -> None:
    """Writes types and compiles the tour against them, strictly, into a folder's `dist`."""
    shutil.copytree(HERE / "typescript", folder, dirs_exist_ok=True)
    locked = folder / "package-lock.json"
    installed = folder / "node_modules" / ".installed"
    if not installed.exists() or installed.read_bytes() != locked.read_bytes():
        _run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder)
        shutil.copy(locked, installed)
    _write_specification(specification(), folder)
    _run(["npx", "--no-install", "openapi-typescript", SPECIFICATION, "-o", "schema.d.ts"], folder)
    _run(["npx", "--no-install", "tsc"], folder)


def specification() -> dict[str, Any]:
    """The specification that this code serves."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(create_app(Settings()).openapi()))
    return found


def for_python(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The same without what the Python generator makes no use of: bodies that are bare text; keys that
    may be left out, which it would demand; conditions between fields; and 304, which nobody gets who did
    not ask for it and which would make every answer an `Any`."""
    kept = copy.deepcopy(dict(spec))
    for schema in kept["components"]["schemas"].values():
        if "properties" in schema:
            schema.pop("oneOf", None)
    for methods in kept["paths"].values():
        for operation in methods.values():
            operation["responses"].pop("304", None)
            if {} in operation["security"]:
                operation["security"] = []
            bodies = operation.get("requestBody", {}).get("content", {})
            for media_type in [name for name in bodies if _is_text(name)]:
                del bodies[media_type]
    return kept


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type == "application/x-ndjson"


def _write_specification(spec: Mapping[str, Any], folder: Path) -> None:
    (folder / SPECIFICATION).write_bytes(orjson.dumps(spec))


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - own words
        command, cwd=folder, env={**os.environ, "NO_COLOR": "1"}, capture_output=True, check=False
    )
    if done.returncode != 0:
        sys.stderr.buffer.write(done.stdout + done.stderr)
        raise SystemExit(f"{command[0]} {command[-1]} failed with status {done.returncode}.")


if __name__ == "__main__":
    raise SystemExit(main())
