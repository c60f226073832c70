"""Searches over HTTP beside two yardsticks: a stored page of the same size, and Datasette.

    python -m bench.http_search DATA_DIR QUERIES.json [--datasette COMMAND] [--requests N] [--workdir DIR]

`DATA_DIR` holds an archive with its index; `QUERIES.json` is a query log as `bench.search_speed` takes it.
The service runs in one process with one more address, which gives back the bytes of a page of hits: what
FastAPI, the conventions and the loopback cost without a search. Datasette (not a dependency: install it
in an environment of its own) serves an FTS5 table of the same articles. One client, one kept connection,
kinds of request interleaved, no query asked twice; only ratios of one run mean anything.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request, Response

from app.api.operations import ConventionalRoute, operation
from app.main import create_app
from app.settings import Settings, load_settings

_STORED = "/v1/stored-page"
_START_SECONDS = 60
_TICKS = os.sysconf("SC_CLK_TCK")


def app_with_stored_page() -> FastAPI:
    """What uvicorn serves here: the service, and the page of `BENCH_PAGE` under `/v1/stored-page`."""
    app = create_app(load_settings())
    page = Path(os.environ["BENCH_PAGE"])

    def stored_page(request: Request) -> Response:
        del request
        return Response(page.read_bytes(), media_type="application/json")

    route = ConventionalRoute(_STORED, stored_page, **operation("stored_page", is_cached=False))
    app.router.routes.insert(0, route)
    app.state.methods.fill({_STORED: ["GET"]})
    return app


def main() -> None:
    """Runs the comparison and prints it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--datasette", help="The command of Datasette.")
    parser.add_argument("--requests", type=int, default=540)
    parser.add_argument("--workdir", type=Path, default=Path(tempfile.gettempdir()))
    asked = parser.parse_args()
    words = words_of(asked.queries)[: asked.requests]
    page = asked.workdir / "page.json"
    page.write_bytes(b"{}")
    settings = {"ONRECORD_DATA_DIR": str(asked.data_dir), "BENCH_PAGE": str(page)}
    factory = ["uvicorn", "bench.http_search:app_with_stored_page", "--factory"]
    ours = [sys.executable, "-m", *factory, "--log-level", "error", "--no-access-log", "--port"]
    with _served(ours, settings, "/readyz") as here:
        page.write_bytes(_sized_page(here, words))
        sys.stdout.write(f"a page is {page.stat().st_size:,} bytes; {len(words)} queries\n")
        plain = (f"/v1/articles?q={quote(one)}" for one in words[::2])
        marked = (f"/v1/articles?highlight=true&q={quote(one)}" for one in words[1::2])
        stored = itertools.repeat(_STORED)
        _report(here, {"stored page": stored, "search": plain, "with highlights": marked})
    if asked.datasette:
        database = _full_text_table(asked.data_dir, asked.workdir / "articles.db")
        theirs = [asked.datasette, "serve", str(database), "--port"]
        table = "/articles/articles.json?_shape=objects&_size=20&_search="
        with (
            _served(ours, settings, "/readyz") as here,
            _served(theirs, {}, "/-/versions.json") as there,
        ):
            _compare(here, there, words, table)


def words_of(path: Path) -> list[str]:
    """The log's queries that are plain words, each once."""
    kinds = {"term", "and2", "and3", "or2", "or3"}
    log = [one for one in json.loads(path.read_text()) if one["type"] in kinds]
    return list(dict.fromkeys(" ".join(one["terms"]) for one in log))


class _Server:
    """A server process and one kept connection to it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str) -> tuple[float, bytes]:
        """Seconds and body of an answer, which must be good."""
        started = time.perf_counter()
        try:
            self._connection.request("GET", path)
            response = self._connection.getresponse()
        except http.client.RemoteDisconnected:
            # The other server took so long for its answer that this one closed the connection.
            self._connection.close()
            started = time.perf_counter()
            self._connection.request("GET", path)
            response = self._connection.getresponse()
        body = response.read()
        spent = time.perf_counter() - started
        if response.status != 200:
            raise SystemExit(f"{response.status} for {path}: {body[:300]!r}")
        return spent, body

    def reconnect(self) -> None:
        """Forgets a request that failed."""
        self._connection.close()

    def cpu_seconds(self) -> float:
        """User and system time that the process has used."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text()
        user, system = re.sub(r".*\) ", "", stat).split()[11:13]
        return (int(user) + int(system)) / _TICKS


def _report(server: _Server, kinds: dict[str, Iterator[str]]) -> None:
    spent: dict[str, list[float]] = {name: [] for name in kinds}
    for paths in zip(*kinds.values(), strict=False):
        for name, path in zip(kinds, paths, strict=True):
            spent[name].append(server.get(path)[0])
    floor = statistics.median(spent["stored page"])
    for name, times in spent.items():
        middle = statistics.median(times)
        high = statistics.quantiles(times, n=20)[-1]
        sys.stdout.write(
            f"{name:16} p50 {middle * 1e3:6.2f} ms ({middle / floor:.2f} x)  p95 {high * 1e3:6.2f} ms\n"
        )


def _compare(ours: _Server, theirs: _Server, words: list[str], table: str) -> None:
    spent = {"Onrecord": 0.0, "Datasette": 0.0}
    cpu = {"Onrecord": ours.cpu_seconds(), "Datasette": theirs.cpu_seconds()}
    for one in words:
        spent["Onrecord"] += ours.get(f"/v1/articles?q={quote(one)}")[0]
        spent["Datasette"] += theirs.get(table + quote(one))[0]
    cpu = {
        "Onrecord": ours.cpu_seconds() - cpu["Onrecord"],
        "Datasette": theirs.cpu_seconds() - cpu["Datasette"],
    }
    for name, seconds in spent.items():
        rate = len(words) / seconds
        sys.stdout.write(
            f"{name:10} {rate:7.1f} requests/s, {cpu[name] / len(words) * 1e3:.2f} ms of CPU each\n"
        )
    sys.stdout.write(
        f"{spent['Datasette'] / spent['Onrecord']:.1f} times Datasette's requests a second\n"
    )


def _sized_page(server: _Server, words: list[str]) -> bytes:
    bodies = sorted((server.get(f"/v1/articles?q={quote(one)}")[1] for one in words[-41:]), key=len)
    return bodies[len(bodies) // 2]


def _full_text_table(data_dir: Path, path: Path) -> Path:
    """A database with the archive's titles and texts and an FTS5 table, which Datasette finds by itself."""
    if path.exists():
        return path
    address = Settings(data_dir=data_dir).data_dir / "onrecord.db"
    with sqlite3.connect(path) as database:
        database.execute("ATTACH ? AS archive", (str(address),))
        database.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, text TEXT)")
        database.execute(
            "INSERT INTO articles (title, text) SELECT title, text FROM archive.article"
        )
        database.execute(
            "CREATE VIRTUAL TABLE articles_fts USING fts5(title, text, content=articles, content_rowid=id, tokenize=porter)"
        )
        database.execute("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")
    return path


@contextmanager
def _served(command: list[str], settings: dict[str, str], path: str) -> Iterator[_Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 - the command is named by who runs this
        [*command, str(port)], env={**os.environ, **settings}, stdout=subprocess.DEVNULL
    )
    try:
        server = _Server(process, port)
        _wait(server, path)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(server: _Server, path: str) -> None:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            server.get(path)
        except OSError:
            server.reconnect()
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main()
