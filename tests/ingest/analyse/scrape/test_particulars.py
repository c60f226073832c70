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
