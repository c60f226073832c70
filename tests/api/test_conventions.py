"""Conventions hold for every operation, because none can be declared without them."""

from __future__ import annotations

from typing import Any

import pytest


def problem_of(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["code"] == code
    assert problem["status"] == status
    assert problem["type"] == f"/problems/{code}"
    assert problem["request_id"] == response.headers["x-request-id"]
    return problem


def test_an_unknown_parameter_is_refused_with_those_that_exist(empty_api: Any) -> None:
    problem = problem_of(empty_api.get("/healthz?verbose=1"), 400, "unknown_parameter")
    assert problem["errors"][0]["name"] == "verbose"


def test_an_unknown_address_is_a_problem(empty_api: Any) -> None:
    problem_of(empty_api.get("/v1/nothing"), 404, "not_found")


def test_a_method_that_an_address_does_not_take_is_a_problem_that_lists_those_it_does(
    empty_api: Any,
) -> None:
    response = empty_api.post("/healthz")
    problem_of(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_format_that_does_not_exist_is_refused_with_the_list(empty_api: Any) -> None:
    problem = problem_of(
        empty_api.get("/version", headers={"Accept": "text/csv"}), 406, "not_acceptable"
    )
    assert "application/json" in problem["detail"]


def test_a_body_that_is_too_large_is_refused_unread(empty_api: Any) -> None:
    problem_of(empty_api.post("/healthz", content=b"x" * 10_000_001), 413, "body_too_large")


def test_an_address_that_is_too_long_is_refused(empty_api: Any) -> None:
    problem_of(empty_api.get("/healthz?" + "x" * 33_000), 414, "url_too_long")


def test_headers_that_are_too_large_are_refused(empty_api: Any) -> None:
    headers = {"X-Anything": "x" * 33_000}
    problem_of(empty_api.get("/healthz", headers=headers), 431, "headers_too_large")


def test_without_an_index_the_archive_lives_but_is_not_ready(empty_api: Any) -> None:
    assert empty_api.get("/healthz").json() == {"status": "ok"}
    response = empty_api.get("/readyz")
    problem_of(response, 503, "index_unavailable")
    assert int(response.headers["retry-after"]) > 0


def test_head_is_get_without_its_body(empty_api: Any) -> None:
    head, get = empty_api.request("HEAD", "/version"), empty_api.get("/version")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"]


def test_options_lists_the_methods(empty_api: Any) -> None:
    response = empty_api.request("OPTIONS", "/version")
    assert response.status_code == 204
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_answers_of_a_kilobyte_are_compressed(empty_api: Any, coding: str) -> None:
    plain = empty_api.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    packed = empty_api.get("/openapi.json", headers={"Accept-Encoding": coding})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == coding
    assert int(packed.headers["content-length"]) < len(plain.content) / 4
    assert packed.json() == plain.json()
    small = empty_api.get("/healthz", headers={"Accept-Encoding": coding})
    assert "content-encoding" not in small.headers


def test_a_request_id_from_a_proxy_is_kept_and_a_harmful_one_is_not(empty_api: Any) -> None:
    kept = empty_api.get("/healthz", headers={"X-Request-Id": "edge-17.a"})
    assert kept.headers["x-request-id"] == "edge-17.a"
    replaced = empty_api.get("/healthz", headers={"X-Request-Id": 'a"b c'})
    assert replaced.headers["x-request-id"] != 'a"b c'


def test_every_answer_says_how_long_it_took_and_forbids_what_data_needs_not(
    empty_api: Any,
) -> None:
    headers = empty_api.get("/v1/nothing").headers
    assert "total;dur=" in headers["server-timing"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
