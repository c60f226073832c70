"""Hostile JSON Lines: broken JSON, wrong types in every field, values that no field should have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.faults.hostile_texts import SENTENCES, TEXT, File

FIELDS = (
    "id", "url", "title", "text", "html", "published_at", "modified_at", "source", "section", "authors",
    "language", "keywords", "contributors", "agency", "standfirst", "images", "_source", "fields",
)  # fmt: skip
WRONG_TYPES: tuple[Any, ...] = (
    True, 0, -1, 3.5, 1e308, 10**300, [], [None], [[["x"]]], [1, 2], {}, {"name": None}, {"name": [1]},
    {"name": {"name": "x"}}, "", " ", "\0", "x" * 20_000,
)  # fmt: skip
DATES = (
    "yesterday", "0000-00-00", "2024-13-45", "9999-12-31T23:59:60Z", "-4712-01-01", "1e99", "٢٠٢٤-٠١-٠١",
    "2024-02-30T25:61:61+99:99", "2024-01-01T00:00:00+24:00", "Mon, 99 Foo 2024", "1" * 400, "NaN", "T",
    99999999999999999, -99999999999999999, 1e30, 0, -1, [2024, 1, 1], {"$date": "2024-01-01"},
    {"$date": {"$numberLong": "9" * 60}}, "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59",
)  # fmt: skip
ADDRESSES = (
    "http://[::1", "http://[x]/", "http://a:99999/", "http://a:b/", "javascript:alert(1)", "data:,x", "//",
    "file:///etc/passwd", "http://" + "a" * 50_000, "https://\udcff.example/", "http://a b/c d", "http://\0/",
    "http://xn--a/", "https://user:pass@[::ffff:127.0.0.1%25eth0]:0/?#", "http://ａ.example/", "?", "http:///x",
)  # fmt: skip


def records() -> Iterator[File]:
    """Records that are JSON, with values that they should not have."""
    for field in FIELDS:
        yield (
            f"{field}-types.jsonl",
            _lines(_record(n, **{field: v}) for n, v in _numbered(WRONG_TYPES)),
        )
    yield "dates.jsonl", _lines(_record(n, published_at=v) for n, v in _numbered(DATES))
    yield "modified.jsonl", _lines(_record(n, modified_at=v) for n, v in _numbered(DATES))
    yield "addresses.jsonl", _lines(_record(n, url=v) for n, v in _numbered(ADDRESSES))
    yield (
        "languages.jsonl",
        _lines(
            _record(n, language=v)
            for n, v in _numbered(
                ("xx", "../../etc", "EN_us.UTF-8", "i-klingon", "x" * 9_000, "\0", "é")
            )
        ),
    )
    for field in ("id", "title", "source", "section", "authors", "text"):
        yield (
            f"lone-surrogates-{field}.jsonl",
            _lines([_record(1, **{field: f"A \ud800 b {TEXT}"})]),
        )
        yield f"nulls-{field}.jsonl", _lines([_record(1, **{field: f"\0A\0 b {TEXT}"})])
    yield "long-title.jsonl", _lines([_record(1, title="Ice " * 250_000)])
    yield "long-author.jsonl", _lines([_record(1, authors=["Ottilie " + "Varnhagen" * 1_111])])
    yield (
        "many-authors.jsonl",
        _lines([_record(1, authors=[f"Zorla Xan{n}" for n in range(10_000)])]),
    )
    yield "many-keywords.jsonl", _lines([_record(1, keywords=[f"ice {n}" for n in range(50_000)])])
    yield "many-fields.jsonl", _lines([_record(1, **{f"field{n}": n for n in range(50_000)})])
    yield (
        "same-id.jsonl",
        _lines({"id": "1", "text": f"{sentence} {TEXT}"} for sentence in SENTENCES),
    )
    yield "same-line.jsonl", _lines([_record(1)] * 50)
    yield "line-of-11-mb.jsonl", _lines([_record(1, text="ice " * 2_750_000)])
    yield "line-of-21-mb.jsonl", _lines([_record(1, text="ice " * 5_250_000), _record(2)])
    yield "bomb-in-html.jsonl", _lines([_record(1, text=None, html="<div>" * 50_000 + TEXT)])
    yield "surrogate-html.jsonl", _lines([_record(1, text=None, html=f"<p>\udfff{TEXT}</p>")])
    yield "exports.jsonl", _lines({"onrecord_source": value} for value in _exports())
    yield "no-text.jsonl", _lines([{"title": "x"}, {"id": 1}, {}, {"text": None}, {"text": ""}])
    yield "upper-case.jsonl", _lines([{"TEXT": TEXT, "Text": "x", "ID": 1, "iD": 2}])


def broken() -> Iterator[File]:
    """Lines that are no JSON, or not the JSON that is asked for."""
    good = json.dumps(_record(1)).encode()
    broken_lines = {
        "cut-in-a-string": good[:-40], "trailing-comma": good[:-1] + b",}", "nan": b'{"text": NaN}',
        "infinity": b'{"id": Infinity, "text": "x"}', "single-quotes": b"{'text': 'x'}",
        "large-number": b'{"id": 1e400, "text": "x"}', "digits": b'{"id": ' + b"9" * 5_000 + b', "text": "x"}',
        "duplicate-keys": b'{"text": "a", "text": "b"}', "half-escape": b'{"text": "\\ud83d"}',
        "bad-escape": b'{"text": "\\x41"}', "bad-utf-8": b'{"text": "\xff\xfe caf\xe9"}',
        "raw-controls": b'{"text": "a\x01b\tc"}', "comment": b'{"text": "a"} // b', "two": good + good,
        "array": b"[1, 2]", "string": b'"text"', "number": b"17", "null": b"null", "only-brace": b"{",
        "marks": b"\xef\xbb\xbf" * 3 + good, "nulls": b'{"text": "a"}\0\0\0',
    }  # fmt: skip
    for name, line in broken_lines.items():
        yield f"{name}.jsonl", good + b"\n" + line + b"\n" + good
        yield f"only-{name}.jsonl", line
    yield "deep-arrays.jsonl", b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    yield "deep-objects.jsonl", b'{"text":' * 50_000 + b"1" + b"}" * 50_000
    yield "deep-start.json", b"[" * 200_000
    yield "open-array.json", b"[" + good + b"," + good
    yield "array-of-anything.json", b'[1, null, "x", [], {}, ' + good + b"]"
    yield "pretty.json", json.dumps(_record(1), indent=2).encode()
    yield "cut-pretty.json", json.dumps(_record(1), indent=2).encode()[:-30]
    yield "carriage-returns.jsonl", b"\r".join([good] * 3)
    yield "utf-16.jsonl", good.decode().encode("utf-16")
    yield "empty-lines.jsonl", b"\n" * 50_000 + good
    yield "no-newline-at-all.jsonl", good * 200


def _exports() -> Iterator[Any]:
    whole = {
        "content": "SWNl",
        "media_type": "text/plain",
        "origin": "o",
        "key": "k",
        "charset": None,
        "declared": {},
    }
    yield from (None, 1, [], {}, "x")
    yield whole | {"content": "?"}
    yield whole | {"media_type": "x/y"}
    yield whole | {"declared": {"unknown": 1}}
    yield whole | {"declared": {"authors": 1}}
    yield whole | {"declared": {"title": 5, "text": {"a": 1}, "url": [1]}}
    yield whole | {"charset": 17}
    yield whole | {"charset": "zlib"}
    yield whole | {"media_type": "application/json"}
    yield whole | {"key": "\ud800", "origin": "\ud800"}


def _record(number: int, **fields: Any) -> dict[str, Any]:
    start = {"id": f"hostile-{number}", "title": f"Ice on the strait, day {number}", "text": TEXT}
    return start | fields


def _numbered(values: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
    return enumerate(values)


def _lines(records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)
