"""Files of any kind come in through `POST /v1/jobs`: to the disk as they arrive, or not at all."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from app.ingest.jobs import run_next
from app.search.engines import open_engine
from app.settings import Settings
from app.store.administration import keys
from app.store.database import new_session, open_database

FILE = {"Content-Type": "application/octet-stream"}
MAX_BYTES = 400_000
Headers = dict[str, str]


def lines(start: int, n_articles: int) -> bytes:
    records = [
        {"id": f"up-{number}", "title": f"Report {number}", "text": f"The ferry number {number} will sail on Monday."}
        for number in range(start, start + n_articles)
    ]  # fmt: skip
    return b"".join(json.dumps(one).encode() + b"\n" for one in records)


@pytest.fixture(scope="module")
def settings(
    tmp_path_factory: pytest.TempPathFactory, prepared: Callable[..., Settings]
) -> Settings:
    folder = tmp_path_factory.mktemp("uploads")
    # A file may be larger than any other body, and comes in pieces that do not have to be quick.
    return prepared(
        folder,
        access="full",
        ingest_workers=1,
        max_body_bytes=2_000,
        max_upload_bytes=MAX_BYTES,
        body_seconds=0.2,
    )


@pytest.fixture(scope="module")
def server(
    settings: Settings, client_for: Callable[[Settings], AbstractContextManager[Any]]
) -> Iterator[Any]:
    with client_for(settings) as client:
        yield client


@pytest.fixture(scope="module")
def sender(settings: Settings) -> Headers:
    return made(settings, "ingest")


def made(settings: Settings, scope: str) -> Headers:
    with new_session(open_database(settings)) as session:
        _, secret = keys.create_key(session, f"key to {scope}", [scope])
    return {"Authorization": f"Bearer {secret}"}


def ended(settings: Settings, server: Any, response: Any, headers: Headers) -> dict[str, Any]:
    assert response.status_code == 202, response.text
    while run_next(settings, open_engine(settings)) is not None:
        pass
    job: dict[str, Any] = server.get(response.headers["location"], headers=headers).json()
    return job


def kept(settings: Settings) -> list[str]:
    folder = settings.data_dir / "uploads"
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def test_a_file_larger_than_other_bodies_comes_in_whatever_it_is(
    settings: Settings, server: Any, sender: Headers
) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("inner.jsonl", lines(0, 30))
    for content, n_stored in ((lines(30, 30), 30), (gzip.compress(lines(60, 9)), 9)):
        response = server.post("/v1/jobs", content=content, headers={**sender, **FILE})
        job = ended(settings, server, response, sender)
        assert (job["state"], job["n_stored"]) == ("succeeded", n_stored), job
    files = [("files", ("a.bin", archive.getvalue())), ("files", ("b", lines(90, 2)))]
    response = server.post("/v1/jobs", files=files, headers=sender)
    assert ended(settings, server, response, sender)["n_stored"] == 32
    assert kept(settings) == []


def test_what_a_file_is_called_is_part_of_where_its_articles_were_found(
    settings: Settings, server: Any, sender: Headers
) -> None:
    address = "/v1/jobs?name=../../etc/passwd"
    response = server.post(address, content=lines(200, 1), headers={**sender, **FILE})
    assert all("passwd" not in name for name in kept(settings))
    job = ended(settings, server, response, sender)
    (item,) = server.get(f"/v1/jobs/{job['id']}/items", headers=sender).json()["items"]
    assert item["origin"] == "passwd#1"


@pytest.mark.parametrize(
    ("content", "options", "status"),
    [
        (b"x" * (MAX_BYTES + 1), FILE, 413),
        (b"", FILE, 422),
        (b"{}", {"Content-Type": "text/csv"}, 415),
        (b"no form", {"Content-Type": "multipart/form-data; boundary=b"}, 400),
        (b"{", {"Content-Type": "application/json"}, 400),
    ],
)
def test_what_is_refused_leaves_nothing(
    settings: Settings, server: Any, sender: Headers, content: bytes, options: Headers, status: int
) -> None:
    headers = {**made(settings, "admin"), **options}
    response = server.post("/v1/jobs", content=content, headers=headers)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert kept(settings) == []


def test_a_body_without_a_length_is_measured_as_it_comes(
    settings: Settings, server: Any, sender: Headers
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 50_000

    async def stalled() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.sleep(60)

    for content, status in ((endless(), 413), (stalled(), 408)):
        response = server.post("/v1/jobs", content=content, headers={**sender, **FILE})
        assert response.status_code == status
    assert kept(settings) == []


def test_nothing_of_a_file_is_read_from_those_who_may_not_send_one(
    settings: Settings, server: Any
) -> None:
    asked: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        asked.append(1)
        yield b"x"

    for headers, status in (({}, 401), (made(settings, "read"), 403)):
        response = server.post("/v1/jobs", content=body(), headers={**headers, **FILE})
        assert response.status_code == status
    assert (asked, kept(settings)) == ([], [])


def test_work_on_the_whole_archive_needs_more_than_a_key_for_sending(
    server: Any, sender: Headers
) -> None:
    refused = server.post("/v1/jobs", json={"kind": "reindex"}, headers=sender)
    assert refused.status_code == 403
    assert "admin" in refused.json()["detail"]


def test_a_file_that_is_sent_again_with_its_key_is_taken_once(
    settings: Settings, server: Any, sender: Headers
) -> None:
    headers = {**sender, **FILE, "Idempotency-Key": "tuesday"}
    first = server.post("/v1/jobs", content=lines(300, 3), headers=headers)
    again = server.post("/v1/jobs", content=lines(300, 3), headers=headers)
    assert first.json() == again.json()
    assert again.headers["idempotent-replay"] == "true"
    assert len(kept(settings)) == 1
    other = server.post("/v1/jobs", content=lines(300, 4), headers=headers)
    assert other.status_code == 409
    assert len(kept(settings)) == 1
    assert ended(settings, server, first, sender)["n_stored"] == 3
