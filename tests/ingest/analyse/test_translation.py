from __future__ import annotations

import pytest

from app.ingest.analyse import clean
from app.ingest.analyse.translation import Translation, read_translation
from app.records import Article, MediaType, RawDocument

NOTES = [
    ("This article was machine-translated from German.", Translation("de", is_machine=True)),
    ("Automatically translated from the French original.", Translation("fr", is_machine=True)),
    ("Dieser Text wurde automatisch aus dem Englischen übersetzt.", Translation("en", is_machine=True)),
    ("Aus dem Italienischen von Jana Tolle", Translation("it")),
    ("Traduit automatiquement de l’anglais.", Translation("en", is_machine=True)),
    ("Traducido del inglés por Gil Prats", Translation("en")),
    ("Almancadan çevrildi.", Translation("de")),
    ("Translated by Ona Reyes", Translation()),
]  # fmt: skip
OTHERS = [
    "Her novel was translated into forty languages.",
    "(1) Ove Lund, The Well, translated from the Danish by Ida Holm, 2017, 176 pages.",
    "Aus dem Englischen Garten kam am Abend Musik.",
    "The deal translates to a loss of three million, the bank said.",
]


@pytest.mark.parametrize(("note", "expected"), NOTES)
def test_a_note_on_the_translation_is_read(note: str, expected: Translation) -> None:
    assert read_translation([note]) == expected


@pytest.mark.parametrize("text", OTHERS)
def test_what_speaks_of_other_translations_says_nothing(text: str) -> None:
    assert read_translation([text]) == Translation()


def test_a_long_paragraph_about_machine_translation_is_no_note() -> None:
    assert read_translation(["Machine translation has improved. " * 20]) == Translation()


def test_the_note_is_found_in_a_scrape() -> None:
    text = (
        "Ferry sails again\n\nThe ferry to the island sailed again on Monday after three weeks of repairs.\n\n"
        "“We are glad,” said Marta Oyelaran, who runs the service, as the first cars rolled off.\n\n"
        "This text was automatically translated from Norwegian.\n"
    )
    article = clean(RawDocument(text.encode(), MediaType.TEXT, "origin", "key"))
    assert isinstance(article, Article)
    assert (article.language_of_origin, article.machine_translated) == ("no", True)


def test_structured_data_name_the_language_of_the_work_translated() -> None:
    page = (
        '<html lang="en"><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sails",'
        '"translationOfWork": {"@type": "Article", "inLanguage": "de-AT"}}</script></head><body><h1>Ferry sails</h1>'
        "<p>The ferry to the island sailed again on Monday after three weeks of repairs to its ramp.</p></body></html>"
    )
    article = clean(RawDocument(page.encode(), MediaType.HTML, "origin", "key"))
    assert isinstance(article, Article)
    assert article.language_of_origin == "de"
