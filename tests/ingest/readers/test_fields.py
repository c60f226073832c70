"""The names that dumps give to the fields of an article, and the shapes that values come in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.ingest.readers.fields import read_fields
from app.records import Declared, Image
from tests.ingest.readers.samples import TEXT


def check(record: dict[str, Any], **expected: Any) -> None:
    """What a record with these fields and a text declares."""
    assert read_fields({"text": TEXT} | record) == Declared(text=TEXT, **expected)


@pytest.mark.parametrize(
    "name", ["datePublished", "date_published", "Date Published", "DATE-PUBLISHED"]
)
def test_a_name_is_the_same_however_its_words_are_joined(name: str) -> None:
    check({name: "2024-03-04"}, published_at="2024-03-04")


def test_every_field_that_an_article_has_can_be_declared() -> None:
    record = {
        "external_id": "7", "url": "https://orvik.example/7", "title": "Lamp lit", "modified_at": "2024-03-05",
        "published_at": "2024-03-04", "source": "Orvik Post", "section": "Coast", "authors": ["Ada Brenn"],
        "contributors": ["Ivo Dahl"], "agency": "AP", "standfirst": "After nine winters.", "language": "en",
        "keywords": ["coast", "lamp"], "images": [{"url": "/a.jpg", "caption": "The lamp", "credit": "I. Dahl"}],
    }  # fmt: skip
    lists = {name: tuple(record[name]) for name in ("authors", "contributors", "keywords")}
    pictures = (Image("/a.jpg", "The lamp", "I. Dahl"),)
    check(record, **(record | lists | {"images": pictures}))


@pytest.mark.parametrize("name", ["summary", "description", "abstract", "subtitle", "trailText"])
def test_a_summary_is_the_standfirst(name: str) -> None:
    check({name: "After nine winters."}, standfirst="After nine winters.")


@pytest.mark.parametrize(
    "value",
    [
        "coast; lamp", "coast, lamp", "coast|lamp", ["coast", "lamp"], '["coast", "lamp"]', "['coast', 'lamp']",
        [{"name": "coast"}, {"value": "lamp"}],
    ],
)  # fmt: skip
def test_keywords_are_told_apart_in_a_cell_and_in_a_list(value: Any) -> None:
    check({"tags": value}, keywords=("coast", "lamp"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://a.example/1.jpg", (Image("https://a.example/1.jpg"),)),
        ({"src": "/1.jpg", "alt": "The lamp"}, (Image("/1.jpg", "The lamp"),)),
        (["/1.jpg", {"contentUrl": "/2.jpg", "creditText": "I. Dahl"}, None, 7],
         (Image("/1.jpg"), Image("/2.jpg", None, "I. Dahl"))),
        ('["/1.jpg"]', (Image("/1.jpg"),)),
        ({"width": 7}, ()),
    ],
)  # fmt: skip
def test_pictures_come_as_addresses_and_as_objects(value: Any, expected: tuple[Image, ...]) -> None:
    check({"image": value}, images=expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1714636800.0, "1714636800"), (1714636800, "1714636800"), ({"$date": "2024-03-04"}, "2024-03-04"), (True, None)],
)  # fmt: skip
def test_times_come_as_numbers_and_in_objects(value: Any, expected: str | None) -> None:
    check({"pubDate": value}, published_at=expected)


@pytest.mark.parametrize("wrapper", ["_source", "fields"])
def test_the_fields_within_what_a_search_engine_writes_are_found(wrapper: str) -> None:
    record = {"_id": "9", wrapper: {"headline": "Lamp lit", "bodyText": TEXT}}
    assert read_fields(record) == Declared(external_id="9", title="Lamp lit", text=TEXT)


def test_a_list_of_paragraphs_is_a_text() -> None:
    assert read_fields({"body": [TEXT, TEXT]}).text == f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize("value", [{"a": 1}, [1, 2], [{"p": TEXT}], True, []])
def test_what_is_no_text_is_refused_with_the_name_of_the_field(value: Any) -> None:
    with pytest.raises(TypeError, match=r"body|text"):
        read_fields({"body": value})


@pytest.mark.parametrize(
    "bomb", ["[" * 5_000 + "]" * 5_000, "[" + "-" * 100_000 + "1]", "[9" + "9" * 9_000 + "]"]
)
def test_a_hostile_cell_is_one_value(bomb: str) -> None:
    assert read_fields({"text": TEXT, "images": bomb}).text == TEXT
    json.dumps(read_fields({"text": TEXT, "authors": bomb}).authors)


def test_an_article_as_our_own_service_gives_it_is_read_as_it_was() -> None:
    record = {
        "id": "art_1",
        "external_id": "7",
        "modified_at": None,
        "updated_at": "2026-01-01",
        "stored_at": "2026",
    }
    check(record, external_id="7")
