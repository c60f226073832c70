"""Hostile words in articles, addresses and headers: shown as words, never as markup, formula, query, path or
second line. The other attacks stand elsewhere: requests to inside addresses in ingest/readers/test_fetch.py,
archives that unpack to too much or to elsewhere in faults/test_hostile_files.py, patterns and queries that
take too long in faults/test_hard_queries.py, slow clients in faults/test_slow_clients.py."""

from __future__ import annotations

import csv
import io
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from app.ingest.jobs import ingest_paths, rebuild_index
from app.observability import _JsonFormatter, _TextFormatter
from app.search.engines import open_engine
from app.settings import Settings

SCRIPT = "<script>alert('harbour')</script>"
FORMULA = '=HYPERLINK("http://evil.test","harbour")'
ARTICLES = [
    {
        "id": "hostile-1",
        "title": f"{SCRIPT} harbour",
        "text": f"The harbour is closed, mayor Ada Lund said. “Nobody {SCRIPT} will sail,” Lund said. "
        * 3,
        "published_at": "2024-05-02",
        "source": "Norvik <b>Post</b>",
        "url": "javascript:alert(1)",
    },
    {
        "id": "hostile-2",
        "title": FORMULA,
        "text": "The harbour is open again. “The ferry sails at noon,” said Olaf Brandt. " * 3,
        "published_at": "2024-05-03",
        "source": "@SUM(1+1)",
    },
]


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory,
    prepared: Callable[..., Settings],
    client_for: Callable[[Settings], AbstractContextManager[Any]],
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("hostile")
    settings = prepared(folder / "archive", ingest_workers=1)
    lines = folder / "articles.jsonl"
    lines.write_text("\n".join(json.dumps(one) for one in ARTICLES), encoding="utf-8")
    ingest_paths(settings, [Path(lines)])
    rebuild_index(settings, open_engine(settings))
    with client_for(settings) as client:
        assert client.get("/v1/articles").json()["total"]["value"] == len(ARTICLES)
        yield client


def test_highlights_have_no_markup_but_their_marks(hostile: Any) -> None:
    found = hostile.get("/v1/articles?q=harbour&highlight=true").json()["items"]
    windows = [one["html"] for item in found for one in item["highlights"]]
    assert any("&lt;script&gt;" in html for html in windows)
    for html in windows:
        assert "<" not in html.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize("form", ["atom", "markdown", "text", "jsonld", "bibtex", "jsonfeed"])
def test_no_format_carries_a_script_that_a_reader_would_run(hostile: Any, form: str) -> None:
    response = hostile.get(f"/v1/articles?format={form}")
    assert response.status_code == 200
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<javascript:" not in response.text
    if form in {"atom", "markdown"}:
        assert "<script" not in response.text.replace("\\<", "")
    if form == "atom":
        assert not [link for link in attributes(response.text, "href") if "javascript" in link]
    if form == "jsonfeed":
        assert all(
            "<script" not in item.get("content_html", "") for item in response.json()["items"]
        )


def attributes(xml: str, name: str) -> list[str]:
    root = ElementTree.fromstring(xml)  # noqa: S314 - our own answer
    return [str(one.get(name)) for one in root.iter() if name in one.attrib]


@pytest.mark.parametrize("path", ["/v1/articles?format=csv", "/v1/export/articles?format=csv"])
def test_no_cell_of_a_table_is_a_formula(hostile: Any, path: str) -> None:
    rows = list(csv.reader(io.StringIO(hostile.get(path).text)))
    cells = [cell for row in rows for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


@pytest.mark.parametrize("path", ["/docs", "/docs/reference", "/openapi.json", "/llms.txt"])
def test_our_own_pages_show_nothing_of_it_as_markup(hostile: Any, path: str) -> None:
    text = hostile.get(path).text
    assert "alert(" not in text
    assert "<b>Post" not in text


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", "x'); DROP TABLE article; --", '" UNION SELECT 1', "%"]
)
@pytest.mark.parametrize("name", ["speaker", "source", "author", "about", "language"])
def test_a_filter_is_a_value_whatever_it_looks_like(hostile: Any, name: str, words: str) -> None:
    response = hostile.get(f"/v1/articles?{name}={quote(words)}")
    assert response.json()["total"]["value"] == 0
    assert hostile.get("/v1/articles").json()["total"]["value"] == len(ARTICLES)


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fmain.py", "/static/%2e%2e/%2e%2e/settings.py", "/docs/..%2faccess",
        "/docs/%2e%2e%2fpages%2faccess", "/problems/..%2f..%2fetc%2fpasswd", "/static/pages.css%00.py",
        "/v1/articles/..%2f..%2fjobs",
    ],
)  # fmt: skip
def test_no_address_reaches_a_file(hostile: Any, path: str) -> None:
    response = hostile.get(path)
    assert response.status_code in {400, 404}
    assert response.headers["content-type"] == "application/problem+json"


def test_a_host_of_its_own_choice_breaks_no_document(hostile: Any) -> None:
    for path in ("/opensearch.xml", "/v1/feeds/articles.atom"):
        for host in ('a" onload="x', "a<b>", "a&b", "evil.test/x?"):
            response = hostile.get(path, headers={"Host": host})
            if response.status_code == 200:
                assert attributes(response.text, "onload") == []


def test_a_line_of_the_log_stays_one_line() -> None:
    record = logging.LogRecord("onrecord", logging.INFO, "", 1, "request", None, None)
    record.facts = {"name": "x\nadmin signed in", "other": "a=b \x1b[2J"}
    for formatter in (_TextFormatter(), _JsonFormatter()):
        line = formatter.format(record)
        assert "\n" not in line
        assert "\x1b" not in line


def test_words_that_people_search_for_are_not_in_the_log(
    hostile: Any, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("onrecord").propagate = True
    with caplog.at_level(logging.INFO):
        hostile.get(
            "/v1/articles?q=verysecretword&speaker=Secret+Person", headers={"X-Secret": "z"}
        )
    own = [record for record in caplog.records if record.name == "onrecord"]
    logged = " ".join(str(vars(record)) for record in own)
    assert "list_articles" in logged
    assert "secret" not in logged.lower()


@pytest.mark.parametrize("asked", ["speaker=harb{}", "q=harb{}~1", "q=speaker:harb{}~2"])
def test_a_word_of_thousands_of_letters_costs_little_more_than_a_word(
    hostile: Any, asked: str
) -> None:
    def cost(n_letters: int) -> float:
        started = time.process_time()
        status = hostile.get("/v1/articles?" + asked.format("x" * n_letters)).status_code
        assert status in {200, 400, 414, 422}
        return time.process_time() - started

    cost(30)
    assert cost(5_000) < 40 * max(cost(31), 0.002)
