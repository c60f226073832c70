"""What stands around a scrape's lines, and what single lines are."""

from __future__ import annotations

import pytest

from app.ingest.analyse.scrape import clean_scrape
from app.ingest.analyse.scrape.chrome import rule_for
from app.ingest.analyse.scrape.lines import Mark, read_lines
from app.records import Article, Declared


@pytest.mark.parametrize(
    ("source", "mark", "text"),
    [
        ("*By Harriet Oduya*", Mark.NONE, "By Harriet Oduya"),
        ("_Note: this was read aloud_", Mark.NONE, "Note: this was read aloud"),
        ("* mleko", Mark.BULLET, "mleko"),
        ("– mleko", Mark.BULLET, "mleko"),
        ("– Jechaliśmy, bo tak stało w rozkładzie – powiedział maszynista.", Mark.NONE, None),
        ("________", Mark.NONE, None),
    ],
)
def test_marks_are_told_from_italics_and_from_dashes_of_speech(
    source: str, mark: Mark, text: str | None
) -> None:
    (line,) = read_lines(source)
    assert (line.mark, line.text) == (mark, text or source)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("«Кот не чемодан, — объяснил депутат. — Он сам знает, где ему выходить».", None),
        ("وقالت للصحفيين: «علّمت نصف الناخبين القراءة».", None),
        ("The harbour in winter »", "related link"),
        ("You may also like: The harbour in winter", "related link"),
        ("相关新闻：玻璃厂扩建二期开工", "related link"),
        ("In pictures: the great sheep drive", None),
        ("30 de março de 2021 às 11:08", "date and time"),
        ("Leitura de 2 min", "date and time"),
        ("Cook: 15 min", None),
    ],
)
def test_rules_name_what_is_frame_and_nothing_else(text: str, rule: str | None) -> None:
    assert rule_for(read_lines(text)[0]) == rule


def test_text_goes_on_after_a_box_of_letters_though_its_line_before_was_weak() -> None:
    scrape = (
        "The night train nobody took\n\nPublished: 14 June 2019\n\n"
        "For eight years a train left Wierz every day at 4.17 and nobody was on it, the railway said.\n\n"
        "“The timetable was valid, so we ran it,” said the driver, who learnt Spanish meanwhile.\n\n"
        "Newsletter\n\nSign up now\n\n"
        "The loss came to about two million, and the train stopped at seven stations on its way.\n\n"
        "Share\n\nPrint\n"
    )
    article = clean_scrape(scrape, Declared())
    assert isinstance(article, Article)
    assert article.text.endswith("seven stations on its way.")


def test_a_date_below_a_standfirst_is_the_date() -> None:
    scrape = (
        "Frogs are given the right of way\n\n"
        "For six weeks the road is closed between sunset and midnight, the council decided.\n\n"
        "By Benedita Quintela\n\n30 March 2021, 11:08\n\n"
        "About four thousand frogs cross the road each spring, and last year eight hundred died.\n\n"
        "“We counted them in the rain,” said the biologist Rui Semedo, who asked for it ten years ago.\n"
    )
    article = clean_scrape(scrape, Declared())
    assert isinstance(article, Article)
    assert article.published_day is not None
    assert article.published_day.isoformat() == "2021-03-30"
    assert article.authors == ("Benedita Quintela",)
