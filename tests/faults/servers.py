"""A service of a test's own, on an archive that it may break."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT, environment, free_port, wait_until_ready


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
