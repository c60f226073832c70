"""Every block of code of every page is run, or stands in a table here with the reason why it is not."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import typer

from app import cli
from tests.conftest import ROOT, SAMPLE, environment, onrecord
from tests.docs.blocks import Block, blocks, pages, spans

BLOCKS = list(blocks())
SHELL = ("curl", "make", "onrecord", ".venv/bin/onrecord")
# Commands of the machine that a test must not change or has not got; the files that they name are looked at.
ELSEWHERE = {
    "docker": "needs an engine; the image is built and run by hand before a release",
    "kubectl": "needs a cluster; the manifest is compared in test_deployment_files.py",
    "useradd": "adds a user", "cp": "writes to /etc", "systemctl": "starts services",
}  # fmt: skip
# Blocks that nothing can run, by page and first word.
NOT_RUN = {
    ("ARCHITECTURE.md", "WRITE"): "a picture of the way of the data",
    ("docs/search-engine.md", "articles,"): "a picture of the way of the data",
    ("bench/peers/README.md", "python3.11"): "installs other libraries from the network",
}
# Where the blocks of a page are run that are no commands.
RUN_IN = {
    "README.md": "test_readme.py",  # answers, below their requests
    "clients/README.md": "tests/clients/test_generated_clients.py",
}


def first_word(block: Block) -> str:
    return block.text.split()[0]


def is_commands(block: Block) -> bool:
    return all(line.split()[0] in {*SHELL, *ELSEWHERE} for line in block.commands)


def is_accounted_for(block: Block) -> bool:
    if is_commands(block) or (block.page, first_word(block)) in NOT_RUN:
        return True
    return block.page in RUN_IN or (
        block.page == "app/api/pages/errors.md" and first_word(block) == "{"
    )


COMMANDS = [(one.page, line) for one in BLOCKS if is_commands(one) for line in one.commands]


def commands_of(*programs: str) -> list[tuple[str, str]]:
    return [(page, line) for page, line in COMMANDS if line.split()[0] in programs]


def test_every_page_is_looked_at() -> None:
    names = {str(path.relative_to(ROOT)) for path in pages()}
    assert {
        "README.md",
        "clients/README.md",
        "app/api/pages/caching.md",
        "docs/operations/deployment.md",
    } <= names
    assert len(BLOCKS) >= 20
    assert len(COMMANDS) >= 25


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.page}:{block.line}")
def test_a_block_is_run_somewhere(block: Block) -> None:
    assert is_accounted_for(block), f"{block.page}:{block.line} is run by no test"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, sample_archive: Path) -> Path:
    """A home as the pages suppose one: scrapes, a dump, an archive, and the command on the path."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(sample_archive, folder / "archive")
    shutil.copytree(SAMPLE, folder / "scrapes")
    text = "The ferry will sail again on Monday, the harbour master, Ada Lund, said at the pier."
    (folder / "scrape.txt").write_text(f"Ferry returns\n\n{text}\n" * 3, encoding="utf-8")
    shutil.copy(next(SAMPLE.glob("*.html")), folder / "page.html")
    record = json.dumps({"id": "1", "title": "Ferry returns", "text": text})
    (folder / "articles.jsonl").write_text(f"{record}\n", encoding="utf-8")
    (folder / "dump.jsonl.gz").write_bytes(gzip.compress(f"{record}\n".encode()))
    program = folder / "bin" / "onrecord"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m app.cli "$@"\n')
    program.chmod(0o755)
    return folder


def run(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    variables = environment(home / "archive", HOME=str(home))
    variables["PATH"] = f"{home / 'bin'}{os.pathsep}{variables['PATH']}"
    return subprocess.run(  # noqa: S603 - a line of our own pages
        ["sh", "-c", line],  # noqa: S607
        cwd=home, env=variables, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip


@pytest.mark.parametrize(("page", "line"), commands_of("onrecord", ".venv/bin/onrecord"))
def test_a_command_of_a_page_does_its_work(page: str, line: str, home: Path) -> None:
    if "key_..." in line:
        made = onrecord("keys", "add", "visitor", "--scope", "read", data_dir=home / "archive")
        found = re.search(rb"key_[a-z0-9]+", made.stdout + made.stderr)
        assert found is not None
        line = line.replace("key_...", found[0].decode())
    done = run(line.replace(".venv/bin/", ""), home)
    assert done.returncode == 0, f"{page}: {done.stdout}{done.stderr}"
    assert done.stdout + done.stderr


@pytest.mark.parametrize(("page", "line"), commands_of("curl"))
def test_a_request_of_a_page_is_answered(
    page: str, line: str, home: Path, sample_server: str
) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    words = line.replace("http://127.0.0.1:8000", sample_server).replace(
        "curl ", "curl -sS --fail ", 1
    )
    done = run(words, home)
    assert done.returncode == 0, f"{page}: {done.stderr}"
    assert done.stdout


@pytest.mark.parametrize(("page", "line"), commands_of("make"))
def test_a_target_of_a_page_can_be_made(page: str, line: str) -> None:
    # Not made: `make test` is what runs this.
    done = subprocess.run(  # noqa: S603 - a line of our own pages
        ["make", "--dry-run", *line.split()[1:]],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{page}: {done.stderr}"


@pytest.mark.parametrize(("page", "line"), commands_of(*ELSEWHERE))
def test_what_is_not_run_here_names_files_that_are_there(page: str, line: str) -> None:
    named = [word for word in shlex.split(line) if word.startswith(("docs/", "./"))]
    assert [word for word in named if not (ROOT / word).exists()] == []
    if line.startswith("docker build"):
        assert (ROOT / "Dockerfile").exists()


def test_the_problem_that_the_page_on_errors_shows_is_the_one_that_comes(
    sample_server: str,
) -> None:
    [shown] = [json.loads(one.text) for one in BLOCKS if one.page == "app/api/pages/errors.md"]
    name = shown["errors"][0]["name"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{sample_server}/v1/articles?{name}=x")  # noqa: S310 - loopback
    real: dict[str, Any] = json.loads(refused.value.read())
    assert real["detail"].startswith(shown["detail"].removesuffix("..."))
    assert list(real) == list(shown)
    for told in (shown, real):
        del told["detail"], told["request_id"]
    assert real == shown


def known_commands(group: Any, prefix: str = "") -> set[str]:
    """All commands of `onrecord`, groups and their members."""
    context = typer.Context(group)
    found: set[str] = set()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.add(f"{prefix}{name}")
        if hasattr(command, "list_commands"):
            found |= known_commands(command, f"{name} ")
    return found


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))


def test_commands_inside_sentences_exist() -> None:
    commands, made = known_commands(typer.main.get_command(cli.app)), targets()
    wrong = []
    for page, code in spans():
        words = code.split()
        if words[0] == "onrecord" and len(words) > 1 and words[1].islower():
            if not {words[1], " ".join(words[1:3])} & commands:
                wrong.append((page, code))
        elif words[0] == "make" and len(words) > 1:
            wrong += [(page, code)] if words[1] not in made else []
        elif words[:2] == ["python", "-m"] and importlib.util.find_spec(words[2]) is None:
            wrong.append((page, code))
    assert wrong == []
