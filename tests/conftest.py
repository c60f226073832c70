"""What all tests share: the same examples every time, and one running service on the sample archive."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "onrecord",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("onrecord")

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
START_SECONDS = 120


def onrecord(
    *arguments: str, data_dir: Path, stdin: bytes | None = None, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs the command `onrecord` on an archive of its own, as a user would."""
    return subprocess.run(  # noqa: S603 - our own command with the test's arguments
        [sys.executable, "-m", "app.cli", *arguments],
        env=environment(data_dir, **variables),
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        timeout=300,
        check=False,
    )


def environment(data_dir: Path, **variables: str) -> dict[str, str]:
    """The environment of a command: no settings of the developer's leak in."""
    inherited = {name: value for name, value in os.environ.items() if "ONRECORD_" not in name}
    return inherited | {"ONRECORD_DATA_DIR": str(data_dir), **variables}


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    """Returns when `/readyz` answers 200; fails when the server ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it was ready"
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"not ready within {START_SECONDS} s")


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an archive into which the sample was ingested by the command."""
    data_dir = tmp_path_factory.mktemp("sample-archive")
    done = onrecord("ingest", "--quiet", str(SAMPLE), data_dir=data_dir)
    assert done.returncode == 0, done.stderr.decode()
    return data_dir


@pytest.fixture(scope="session")
def served_archive(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample archive for the server, so that what is written over HTTP is in no other test."""
    return Path(shutil.copytree(sample_archive, tmp_path_factory.mktemp("served") / "archive"))


@pytest.fixture(scope="session")
def sample_server(served_archive: Path) -> Iterator[str]:
    """The address of `onrecord serve` on a copy of the sample archive."""
    with serving(served_archive) as address:
        yield address


@contextmanager
def serving(data_dir: Path) -> Iterator[str]:
    """Runs `onrecord serve`; gives its address when it is ready."""
    port = free_port()
    server = subprocess.Popen(  # noqa: S603 - our own command, our own arguments
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        env=environment(data_dir, ONRECORD_PORT="1"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
