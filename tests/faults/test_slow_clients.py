"""Slow clients are cut, and a server that is told to end answers what is on its way."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT, environment, free_port, wait_until_ready

# The same server with short times: a test does not wait as long as a client may.
_CODE = """
import app.connections as connections
connections.HEAD_SECONDS = connections.READ_SECONDS = 0.6
from app.serving import serve
from app.settings import load_settings
serve(load_settings())
"""
# Far longer than the server waits, far shorter than forever.
_PATIENCE_SECONDS = 20


@contextmanager
def running(data_dir: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    server = subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", _CODE],
        env=environment(data_dir, ONRECORD_PORT=str(port), ONRECORD_BODY_SECONDS="0.6"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", server)
        yield port, server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def port(sample_archive: Path) -> Iterator[int]:
    with running(sample_archive) as (port, _):
        yield port


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_SECONDS)


def read_to_the_end(connection: socket.socket) -> bytes:
    pieces = []
    try:
        while piece := connection.recv(65_536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def read_answer(connection: socket.socket) -> bytes:
    """One answer whole: head and body may come in pieces."""
    answer = b""
    while b"\r\n\r\n" not in answer or len(answer.partition(b"\r\n\r\n")[2]) < length_of(answer):
        piece = connection.recv(65_536)
        assert piece, answer
        answer += piece
    return answer


def length_of(answer: bytes) -> int:
    found = re.search(rb"content-length: (\d+)", answer, re.IGNORECASE)
    assert found
    return int(found[1])


def test_who_connects_and_says_nothing_is_cut(port: int) -> None:
    with closing(connect(port)) as connection:
        assert read_to_the_end(connection) == b""


@pytest.mark.parametrize("first", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_a_head_that_comes_drop_by_drop_is_cut(port: int, first: bytes) -> None:
    with closing(connect(port)) as connection:
        if first:
            connection.sendall(first)
            assert read_answer(connection).startswith(b"HTTP/1.1 200")
        deadline = time.monotonic() + _PATIENCE_SECONDS
        try:
            connection.sendall(b"GET /healthz HTTP/1.1\r\n")
            while time.monotonic() < deadline:
                connection.sendall(b"X: y\r\n")
                time.sleep(0.05)
        except OSError:
            return
        pytest.fail("the connection was kept")


def test_a_head_without_end_is_cut_by_its_size(port: int) -> None:
    with closing(connect(port)) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\n" + b"X: yyyyyyyyyyyyyyyy\r\n" * 20_000)
            assert b" 200 " not in read_to_the_end(connection)[:20]
        except OSError:
            return


def test_a_body_that_does_not_come_is_408(port: int) -> None:
    with closing(connect(port)) as connection:
        head = b"POST /v1/quotations/check HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n"
        connection.sendall(head + b'Content-Type: application/json\r\n\r\n{"quo')
        answer = read_to_the_end(connection)
        assert answer.startswith(b"HTTP/1.1 408")
        assert b"request_timeout" in answer


def test_who_asks_for_much_and_reads_nothing_is_cut(port: int) -> None:
    with closing(connect(port)) as connection:
        connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 40)
        time.sleep(3)
        # What lies in the buffers comes, the forty answers do not.
        assert read_to_the_end(connection).count(b"HTTP/1.1 200") < 40


def test_a_server_that_is_told_to_end_answers_what_is_on_its_way(sample_archive: Path) -> None:
    body = b'{"quote": "nobody said this", "speaker": null}'
    with running(sample_archive) as (port, server):
        with closing(connect(port)) as idle, closing(connect(port)) as busy:
            idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert read_answer(idle).startswith(b"HTTP/1.1 200")
            head = (
                f"POST /v1/quotations/check HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
            )
            busy.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n" + body[:10])
            time.sleep(0.1)
            server.send_signal(signal.SIGTERM)
            time.sleep(0.2)
            idle.sendall(b"GET /v1/about HTTP/1.1\r\nHost: x\r\n\r\n")
            busy.sendall(body[10:])
            for connection in (idle, busy):
                answer = read_to_the_end(connection)
                assert answer.startswith(b"HTTP/1.1 200"), answer[:100]
                assert b"connection: close" in answer.lower()
        with pytest.raises(ConnectionRefusedError):
            connect(port)
