"""Requests that are wrong in every way: the right status, problem+json, and never a fault of ours."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.faults.requests import send, send_bytes

LONG = "x" * 10_000
LISTS = ("/v1/articles", "/v1/quotations", "/v1/speakers", "/v1/sources", "/v1/stories")
ITEMS = ("/v1/articles", "/v1/quotations", "/v1/speakers", "/v1/stories")
# Targets, and what the answer's status may be.
TARGETS: tuple[tuple[str, set[int]], ...] = (
    *((f"{path}?nosuch=1", {400, 422}) for path in LISTS),
    *((f"{path}?cursor={cursor}", {400, 410, 422}) for path in LISTS for cursor in ("x", "AAAA", LONG, "%00", "e30.e30")),
    *((f"{path}?limit={limit}", {400, 422}) for path in LISTS for limit in ("-1", "0", "9" * 30, "x", "1.5", "%F0%9D%9F%8F")),
    *((f"{path}/{item}", {404, 422}) for path in ITEMS for item in ("nosuch", LONG, "%00", "%2e%2e", "..%2f..%2fetc", "%ff", "'--", "1")),
    *(
        (f"/v1/articles?{name}={quote(value)}", {400, 422})
        for name in ("published_from", "published_to")
        for value in ("yesterday", "2024-13-01", "0000-00-00", "99999-01-01", "2024-02-30", "٢٠٢٤-٠١-٠١", "1e99", LONG)
    ),
    ("/v1/articles?sort=best", {400, 422}), ("/v1/articles?match=some", {400, 422}), ("/v1/articles?duplicates=x", {400, 422}),
    (f"/v1/articles?speaker={LONG}", {200, 400, 404, 414, 422}), (f"/v1/quotations?speaker={LONG}", {200, 400, 404, 414, 422}),
    (f"/v1/articles?source={LONG}", {200, 400, 404, 414, 422}), (f"/v1/speakers?q={LONG}", {200, 400, 414, 422}),
    ("/v1/articles?speaker=&source=&q=", {200, 400, 404, 422}), ("/nosuch", {404}), ("/v1", {404}), ("//", {404}), ("/v1/../..", {404}),
    ("/v1/articles/", {404, 307, 308}), ("/v1/articles?" + "&".join(f"a{n}=1" for n in range(5_000)), {400, 413, 414, 422, 431}),
    ("/v1/articles?" + "q=a&" * 2_000, {200, 400, 414, 422, 431}), ("/v1/articles?%", {200, 400, 422}), ("/v1/articles?=&==&&", {200, 400, 422}),
    ("/docs/../../etc/passwd", {404}), ("/docs/%2e%2e/%2e%2e/etc/passwd", {404}), ("/static/..%2f..%2fsettings.py", {404}),
)  # fmt: skip
# Anything may be searched for: it is answered, or refused with a reason.
QUERIES = (
    "(", ")", '"', '""', '"a', "a AND", "OR", "NOT", "NOT NOT a", "a OR OR b", "-", "- -", "*", "a*", "?", "~", "a~", "a~99", "[", "]", "{a TO",
    "title:", "nosuch:a", "title:title:a", "speaker:", ":", "::", "^", "a^b", "\\", "/a(/", "' OR 1=1 --", "<script>", "%", "${x}", "{{7*7}}", "\0",
    "\n", "\u202e", "\u200b", "\ufeff", "é" * 500, "🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 100, "a\u0301" * 500, "published:[9999 TO", "date:99999999999", "9" * 400, "a " * 2_000,
    "(" * 500, ")" * 500, "(" * 300 + "a" + ")" * 300, '"' * 501, "NOT " * 400 + "a", "a OR " * 400 + "b", '"a b"~99999999', "NEAR/0", "a NEAR/999 b",
    "-a", "-a -b", "a -a", "*a*", "a?b*c", "q=q", "AND AND AND", "(((a OR b) AND", "the", "of the", "IT", "x" * 5_000, "-" * 3_000, "~" * 3_000,
    "日本語", "ﬀ", "İ", "ß", "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
)  # fmt: skip


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/quotations"])
def test_every_query_is_answered_or_refused_with_a_reason(sample_server: str, path: str) -> None:
    wrong = []
    for query in QUERIES:
        answer = send(sample_server, f"{path}?q={quote(query)}")
        if answer.status not in {200, 400, 414, 422} or (
            answer.status != 200 and not answer.is_problem
        ):
            wrong.append((query[:40], answer.status, answer.body[:200]))
    assert wrong == []


def test_wrong_targets_get_the_right_status_and_a_problem(sample_server: str) -> None:
    wrong = []
    for target, allowed in TARGETS:
        answer = send(sample_server, target)
        is_explained = answer.is_problem or answer.status in {200, 307, 308}
        if answer.status not in allowed or not is_explained:
            wrong.append(
                (target[:60], answer.status, answer.headers.get("content-type"), answer.body[:120])
            )
    assert wrong == []


def test_an_unknown_parameter_is_told_the_nearest_name(sample_server: str) -> None:
    answer = send(sample_server, "/v1/articles?speeker=x")
    assert answer.status in {400, 422}
    assert "speaker" in answer.body.decode()


@pytest.mark.parametrize(
    "target",
    [b"/v1/articles?q=\xff\xfe", b"/v1/articles?q=%FF%FE", b"/v1/articles?q=%ED%A0%80", b"/v1/articles/\xff", b"/%C0%AF",
     b"/v1/articles?\xff=1", b"/v1/articles?q=%u00e9", b"/v1/speakers?q=%FF"],
)  # fmt: skip
def test_bytes_that_are_no_text_in_an_address_are_no_fault(
    sample_server: str, target: bytes
) -> None:
    answer = send(sample_server, target)
    assert answer.status in {200, 400, 404, 422}


@pytest.mark.parametrize(
    "headers",
    [f"X-Long: {'x' * 200_000}\r\n", "".join(f"X-{n}: 1\r\n" for n in range(5_000)), f"Cookie: {'a=b; ' * 20_000}\r\n",
     "Range: bytes=0-,5-1\r\n", "If-None-Match: " + '"x",' * 3_000 + "\r\n", "Accept: " + "text/html;q=x," * 500 + "\r\n",
     "Accept-Encoding: gzip;q=9,zstd;q=-1,\xff\r\n", "If-Modified-Since: never\r\n", "Authorization: Bearer \xff\0\r\n",
     "Authorization: Basic !!!\r\n", "X-Request-Id: " + "\x7f" * 300 + "\r\n", "Accept-Language: " + "x-" * 3_000 + "\r\n"],
)  # fmt: skip
def test_odd_headers_are_no_fault(sample_server: str, headers: str) -> None:
    answer = send(sample_server, "/v1/articles?limit=1", headers=headers)
    assert answer.status < 500, answer.body[:300]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "NOSUCH"])
def test_other_methods_are_refused(sample_server: str, method: str) -> None:
    answer = send(sample_server, "/v1/speakers", method=method)
    assert answer.status in {200, 204, 400, 405, 501}
    assert answer.status != 405 or answer.headers.get("allow")


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/jobs", "/v1/analyse", "/v1/search"])
def test_broken_and_large_bodies_are_refused(sample_server: str, path: str) -> None:
    json_type = "Content-Type: application/json\r\n"
    bodies = (
        b"",
        b"{",
        b"[" * 100_000,
        b'"\\ud800"',
        b"\xff\xfe",
        b"null",
        b'{"text": 5}',
        b"9" * 5_000,
        b'{"a":' * 50_000,
    )
    for body in bodies:
        answer = send(
            sample_server,
            path,
            method="POST",
            headers=json_type + f"Content-Length: {len(body)}\r\n",
            body=body,
        )
        assert 200 <= answer.status < 500, (path, body[:20], answer.status, answer.body[:300])
    large = send(
        sample_server,
        path,
        method="POST",
        headers=json_type + "Content-Length: 99999999999\r\n",
        body=b"{}",
    )
    assert large.status in {401, 403, 404, 405, 413}
    wrong = send(
        sample_server, path, method="POST", headers=json_type + "Content-Length: -5\r\n", body=b"{}"
    )
    assert wrong.status in {0, 400, 401, 403, 404, 405, 411, 413}
    chunks = b"".join(b"10000\r\n" + b" " * 0x10000 + b"\r\n" for _ in range(200)) + b"0\r\n\r\n"
    endless = send(
        sample_server,
        path,
        method="POST",
        headers=json_type + "Transfer-Encoding: chunked\r\n",
        body=chunks,
    )
    # 0: the answer was lost, since the connection was closed with chunks still on their way.
    assert endless.status in {0, 401, 403, 404, 405, 413}


@pytest.mark.parametrize(
    "noise",
    [
        b"\0" * 5_000,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\0\x01" * 50,
        b"\r\n" * 999 + b"x\r\n\r\n",
    ],
)
def test_what_is_no_http_is_no_fault(sample_server: str, noise: bytes) -> None:
    assert send_bytes(sample_server, noise).status in {0, 400, 404, 431, 505}
    assert send(sample_server, "/healthz").status == 200
