"""A page that speaks of itself is told from one that speaks of the day's events."""

from __future__ import annotations

import pytest

from app.ingest.analyse.scrape.features import speaks_of_page
from app.ingest.analyse.scrape.lines import read_lines


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to our newsletter for a week of free puzzles.",
        "Jetzt Newsletter abonnieren und nichts verpassen",
        "Полный текст доступен подписчикам.",
        "この記事は有料会員限定です。",
        "Soutenez une presse libre et indépendante.",
    ],
)
def test_letters_subscriptions_and_pleas_speak_of_the_page(text: str) -> None:
    assert speaks_of_page(read_lines(text)[0])


@pytest.mark.parametrize(
    "text",
    [
        "The council declined to comment on the share of votes by post.",
        "Die Grünen stimmten zu, die Opposition klickte mit den Kugelschreibern.",
        "Городская дума во вторник разрешила котам ездить в трамвае.",
        "The publisher will close its newsletter for anglers in the spring, after twenty years, it said.",
    ],
)
def test_a_sentence_of_an_article_does_not(text: str) -> None:
    assert not speaks_of_page(read_lines(text)[0])
