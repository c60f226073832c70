"""Invented pages in the kinds of mess that real ones show, with what a reader would keep of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.ingest.analyse.webpage import clean_webpage
from app.records import Article, Declared

FOLDER = Path(__file__).parents[3] / "golden" / "pages"
PAGES = sorted(path.stem for path in FOLDER.glob("*.html"))


@pytest.mark.parametrize("name", PAGES)
def test_a_golden_page_is_cleaned_as_written_beside_it(name: str) -> None:
    gold = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    article = clean_webpage((FOLDER / f"{name}.html").read_bytes(), None, Declared())
    assert isinstance(article, Article)
    assert article.text.split("\n\n") == gold.pop("text")
    day = article.published_day or article.date_inferred
    found = {
        "title": article.title,
        "authors": list(article.authors),
        "credited_to": list(article.credited_to),
        "agency": article.agency,
        "day": day.isoformat() if day else None,
        "source": article.source,
        "section": article.section,
        "language": article.language,
    }
    assert {key: found[key] for key in gold} == gold


def test_every_removed_piece_has_a_reason_and_is_not_in_the_text() -> None:
    html = (FOLDER / "ferry_with_frame.html").read_bytes()
    article = clean_webpage(html, None, Declared())
    assert isinstance(article, Article)
    reasons = {piece.text[:14]: piece.reason for piece in article.removed}
    assert reasons["Islander: High"] == "reader comments"
    assert reasons["Sign up to our"] == "promotion"
    assert all(piece.reason and piece.text not in article.text for piece in article.removed)


def test_pictures_have_caption_and_credit_apart() -> None:
    html = (FOLDER / "ferry_with_frame.html").read_bytes()
    article = clean_webpage(
        html, None, Declared(url="https://skerry-herald.example/2023/11/09/electric-ferries")
    )
    assert isinstance(article, Article)
    (image,) = article.images
    assert image.url == "https://skerry-herald.example/i/ferry.jpg"
    assert (image.caption, image.credit) == ("The old ferry at the pier.", "Ina Halcrow")
