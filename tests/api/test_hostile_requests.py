"""Requests made to cost much, to be read in two ways or to break what comes back: refused with a reason, cheaply."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import Any

import pytest

from app.api.renderings import Noun
from app.api.renderings.tables import csv_rows
from app.settings import Settings
from app.store.administration import keys
from app.store.database import new_session, open_database
from tests.api.test_conventions import problem_of
from tests.api.test_specification import SPEC
from tests.faults.requests import send_bytes

JSON = {"Content-Type": "application/json"}
CHECK = "POST /v1/quotations/check HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"


def text_fields(schema: dict[str, Any]) -> list[tuple[str, bool]]:
    """The fields of a body that hold text, with whether they hold a list of it."""
    found = []
    for name, field in schema.get("properties", {}).items():
        kinds = [field, *field.get("anyOf", ())]
        if any(one.get("type") == "string" for one in kinds):
            found.append((name, False))
        if any(one.get("items", {}).get("type") == "string" for one in kinds):
            found.append((name, True))
    return found


def json_bodies() -> list[tuple[str, str, bool]]:
    found = []
    for path, methods in SPEC["paths"].items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        name = str(content.get("application/json", {}).get("schema", {}).get("$ref")).rpartition(
            "/"
        )[2]
        if name in SPEC["components"]["schemas"]:
            fields = text_fields(SPEC["components"]["schemas"][name])
            found += [(path, field, is_list) for field, is_list in fields]
    return found


BODIES = json_bodies()


def test_the_bodies_with_text_are_found() -> None:
    assert len(BODIES) > 25


@pytest.fixture(scope="module")
def admin(sample_settings: Settings) -> dict[str, str]:
    database = open_database(sample_settings)
    with new_session(database) as session:
        _, secret = keys.create_key(session, "desk", ["admin"])
    database.dispose()
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize(("path", "field", "is_list"), BODIES)
def test_half_of_a_character_is_no_text_in_any_field(
    api: Any, admin: dict[str, str], path: str, field: str, is_list: bool
) -> None:
    value = '["\\ud800"]' if is_list else '"\\ud800"'
    address = path.replace("{speaker_id}", "spk_x")
    response = api.post(address, content=f'{{"{field}": {value}}}', headers={**JSON, **admin})
    problem = problem_of(response, 422, "invalid_value")
    assert [one for one in problem["errors"] if one["name"].partition(".")[0] == field]


def test_a_thousand_unknown_fields_are_refused_at_once(api: Any) -> None:
    body = json.dumps({f"k{n}": 1 for n in range(1_000)})
    problem = problem_of(
        api.post("/v1/articles/search", content=body, headers=JSON), 422, "invalid_value"
    )
    assert problem["detail"] == "body: has more than 100 fields."
    assert len(problem["errors"]) == 1


@pytest.mark.parametrize("name", ["speaker", "about", "source", "author", "story", "fields"])
def test_a_filter_of_a_megabyte_is_refused_and_not_sent_back(api: Any, name: str) -> None:
    response = api.post("/v1/articles/search", json={name: ["harbour " * 100_000]})
    problem = problem_of(response, 422, "invalid_value")
    assert problem["errors"][0]["name"] == f"{name}.0"
    assert len(response.content) < 2_000


def test_links_that_are_too_long_for_a_head_stand_in_the_body_alone(api: Any) -> None:
    short = api.post("/v1/articles/search", json={"q": "ferry"})
    long = api.post("/v1/articles/search", json={"q": "ferry " * 1_000})
    assert 'rel="self"' in short.headers["link"]
    assert "link" not in long.headers
    assert len(long.json()["self"]) > 3_000


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"q":' * 50_000, '{"limit":' + "9" * 50_000 + "}", b'{"q": "\xff"}']
)
def test_json_that_cannot_be_read_is_refused_in_words(api: Any, body: Any) -> None:
    problem = problem_of(
        api.post("/v1/articles/search", content=body, headers=JSON), 400, "bad_request"
    )
    assert "JSON" in problem["detail"]


@pytest.mark.parametrize("path", ["/v1/articles/search", "/v1/quotations/check", "/v1/articles"])
def test_a_packed_body_is_not_unpacked(api: Any, admin: dict[str, str], path: str) -> None:
    bomb = gzip.compress(b" " * 10_000_000)
    headers = {**JSON, **admin, "Content-Encoding": "gzip"}
    response = api.post(path, content=bomb, headers=headers)
    assert "send it as it is" in problem_of(response, 415, "unsupported_media_type")["detail"]


@pytest.mark.parametrize("path", ["/v1/articles/search", "/v1/quotations/check"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_an_address_of_its_own_is_no_id(api: Any, path: str, method: str) -> None:
    response = api.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == "OPTIONS, POST"


@pytest.mark.parametrize(
    ("asked", "nearest", "said"),
    [
        ("facets=speaker,source", "speaker", "facets=speaker&facets=source"),
        ("fields=id,title", "title", "fields=id&fields=title"),
        ("sort=publishedat", "published_at", "relevance, -published_at, published_at, random"),
    ],
)
def test_a_value_that_is_none_says_which_there_are(
    api: Any, asked: str, nearest: str, said: str
) -> None:
    problem = problem_of(api.get(f"/v1/articles?{asked}"), 422, "invalid_value")
    assert problem["errors"][0]["nearest"] == nearest
    assert said in problem["detail"]


@pytest.mark.parametrize(
    "title",
    [
        "=1+1",
        " =1+1",
        "\n=1+1",
        "\u200b=1+1",
        "\u202e=1+1",
        "\ufeff@SUM(A1)",
        "\u00a0-1",
        "\uff1d1+1",
        "\t1",
    ],
)
def test_no_cell_is_a_formula_whatever_stands_before_its_sign(title: str) -> None:
    [row] = csv.reader(
        io.StringIO(csv_rows(Noun.ARTICLE, [{"id": "art_1", "title": title}]).decode())
    )
    assert row[2] == f"'{title}"


@pytest.mark.parametrize(
    "hosts", [[], ["a", "b"], ["a b"], ["a/b"], ["a<b>"], ["a:bc"], ["[::"], ["a@b"], ["a:999999"]]
)
def test_a_request_names_one_host(sample_server: str, hosts: list[str]) -> None:
    lines = "".join(f"Host: {host}\r\n" for host in hosts)
    answer = send_bytes(
        sample_server, f"GET /version HTTP/1.1\r\nConnection: close\r\n{lines}\r\n".encode()
    )
    assert answer.status == 400
    assert answer.value["code"] == "bad_request"


@pytest.mark.parametrize(
    "host", ["a", "a:80", "127.0.0.1:8000", "[::1]:8000", "news_archive.local"]
)
def test_hosts_as_they_are_named_are_taken(sample_server: str, host: str) -> None:
    request = f"GET /version HTTP/1.1\r\nConnection: close\r\nHost: {host}\r\n\r\n"
    assert send_bytes(sample_server, request.encode()).status == 200
    assert send_bytes(sample_server, b"GET /version HTTP/1.0\r\n\r\n").status == 200


SMUGGLED = "GET /version HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "framing",
    [
        f"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}",
        f"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{{}}{SMUGGLED}",
        f"Content-Length: +2\r\n\r\n{{}}{SMUGGLED}",
        f"Content-Length: 0x2\r\n\r\n{{}}{SMUGGLED}",
        f"Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{{}}{SMUGGLED}",
        f"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{SMUGGLED}",
        f"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{SMUGGLED}",
        f"Transfer-Encoding: chunked\r\n\r\n0x2\r\n{{}}\r\n0\r\n\r\n{SMUGGLED}",
    ],
)
def test_a_body_whose_end_two_readers_would_see_differently_carries_no_second_request(
    sample_server: str, framing: str
) -> None:
    answer = send_bytes(sample_server, (CHECK + framing).encode())
    assert answer.status in {0, 400, 422}
    assert b'"onrecord"' not in answer.body


@pytest.mark.parametrize("part", ["files", "other"])
def test_a_form_of_many_parts_is_refused(api: Any, admin: dict[str, str], part: str) -> None:
    name = ' filename="a.txt"' if part == "files" else ""
    one = f'--b\r\nContent-Disposition: form-data; name="{part}";{name}\r\n\r\nx\r\n'
    response = api.post(
        "/v1/articles",
        content=one * 20_000 + "--b--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=b", **admin},
    )
    problem_of(response, 400, "bad_request")


def test_words_with_marks_of_direction_are_searched_without_them(api: Any) -> None:
    plain = api.get("/v1/articles?q=ferry").json()
    marked = api.get("/v1/articles", params={"q": "\u202eferry\u202c"}).json()
    assert marked["total"] == plain["total"]
