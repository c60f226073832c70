"""Answers that are kept: the same bytes, within bounds, and never those of another state."""

from __future__ import annotations

from typing import Any

from fastapi import Response

from app.api.memory import AnswerMemory


def test_a_kept_answer_is_the_same_answer() -> None:
    memory = AnswerMemory()
    memory.keep("tag", Response(b"body", headers={"ETag": "tag"}, media_type="application/json"))
    found = memory.find("tag")
    assert found is not None
    assert found.body == b"body"
    assert found.headers["etag"] == "tag"
    assert found.headers["content-length"] == "4"
    assert memory.find("another") is None


def test_the_oldest_make_room_and_the_very_large_are_passed_over() -> None:
    memory = AnswerMemory(max_bytes=1_000)
    for number in range(20):
        memory.keep(str(number), Response(b"x" * 100))
        memory.find("0")
    kept = [number for number in range(20) if memory.find(str(number)) is not None]
    assert len(kept) == 10
    assert 0 in kept  # asked for again and again
    assert 19 in kept
    memory.keep("large", Response(b"x" * 300_000))
    memory.keep("bad", Response(b"x", 404))
    assert memory.find("large") is None
    assert memory.find("bad") is None


def test_headers_of_one_answer_do_not_reach_the_next() -> None:
    memory = AnswerMemory()
    memory.keep("tag", Response(b"body"))
    first = memory.find("tag")
    assert first is not None
    first.headers["X-Request-Id"] = "one"
    second = memory.find("tag")
    assert second is not None
    assert "x-request-id" not in second.headers


def test_an_article_read_twice_is_the_same_with_its_own_request_id(api: Any) -> None:
    article = api.get("/v1/articles?limit=1").json()["items"][0]["id"]
    first, again = (api.get(f"/v1/articles/{article}") for _ in range(2))
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]
    assert first.headers["x-request-id"] != again.headers["x-request-id"]
    assert api.get(f"/v1/articles/{article}?fields=title").json().keys() == {"id", "title"}
    packed = api.get(f"/v1/articles/{article}", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == first.json()
    plain = api.get(f"/v1/articles/{article}", headers={"Accept-Encoding": "identity"})
    assert plain.content == first.content
