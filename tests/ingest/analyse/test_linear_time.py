"""Cleaning takes time in proportion to a document's size: measured as a ratio within one run."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from app.ingest.analyse import clean
from app.records import MediaType, RawDocument

TEXT = "The ferry to the island sailed again on Monday after three weeks of repairs to its ramp."
# Eight times the size may take so many times the time: caches and garbage make it no exact science.
MOST_TIMES = 8 * 4
# Below this a measurement is noise.
LEAST_SECONDS = 0.02


def page(markup: str) -> RawDocument:
    html = f"<html><body><h1>Ferry sails</h1>{markup}{f'<p>{TEXT}</p>' * 3}</body></html>"
    return RawDocument(html.encode(), MediaType.HTML, "origin", "key")


def scrape(text: str) -> RawDocument:
    return RawDocument(text.encode(), MediaType.TEXT, "origin", "key")


DOCUMENTS: dict[str, Callable[[int], RawDocument]] = {
    "paragraphs": lambda n: scrape("\n\n".join(f"{number} {TEXT}" for number in range(n))),
    "one line": lambda n: scrape(" ".join([TEXT] * n)),
    "one line in two scripts": lambda n: scrape(" ".join([TEXT, "Главная 4"] * n)),
    "short lines": lambda n: scrape("\n".join(["News 12:30", "Read more"] * n)),
    "a long time element": lambda n: page(f"<time>{'1 a ' * n}</time>"),
    "a long date in a class": lambda n: page(f'<div class="date">{"3 May " * n}</div>'),
    "many dates": lambda n: page("<p>3 May 2020</p>" * n),
    "articles below": lambda n: page(f"<div><h1>Ferry</h1><p>{TEXT}</p></div>" * n),
    "nested discussions": lambda n: page(
        f"{'<div class=comment>' * min(n, 200)}{f'<p>{TEXT}</p><p>Reply</p>' * n}"
    ),
    "line breaks": lambda n: page(f"<div>{'Ferry<br>' * n}</div>"),
    "links in a line": lambda n: page(f"<p>{'<a href=x>Ferry</a> ' * n}</p>"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_eight_times_the_size_takes_about_eight_times_the_time(name: str) -> None:
    make = DOCUMENTS[name]
    clean(make(50))
    small, large = (min(_seconds(make(n)) for _ in range(2)) for n in (250, 2_000))
    assert large <= max(small, LEAST_SECONDS) * MOST_TIMES


def _seconds(document: RawDocument) -> float:
    started = time.process_time()
    clean(document)
    return time.process_time() - started
