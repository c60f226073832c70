"""Servers for benches: on loopback, on a port of their own, in a folder that is thrown away."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
SCOPES = ("read", "read:text", "ingest", "correct", "admin")
_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A running server and the process that answers."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """What the process has spent so far, in user and kernel mode."""
        return _times(self.process.pid)

    def resident_megabytes(self) -> float:
        """Memory that the process holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def served(command: Sequence[str], variables: dict[str, str], *, probe: str) -> Iterator[Served]:
    """Runs a server (`{port}` in its command is replaced) until the block ends."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - own words
        [part.replace("{port}", str(port)) for part in command],
        env=_environment({**variables, "ONRECORD_PORT": str(port)}),
        cwd=ROOT,
    )
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}{probe}", process)
        yield Served(port, process)
    finally:
        process.terminate()
        process.wait(timeout=60)


def uvicorn_of(factory: str) -> list[str]:
    """The command of one uvicorn process that serves what `module:factory` makes."""
    return [
        sys.executable, "-m", "uvicorn", factory, "--factory", "--port", "{port}",
        "--log-level", "error", "--no-access-log",
    ]  # fmt: skip


def onrecord(variables: dict[str, str], *arguments: str) -> str:
    """What the command `onrecord` prints."""
    done = subprocess.run(  # noqa: S603 - own words
        [sys.executable, "-m", "app.cli", *arguments],
        env=_environment(variables),
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def key_with_everything(variables: dict[str, str]) -> str:
    """A key that may do everything."""
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    return onrecord(variables, "keys", "add", "bench", *scopes).split()[0]


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


class Connection:
    """One kept HTTP/1.1 connection: writes a whole request, reads a whole answer."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
        """Status, headers (lower case) and body. Raises OSError or EOFError where it was cut."""
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(b":") for line in lines[1:] if line)
        }
        status = int(lines[0].split()[1])
        body = await self._body(headers) if status not in {204, 304} else b""
        if headers.get(b"connection", b"").lower() == b"close":
            self.close()
        return status, headers, body

    async def _body(self, headers: dict[bytes, bytes]) -> bytes:
        reader = self._reader
        if reader is None:
            return b""
        if b"content-length" in headers:
            return await reader.readexactly(int(headers[b"content-length"]))
        pieces = []
        while size := int((await reader.readline()).strip() or b"0", 16):
            pieces.append((await reader.readexactly(size + 2))[:-2])
        await reader.readline()
        return b"".join(pieces)

    def close(self) -> None:
        """Ends the connection; the next request opens another."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


def _times(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _environment(variables: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if "ONRECORD_" not in name}
    return inherited | variables


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"{address} did not become ready.")
