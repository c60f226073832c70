"""Several processes behind one port are one archive, and end together."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, environment, free_port, wait_until_ready


def test_two_processes_answer_alike_and_end_together(sample_archive: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve"],
        env=environment(sample_archive, ONRECORD_PORT=str(port), ONRECORD_WORKERS="2"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address, server)
        children = _descendants(server.pid)
        # A new connection each time: both answer some, and each follows the other's cursors.
        pages = [_walked(address, "/v1/articles?limit=6") for _ in range(6)]
        assert len(pages[0]) > 15
        assert all(page == pages[0] for page in pages)
        tags = {_tag(f"{address}/v1/articles?limit=1") for _ in range(8)}
        assert len(tags) == 1
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=40)
    assert len(children) >= 3  # two that answer, one that writes
    # Python's own tracker of shared memory ends when it sees that nobody is left.
    deadline = time.monotonic() + 10
    while left := [pid for pid in children if Path(f"/proc/{pid}/cmdline").exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def _walked(address: str, path: str) -> list[str]:
    found: list[str] = []
    following: str | None = path
    while following:
        page: dict[str, Any]
        with urllib.request.urlopen(f"{address}{following}") as answer:  # noqa: S310 - loopback
            page = json.load(answer)
        found += [item["id"] for item in page["items"]]
        following = page["next"]
    return found


def _tag(address: str) -> str:
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - loopback
        return str(answer.headers["ETag"])


def _descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_descendants(int(child))]
    return found
