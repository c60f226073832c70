"""A client that has the answer is told so without the query being run."""

from __future__ import annotations

from typing import Any

import pytest

CACHED = ["/v1/articles?q=minister", "/v1/speakers", "/v1/about", "/v1/quotations?limit=1"]


@pytest.mark.parametrize("address", CACHED)
def test_the_same_again_is_304(api: Any, address: str) -> None:
    first = api.get(address)
    tag = first.headers["etag"]
    again = api.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert "search;" not in again.headers["server-timing"]
    assert api.request("HEAD", address, headers={"If-None-Match": tag}).status_code == 304


def test_another_format_filter_or_tag_is_another_answer(api: Any) -> None:
    tag = api.get("/v1/articles").headers["etag"]
    for address, headers in (
        ("/v1/articles?limit=1", {}),
        ("/v1/articles", {"Accept": "text/csv"}),
    ):
        response = api.get(address, headers={"If-None-Match": tag, **headers})
        assert response.status_code == 200
    assert "Accept" in api.get("/v1/articles").headers["vary"]


def test_the_form_of_an_answer_with_parameters_in_error_is_never_304(api: Any) -> None:
    response = api.get("/v1/articles?spaeker=x", headers={"If-None-Match": "*"})
    assert response.status_code == 400
