"""Exports give everything, go on where they were cut, and feeds are what feed readers read."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest

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
