"""Exports give everything, go on where they were cut, and feeds are what feed readers read."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest

from app.ingest.jobs import export_archive, ingest_paths
from app.settings import Settings
from app.store.administration import keys
from app.store.corrections import log as corrections
from app.store.corrections.log import Signature
from app.store.database import new_session, open_database, reading
from app.store.feeds import exports

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
ATOM = "{http://www.w3.org/2005/Atom}"


def lines(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    return [orjson.loads(line) for line in response.content.splitlines()]


def read_feed(api: Any, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(api.get(address).content)  # noqa: S314 - made by ourselves


def test_an_export_has_every_quotation_once(api: Any) -> None:
    response = api.get("/v1/export/quotations")
    rows = lines(response)
    total = api.get("/v1/quotations?limit=1").json()["total"]["value"]
    assert len({row["id"] for row in rows}) == len(rows) == total
    assert response.headers["x-total-count"] == str(total)
    assert "attachment" in response.headers["content-disposition"]


def test_an_export_goes_on_after_its_last_cursor(api: Any) -> None:
    rows = lines(api.get("/v1/export/quotations"))
    places = [place for place, row in enumerate(rows) if "cursor" in row]
    assert places, "the sample has more than a hundred quotations"
    assert places[0] == 99
    rest = lines(api.get(f"/v1/export/quotations?cursor={rows[places[0]]['cursor']}"))
    assert [row["id"] for row in rest] == [row["id"] for row in rows[places[0] + 1 :]]


def test_a_table_has_the_same_rows(api: Any) -> None:
    response = api.get("/v1/export/articles?format=csv")
    assert response.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(response.text)))
    assert {row["id"] for row in table} == {
        row["id"] for row in lines(api.get("/v1/export/articles"))
    }


def test_whole_articles_are_exported_with_their_texts(api: Any) -> None:
    for row in lines(api.get("/v1/export/articles?full=true")):
        assert row["text"] == api.get(f"/v1/articles/{row['id']}").json()["text"]


def test_what_is_wrong_with_an_export_is_said_before_it_begins(api: Any) -> None:
    for address, status in (
        ("/v1/export/articles?cursor=made-up", 400),
        ("/v1/export/articles?fields=titel", 422),
        ("/v1/export/articles?format=atom", 406),
        ("/v1/export/articles?limit=10", 400),
    ):
        response = api.get(address)
        assert response.status_code == status, address
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("form", ["ndjson", "csv", "parquet"])
def test_the_whole_archive_comes_out_such_that_ingesting_it_gives_an_equal_one(
    settings_with_key: tuple[Settings, dict[str, str]],
    client_for: Callable[[Settings], AbstractContextManager[Any]],
    tmp_path: Path,
    form: str,
) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    settings, headers = settings_with_key
    with client_for(settings) as client:
        response = client.get(f"/v1/export/archive?format={form}", headers=headers)
        assert response.status_code == 200
        assert client.get("/v1/export/archive").status_code == 401
    file = tmp_path / f"archive.{form}"
    file.write_bytes(response.content)
    other = Settings(data_dir=tmp_path / "other", ingest_workers=1)
    assert ingest_paths(other, [file]).n_rejected == 0
    assert records_of(other) == records_of(settings)
    assert export_archive(settings, tmp_path / "command", form) == len(records_of(settings))
    assert (tmp_path / "command").read_bytes() == response.content


def test_an_archive_without_the_extra_says_which_formats_it_exports(
    settings_with_key: tuple[Settings, dict[str, str]],
    client_for: Callable[[Settings], AbstractContextManager[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    settings, headers = settings_with_key
    with client_for(settings) as client:
        refused = client.get("/v1/export/archive?format=parquet", headers=headers)
    assert refused.status_code == 406
    assert "onrecord[parquet]" in refused.json()["detail"]
    assert "ndjson, csv" in refused.json()["detail"]


@pytest.fixture(scope="module")
def settings_with_key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, dict[str, str]]:
    """An archive with what an export has to bring back (a correction too), and a key for all of it."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("exported"), ingest_workers=1)
    ingest_paths(settings, [SAMPLE])
    with new_session(open_database(settings)) as session:
        quotation = next(exports.archive_records(session))["quotations"][0]
        corrections.attribute(session, quotation["id"], None, Signature("nora", "not her words"))
        _, secret = keys.create_key(session, "exporting", ["admin"])
    return settings, {"Authorization": f"Bearer {secret}"}


def records_of(settings: Settings) -> list[dict[str, Any]]:
    with reading(open_database(settings)) as session:
        return list(exports.archive_records(session))


@pytest.mark.parametrize("kind", ["articles", "quotations"])
def test_a_feed_shows_the_newest_first(api: Any, kind: str) -> None:
    feed = read_feed(api, f"/v1/feeds/{kind}.atom?limit=100")
    updated = [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")]
    assert updated
    assert feed.findtext(f"{ATOM}updated") == max(str(one) for one in updated)
    found = api.get(f"/v1/feeds/{kind}.json?limit=100", headers={"Accept": "text/html"})
    assert found.headers["content-type"] == "application/feed+json"
    assert len(found.json()["items"]) == len(updated)


def test_a_speakers_feed_is_named_after_them(api: Any) -> None:
    speaker = api.get("/v1/speakers?limit=1").json()["items"][0]
    feed = read_feed(api, f"/v1/feeds/speakers/{speaker['id']}.atom")
    assert feed.findtext(f"{ATOM}title") == speaker["name"]
    names = {one.text for one in feed.iterfind(f"{ATOM}entry/{ATOM}author/{ATOM}name")}
    assert names == {speaker["name"]}
