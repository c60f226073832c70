"""The guess at a page's day where nothing states one as its own."""

from __future__ import annotations

from datetime import date

import pytest
from lxml.html import fromstring

from app.ingest.analyse.webpage.date_search import search_day

CASES = [
    ("<p>Ferry, ferry.</p><p>Erschienen am: 04.05.2019</p><p>6. Mai 2020</p>", date(2019, 5, 4)),
    ('<script>{"id":1,"published_at":"2019-03-02T06:22:28"}</script><p>3 March 2020</p>', date(2019, 3, 2)),
    ("<p>3 March 2020</p><p>Last updated 5 March 2020</p>", date(2020, 3, 3)),
    ("<p>Last updated 5 March 2020</p>", date(2020, 3, 5)),
    ('<aside><p>7 March 2020</p></aside><img src="/files/2016/05/04/a.jpg">', date(2020, 3, 7)),
    ('<aside><p>7 March 2020</p><p>9 March 2020</p></aside><img src="/files/2016/05/04/a.jpg">', date(2016, 5, 4)),
    ("<p>In the year 1950 the ferry sank and nobody was told of it until the 3 March 1951.</p>", None),
    ('<ol class="comments"><li>9 March 2020</li><li>8 March 2020</li></ol>', date(2020, 3, 8)),
    ('<ol class="comments"><li>8 March 2020</li></ol><p>Copyright 7 May 2019 by the harbour, all rights reserved.</p>', date(2019, 5, 7)),
    ("<p>Nothing here.</p>", None),
]  # fmt: skip


@pytest.mark.parametrize(("body", "day"), CASES)
def test_the_best_kind_of_sign_wins(body: str, day: date | None) -> None:
    tree = fromstring(f"<html><body>{body}</body></html>")
    found = search_day(tree, "de" if "am:" in body else "en", [], _is_aside)
    assert found == day


DATELINES = [
    ("Karlsruhe (12.11.2021). The ferries of the river stop on Friday.", date(2021, 11, 12)),
    ("Karlsruhe, (12.11.2021). The ferries of the river stop on Friday.", date(2021, 11, 12)),
    ("31 October 2023. The ferries of the river stop on Friday.", date(2023, 10, 31)),
    ("The ferry of 31 October 2023. It sank.", None),
    ("The ferries of the river stop on 12.11.2021, the town says.", None),
]


@pytest.mark.parametrize(("opening", "day"), DATELINES)
def test_a_text_may_begin_with_its_day(opening: str, day: date | None) -> None:
    tree = fromstring("<html><body><p>Nothing here.</p></body></html>")
    assert search_day(tree, "de", [opening], _is_aside) == day


def _is_aside(element: object) -> bool:
    parent = element.getparent()  # type: ignore[attr-defined]
    return parent is not None and parent.tag == "aside"
