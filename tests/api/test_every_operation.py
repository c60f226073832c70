"""What the conventions promise, asked of every operation of the specification: none is left out, since the list
is the specification's own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.api.shapes.envelope import Listing
from app.settings import Settings
from app.store.administration import keys
from app.store.database import new_session, open_database
from tests.api.test_conventions import problem_of
from tests.api.test_specification import OPERATIONS, SPEC

GETS = [one["operationId"] for address, one in OPERATIONS if address.startswith("GET ")]
each_get = pytest.mark.parametrize("name", GETS)
# The fields that every list has.
ENVELOPE = {field.alias or name for name, field in Listing[Any].model_fields.items()}
SECURITY = {
    "x-content-type-options", "referrer-policy", "x-frame-options", "content-security-policy",
    "cross-origin-opener-policy", "permissions-policy",
}  # fmt: skip
# What may differ between two answers to the same request.
MOMENTARY = {"x-request-id", "server-timing", "content-length", "date"}


@dataclass(frozen=True)
class Operation:
    """An operation that reads, with an address of it that works on this archive."""

    name: str
    method: str
    address: str
    spec: dict[str, Any]

    @property
    def path(self) -> str:
        return self.address.partition("?")[0]

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        listed = self.spec.get("parameters", [])
        return {one["name"]: one["schema"] for one in listed if one["in"] == "query"}

    @property
    def media_types(self) -> list[str]:
        return list(self.spec["responses"]["200"].get("content", {}))

    @property
    def is_cached(self) -> bool:
        return "304" in self.spec["responses"]

    @property
    def is_open(self) -> bool:
        return self.spec["security"] != [{"key": []}]

    @property
    def is_list(self) -> bool:
        content = self.spec["responses"]["200"].get("content", {})
        return "Listing_" in str(content.get("application/json", {}).get("schema"))

    def asking(self, **parameters: object) -> str:
        """The address with some parameters set."""
        path, _, query = self.address.partition("?")
        kept = [
            pair for pair in query.split("&") if pair and pair.partition("=")[0] not in parameters
        ]
        return f"{path}?{'&'.join([*kept, *(f'{name}={value}' for name, value in parameters.items())])}"


class Asker:
    """An archive with an id for each example, and a key that may do everything."""

    def __init__(self, client: Any, key: dict[str, str]) -> None:
        self.client = client
        self.key = key
        self.operations = {one.name: one for one in self._operations()}

    def get(self, address: str, **headers: str) -> Any:
        return self.ask("GET", address, **headers)

    def ask(self, method: str, address: str, **headers: str) -> Any:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(method, address, headers={**self.key, **given})

    def _operations(self) -> Iterator[Operation]:
        spec = self.client.get("/openapi.json").json()
        quotation = self.get("/v1/quotations?limit=1").json()["items"][0]["id"]
        hidden = {"quotation": quotation, "kind": "hide", "reason": "a test"}
        made = {
            "cor_example": self._post("/v1/corrections", hidden),
            "job_example": self._post("/v1/jobs", {"kind": "reindex"}),
        }
        for methods in spec["paths"].values():
            for method, operation in methods.items():
                sample = operation["x-codeSamples"][0]["source"]
                found = re.search(r"'http://127\.0\.0\.1:8000([^']*)'", sample)
                assert found is not None
                address = found[1]
                for placeholder, real in made.items():
                    address = address.replace(placeholder, real)
                assert "_example" not in address
                yield Operation(operation["operationId"], method, address, operation)

    def _post(self, path: str, body: dict[str, str]) -> str:
        answer = self.client.post(path, json=body, headers=self.key)
        assert answer.status_code < 300, answer.text
        return str(answer.json()["id"])


@pytest.fixture(scope="module")
def asker(
    sample_settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    client_for: Callable[[Settings], AbstractContextManager[Any]],
) -> Iterator[Asker]:
    folder = Path(shutil.copytree(sample_settings.data_dir, tmp_path_factory.mktemp("every") / "a"))
    settings = sample_settings.model_copy(update={"data_dir": folder})
    database = open_database(settings)
    with new_session(database) as session:
        _, secret = keys.create_key(session, "desk", ["admin"])
    database.dispose()
    with client_for(settings) as client:
        yield Asker(client, {"Authorization": f"Bearer {secret}"})


@each_get
def test_an_answer_has_an_id_a_time_and_headers_that_forbid(asker: Asker, name: str) -> None:
    operation = asker.operations[name]
    response = asker.get(operation.address)
    assert response.status_code == 200, response.text
    assert re.fullmatch(r"[0-9a-f]{16}", response.headers["x-request-id"])
    assert "total;dur=" in response.headers["server-timing"]
    assert set(response.headers) >= SECURITY
    assert response.headers["content-type"].partition(";")[0] in operation.media_types
    varies = response.headers.get("vary", "")
    assert "Accept-Encoding" in varies
    documented = operation.spec["responses"]["200"]["headers"]
    promised = {one.lower() for one in documented}
    assert promised <= set(response.headers), promised - set(response.headers)


@each_get
def test_what_a_client_has_already_is_not_sent_again(asker: Asker, name: str) -> None:
    operation = asker.operations[name]
    first = asker.get(operation.address)
    if not operation.is_cached:
        assert "etag" not in first.headers
        return
    tag = first.headers["etag"]
    assert first.headers["cache-control"]
    assert "Accept" in [one.strip() for one in first.headers["vary"].split(",")]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = asker.get(operation.address, If_None_Match=known)
        assert again.status_code == 304, known
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert again.headers["x-request-id"]
    assert asker.get(operation.address, If_None_Match='"other"').status_code == 200


@each_get
def test_head_has_the_headers_of_get_and_no_body(asker: Asker, name: str) -> None:
    operation = asker.operations[name]
    get, head = asker.get(operation.address), asker.ask("HEAD", operation.address)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert set(head.headers) == set(get.headers)
    same = {key: value for key, value in get.headers.items() if key not in MOMENTARY}
    assert {key: value for key, value in head.headers.items() if key not in MOMENTARY} == same


@pytest.mark.parametrize(
    ("name", "method"),
    [(one["operationId"], address.partition(" ")[0]) for address, one in OPERATIONS],
)
def test_an_address_says_which_methods_it_takes(asker: Asker, name: str, method: str) -> None:
    path = asker.operations[name].path
    asked = asker.ask("OPTIONS", path)
    assert asked.status_code == 204
    allowed = asked.headers["allow"].split(", ")
    assert {method, "OPTIONS"} <= set(allowed)
    assert ("GET" in allowed) == ("HEAD" in allowed)
    for other in {"PUT", "PATCH", "DELETE", "POST"} - set(allowed):
        response = asker.ask(other, path)
        assert asked.headers["allow"] in problem_of(response, 405, "method_not_allowed")["detail"]
        assert response.headers["allow"] == asked.headers["allow"]


@each_get
def test_every_format_is_given_by_accept_and_by_parameter_and_no_other(
    asker: Asker, name: str
) -> None:
    operation = asker.operations[name]
    formats = operation.parameters.get("format", {}).get("enum", [])
    if "parquet" in formats:
        pytest.importorskip("pyarrow")  # an extra; without it the answer says so (test_exports)
    by_parameter = [asker.get(operation.asking(format=one)) for one in formats]
    given = [one.headers["content-type"].partition(";")[0] for one in by_parameter]
    assert given == (operation.media_types if formats else [])
    for media_type in operation.media_types:
        response = asker.get(operation.address, Accept=f"image/png, {media_type};q=0.5")
        assert response.status_code == 200, media_type
        if formats:
            assert response.headers["content-type"].partition(";")[0] == media_type
    tags = [one.headers.get("etag") for one in by_parameter]
    assert len(set(tags)) == (len(formats) if operation.is_cached else min(len(formats), 1))
    if not formats:
        return
    for response in (
        asker.get(operation.address, Accept="image/png"),
        asker.get(operation.asking(format="xml")),
    ):
        assert formats[0] in problem_of(response, 406, "not_acceptable")["detail"]


@each_get
def test_a_parameter_that_does_not_exist_or_comes_twice_is_refused_by_name(
    asker: Asker, name: str
) -> None:
    operation = asker.operations[name]
    problem_of(asker.get(operation.asking(zzz_nothing=1)), 400, "unknown_parameter")
    for known, schema in operation.parameters.items():
        problem = problem_of(
            asker.get(operation.asking(**{f"{known}x": 1})), 400, "unknown_parameter"
        )
        assert problem["errors"][0]["nearest"] == known
        if schema.get("type") != "array":
            twice = asker.get(f"{operation.asking(**{known: 1})}&{known}=1")
            assert problem_of(twice, 400, "duplicate_parameter")["errors"][0]["name"] == known


@each_get
def test_a_value_outside_its_range_is_refused_by_name(asker: Asker, name: str) -> None:
    operation = asker.operations[name]
    for known, schema in operation.parameters.items():
        wrong = [
            schema[bound] + step
            for bound, step in (("minimum", -1), ("maximum", 1))
            if bound in schema
        ]
        wrong += ["zzz"] if {"enum", "pattern"} & set(schema) and known != "format" else []
        wrong += (
            ["x" * (schema["maxLength"] + 1)] if "maxLength" in schema and known != "cursor" else []
        )
        wrong += ["zzz"] if schema.get("type") in {"integer", "number", "boolean"} else []
        # What Python would read as a number: ten, ten, one.
        wrong += ["1_0", "１０", "+1"] if schema.get("type") in {"integer", "number"} else []
        for value in wrong:
            problem = problem_of(
                asker.get(operation.asking(**{known: value})), 422, "invalid_value"
            )
            assert problem["errors"][0]["name"] == known


@each_get
def test_a_list_has_its_envelope_and_is_walked_to_its_end_and_back(asker: Asker, name: str) -> None:
    operation = asker.operations[name]
    if not operation.is_list:
        return
    whole = asker.get(operation.address).json()
    assert set(whole) == ENVELOPE
    if "cursor" not in operation.parameters:
        assert whole["next"] is None
        return
    if not {"limit", "cursor"} <= set(operation.parameters):
        pytest.fail(f"{name} has one of limit and cursor")
    address: str | None = operation.asking(limit=2)
    seen: list[str] = []
    links: list[str] = []
    while address is not None:
        response = asker.get(address)
        page = response.json()
        assert set(page) == ENVELOPE
        assert page["self"] == address
        assert response.headers["x-total-count"] == str(page["total"]["value"])
        assert f'<{page["self"]}>; rel="self"' in response.headers["link"]
        assert ('rel="next"' in response.headers["link"]) == (page["next"] is not None)
        assert page["next"] is None or page["next_cursor"] in page["next"]
        assert page["prev"] == (None if len(links) == 0 else page["prev"])
        seen += [str(one) for one in page["items"]]
        links.append(address)
        address = page["next"] if len(links) < 200 else None
    assert page["total"] == {"value": len(seen), "relation": "eq"}
    assert len(set(seen)) == len(seen)
    if len(links) > 1:
        before = asker.get(page["prev"]).json()
        assert [str(one["id"]) for one in before["items"] if "id" in one] == [
            str(one["id"]) for one in asker.get(links[-2]).json()["items"] if "id" in one
        ]


@each_get
def test_a_cursor_that_was_changed_is_refused(asker: Asker, name: str) -> None:
    operation = asker.operations[name]
    if "cursor" not in operation.parameters:
        return
    made_up = ["x", "e30.e30", "%00", "x" * 3_000]
    if operation.is_list and (real := asker.get(operation.asking(limit=1)).json()["next_cursor"]):
        made_up += [real[:-1], real[1:], real.swapcase(), f"{real}A"]
    for cursor in made_up:
        response = asker.get(operation.asking(cursor=cursor))
        assert problem_of(response, 400, "bad_cursor")["errors"][0]["name"] == "cursor"


@pytest.mark.parametrize("name", [one["operationId"] for _, one in OPERATIONS])
def test_what_needs_a_key_says_so_without_one(asker: Asker, name: str) -> None:
    operation = asker.operations[name]
    if operation.is_open:
        return
    response = asker.client.request(operation.method.upper(), operation.path)
    problem = problem_of(response, 401, "unauthorized")
    assert repr(operation.spec["x-scope"]) in problem["detail"]
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", [path for path in SPEC["paths"] if "_id}" in path])
def test_an_id_that_nothing_has_is_not_found(asker: Asker, path: str) -> None:
    method = next(iter(SPEC["paths"][path]))
    if method == "post":
        return
    nobody = re.sub(r"{\w+}", "art_nothing", path)
    response = asker.ask(method.upper(), nobody)
    assert "art_nothing" in problem_of(response, 404, "not_found")["detail"]
