"""A small source of every format that the readers know, built in memory, with the texts it holds."""

from __future__ import annotations

import gzip
import importlib
import importlib.util
import io
import json
import tarfile
import zipfile
from dataclasses import dataclass

TEXT = "The lighthouse at Orvik was lit again on Monday, after nine dark winters, its keeper said."
PAGE = f"<!doctype html><html><head><title>Orvik</title></head><body><p>{TEXT}</p></body></html>"


@dataclass(frozen=True)
class Sample:
    """`cut` is True where a format tells that its end is missing."""

    name: str
    content: bytes
    n_documents: int
    cut: bool = False


def rss(n_items: int = 2) -> bytes:
    items = "".join(
        f"<item><guid>g{n}</guid><title>Item {n}</title><link>https://feed.example/{n}</link>"
        f"<dc:creator>Ada Brenn</dc:creator><pubDate>Mon, 04 Mar 2024 08:00:00 +0100</pubDate>"
        f"<description>Short.</description><content:encoded><![CDATA[<p>{TEXT}</p>]]></content:encoded></item>"
        for n in range(n_items)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Orvik Post</title>'
        f"<language>en-gb</language>{items}</channel></rss>"
    ).encode()


def atom() -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Orvik Post</title>'
        "<entry><id>tag:orvik.example,2024:1</id><title type='html'>Lamp &amp;amp; lens</title>"
        "<link rel='alternate' href='https://orvik.example/1'/><published>2024-03-04T08:00:00Z</published>"
        "<author><name>Ada Brenn</name></author><category term='coast'/>"
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{TEXT}</p></div></content></entry></feed>"
    ).encode()


def json_feed() -> bytes:
    items = [
        {
            "id": "1",
            "url": "https://orvik.example/1",
            "title": "One",
            "content_html": f"<p>{TEXT}</p>",
        }
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Orvik Post", "items": items}
    return json.dumps(feed).encode()


def warc_record(
    kind: str, content_type: str, block: bytes, address: str = "https://orvik.example/"
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http_answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def warc() -> bytes:
    return (
        warc_record("warcinfo", "application/warc-fields", b"software: test\r\n")
        + warc_record("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n")
        + warc_record("response", "application/http; msgtype=response", http_answer(PAGE.encode()))
        + warc_record(
            "response", "application/http; msgtype=response", http_answer(b"", status="301 Moved")
        )
        + warc_record("conversion", "text/plain", TEXT.encode(), "https://orvik.example/2")
    )


def archive_zip(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def archive_tar(members: dict[str, bytes], mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def table() -> bytes:
    rows = [["id", "title", "body", "date"]]
    rows += [
        [str(n), f"Row {n}", f'{TEXT} "Quoted, with a comma"\nand a second line', "2024-03-04"]
        for n in (1, 2)
    ]
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode()


MEMBERS = {
    "a.txt": TEXT.encode(),
    "pages/b.html": PAGE.encode(),
    "c.jsonl.gz": gzip.compress(json.dumps({"text": TEXT}).encode()),
}


def parquet_tables() -> list[Sample]:
    """A table of two rows; none where the extra is not installed."""
    if importlib.util.find_spec("pyarrow") is None:
        return []
    pyarrow, parquet = map(importlib.import_module, ("pyarrow", "pyarrow.parquet"))
    stream = io.BytesIO()
    rows = [{"id": str(number), "headline": "Orvik", "text": TEXT} for number in range(2)]
    parquet.write_table(pyarrow.Table.from_pylist(rows), stream)
    return [Sample("table.parquet", stream.getvalue(), 2, cut=True)]


SAMPLES = [
    Sample("scrape.txt", TEXT.encode(), 1),
    Sample("page.html", PAGE.encode(), 1),
    Sample(
        "dump.jsonl", b"\n".join(json.dumps({"id": n, "text": TEXT}).encode() for n in range(3)), 3
    ),
    Sample("feed.rss", rss(), 2, cut=True),
    Sample("feed.atom", atom(), 1),
    Sample("feed.json", json_feed(), 1, cut=True),
    Sample("crawl.warc", warc(), 2, cut=True),
    Sample("crawl.warc.gz", gzip.compress(warc()), 2, cut=True),
    Sample("table.csv", table(), 2),
    Sample("scrapes.zip", archive_zip(MEMBERS), 3, cut=True),
    Sample("scrapes.tar", archive_tar(MEMBERS), 3),
    Sample("scrapes.tar.gz", archive_tar(MEMBERS, "w:gz"), 3, cut=True),
    *parquet_tables(),
]
