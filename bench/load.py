"""The service at the machine's limit: many clients at once while articles come in, then SIGTERM.

    python -m bench.load [--clients 64] [--seconds 120] [--articles 3000]

Serves an archive of the sample with `onrecord serve`, puts articles in by HTTP meanwhile, and lets each
client ask the next thing as soon as it has its answer: articles by id, searches, lists, suggestions, a
304 now and then. At the end SIGTERM comes while all of them are asking. Exit status 1 where anything but
200, 304, 429 and 503 (with Retry-After) was answered, an answer was cut, p99 is over 10 x p50, or memory
went on growing in the second half. Times depend on the machine; these four do not.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import itertools
import json
import random
import statistics
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field

from bench.served import SAMPLE, Connection, Served, key_with_everything, onrecord, served

_GOOD = {200, 304, 429, 503}
# What memory may grow by in the second half: caches that fill, not a leak.
_FLAT_MEGABYTES = 25.0
_WORDS = (
    "minister", "ferry", "harbour", "strike", "court", "government", "election", "port", "storm",
    "police", "company", "budget",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What the clients saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: collections.Counter[int] = field(default_factory=collections.Counter)
    n_cut: int = 0
    n_refused_at_the_end: int = 0
    n_without_retry_after: int = 0


def main() -> int:
    """Runs the load and prints what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--articles", type=int, default=3000, help="Put in meanwhile.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        variables = {"ONRECORD_DATA_DIR": folder, "ONRECORD_LOG_LEVEL": "error"}
        onrecord(variables, "ingest", "-q", str(SAMPLE))
        key = key_with_everything(variables)
        command = [sys.executable, "-m", "app.cli", "serve"]
        with served(command, variables, probe="/readyz") as server:
            _put_in(server, key, asked.articles)
            tally, memory = asyncio.run(_load(server, asked.clients, asked.seconds))
            status = server.process.wait(timeout=60)
    return _judge(tally, memory, status, asked.seconds)


def _put_in(server: Served, key: str, n_articles: int) -> None:
    chosen = random.Random(1)  # noqa: S311 - the same articles every time
    lines = []
    for number in range(n_articles):
        said = " ".join(chosen.choices(_WORDS, k=12))
        text = (
            f"The {said}. “We will see the {said},” said Ada Lund, the mayor of town {number}. " * 3
        )
        lines.append(json.dumps({"id": f"load-{number}", "title": said, "text": text}))
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{server.address}/v1/articles",
        "\n".join(lines).encode(),
        {"Content-Type": "application/x-ndjson", "Authorization": f"Bearer {key}"},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        sys.stdout.write(f"{n_articles} articles put in: {json.load(answer)['id']}\n")


async def _load(server: Served, n_clients: int, seconds: float) -> tuple[Tally, list[float]]:
    tally, ending = Tally(), asyncio.Event()
    paths = await _paths(server.port)
    clients = [
        asyncio.create_task(_client(server.port, paths, number, tally, ending))
        for number in range(n_clients)
    ]
    memory = []
    for _ in range(20):
        await asyncio.sleep(seconds / 20)
        memory.append(server.resident_megabytes())
    ending.set()
    server.process.terminate()
    await asyncio.gather(*clients)
    return tally, memory


async def _paths(port: int) -> list[str]:
    connection = Connection(port)
    _, _, body = await connection.ask(_request("/v1/articles?limit=20"))
    connection.close()
    by_id = [f"/v1/articles/{item['id']}" for item in json.loads(body)["items"]]
    searches = [f"/v1/articles?q={one}+{two}" for one, two in itertools.permutations(_WORDS[:7], 2)]
    quotations = [f"/v1/quotations?q={word}&limit=10" for word in _WORDS]
    others = [
        "/v1/suggest?q=min", "/v1/speakers?limit=5", "/v1/about", "/v1/facets?facets=speaker",
        "/v1/articles?q=harbour&highlight=true&facets=source",
    ]  # fmt: skip
    return by_id * 2 + searches + quotations + others


async def _client(
    port: int, paths: list[str], number: int, tally: Tally, ending: asyncio.Event
) -> None:
    chosen = random.Random(number)  # noqa: S311 - the same questions every time
    connection = Connection(port)
    path, tag = chosen.choice(paths), b""
    while True:
        request = _request(path, *([f"If-None-Match: {tag.decode()}"] if tag else []))
        started = time.perf_counter()
        try:
            status, headers, _ = await connection.ask(request)
        except (ConnectionRefusedError, ConnectionResetError, BrokenPipeError) as error:
            if ending.is_set() and isinstance(error, ConnectionRefusedError):
                tally.n_refused_at_the_end += 1
            else:
                tally.n_cut += 1
            return
        except (EOFError, OSError):
            tally.n_cut += 1
            return
        tally.seconds.append(time.perf_counter() - started)
        tally.statuses[status] += 1
        if status in {429, 503}:
            tally.n_without_retry_after += b"retry-after" not in headers
            await asyncio.sleep(0.2)
        # One in five asks the same again, with the tag of the answer that it has.
        tag = headers.get(b"etag", b"") if chosen.random() < 0.2 else b""
        path = path if tag else chosen.choice(paths)


def _request(path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: bench", "Accept: application/json", *headers, "", ""]
    return "\r\n".join(lines).encode()


def _judge(tally: Tally, memory: list[float], exit_status: int, seconds: float) -> int:
    cuts = statistics.quantiles(tally.seconds, n=100)
    half = len(memory) // 2
    growth = memory[-1] - memory[half]
    sys.stdout.write(
        f"{len(tally.seconds)} answers, {len(tally.seconds) / seconds:.0f}/s, "
        f"by status {dict(tally.statuses)}\n"
        f"p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms: {cuts[98] / cuts[49]:.1f} x\n"
        f"memory {memory[0]:.0f} MB, at half {memory[half]:.0f}, at the end {memory[-1]:.0f}\n"
        f"SIGTERM: {tally.n_cut} requests cut, {tally.n_refused_at_the_end} new connections refused, "
        f"exit status {exit_status}\n"
    )
    wrong = [
        name
        for name, is_wrong in (
            ("other statuses", set(tally.statuses) - _GOOD),
            ("503 or 429 without Retry-After", tally.n_without_retry_after),
            ("requests were cut", tally.n_cut),
            ("p99 over 10 x p50", cuts[98] > 10 * cuts[49]),
            ("memory grows", growth > _FLAT_MEGABYTES),
            ("the server did not end well", exit_status not in {0, -15}),
        )
        if is_wrong
    ]
    sys.stdout.write(f"{'FAILED: ' + '; '.join(wrong) if wrong else 'good'}\n")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
