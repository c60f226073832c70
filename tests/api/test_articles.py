"""Articles over HTTP, on the sample archive."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from app.api.shapes.articles import Article, ArticleSummary
from app.api.shapes.envelope import Listing


def page(api: Any, address: str) -> dict[str, Any]:
    response = api.get(address)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def walk(api: Any, address: str | None) -> list[dict[str, Any]]:
    """All items of a list, by following `next`."""
    items: list[dict[str, Any]] = []
    while address is not None:
        found = page(api, address)
        items += found["items"]
        address = found["next"]
    return items


@pytest.fixture(scope="module")
def article(api: Any) -> dict[str, Any]:
    """An article with quotations."""
    found: dict[str, Any] = page(api, "/v1/articles?has_quotations=true&limit=1")["items"][0]
    return found


def test_every_article_is_listed_and_counted_once(api: Any) -> None:
    items = walk(api, "/v1/articles?limit=3")
    about = page(api, "/v1/about")
    assert len({item["id"] for item in items}) == len(items) == about["n_articles"] > 15
    assert page(api, "/v1/articles")["total"] == {"value": len(items), "relation": "eq"}


@pytest.mark.parametrize("sort", ["-published_at", "published_at", "random", "relevance"])
def test_a_walk_in_any_order_meets_each_article_once(api: Any, sort: str) -> None:
    address = f"/v1/articles?q=the&match=any&sort={sort}&limit=2"
    items = walk(api, address)
    assert len({item["id"] for item in items}) == len(items) == page(api, address)["total"]["value"]


def test_answers_have_the_documented_form(api: Any, article: dict[str, Any]) -> None:
    listing = page(api, "/v1/articles?highlight=true&q=harbour&facets=speaker&explain=true")
    Listing[ArticleSummary].model_validate(listing)
    Article.model_validate(page(api, f"/v1/articles/{article['id']}?embed=quotations"))


def test_an_article_sent_from_what_is_kept_is_the_one_put_together_from_its_rows(api: Any) -> None:
    everything = "&".join(f"fields={name}" for name in Article.model_fields)
    for one in walk(api, "/v1/articles"):
        ready = page(api, f"/v1/articles/{one['id']}")
        Article.model_validate(ready)
        assert ready == page(api, f"/v1/articles/{one['id']}?{everything}")


def test_accents_do_not_matter(api: Any) -> None:
    with_accent = page(api, f"/v1/articles?q={quote('élection')}")
    without = page(api, "/v1/articles?q=election")
    assert [one["id"] for one in with_accent["items"]] == [one["id"] for one in without["items"]]


def test_a_speaker_is_found_by_id_and_by_any_name(api: Any) -> None:
    speaker = page(api, "/v1/speakers?limit=1")["items"][0]
    by_id = page(api, f"/v1/articles?speaker={speaker['id']}")
    by_name = page(api, f"/v1/articles?speaker={quote(speaker['name'].upper())}")
    assert by_id["total"]["value"] == speaker["n_articles"]
    assert {one["id"] for one in by_id["items"]} <= {one["id"] for one in by_name["items"]}
    assert all(speaker["id"] in {one["id"] for one in item["speakers"]} for item in by_id["items"])
    without = page(api, f"/v1/articles?speaker=-{speaker['id']}")
    assert without["total"]["value"] == page(api, "/v1/articles")["total"]["value"] - len(
        walk(api, f"/v1/articles?speaker={speaker['id']}")
    )


def test_a_name_that_nobody_has_finds_nothing_and_says_so(api: Any) -> None:
    found = page(api, "/v1/articles?speaker=Nobody%20Atall")
    assert found["total"]["value"] == 0
    assert any("Nobody Atall" in warning for warning in found["warnings"])


def test_facets_count_what_the_filter_then_finds(api: Any) -> None:
    found = page(api, "/v1/articles?facets=source&facets=speaker&facet_size=3")
    for name in ("source", "speaker"):
        assert found["facets"][name]
        for value in found["facets"][name]:
            filtered = page(api, f"/v1/articles?{name}={value['value']}&limit=1")
            assert filtered["total"]["value"] == value["count"], value
            assert value["label"]


def test_dates_filter_by_whole_months(api: Any) -> None:
    items = walk(api, "/v1/articles?published_from=2024&published_to=2024&limit=100")
    assert items
    for item in items:
        assert (item["published_at"] or item["date_inferred"]).startswith("2024")


def test_highlights_mark_what_was_looked_for_and_escape_the_rest(api: Any) -> None:
    found = page(api, "/v1/articles?q=minister&highlight=true")
    assert found["items"]
    for item in found["items"]:
        assert item["highlights"]
        assert any("<mark>" in one["html"].lower() for one in item["highlights"])


def test_fields_choose_and_an_unknown_one_is_refused_with_the_nearest(api: Any) -> None:
    items = page(api, "/v1/articles?fields=title&limit=1")["items"]
    assert set(items[0]) == {"id", "title"}
    refused = api.get("/v1/articles?fields=titel")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["nearest"] == "title"


def test_offsets_slice_back_to_the_text(api: Any, article: dict[str, Any]) -> None:
    text = api.get(f"/v1/articles/{article['id']}/text").content.decode()
    full = page(api, f"/v1/articles/{article['id']}")
    assert full["text"] == text
    quotations = page(api, f"/v1/articles/{article['id']}/quotations")
    assert quotations["total"]["value"] == article["n_quotations"] > 0
    for one in quotations["items"]:
        evidence = one["evidence"]
        context = page(api, f"/v1/quotations/{one['id']}/context")
        assert context["text"] == text[evidence["start"] : evidence["end"]]
        assert (
            context["before"] + context["text"] + context["after"]
            == (text[context["start"] : context["end"]])
        )
        if evidence["cue"]:
            assert text[evidence["cue_start"] : evidence["cue_end"]] == evidence["cue"]


def test_the_raw_source_is_a_file_that_no_browser_runs(api: Any, article: dict[str, Any]) -> None:
    response = api.get(f"/v1/articles/{article['id']}/raw")
    assert response.status_code == 200
    assert response.headers["content-disposition"] == "attachment"
    assert "sandbox" in response.headers["content-security-policy"]


def test_every_part_of_an_article_answers(api: Any, article: dict[str, Any]) -> None:
    for part in ("cleaning", "versions", "duplicates", "similar", "quotations"):
        found = page(api, f"/v1/articles/{article['id']}/{part}")
        assert found["total"]["value"] == len(found["items"])


def test_copies_are_grouped_in_stories(api: Any) -> None:
    stories = walk(api, "/v1/stories?limit=1")
    assert stories
    story = page(api, f"/v1/stories/{stories[0]['id']}")
    assert len(story["articles"]) == story["n_articles"] >= 2
    assert [one["is_lead"] for one in story["articles"]].count(True) == 1
    collapsed = page(api, f"/v1/articles?story={story['id']}&duplicates=collapse")
    assert len(collapsed["items"]) == 1
    assert collapsed["items"][0]["collapsed"] == story["n_articles"] - 1


def test_an_unknown_id_is_not_found(api: Any) -> None:
    for address in (
        "/v1/articles/art_nothing",
        "/v1/articles/art_nothing/quotations",
        "/v1/quotations/quo_nothing",
        "/v1/speakers/spk_nothing",
        "/v1/sources/src_nothing",
        "/v1/stories/sto_nothing",
    ):
        response = api.get(address)
        assert response.status_code == 404
        assert response.json()["code"] == "not_found"


def test_a_search_as_json_is_the_same_search(api: Any) -> None:
    by_address = page(api, "/v1/articles?q=minister&limit=2&facets=speaker")
    by_body = api.post(
        "/v1/articles/search", json={"q": "minister", "limit": 2, "facets": ["speaker"]}
    ).json()
    for name in ("items", "total", "facets", "query", "next_cursor"):
        assert by_body[name] == by_address[name]
    again = api.post(
        "/v1/articles/search",
        json={"q": "minister", "limit": 2, "cursor": by_body["next_cursor"]},
    ).json()
    assert again["items"] == page(api, by_address["next"].replace("&facets=speaker", ""))["items"]
