"""Annotated scrapes in the states that scrapers leave texts in: measured, with pinned floors."""

from __future__ import annotations

from statistics import mean

import pytest

from app.ingest.analyse.datelines import find_dateline
from app.ingest.analyse.scrape import clean_scrape
from app.records import Article, Declared
from app.text.folding import fold
from tests.golden.scrapes import FRAMED, MESSES, Scrape, read_scrapes, token_f1

SCRAPES = read_scrapes()
# Measured when the set was made, less a hundredth; on one line headings and paragraphs run together.
FLOOR = 0.98
ONE_LINE_FLOOR = 0.92
FRAMED_SCRAPES = read_scrapes(FRAMED)
# Measured when the set was made, less a hundredth.
FRAMED_FLOORS = {
    "as written": 0.96,
    "no blank lines, Windows line ends": 0.96,
    "hard-wrapped at 72 columns": 0.96,
    "all on one line": 0.86,
}
# A headline as wide as the column runs on into the text: nothing tells them apart.
HEADLINES_RUN_ON = {"all on one line", "hard-wrapped without blank lines"}


def clean(scrape: Scrape, mess: str) -> Article:
    article = clean_scrape(MESSES[mess](scrape.source), Declared())
    assert isinstance(article, Article), f"{scrape.name}, {mess}: {article}"
    return article


def gold_text(scrape: Scrape) -> str:
    text = "\n".join(scrape.kept)
    dateline = find_dateline(text)
    return text[dateline.length :] if dateline else text


@pytest.mark.parametrize("mess", MESSES)
def test_the_article_is_kept_and_the_frame_taken_out_in_every_state(mess: str) -> None:
    scores = {s.name: token_f1(gold_text(s), clean(s, mess).text) for s in SCRAPES}
    floor = ONE_LINE_FLOOR if mess == "all on one line" else FLOOR
    assert mean(scores.values()) >= floor, sorted(scores.items(), key=lambda item: item[1])[:5]


@pytest.mark.parametrize("scrape", SCRAPES, ids=lambda scrape: scrape.name)
@pytest.mark.parametrize("mess", [mess for mess in MESSES if mess not in HEADLINES_RUN_ON])
def test_headline_byline_agency_and_place_are_found(scrape: Scrape, mess: str) -> None:
    article = clean(scrape, mess)
    assert fold(article.title or "").replace("”", '"').replace("“", '"') == fold(scrape.title or "")
    assert article.authors == scrape.authors
    assert (article.agency, article.dateline_place) == (scrape.agency, scrape.place)


@pytest.mark.parametrize(("mess", "floor"), FRAMED_FLOORS.items())
def test_short_articles_are_found_within_much_frame(mess: str, floor: float) -> None:
    scores = {s.name: token_f1(gold_text(s), clean(s, mess).text) for s in FRAMED_SCRAPES}
    assert mean(scores.values()) >= floor, sorted(scores.items(), key=lambda item: item[1])[:5]


@pytest.mark.parametrize("scrape", SCRAPES, ids=lambda scrape: scrape.name)
def test_blocks_cover_the_text_and_what_is_gone_has_a_reason(scrape: Scrape) -> None:
    for mess in MESSES:
        article = clean(scrape, mess)
        blocks = [article.text[block.start : block.end] for block in article.blocks]
        assert "\n\n".join(blocks) == article.text
        assert all(blocks)
        assert all(piece.reason and piece.text for piece in article.removed)


@pytest.mark.parametrize("scrape", SCRAPES, ids=lambda scrape: scrape.name)
def test_a_cleaned_text_given_as_a_record_stays_whole(scrape: Scrape) -> None:
    article = clean(scrape, "as written")
    again = clean_scrape(f"{article.title}\n\n{article.text}", Declared(title=article.title))
    assert isinstance(again, Article)
    assert token_f1(article.text, again.text) >= 0.9
