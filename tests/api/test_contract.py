"""The specification and the answers say the same: what contract tests found once stays found."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.api.shapes.parameters import ArticleSearchBody
from app.api.shapes.quotations import Quotation
from tests.api.test_conventions import problem_of
from tests.api.test_specification import SPEC


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/articles/search", {"limit": True}, "limit"),
        ("/v1/articles/search", {"limit": "20"}, "limit"),
        ("/v1/articles/search", {"highlight": 1}, "highlight"),
        ("/v1/quotations/search", {"explain": "yes"}, "explain"),
        ("/v1/quotations/search", {"min_confidence": "0.5"}, "min_confidence"),
    ],
)
def test_json_takes_no_value_of_another_type(
    api: Any, path: str, body: dict[str, Any], field: str
) -> None:
    problem = problem_of(api.post(path, json=body), 422, "invalid_value")
    assert [one["name"] for one in problem["errors"]] == [field]


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert ArticleSearchBody.model_validate({"limit": 20.0}).limit == 20


def test_an_explained_quotation_has_the_shape_of_the_specification(api: Any) -> None:
    response = api.get("/v1/quotations?q=minister+government+ferry&match=any&explain=true&limit=3")
    items = response.json()["items"]
    assert items
    for item in items:
        Quotation.model_validate(item)
        assert item["explanation"]


@pytest.mark.parametrize("name", ["fields", "facets", "highlight", "explain", "sort", "embed"])
@pytest.mark.parametrize("feed", ["articles.atom", "quotations.json"])
def test_a_feed_takes_filters_and_nothing_that_it_cannot_show(
    api: Any, feed: str, name: str
) -> None:
    problem = problem_of(api.get(f"/v1/feeds/{feed}?{name}=title"), 400, "unknown_parameter")
    assert problem["errors"][0]["name"] == name


@pytest.mark.parametrize("media_type", ["text/xml", "application/x-www-form-urlencoded", ""])
def test_json_under_another_name_is_refused_by_its_type(api: Any, media_type: str) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    for path in ("/v1/articles/search", "/v1/quotations/check"):
        response = api.post(path, content=b'{"q": "ferry"}', headers=headers)
        problem = problem_of(response, 415, "unsupported_media_type")
        assert "application/json" in problem["detail"]


@pytest.mark.parametrize(
    "path", ["/v1/articles", "/v1/quotations", "/v1/timeline", "/v1/export/articles"]
)
def test_a_period_that_ends_before_it_begins_is_refused(api: Any, path: str) -> None:
    backwards = f"{path}?published_from=2024-03&published_to=2024-02"
    problem = problem_of(api.get(backwards), 422, "invalid_value")
    assert problem["errors"][0]["name"] == "published_to"
    assert api.get(f"{path}?published_from=2024-02&published_to=2024-02").status_code == 200


def test_words_can_say_today(api: Any) -> None:
    said = api.get("/v1/articles?q=date:today").json()
    assert said["total"]["value"] == 0
    assert said["warnings"] == []
    assert said["query"]["parsed"].startswith("date:20")


def test_every_operation_documents_the_refusal_of_a_long_address() -> None:
    missing = [
        operation["operationId"]
        for methods in SPEC["paths"].values()
        for operation in methods.values()
        if "414" not in operation["responses"]
    ]
    assert missing == []


def test_a_source_may_be_any_json() -> None:
    raw = SPEC["paths"]["/v1/articles/{article_id}/raw"]["get"]
    content = raw["responses"]["200"]["content"]
    assert content["application/json"]["schema"] == {"description": "The bytes of the source."}


@pytest.mark.parametrize(
    ("value", "is_date"),
    [
        ("2022", True),
        ("2022-02", True),
        ("2024-02-29", True),
        ("2022-02-29", False),
        ("1900-02-29", False),
        ("2022-11-31T15:22Z", False),
        ("2022-12-31T15:22:01+01:00", True),
    ],
)
def test_the_pattern_of_dates_takes_the_days_that_exist(
    api: Any, value: str, is_date: bool
) -> None:
    schema = next(
        one["schema"]
        for one in SPEC["paths"]["/v1/articles"]["get"]["parameters"]
        if one["name"] == "published_to"
    )
    pattern = next(one["pattern"] for one in [schema, *schema.get("anyOf", ())] if "pattern" in one)
    assert bool(re.search(pattern, value)) == is_date
    status = api.get("/v1/articles", params={"published_to": value}).status_code
    assert status == (200 if is_date else 422)
