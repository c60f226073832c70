"""What a source declares, put over what cleaning found."""

from __future__ import annotations

import pytest

from app.ingest.analyse.declared import apply_declared
from app.records import Article, Declared, Image

TEXT = "The lighthouse at Orvik was lit again on Monday, after nine dark winters, its keeper said."
FOUND = Article(
    title="Orvik", text=TEXT, language="en", standfirst="Found.", url="https://orvik.example/a"
)


def test_declared_facts_take_the_place_of_found_ones_and_silence_leaves_them() -> None:
    declared = Declared(
        standfirst="<p>Nine winters &amp; a lamp.</p>", agency="The Associated Press", section="Coast",
        contributors=("Nora Vik",), modified_at="2024-03-05T10:00:00Z",
    )  # fmt: skip
    article = apply_declared(FOUND, declared)
    assert article.standfirst == "Nine winters & a lamp."
    assert (article.agency, article.section) == ("AP", "Coast")
    assert article.contributors == ("Nora Vik",)
    assert article.modified_at is not None
    assert apply_declared(FOUND, Declared()).standfirst == "Found."


@pytest.mark.parametrize("summary", [TEXT[:70] + " […]", TEXT[:70] + "...", "x " * 600])
def test_a_summary_that_is_the_texts_beginning_or_a_text_of_its_own_is_no_standfirst(
    summary: str,
) -> None:
    assert apply_declared(FOUND, Declared(standfirst=summary)).standfirst == "Found."


def test_an_author_who_is_an_agency_is_the_agency() -> None:
    article = apply_declared(FOUND, Declared(authors=("Reuters",)))
    assert (article.authors, article.agency, article.credited_to) == ((), "Reuters", ("Reuters",))


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("https://m.orvik.example/a?utm_source=x", "https://orvik.example/a"),
        ("https://copy.example/a", "https://copy.example/a"),
        ("https://orvik.example/b", "https://orvik.example/a"),
        (None, "https://orvik.example/a"),
    ],
)
def test_the_pages_own_address_wins_on_its_own_site_only(
    declared: str | None, expected: str
) -> None:
    assert apply_declared(FOUND, Declared(url=declared)).url == expected


def test_a_front_page_is_no_canonical_address() -> None:
    front = Article(title=None, text=TEXT, url="https://orvik.example/")
    assert (
        apply_declared(front, Declared(url="https://orvik.example/a")).url
        == "https://orvik.example/a"
    )


def test_a_pictures_address_is_relative_to_the_declared_one_of_its_article() -> None:
    record = Declared(url="https://orvik.example/x/a", images=(Image("/1.jpg"),))
    found = apply_declared(Article(title=None, text=TEXT), record)
    assert found.images == (Image("https://orvik.example/1.jpg"),)


def test_pictures_are_declared_and_found_each_once() -> None:
    found = Article(title=None, text=TEXT, url="https://orvik.example/x/a",
                    images=(Image("https://orvik.example/1.jpg", "The lamp"),))  # fmt: skip
    declared = Declared(
        images=(Image("/1.jpg?w=300"), Image("2.jpg", "<b>Map</b>"), Image("javascript:x"))
    )
    assert apply_declared(found, declared).images == (
        Image("https://orvik.example/1.jpg", "The lamp"),
        Image("https://orvik.example/x/2.jpg", "Map"),
    )
