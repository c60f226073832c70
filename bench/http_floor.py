"""What a request costs beside the least that FastAPI can do: a route that returns a small dictionary.

    python -m bench.http_floor [--requests N] [--rounds N] [--archive DATA_DIR]

Measures CPU seconds of the server's process per request, over kept connections, kinds interleaved in
rounds; the median round counts, and only ratios mean anything. `x floor` is requests a second of ours
over the floor's: the bars are 0.5 for an article by id and 0.8 for a 304. With an archive of many
articles (`--archive`), articles are also asked for that nobody has asked for before.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import statistics
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI

from bench.served import (
    SAMPLE,
    Connection,
    Served,
    key_with_everything,
    onrecord,
    served,
    uvicorn_of,
)

_N_CONNECTIONS = 16
_FIELDS = (
    "title", "authors", "source", "section", "published_at", "language", "story", "n_words",
    "n_quotations", "speakers", "snippet", "blocks", "keywords", "images", "version",
)  # fmt: skip


def floor_app() -> FastAPI:
    """FastAPI with nothing around it."""
    app = FastAPI()

    @app.get("/items/{item_id}")
    async def get_item(item_id: str) -> dict[str, object]:
        return {"id": item_id, "title": "The ferry sails again", "n_words": 312, "language": "en"}

    return app


def main() -> None:
    """Runs the comparison and prints it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=3000, help="Of each kind in a round.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--archive", type=Path, help="A data folder with its index.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as empty:
        folder = str(asked.archive or empty)
        variables = {"ONRECORD_DATA_DIR": folder, "ONRECORD_LOG_LEVEL": "error"}
        if asked.archive is None:
            onrecord(variables, "ingest", "-q", str(SAMPLE))
        key = key_with_everything(variables)
        ours = uvicorn_of("app.main:app_from_environment")
        bare = uvicorn_of("bench.http_floor:floor_app")
        with (
            served(ours, variables, probe="/readyz") as archive,
            served(bare, {}, probe="/items/x") as floor,
        ):
            kinds = _kinds(archive, floor, key)
            if asked.archive is not None:
                others = _other_articles(archive.address, asked.requests * asked.rounds)
                kinds["article, never asked for"] = (archive, map(_request, others))
            _report(kinds, asked.requests, asked.rounds)


def _kinds(archive: Served, floor: Served, key: str) -> dict[str, tuple[Served, Iterator[bytes]]]:
    article, same = _first_article(archive.address), itertools.repeat
    with urllib.request.urlopen(f"{archive.address}{article}") as answer:  # noqa: S310 - loopback
        tag = answer.headers["ETag"]
    return {
        "floor": (floor, same(_request("/items/art_example"))),
        "article, the same again": (archive, same(_request(article))),
        "article, with a key": (archive, same(_request(article, f"Authorization: Bearer {key}"))),
        "article, read each time": (archive, _never_the_same(article)),
        "304": (archive, same(_request(article, f"If-None-Match: {tag}"))),
        "health": (archive, same(_request("/healthz"))),
    }


def _never_the_same(article: str) -> Iterator[bytes]:
    """Requests for most of an article, each for other fields, so that no answer is there already."""
    for names in itertools.permutations(_FIELDS, 4):
        fields = "&".join(f"fields={name}" for name in ("text", *names))
        yield _request(f"{article}?{fields}")


def _other_articles(address: str, n: int) -> list[str]:
    """Addresses of articles, from all over the archive."""
    found: list[str] = []
    page: str | None = "/v1/articles?sort=random&limit=100"
    while page is not None and len(found) < n:
        with urllib.request.urlopen(f"{address}{page}") as answer:  # noqa: S310 - loopback
            content = json.load(answer)
        found += [f"/v1/articles/{item['id']}" for item in content["items"]]
        page = content["next"]
    return found


def _first_article(address: str) -> str:
    with urllib.request.urlopen(f"{address}/v1/articles?limit=1") as answer:  # noqa: S310
        return f"/v1/articles/{json.load(answer)['items'][0]['id']}"


def _request(path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: bench", "Accept: */*", *headers, "", ""]
    return "\r\n".join(lines).encode()


def _report(
    kinds: dict[str, tuple[Served, Iterator[bytes]]], n_requests: int, n_rounds: int
) -> None:
    spent: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(n_rounds):
        for name, (server, requests) in kinds.items():
            spent[name].append(asyncio.run(_cpu_of(server, requests, n_requests)))
    floor = statistics.median(spent["floor"])
    for name, costs in spent.items():
        cost = statistics.median(costs)
        sys.stdout.write(f"{name:28} {cost * 1e6:8.0f} us of CPU  {floor / cost:5.2f} x floor\n")


async def _cpu_of(server: Served, requests: Iterator[bytes], n_requests: int) -> float:
    before = server.cpu_seconds()
    shares = [n_requests // _N_CONNECTIONS] * _N_CONNECTIONS
    await asyncio.gather(*(_ask(server.port, requests, share) for share in shares))
    return (server.cpu_seconds() - before) / sum(shares)


async def _ask(port: int, requests: Iterator[bytes], n_times: int) -> None:
    connection = Connection(port)
    for request in itertools.islice(requests, n_times):
        status, _, _ = await connection.ask(request)
        if status not in {200, 304}:
            raise SystemExit(f"answered {status}")
    connection.close()


if __name__ == "__main__":
    main()
