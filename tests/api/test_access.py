"""Who sees and does what: access without a key, keys with scopes, levels and an end, the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.api.access import Caller, anonymous, caller_with
from app.cli.keys import moment_of_expiry
from app.ingest.jobs import ingest_paths, rebuild_index
from app.search.engines import open_engine
from app.settings import Settings
from app.store.administration import audit, keys
from app.store.administration.keys import KeyRow
from app.store.database import new_session, open_database

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "selka-courier-trawler.txt"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
ServerFor = Callable[[Settings], AbstractContextManager[Any]]


def key_row(*scopes: str, access: str | None = None, **times: datetime) -> KeyRow:
    ends = {"expires_at": None, "last_used_at": None, "revoked_at": None} | times
    return KeyRow("key_1", "desk", scopes, access, NOW - timedelta(days=9), **ends)


@pytest.mark.parametrize(
    ("deployment", "scopes", "level", "seen"),
    [
        ("full", ["read"], None, "full"),
        ("full", ["read"], "quotations", "full"),
        ("snippet", ["read"], None, "snippet"),
        ("snippet", ["read:text"], None, "full"),
        ("quotations", ["read"], None, "quotations"),
        ("quotations", ["read"], "snippet", "snippet"),
        ("quotations", ["admin"], None, "full"),
        ("quotations", ["ingest"], None, "quotations"),
        ("none", ["read"], None, "snippet"),
        ("none", ["read"], "quotations", "quotations"),
        ("none", ["read", "read:text"], "full", "full"),
        ("none", ["ingest"], None, "none"),
    ],
)
def test_a_key_sees_what_it_was_made_for_and_never_less_than_nobody(
    deployment: str, scopes: list[str], level: str | None, seen: str
) -> None:
    caller: Caller = caller_with(key_row(*scopes, access=level), deployment)
    assert caller.access == seen
    assert caller.scopes >= anonymous(deployment).scopes


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ({}, None),
        ({"expires_at": NOW + timedelta(seconds=1)}, None),
        ({"expires_at": NOW}, "expired on 2026-03-01 at 00:00 UTC"),
        ({"revoked_at": NOW - timedelta(days=1)}, "was revoked on 2026-02-28"),
    ],
)
def test_a_key_says_why_it_is_refused(times: dict[str, datetime], reason: str | None) -> None:
    assert key_row("read", **times).refusal(NOW) == reason


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("90d", NOW + timedelta(days=90)),
        ("2026-03-31", datetime(2026, 4, 1, tzinfo=UTC)),
        ("2026-03-31T12:00:00+02:00", datetime(2026, 3, 31, 10, tzinfo=UTC)),
    ],
)
def test_an_end_is_a_number_of_days_a_day_or_a_time(text: str, moment: datetime) -> None:
    assert moment_of_expiry(text, NOW) == moment


@pytest.mark.parametrize("text", ["", "d", "soon", "999999999d", "2026-02-30", "9999-12-31"])
def test_an_end_that_is_none_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="none of 90d"):
        moment_of_expiry(text, NOW)


@pytest.mark.parametrize(
    ("scopes", "options"),
    [
        (["write"], {}),
        (["read"], {"access": "all"}),
        (["read"], {"access": "full"}),
        (["read:text"], {"access": "snippet"}),
        (["read"], {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}),
    ],
)
def test_a_key_that_contradicts_itself_is_not_made(
    empty_settings: Settings, scopes: list[str], options: dict[str, Any]
) -> None:
    database = open_database(empty_settings)
    with new_session(database) as session:
        with pytest.raises(ValueError, match=r"scope|access|passed"):
            keys.create_key(session, "desk", scopes, **options)
        assert keys.keys(session) == []
    database.dispose()


def test_no_file_of_the_archive_holds_a_key(tmp_path: Path, prepared: Callable[..., Any]) -> None:
    settings = prepared(tmp_path)
    database = open_database(settings)
    with new_session(database) as session:
        row, secret = keys.create_key(session, "desk", ["read"])
        assert keys.key_of_secret(session, secret) == row
        assert keys.key_of_secret(session, secret[:-1]) is None
    database.dispose()
    words = secret.removeprefix("onr_").encode()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if words in path.read_bytes()]


def test_each_scope_opens_its_own_operations_and_says_so_of_the_others(
    tmp_path: Path, prepared: Callable[..., Settings], client_for: ServerFor
) -> None:
    settings = prepared(tmp_path, access="none", ingest_workers=1)
    ingest_paths(settings, [SAMPLE])
    rebuild_index(settings, open_engine(settings))
    headers = {"": {}} | {scope: _headers(settings, scope) for scope in keys.SCOPES}
    gone = _headers(settings, "admin", expires_at=datetime.now(UTC) + timedelta(milliseconds=50))
    with client_for(settings) as client:
        listed = client.get("/v1/articles", headers=headers["read"]).json()["items"]
        text = f"/v1/articles/{listed[0]['id']}/text"
        tried = {
            "read": ("GET", "/v1/speakers"),
            "read:text": ("GET", text),
            "ingest": ("GET", "/v1/jobs"),
            "correct": ("GET", "/v1/corrections"),
            "admin": ("GET", "/v1/audit"),
        }
        for needed, (method, address) in tried.items():
            for held, sent in headers.items():
                response = client.request(method, address, headers=sent)
                if held in {needed, "admin"}:
                    assert response.status_code == 200, (held, address)
                    continue
                assert response.status_code == (403 if held else 401), (held, address)
                assert repr(needed) in response.json()["detail"]
        late = client.get("/v1/speakers", headers=gone)
        assert late.status_code == 401
        assert "expired on" in late.json()["detail"]


def test_every_write_is_in_the_audit_trail_once(
    tmp_path: Path, prepared: Callable[..., Settings], client_for: ServerFor
) -> None:
    settings = prepared(tmp_path, access="full", ingest_workers=1)
    ingest_paths(settings, [SAMPLE])
    rebuild_index(settings, open_engine(settings))
    admin = _headers(settings, "admin")
    with client_for(settings) as client:
        quotation = client.get("/v1/quotations?limit=1").json()["items"][0]["id"]
        body = {"quotation": quotation, "kind": "hide", "reason": "a headline"}
        made = client.post("/v1/corrections", json=body, headers=admin).json()
        client.request("DELETE", f"/v1/corrections/{made['id']}", headers=admin)
        asked = client.post("/v1/jobs", json={"kind": "reindex"}, headers=admin).json()
        first = client.get("/v1/audit?limit=3", headers=admin).json()
        rest = client.get(first["next"], headers=admin).json()
        lines = [*first["items"], *rest["items"]]
        assert first["total"]["value"] == len(lines)
        assert [(one["actor"], one["action"], one["subject"]) for one in lines[:3]] == [
            ("desk", "reindex_asked", asked["id"]),
            ("desk", "undo", made["id"]),
            ("desk", "hide", quotation),
        ]
        assert [(one["actor"], one["action"]) for one in lines[3:]] == [("command", "add_key")]
        about = client.get(f"/v1/audit?subject={quotation}", headers=admin).json()
        assert [one["action"] for one in about["items"]] == ["hide"]


def test_the_trail_is_written_with_the_change_or_not_at_all(empty_settings: Settings) -> None:
    database = open_database(empty_settings)
    with new_session(database) as session:
        before = audit.n_lines(session)
        with pytest.raises(Exception, match="key_unknown"):
            keys.revoke_key(session, "key_unknown")
        assert audit.n_lines(session) == before
    database.dispose()


def _headers(settings: Settings, *scopes: str, **options: Any) -> dict[str, str]:
    database = open_database(settings)
    with new_session(database) as session:
        _, secret = keys.create_key(session, "desk", scopes, **options)
    database.dispose()
    return {"Authorization": f"Bearer {secret}"}
