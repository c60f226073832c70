"""Keys and scopes, articles that come in by HTTP, corrections: on an archive of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from app.api.access import effective_access
from app.api.shapes.envelope import Listing
from app.api.shapes.work import Correction, Job, JobItem
from app.errors import SettingsError
from app.ingest.jobs import rebuild_index, run_next
from app.search.engines import open_engine
from app.settings import Settings
from app.store.administration import keys
from app.store.database import new_session, open_database

TEXT = (
    "The harbour of Norvik will stay closed, mayor Ada Lund said on Monday. “Nobody will be sent "
    "out in this storm,” Lund said. “The boats can wait and the sea can not,” said the harbour "
    "master, Olaf Brandt. The ferry company did not answer questions about the timetable."
)
ARTICLE = {
    "id": "desk-17",
    "title": "Harbour stays closed",
    "text": TEXT,
    "published_at": "2024-05-02",
    "source": "Norvik Post",
}
Headers = dict[str, str]


@pytest.fixture(scope="module")
def settings(
    tmp_path_factory: pytest.TempPathFactory, prepared: Callable[..., Settings]
) -> Settings:
    folder = tmp_path_factory.mktemp("writing")
    settings = prepared(folder, access="quotations", ingest_workers=1)
    rebuild_index(settings, open_engine(settings))
    return settings


@pytest.fixture(scope="module")
def server(
    settings: Settings, client_for: Callable[[Settings], AbstractContextManager[Any]]
) -> Iterator[Any]:
    with client_for(settings) as client:
        yield client


@pytest.fixture(scope="module")
def key(settings: Settings) -> Callable[..., Headers]:
    def make(*scopes: str) -> Headers:
        database = open_database(settings)
        with new_session(database) as session:
            _, secret = keys.create_key(session, f"desk {'+'.join(scopes)}", scopes)
        database.dispose()
        return {"Authorization": f"Bearer {secret}"}

    return make


@pytest.fixture(scope="module")
def filled(settings: Settings, server: Any, key: Callable[..., Headers]) -> Any:
    """The archive with one article, put in by HTTP."""
    response = server.post("/v1/articles", json={"articles": [ARTICLE]}, headers=key("ingest"))
    assert response.status_code == 202, response.text
    Job.model_validate(response.json())
    assert response.headers["location"] == f"/v1/jobs/{response.json()['id']}"
    work(settings)
    return server


def work(settings: Settings) -> None:
    """What the writing process does beside a running service."""
    while run_next(settings, open_engine(settings)) is not None:
        pass


def test_writing_needs_a_key_with_the_scope(server: Any, key: Callable[..., Headers]) -> None:
    refused = server.post("/v1/articles", json={"articles": [ARTICLE]})
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert refused.json()["code"] == "unauthorized"
    forbidden = server.post("/v1/articles", json={"articles": [ARTICLE]}, headers=key("read"))
    assert forbidden.status_code == 403
    assert "ingest" in forbidden.json()["detail"]
    for header in ("Bearer onr_nonsense", "Basic eDp5", "Bearer"):
        wrong = server.get("/v1/articles", headers={"Authorization": header})
        assert wrong.status_code == 401


def test_a_revoked_key_is_refused(
    settings: Settings, client_for: Callable[[Settings], AbstractContextManager[Any]]
) -> None:
    database = open_database(settings)
    with new_session(database) as session:
        row, secret = keys.create_key(session, "short-lived", ["read"])
        keys.revoke_key(session, row.id)
    database.dispose()
    with client_for(settings) as client:
        headers = {"Authorization": f"Bearer {secret}"}
        assert client.get("/v1/speakers", headers=headers).status_code == 401
        assert client.get("/healthz", headers=headers).status_code == 200


def test_an_article_comes_in_and_is_found_by_its_speaker(
    filled: Any, key: Callable[..., Headers]
) -> None:
    found = filled.get("/v1/quotations?speaker=Ada%20Lund").json()
    assert found["total"]["value"] >= 1
    assert any("sent out in this storm" in one["text"] for one in found["items"])
    listed = filled.get("/v1/articles?q=harbour", headers=key("read:text")).json()["items"]
    assert [one["external_id"] for one in listed] == ["desk-17"]
    assert listed[0]["snippet"].startswith("The harbour of Norvik")


def test_access_hides_texts_from_those_without_the_scope(
    filled: Any, key: Callable[..., Headers]
) -> None:
    item = filled.get("/v1/articles").json()["items"][0]
    assert item["snippet"] is None
    article = filled.get(f"/v1/articles/{item['id']}").json()
    assert article["text"] is None
    assert article["blocks"] == []
    for part in ("text", "raw", "cleaning", "versions"):
        assert filled.get(f"/v1/articles/{item['id']}/{part}").status_code == 401
    marked = filled.get("/v1/articles?q=ferry&highlight=true").json()["items"][0]["highlights"]
    assert all(one["field"] == "title" for one in marked)
    reader = key("read:text")
    assert filled.get(f"/v1/articles/{item['id']}", headers=reader).json()["text"]
    text = filled.get(f"/v1/articles/{item['id']}/text", headers=reader)
    assert text.headers["cache-control"].startswith("private")


def test_the_same_again_changes_nothing_and_jobs_say_so(
    settings: Settings, filled: Any, key: Callable[..., Headers]
) -> None:
    writer = key("ingest")
    lines = b'{"id": "x"}\nnot json\n'
    for content, media_type in (
        (b'[{"title": "Harbour stays closed"}]', "application/json"),
        (lines, "application/x-ndjson"),
    ):
        headers = {**writer, "Content-Type": media_type}
        response = filled.post("/v1/articles", content=content, headers=headers)
        assert response.status_code == 202, response.text
    again = filled.post("/v1/articles", json={"articles": [ARTICLE]}, headers=writer)
    work(settings)
    job = filled.get(again.headers["location"], headers=writer).json()
    assert (job["state"], job["n_unchanged"], job["n_stored"]) == ("succeeded", 1, 0)
    items = filled.get(f"{again.headers['location']}/items", headers=writer).json()
    Listing[JobItem].model_validate(items)
    assert items["items"][0]["outcome"] == "unchanged"
    listed = filled.get("/v1/jobs?limit=1", headers=writer).json()
    Listing[Job].model_validate(listed)
    assert listed["next"]
    assert filled.get(listed["next"], headers=writer).json()["items"]


def test_bodies_that_hold_no_article_are_refused_at_once(
    server: Any, key: Callable[..., Headers]
) -> None:
    writer = key("ingest")
    for content, media_type, status in (
        (b"{", "application/json", 422),
        (b'{"articles": []}', "application/json", 422),
        (b'{"articles": ["text"]}', "application/json", 422),
        (b"", "text/plain", 422),
        (b"%PDF", "application/pdf", 415),
        (b"x", "multipart/form-data; boundary=b", 422),
    ):
        headers = {**writer, "Content-Type": media_type}
        response = server.post("/v1/articles", content=content, headers=headers)
        assert response.status_code in {status, 400}, (media_type, response.text)
        assert response.headers["content-type"] == "application/problem+json"


def test_files_are_taken_whatever_they_are_called(
    settings: Settings, server: Any, key: Callable[..., Headers]
) -> None:
    files = [("files", ("../../etc/passwd.txt", TEXT.encode(), "text/plain"))]
    response = server.post("/v1/articles", files=files, headers=key("ingest"))
    assert response.status_code == 202, response.text
    kept = sorted((settings.data_dir / "uploads").iterdir())
    assert kept
    assert all(path.parent == settings.data_dir / "uploads" for path in kept)
    job = server.request("DELETE", response.headers["location"], headers=key("ingest"))
    assert job.status_code == 202
    assert job.json()["state"] == "cancelled"


def test_an_idempotency_key_runs_once(server: Any, key: Callable[..., Headers]) -> None:
    headers = {**key("admin"), "Idempotency-Key": "monday-1"}
    first = server.post("/v1/jobs", json={"kind": "reindex"}, headers=headers)
    again = server.post("/v1/jobs", json={"kind": "reindex"}, headers=headers)
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    assert again.headers["idempotent-replay"] == "true"
    other = server.post("/v1/jobs", json={"kind": "reprocess"}, headers=headers)
    assert other.status_code == 409
    assert other.json()["code"] == "conflict"


def test_speakers_are_merged_named_and_set_apart_again(
    settings: Settings, filled: Any, key: Callable[..., Headers]
) -> None:
    corrector = key("correct")
    ids = {one["name"]: one["id"] for one in filled.get("/v1/speakers").json()["items"]}
    lund, brandt = ids["Ada Lund"], ids["Olaf Brandt"]
    refused = filled.post(
        f"/v1/speakers/{lund}/merge", json={"into": lund, "reason": "no"}, headers=corrector
    )
    assert refused.status_code == 409
    merged = filled.post(
        f"/v1/speakers/{brandt}/merge",
        json={"into": lund, "reason": "one and the same"},
        headers=corrector,
    )
    assert merged.status_code == 201, merged.text
    Correction.model_validate(merged.json())
    assert filled.get(f"/v1/speakers/{brandt}").json()["id"] == lund
    listed = filled.get("/v1/corrections", headers=corrector).json()
    Listing[Correction].model_validate(listed)
    assert listed["items"][0]["reason"] == "one and the same"
    undone = filled.request("DELETE", merged.headers["location"], headers=corrector)
    assert undone.status_code == 200
    assert undone.json()["undone_by"]
    assert filled.get(f"/v1/speakers/{brandt}").json()["id"] == brandt
    named = filled.post(
        f"/v1/speakers/{brandt}/aliases",
        json={"alias": "The Old Man of Norvik", "reason": "as the fishermen say"},
        headers=corrector,
    )
    assert named.status_code == 201
    work(settings)
    assert filled.get("/v1/speakers?q=old%20man").json()["items"][0]["id"] == brandt


def test_a_quotation_is_given_to_somebody_else_and_hidden(
    filled: Any, key: Callable[..., Headers]
) -> None:
    corrector = key("correct")
    article = filled.get("/v1/articles?q=harbour").json()["items"][0]["id"]
    address = f"/v1/articles/{article}/quotations"
    one = filled.get(address).json()["items"][0]
    tag = filled.get(address).headers["etag"]
    body = {"quotation": one["id"], "kind": "attribute", "speaker": None, "reason": "unclear"}
    done = filled.post("/v1/corrections", json=body, headers=corrector)
    assert done.status_code == 201, done.text
    shown = filled.get(address, headers={"If-None-Match": tag})
    assert shown.status_code == 200
    changed = next(item for item in shown.json()["items"] if item["id"] == one["id"])
    assert changed["speaker"] is None
    assert changed["is_corrected"]
    hidden = filled.post(
        "/v1/corrections",
        json={"quotation": one["id"], "kind": "hide", "reason": "a headline"},
        headers=corrector,
    )
    assert hidden.status_code == 201
    assert one["id"] not in {item["id"] for item in filled.get(address).json()["items"]}
    for body in (
        {"quotation": one["id"], "kind": "bounds", "reason": "r"},
        {"quotation": one["id"], "kind": "bounds", "start": 0, "end": 10**9, "reason": "r"},
        {"quotation": "quo_nothing", "kind": "hide", "reason": "r"},
    ):
        assert filled.post("/v1/corrections", json=body, headers=corrector).status_code in {
            404,
            409,
            422,
        }


def test_serving_others_without_a_decision_about_access_is_refused() -> None:
    assert effective_access(Settings(host="127.0.0.1")) == "full"
    assert effective_access(Settings(host="0.0.0.0", access="snippet")) == "snippet"  # noqa: S104
    with pytest.raises(SettingsError, match="ONRECORD_ACCESS"):
        effective_access(Settings(host="0.0.0.0"))  # noqa: S104
