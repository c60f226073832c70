"""Quotations and speakers over HTTP, on the sample archive."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from app.api.shapes.envelope import Listing
from app.api.shapes.quotation_parts import CheckAnswer, Context, Variant
from app.api.shapes.quotations import Quotation
from app.api.shapes.search import Everything, FacetCounts, Suggestions, Timeline
from app.api.shapes.speakers import CoSpeaker, Speaker, SpeakerTimeline


def page(api: Any, address: str) -> dict[str, Any]:
    response = api.get(address)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def busiest(api: Any) -> dict[str, Any]:
    found: dict[str, Any] = page(api, "/v1/speakers?kind=person&limit=1")["items"][0]
    return found


def test_a_speakers_quotations_are_theirs_and_all_of_them(api: Any) -> None:
    speaker = busiest(api)
    by_filter = page(api, f"/v1/quotations?speaker={speaker['id']}&limit=100")
    by_path = page(api, f"/v1/speakers/{speaker['id']}/quotations?limit=100")
    assert by_filter["total"]["value"] == speaker["n_quotations"] == len(by_filter["items"])
    assert {one["id"] for one in by_filter["items"]} == {one["id"] for one in by_path["items"]}
    assert all(one["speaker"]["id"] == speaker["id"] for one in by_filter["items"])
    Listing[Quotation].model_validate(by_filter)


def test_words_and_speaker_together(api: Any) -> None:
    speaker = busiest(api)
    first = page(api, f"/v1/quotations?speaker={speaker['id']}&type=direct&limit=1")["items"][0]
    words = " ".join(first["text"].split()[:4])
    found = page(api, f"/v1/quotations?q={quote(words)}&speaker={quote(speaker['name'])}")
    assert first["id"] in {one["id"] for one in found["items"]}
    assert found["query"]["filters"]["speaker"] == [speaker["id"]]


def test_quotations_filter_by_type_and_confidence(api: Any) -> None:
    types = page(api, "/v1/quotations?facets=type")["facets"]["type"]
    for value in types:
        found = page(api, f"/v1/quotations?type={value['value']}&limit=1")
        assert found["total"]["value"] == value["count"]
    sure = page(api, "/v1/quotations?min_confidence=0.9&limit=100")
    assert all(one["confidence"] >= 0.9 for one in sure["items"])


def test_a_speaker_in_full(api: Any) -> None:
    speaker = busiest(api)
    full = page(api, f"/v1/speakers/{speaker['id']}")
    Speaker.model_validate(full)
    assert any(one["alias"] == full["name"] for one in full["aliases"])
    timeline = page(api, f"/v1/speakers/{speaker['id']}/timeline?interval=year")
    SpeakerTimeline.model_validate(timeline)
    beside = page(api, f"/v1/speakers/{speaker['id']}/co-speakers")
    Listing[CoSpeaker].model_validate(beside)
    assert speaker["id"] not in {one["id"] for one in beside["items"]}
    mentions = page(api, f"/v1/speakers/{speaker['id']}/mentions?limit=100")
    assert mentions["total"]["value"] == len(mentions["items"])


def test_a_speaker_is_found_by_the_beginning_of_a_name(api: Any) -> None:
    speaker = busiest(api)
    surname = speaker["name"].split()[-1]
    found = page(api, f"/v1/speakers?q={quote(surname[:4].lower())}&limit=100")
    assert speaker["id"] in {one["id"] for one in found["items"]}


def test_context_and_variants_have_the_documented_form(api: Any) -> None:
    one = page(api, "/v1/quotations?limit=1")["items"][0]
    Context.model_validate(page(api, f"/v1/quotations/{one['id']}/context"))
    Listing[Variant].model_validate(page(api, f"/v1/quotations/{one['id']}/variants"))


def direct(api: Any) -> dict[str, Any]:
    items = page(api, "/v1/quotations?type=direct&limit=100")["items"]
    found: dict[str, Any] = max(
        (one for one in items if one["speaker"]), key=lambda one: len(one["text"].split())
    )
    return found


def check(api: Any, **body: Any) -> dict[str, Any]:
    response = api.post("/v1/quotations/check", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    CheckAnswer.model_validate(answer)
    return answer


def test_words_on_record_are_exact_for_their_speaker_and_somebody_elses_for_others(
    api: Any,
) -> None:
    one = direct(api)
    claim = " ".join(one["text"].strip("“”\"'").split()[2:12])
    exact = check(api, quote=claim, speaker=one["speaker"]["name"])["items"][0]
    assert exact["verdict"] == "exact"
    assert exact["earliest"]["id"]
    others = [
        speaker
        for speaker in page(api, "/v1/speakers?kind=person&limit=100")["items"]
        if speaker["id"] != one["speaker"]["id"]
    ]
    other = check(api, quote=claim, speaker=others[0]["id"])["items"][0]
    assert other["verdict"] == "other_speaker"
    assert other["quotation"]["speaker"]["id"] == one["speaker"]["id"]


def test_words_that_are_not_on_record_are_not_called_false(api: Any) -> None:
    answer = check(api, quote="purple elephants negotiate zeppelin tariffs on alternate Tuesdays")
    assert answer["items"][0]["verdict"] == "not_found"
    assert "does not mean" in answer["items"][0]["note"]
    assert check(api, quote="we will")["items"][0]["verdict"] == "too_short"


def test_a_draft_is_checked_quotation_by_quotation(api: Any) -> None:
    one = direct(api)
    words = " ".join(one["text"].strip("“”\"'").split()[:9])
    draft = f"She wrote “{words}” and then: “elephants negotiate zeppelin tariffs at dawn”."
    items = check(api, text=draft)["items"]
    assert [item["verdict"] for item in items] == ["exact", "not_found"]
    for item in items:
        assert draft[item["start"] : item["end"]] == item["claim"]


def test_a_check_needs_either_a_quotation_or_a_draft(api: Any) -> None:
    for body in ({}, {"quote": "a b c", "text": "d"}):
        assert api.post("/v1/quotations/check", json=body).status_code == 422


def test_everything_at_once_facets_timeline_and_suggestions(api: Any) -> None:
    found = page(api, "/v1/search?q=minister&limit=2")
    Everything.model_validate(found)
    assert page(api, found["articles"]["all"])["total"] == found["articles"]["total"]
    assert page(api, found["quotations"]["all"])["total"] == found["quotations"]["total"]
    facets = page(api, "/v1/facets?q=minister")
    FacetCounts.model_validate(facets)
    assert facets["total"] == found["articles"]["total"]
    timeline = page(api, "/v1/timeline?interval=year")
    Timeline.model_validate(timeline)
    dated = page(api, "/v1/articles?published_from=1000&limit=1")["total"]["value"]
    assert sum(one["count"] for one in timeline["bins"]) == dated
    suggestions = page(api, "/v1/suggest?q=min")
    Suggestions.model_validate(suggestions)
    assert all("min" in one["text"].lower() for one in suggestions["items"])


def test_each_statement_once_says_how_many_articles_have_it_and_how_many_are_no_copies(
    api: Any,
) -> None:
    by_utterance: dict[str, list[dict[str, Any]]] = {}
    address = "/v1/quotations?limit=100"
    while address:
        found = page(api, address)
        for one in found["items"]:
            assert one["n_articles"] is one["n_origins"] is None
            by_utterance.setdefault(one["utterance"] or one["id"], []).append(one)
        address = found["next"]
    address, n_copied = "/v1/quotations?group=utterance&limit=100", 0
    while address:
        found = page(api, address)
        for one in found["items"]:
            same = by_utterance[one["utterance"] or one["id"]]
            articles = {each["article"]["id"] for each in same}
            texts = {each["article"]["story_id"] or each["article"]["id"] for each in same}
            assert (one["n_articles"], one["n_origins"]) == (len(articles), len(texts))
            n_copied += len(articles) > len(texts)
        address = found["next"]
    assert n_copied > 0
