"""Every request that a page of the documentation shows is in the specification, and what only reads is run."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.docs.blocks import pages

ADDRESS = re.compile(r"`(?:([A-Z]+) )?(/v1/[^`\s]*)`")
# The list of changes also tells what is refused since.
WORDS = {
    str(page.relative_to(ROOT)): page.read_text(encoding="utf-8")
    for page in pages()
    if page.name != "CHANGELOG.md"
}
SHOWN = sorted({(name, *one) for name, text in WORDS.items() for one in ADDRESS.findall(text)})
# A sample archive has none of these.
NEVER_THERE = {"jobs", "corrections"}


def answer(address: str, key: str) -> bytes:
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {key}"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as found:  # noqa: S310 - loopback
        body: bytes = found.read()
        return body


@pytest.fixture(scope="module")
def operations(sample_server: str) -> dict[str, dict[str, Any]]:
    """The documented methods of each address, its placeholders all alike."""
    with urllib.request.urlopen(f"{sample_server}/openapi.json") as found:  # noqa: S310 - loopback
        paths: dict[str, Any] = json.load(found)["paths"]
    return {re.sub(r"{\w+}", "{id}", path): methods for path, methods in paths.items()}


def test_the_pages_show_requests() -> None:
    assert len(SHOWN) > 60


@pytest.mark.parametrize(("page", "method", "address"), SHOWN)
def test_a_request_of_a_page_is_documented_and_answered(
    page: str,
    method: str,
    address: str,
    sample_server: str,
    key: str,
    operations: dict[str, dict[str, Any]],
) -> None:
    path, _, query = re.sub(r"{\w+}", "{id}", address).partition("?")
    documented = operations[path]
    assert not method or method.lower() in documented, f"{page} shows {method} {address}"
    noun = path.partition("/{id}")[0].rpartition("/")[2]
    has_id = "{id}" in path
    if method not in {"", "GET"} or "get" not in documented or (has_id and noun in NEVER_THERE):
        return
    needed = [one for one in documented["get"].get("parameters", ()) if one.get("required")]
    pairs = [f"{one['name']}=harbour" for one in needed if one["in"] == "query"]
    if has_id:
        first = json.loads(answer(f"{sample_server}/v1/{noun}?limit=1", key))["items"][0]["id"]
        path = path.replace("{id}", first)
    got = answer(f"{sample_server}{path}?{'&'.join([query, *pairs])}", key)
    # A list of nothing has no lines.
    assert got or noun in NEVER_THERE or path.rpartition("/")[2] in NEVER_THERE
