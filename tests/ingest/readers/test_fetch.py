"""The door to the network: what it lets through, tried with a server of our own on the loopback."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from app.ingest.readers.base import Reading
from app.ingest.readers.detection import read_source
from app.ingest.readers.fetch import Door, FetchRefusedError, fetch, is_public, read_address
from app.records import RawDocument, Rejected
from tests.ingest.readers.samples import PAGE, rss

HOST = "news.example"
PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private\nDisallow: /*?print=\n"),
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/feed": (200, {"Content-Type": "application/rss+xml"}, rss()),
    "/gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())),
    "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 20_000_000)),
    "/large": (200, {}, b"x" * 2_000_000),
    "/gone": (404, {}, b"gone"),
    "/moved": (301, {"Location": "/page"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/to-private": (302, {"Location": "http://inside.example/"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/to-forbidden": (302, {"Location": "/private/page"}, b""),
    "/to-nowhere": (302, {"Location": "http://[::1"}, b""),
    "/long": (200, {"Content-Length": "9999"}, PAGE.encode()),
    "/cut-gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())[:-20]),
    "/private/page": (200, {}, PAGE.encode()),
}


class Pages(BaseHTTPRequestHandler):
    seen: ClassVar[list[tuple[str, str, str]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
        if self.path == "/slow":
            time.sleep(8)
        if self.path.startswith("/drip"):
            self.drip(b"X-More: x\r\n" if self.path == "/drip-head" else b"\r\nx")
            return
        status, headers, body = PAGES.get(self.path, (200, {}, PAGE.encode()))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def drip(self, drop: bytes) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.0 200 OK\r\n")
            for _ in range(80):
                time.sleep(0.1)
                self.wfile.write(drop)
                self.wfile.flush()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


ADDRESSES = {
    HOST: ["127.0.0.1"],
    "inside.example": ["10.0.0.8"],
    "public.example": ["93.184.216.34"],
}


@pytest.fixture
def door() -> Door:
    return Door(
        allowed=True,
        max_bytes=1_000_000,
        timeout_seconds=5,
        trusted=frozenset({HOST}),
        resolve=lambda host, _port: ADDRESSES[host],
    )


def test_a_page_is_fetched_under_its_own_name_from_the_checked_address(
    door: Door, port: int
) -> None:
    Pages.seen.clear()
    fetched = fetch(f"http://{HOST}:{port}/page", door)
    assert fetched.content == PAGE.encode()
    assert [path for path, _, _ in Pages.seen] == ["/robots.txt", "/page"]
    assert all(host == f"{HOST}:{port}" and "Onrecord" in agent for _, host, agent in Pages.seen)


def test_what_was_fetched_is_read_by_content_and_knows_its_address(door: Door, port: int) -> None:
    reading = Reading(1_000_000, read_source)
    (page,) = read_address(f"http://{HOST}:{port}/moved", door, reading)
    assert isinstance(page, RawDocument)
    assert page.declared.url == f"http://{HOST}:{port}/page"
    assert page.charset == "utf-8"
    assert len(list(read_address(f"http://{HOST}:{port}/feed", door, reading))) == 2


def test_gzip_is_undone(door: Door, port: int) -> None:
    assert fetch(f"http://{HOST}:{port}/gzip", door).content == PAGE.encode()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/private/page", "robots"),
        ("/gone", "404"),
        ("/loop", "redirects more than"),
        ("/to-private", "open internet"),
        ("/to-file", "no http"),
        ("/large", "more than"),
        ("/bomb", "more than"),
        ("/to-forbidden", "robots"),
        ("/page?print=1", "robots"),
        ("/to-nowhere", "location header"),
        ("/long", "without sending"),
        ("/cut-gzip", "breaks off"),
    ],
)
def test_refused_with_the_reason(door: Door, port: int, path: str, told: str) -> None:
    with pytest.raises(FetchRefusedError, match=told):
        fetch(f"http://{HOST}:{port}{path}", door)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://public.example/", "gopher://public.example/", "//public.example/", "", "http://",
        "http://user:secret@public.example/", "http://[::1", "javascript:alert(1)", "http://\x00/", "http://a b/",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_are_fetched(door: Door, url: str) -> None:
    with pytest.raises(FetchRefusedError):
        fetch(url, replace(door, resolve=lambda _host, _port: ["127.0.0.1"]))


@pytest.mark.parametrize("port_number", [22, 25, 6379, 11211])
def test_ports_of_other_services_are_refused(door: Door, port_number: int) -> None:
    with pytest.raises(FetchRefusedError, match="Port"):
        fetch(f"http://public.example:{port_number}/", door)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "fe80::1%eth0",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1", "no address",
    ],
)  # fmt: skip
def test_addresses_inside_are_refused(door: Door, address: str) -> None:
    assert not is_public(address)
    inside = replace(door, resolve=lambda _host, _port: ["93.184.216.34", address])
    with pytest.raises(FetchRefusedError, match="open internet"):
        fetch("http://mixed.example/", inside)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"]
)
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_loopback_is_refused_without_a_word_of_trust(port: int) -> None:
    with pytest.raises(FetchRefusedError):
        fetch(f"http://127.0.0.1:{port}/page", Door(allowed=True, max_bytes=1000))
    with pytest.raises(FetchRefusedError, match="open internet"):
        fetch("http://localhost/", Door(allowed=True, max_bytes=1000))


def test_the_door_is_shut_unless_allowed(door: Door, port: int) -> None:
    with pytest.raises(FetchRefusedError, match="ONRECORD_ALLOW_FETCH"):
        fetch(f"http://{HOST}:{port}/page", replace(door, allowed=False))
    (refused,) = read_address(
        "http://x.example/", replace(door, allowed=False), Reading(1, read_source)
    )
    assert isinstance(refused, Rejected)


@pytest.mark.parametrize("path", ["/slow", "/drip-head", "/drip-body"])
def test_a_slow_server_is_left(door: Door, port: int, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(FetchRefusedError, match="too slow"):
        fetch(f"http://{HOST}:{port}{path}", replace(door, timeout_seconds=0.5))
    assert time.monotonic() - started < 7


def test_a_robots_file_that_redirects_inside_is_not_followed(
    door: Door, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = (302, {"Location": "http://inside.example/robots.txt"}, b"")
    monkeypatch.setitem(PAGES, "/robots.txt", inside)
    with pytest.raises(FetchRefusedError, match="open internet"):
        fetch(f"http://{HOST}:{port}/page", door)


def test_every_request_goes_to_the_address_that_was_checked_for_it(door: Door, port: int) -> None:
    """A name that answers with another address the second time is checked the second time."""
    answers = iter([["127.0.0.1"], ["10.0.0.8"]])
    changing = replace(door, trusted=frozenset(), resolve=lambda _host, _port: next(answers))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.ingest.readers.fetch.is_public", lambda one: one == "127.0.0.1")
        patch.setattr("app.ingest.readers.fetch._PORTS", {port})
        with pytest.raises(FetchRefusedError, match="open internet"):
            fetch(f"http://{HOST}:{port}/page", changing)


@pytest.mark.parametrize(
    "host", ["2130706433", "0177.0.0.1", "0x7f000001", "127.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused_however_its_address_is_written(host: str) -> None:
    with pytest.raises(FetchRefusedError, match=r"open internet|not known|no address"):
        fetch(f"http://{host}/", Door(allowed=True, max_bytes=1000))
