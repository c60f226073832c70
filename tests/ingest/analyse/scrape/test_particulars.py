"""What the frame of a scrape says of the article, as fields of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.ingest.analyse.scrape import clean_scrape
from app.records import Article, Declared

BODY = (
    "The swing bridge at Hollin Dock will not be replaced, councillors decided on Wednesday night.\n\n"
    "“A bridge that opens is a promise,” said Margery Tull, who has worked the levers since 1987.\n\n"
    "The vote was 19 to 17. Three members of the council were absent because of the storm.\n"
)


def cleaned(before: str, after: str = "") -> Article:
    article = clean_scrape(f"{before}\n\n{BODY}\n{after}", Declared())
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("before", "after", "source"),
    [
        ("Old bridge stays | The Hollin Gazette", "", "The Hollin Gazette"),
        ("Old bridge stays", "© 2019 The Hollin Gazette. All rights reserved.", "The Hollin Gazette"),
        ("Old bridge stays", "Copyright 2019 Hollin Media Ltd", "Hollin Media"),
        ("Old bridge stays", "© 2019 Reuters. All rights reserved.", None),
        ("Old bridge stays", "", None),
    ],
)  # fmt: skip
def test_the_publisher_is_read_from_headline_or_copyright(
    before: str, after: str, source: str | None
) -> None:
    assert cleaned(before, after).source == source


@pytest.mark.parametrize(
    ("before", "section"),
    [
        ("Home > Transport > Bridges\nOld bridge stays", "Transport"),
        ("TRANSPORT\nOld bridge stays for now", "TRANSPORT"),
        ("News\nSport\nLetters\nDeaths\nOld bridge stays for now", None),
        ("Old bridge stays for now", None),
    ],
)
def test_the_section_is_a_breadcrumb_or_the_words_alone_above_the_headline(
    before: str, section: str | None
) -> None:
    assert cleaned(before).section == section


def test_tags_are_keywords() -> None:
    assert cleaned("Old bridge stays", "Tags: bridges, Hollin Dock, councils").keywords == (
        "bridges",
        "Hollin Dock",
        "councils",
    )


def test_the_time_of_a_change_is_not_the_time_of_publication() -> None:
    article = cleaned("Old bridge stays\nPublished: 7 March 2019\nUpdated: 9 March 2019, 10:30 UTC")
    assert article.published_at == datetime(2019, 3, 7, tzinfo=UTC)
    assert article.modified_at == datetime(2019, 3, 9, 10, 30, tzinfo=UTC)


def test_an_author_is_known_by_the_place_of_the_name_under_the_headline() -> None:
    assert cleaned("Old bridge stays for now\nMoira Keswick").authors == ("Moira Keswick",)
    assert cleaned("Old bridge stays for now\nText & photos: Moira Keswick").authors == (
        "Moira Keswick",
    )


def test_a_note_about_the_author_is_no_part_of_the_text() -> None:
    article = cleaned(
        "Old bridge stays for now\nBy Moira Keswick",
        "Moira Keswick is a writer from the north. Her book on canals is out in spring.",
    )
    assert article.text.endswith("because of the storm.")
    assert "about" in {piece.reason for piece in article.removed}


def test_the_day_of_a_stated_time_is_the_day_that_was_written() -> None:
    article = cleaned("Old bridge stays\nPublished: March 4, 2021 10:30 PM EST")
    assert article.published_at == datetime(2021, 3, 5, 3, 30, tzinfo=UTC)
    assert article.published_day is not None
    assert article.published_day.isoformat() == "2021-03-04"


@pytest.mark.parametrize("under", ["Quentin Asher\nColumnist", "Quentin Asher • March 4, 2021"])
def test_a_name_with_a_role_or_a_date_is_the_author(under: str) -> None:
    assert cleaned(f"Old bridge stays\n{under}").authors == ("Quentin Asher",)


def test_a_caption_beside_the_text_is_an_image_with_its_credit() -> None:
    (image,) = cleaned("Old bridge stays\nThe levers at dawn. (Photo: Ivo Krall/AP)").images
    assert (image.caption, image.credit) == ("The levers at dawn.", "Ivo Krall/AP")


@pytest.mark.parametrize(
    "head",
    [
        "Old bridge stays Margery Tull March 4, 2021 10:30 PM EST",
        "Old bridge stays 4 мая 2021, 11:40 Поделиться",
    ],
)
def test_a_date_or_another_script_parts_head_from_text_on_one_line(head: str) -> None:
    article = clean_scrape(" ".join(f"{head} {BODY}".split()), Declared())
    assert isinstance(article, Article)
    assert article.title == "Old bridge stays"
    assert article.text == " ".join(BODY.split())


def test_a_date_that_the_text_tells_is_no_seam_on_one_line() -> None:
    text = "The bridge was opened on 4 May 1921 Monday last, as the plaque says. " * 6
    article = clean_scrape(text, Declared())
    assert isinstance(article, Article)
    assert article.text == text.strip()
