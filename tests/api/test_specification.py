"""The specification: complete, true, and changed only on purpose."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi import FastAPI

from app.api.openapi import TAGS
from app.api.problems.kinds import KINDS
from app.main import create_app
from app.settings import Settings
from tests.api.surface import surface_of

ROOT = Path(__file__).parents[2]
SURFACE = Path(__file__).with_name("surface.txt")
# Set to refresh the snapshot and the generated pages; the difference is then reviewed.
REFRESH = "REFRESH_SNAPSHOTS" in os.environ


def application() -> FastAPI:
    return create_app(Settings())


SPEC: dict[str, Any] = orjson.loads(orjson.dumps(application().openapi()))
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, methods in SPEC["paths"].items()
    for method, operation in methods.items()
]
each_operation = pytest.mark.parametrize(
    ("address", "operation"), OPERATIONS, ids=[one["operationId"] for _, one in OPERATIONS]
)


def test_the_specification_is_the_reviewed_one() -> None:
    written = surface_of(SPEC)
    if REFRESH:
        SURFACE.write_text(written, encoding="utf-8")
    assert SURFACE.read_text(encoding="utf-8") == written, (
        "refresh with `make openapi` and review the difference"
    )


def test_names_of_operations_are_unique() -> None:
    names = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(set(names)) == len(names)


@each_operation
def test_an_operation_is_explained(address: str, operation: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", operation["operationId"])
    assert len(operation["operationId"]) <= 32
    assert operation["summary"]
    assert operation["description"].endswith((".", ").", ":"))
    assert set(operation["tags"]) <= {name for name, _ in TAGS}
    assert operation["x-codeSamples"]
    for parameter in operation.get("parameters", []):
        assert parameter["description"], parameter["name"]


@each_operation
def test_every_refusal_is_documented_as_a_problem(address: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    assert {"400", "406", "431", "500"} <= set(responses)
    if "{" in address:
        assert "404" in responses
    known = {kind.code for kind in KINDS}
    for status, response in responses.items():
        if int(status) >= 400:
            content = response["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert set(content["examples"]) <= known
        assert response["description"]
        assert "X-Request-Id" in response["headers"]


@each_operation
def test_every_good_answer_has_a_type(address: str, operation: dict[str, Any]) -> None:
    good = [response for status, response in operation["responses"].items() if status[0] == "2"]
    assert good
    for response in good:
        assert response.get("content") or "204" in operation["responses"]
        for media_type in response.get("content", {}).values():
            assert media_type.get("schema")


def _table(head: str, rows: list[str]) -> str:
    return "\n".join([head, re.sub(r"[^|]+", " - ", head), *rows]) + "\n"


def _check_page(name: str, expected: str) -> None:
    page = ROOT / "docs" / name
    if REFRESH:
        page.write_text(expected, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == expected, (
        "refresh with REFRESH_SNAPSHOTS=1 and review the difference"
    )


def test_every_endpoint_is_in_the_docs() -> None:
    parts = ["# Endpoints\n", "What each takes and answers: `/docs` of a running archive.\n"]
    for tag, description in TAGS:
        rows = [
            f"| `{address}` | `{one['operationId']}` | {one['summary']} |"
            for address, one in OPERATIONS
            if tag in one["tags"]
        ]
        if rows:
            parts += [f"## {tag.capitalize()}\n", f"{description}\n"]
            parts.append(_table("| Address | operationId | What for |", rows))
    _check_page("endpoints.md", "\n".join(parts))


def test_every_problem_is_in_the_docs() -> None:
    parts = [
        "# Problems\n",
        "Every error is `application/problem+json` (RFC 9457): `type` is the address of a page with "
        "these words,\n`code` the name below, `errors[]` each thing that is wrong, `request_id` what "
        "to look for in the log.\n",
    ]
    for kind in KINDS:
        parts += [f"## {kind.code}\n", f"{kind.status}. {kind.title}.\n"]
        parts += [f"{kind.meaning}\n", f"What to do: {kind.remedy}\n"]
    _check_page("problems.md", "\n".join(parts))


NEEDS_KEY = [{"key": []}]


def _examples(spec: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Requests that work without a key; what needs one is tried in test_writing.py."""
    found = []
    for methods in spec["paths"].values():
        for method, operation in methods.items():
            if operation["security"] == NEEDS_KEY:
                continue
            curl = operation["x-codeSamples"][0]["source"]
            address = re.search(r"'http://127\.0\.0\.1:8000([^']*)'", curl)
            sent = re.search(r" -d '(.*)'$", curl, re.DOTALL)
            assert address is not None
            body = orjson.loads(sent[1]) if sent else None
            found.append((method.upper(), address[1], body))
    return found


def test_every_example_works_on_the_sample_archive(api: Any) -> None:
    served = api.get("/openapi.json").json()
    for method, address, body in _examples(served):
        if "_example" in address:
            pytest.fail(f"no id for {address}")
        response = api.request(method, address, json=body)
        assert response.status_code < 300, f"{method} {address}: {response.text}"


def test_every_answer_has_a_documented_type(api: Any) -> None:
    served = api.get("/openapi.json").json()
    for path, methods in served["paths"].items():
        for method, operation in methods.items():
            curl = operation["x-codeSamples"][0]["source"]
            address = re.search(r"'http://127\.0\.0\.1:8000([^']*)'", curl)
            assert address is not None
            if method != "get" or operation["security"] == NEEDS_KEY:
                continue
            for parameter in operation.get("parameters", []):
                if parameter["name"] != "format":
                    continue
                for form in parameter["schema"]["enum"]:
                    mark = "&" if "?" in address[1] else "?"
                    response = api.get(f"{address[1]}{mark}format={form}")
                    assert response.status_code == 200, f"{path} {form}: {response.text}"
                    given = response.headers["content-type"].partition(";")[0]
                    assert given in operation["responses"]["200"]["content"]
