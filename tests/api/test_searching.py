"""The search as a user meets it: what is typed is found, what was made of it is said, counts agree."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

DOC = Path(__file__).parents[2] / "docs" / "query-language.md"
EXAMPLES = re.findall(
    r"^\| `(.+?)` \| (.+?) \| (.+?) \|$",
    DOC.read_text(encoding="utf-8").partition("## Forty examples")[2].partition("\n## ")[0],
    re.MULTILINE,
)


def page(api: Any, address: str) -> dict[str, Any]:
    response = api.get(address)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def search(api: Any, words: str, more: str = "") -> dict[str, Any]:
    return page(api, f"/v1/articles?q={quote(words)}{more}")


def titles(found: dict[str, Any]) -> list[str]:
    return [item["title"] for item in found["items"]]


@pytest.mark.parametrize(("typed", "read", "why"), EXAMPLES)
def test_each_documented_example_is_answered_and_says_how_it_was_read(
    api: Any, typed: str, read: str, why: str
) -> None:
    response = api.get(f"/v1/articles?q={quote(typed)}")
    if read == "refused":
        assert response.status_code == 400
        assert response.json()["errors"][0]["position"] is not None
        return
    answer = response.json()
    assert answer["query"]["parsed"] == read.strip("`")
    if why.startswith("Warning:"):
        assert answer["warnings"]


@pytest.mark.parametrize(
    "forms",
    [
        ["trawler", "TRAWLER", "ｔｒａｗｌｅｒ", "trawlers", "“trawler”", "trawler's"],
        ["Falcão", "falcao", "FALCÃO", "Falca\u0303o"],
        ["Rønning", "ronning", "RONNING"],
        ["foghorn OR fog-bank", "foghorn OR (fog bank)"],
        ["finance", "ﬁnance"],
        ["title:bridge", "title:bridges", "title:(bridge)"],
    ],
)
def test_ways_of_writing_one_word_find_the_same(api: Any, forms: list[str]) -> None:
    found = [search(api, form) for form in forms]
    assert found[0]["total"]["value"] > 0
    for other in found[1:]:
        assert other["total"] == found[0]["total"], other["query"]


def test_small_words_count_when_there_is_nothing_else_and_are_dropped_when_there_is(
    api: Any,
) -> None:
    assert search(api, "it")["total"]["value"] > 0
    assert search(api, "it is the minister")["query"]["dropped"] == ["it", "is", "the"]
    # Written as an acronym it is not the small word.
    assert search(api, "IT")["total"]["value"] < search(api, "it")["total"]["value"]


def test_three_words_must_all_be_there_and_are_relaxed_when_nothing_has_them(api: Any) -> None:
    all_of_them = search(api, "trawler minister")
    assert all_of_them["query"]["relaxed"] is False
    assert (
        search(api, "trawler minister", "&match=any")["total"]["value"]
        > (all_of_them["total"]["value"])
    )
    relaxed = search(api, "trawler xyzzyx")
    assert relaxed["query"]["relaxed"] is True
    assert relaxed["warnings"]
    assert search(api, "trawler xyzzyx", "&match=all")["total"]["value"] == 0


def test_a_misspelt_word_is_corrected_and_said(api: Any) -> None:
    found = search(api, "trawlr")
    assert found["query"]["did_you_mean"] == "trawler"
    assert found["query"]["expanded"] == {"trawlr": ["trawler"]}
    assert found["total"] == search(api, "trawler")["total"]


def test_a_misspelt_speaker_stands_for_the_nearest_and_says_so(api: Any) -> None:
    right = page(api, "/v1/articles?speaker=Korovina")
    misspelt = page(api, "/v1/articles?speaker=Korovia")
    assert misspelt["total"] == right["total"]
    assert misspelt["query"]["filters"] == right["query"]["filters"]
    assert "Yelena Korovina" in misspelt["warnings"][0]
    without = page(api, "/v1/articles?speaker=-Yelna%20Korovia")
    assert without["total"] == page(api, "/v1/articles?speaker=-Yelena%20Korovina")["total"]


def test_a_title_typed_exactly_comes_first(api: Any) -> None:
    for title in titles(page(api, "/v1/articles?limit=100")):
        if title:
            assert titles(search(api, title))[0] == title


QUERIES = [
    "trawler",
    "minister trawler",
    "minister OR ferry",
    "what did the minister say about the bridge and the ferry",
    '"the minister" bridge',
    "minis* ferry",
    "Harrowdale~1 ship",
    "title:bridge OR body:ferry",
    "speaker:Korovina trawler",
]


@pytest.mark.parametrize("words", QUERIES)
def test_explanations_sum_to_the_score(api: Any, words: str) -> None:
    found = search(api, words, "&explain=true")
    plain = search(api, words)
    assert [one["score"] for one in plain["items"]] == pytest.approx(
        [one["score"] for one in found["items"]]
    )
    assert found["items"]
    for item in found["items"]:
        assert item["explanation"]["value"] == pytest.approx(item["score"])
        check_sum(item["explanation"])


def check_sum(told: dict[str, Any]) -> None:
    if told["parts"]:
        assert sum(part["value"] for part in told["parts"]) == pytest.approx(told["value"])
    for part in told["parts"]:
        check_sum(part)


@pytest.mark.parametrize("words", QUERIES)
def test_the_same_number_wherever_a_count_is_shown(api: Any, words: str) -> None:
    found = search(api, words, "&limit=3&facets=source&facets=language&facet_size=100")
    total = found["total"]["value"]
    listed, address = len(found["items"]), found["next"]
    while address:
        further = page(api, address)
        assert further["total"]["value"] == total
        listed, address = listed + len(further["items"]), further["next"]
    assert listed == total
    for name, values in found["facets"].items():
        for value in values:
            chosen = search(api, words, f"&{name}={quote(value['value'])}&facets={name}")
            assert chosen["total"]["value"] == value["count"]
            # A facet leaves its own filter out: other values can be chosen, too.
            assert {"value", "label", "count"} == value.keys()
            assert [one["count"] for one in chosen["facets"][name]] == [
                one["count"] for one in values[:10]
            ]
    same = page(api, f"/v1/facets?q={quote(words)}&facets=source&facet_size=100")
    assert same["facets"]["source"] == found["facets"]["source"]
    assert same["total"]["value"] == total
    timeline = page(api, f"/v1/timeline?q={quote(words)}&interval=year")
    dated = search(api, words, "&published_from=1000")
    assert sum(one["count"] for one in timeline["bins"]) == dated["total"]["value"]


def test_a_random_order_is_one_for_each_seed(api: Any) -> None:
    first = titles(page(api, "/v1/articles?sort=random&seed=7&limit=8"))
    assert first == titles(page(api, "/v1/articles?sort=random&seed=7&limit=8"))
    assert first != titles(page(api, "/v1/articles?sort=random&seed=8&limit=8"))


def test_a_day_that_moves_is_of_today(api: Any) -> None:
    today = search(api, "date:today")
    [start, end] = today["query"]["parsed"].removeprefix("date:").split("..")
    assert start == end
    assert today["total"]["value"] == 0
    assert search(api, "date:7d")["query"]["parsed"].endswith("..")


def test_what_lists_keep_ready_is_what_the_article_says(api: Any) -> None:
    for listed in page(api, "/v1/articles?limit=100")["items"]:
        whole = page(api, f"/v1/articles/{listed['id']}")
        assert {name: whole[name] for name in listed if name != "score"} == {
            name: value for name, value in listed.items() if name != "score"
        }


def test_fields_and_embedded_quotations_are_those_of_the_whole_items(api: Any) -> None:
    whole = search(api, "minister", "&embed=quotations")["items"]
    assert any(item["quotations"] for item in whole)
    chosen = search(api, "minister", "&embed=quotations&fields=title&fields=quotations")["items"]
    assert chosen == [
        {"id": item["id"], "title": item["title"], "quotations": item["quotations"]}
        for item in whole
    ]


def test_the_same_question_again_is_answered_from_memory(api: Any) -> None:
    first = api.get("/v1/articles?q=ferry&limit=3")
    again = api.get("/v1/articles?q=ferry&limit=3")
    # The time it took is the first one's.
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]


def test_articles_like_one_are_others(api: Any) -> None:
    n_found = 0
    for one in page(api, "/v1/articles?limit=100")["items"]:
        similar = page(api, f"/v1/articles/{one['id']}/similar?limit=5")["items"]
        assert one["id"] not in {item["id"] for item in similar}
        n_found += bool(similar)
    assert n_found > 12


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("traw", "term", "trawler"),
        ("koro", "speaker", "Yelena Korovina"),
        ("yelena k", "speaker", "Yelena Korovina"),
        ("observ", "source", "Brenn Observer"),
        ("fog bank", "title", "A trawler, a fog bank and a phone line: Lethra presses for release of crew"),
    ],
)  # fmt: skip
def test_suggestions_complete_words_names_and_titles(
    api: Any, typed: str, kind: str, expected: str
) -> None:
    found = page(api, f"/v1/suggest?q={quote(typed)}&kinds={kind}")["items"]
    assert expected in [item["text"] for item in found]
