"""The documentation's pages need nothing from elsewhere and run no inline script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from app.api.html import page_names
from app.api.problems.kinds import KINDS

PAGES = ["/docs", "/docs/reference", "/problems"]


class _Loaded(HTMLParser):
    """What a browser would load for a page, and what it would run inline."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self._is_in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "img", "iframe", "source", "embed"} and given.get("src"):
            self.addresses.append(str(given["src"]))
        if tag == "link":
            self.addresses.append(str(given["href"]))
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        self._is_in_script = tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if self._is_in_script and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_in_script = False


@pytest.mark.parametrize("address", [*PAGES, *(f"/docs/{name}" for name in page_names())])
def test_a_page_loads_only_what_we_serve_and_runs_nothing_inline(
    empty_api: Any, address: str
) -> None:
    response = empty_api.get(address)
    assert response.status_code == 200
    page = _Loaded()
    page.feed(response.text)
    assert page.addresses
    assert all(one.startswith(("/static/", "/opensearch.xml")) for one in page.addresses)
    assert page.inline == []
    assert all(empty_api.get(one).status_code == 200 for one in page.addresses)
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_our_own_styles_and_scripts_name_no_outside_address(empty_api: Any) -> None:
    for name in ("pages.css", "swagger-start.js"):
        assert not re.search(r"https?://", empty_api.get(f"/static/{name}").text)
    # In the vendored style sheet, only what a browser would load counts.
    css = empty_api.get("/static/swagger-ui.css").text
    assert all(url.startswith("data:") for url in re.findall(r"url\(['\"]?([^)'\"]+)", css))
    assert "@import" not in css


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_the_type_of_every_problem_is_a_page(empty_api: Any, kind: Any) -> None:
    response = empty_api.get(f"/problems/{kind.code}")
    assert response.status_code == 200
    assert kind.title in response.text


def test_a_page_that_does_not_exist_is_a_problem(empty_api: Any) -> None:
    for address in ("/docs/nothing", "/problems/nothing", "/static/..%2Fhtml.py"):
        assert empty_api.get(address).status_code == 404


def test_every_concept_page_is_in_the_docs_folder_too() -> None:
    docs = Path(__file__).parents[2] / "docs"
    for name in page_names():
        folder = docs if name == "query-language" else docs / "api"
        assert (folder / f"{name}.md").read_text(encoding="utf-8").startswith("# ")
