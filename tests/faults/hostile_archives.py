"""Hostile containers: compressed files, archives, feeds, web archives, tables."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator

import zstandard

from tests.faults.hostile_pages import _LAUGHS, PARAGRAPHS, page
from tests.faults.hostile_texts import TEXT, File

_LINES = b"".join(
    json.dumps({"id": f"packed-{n}", "text": f"Day {n}. {TEXT}"}).encode() + b"\n"
    for n in range(40)
)
_BOMB_BYTES = 120_000_000


def compressed() -> Iterator[File]:
    """gzip and zstd: cut, broken, inside each other, and bombs."""
    packed = {"gz": gzip.compress(_LINES, mtime=0), "zst": zstandard.compress(_LINES)}
    for ending, content in packed.items():
        for n_bytes in (1, 3, 12, len(content) // 2, len(content) - 5):
            yield f"cut-{n_bytes}.jsonl.{ending}", content[:n_bytes]
        middle = len(content) // 2
        yield f"flipped.jsonl.{ending}", content[:middle] + b"\xff\0\xff" + content[middle + 3 :]
        yield f"garbage-after.jsonl.{ending}", content + b"no more of it"
        yield f"two-members.jsonl.{ending}", content + content[: len(content) // 2]
        yield f"not-packed.txt.{ending}", TEXT.encode()
        yield f"empty-inside.txt.{ending}", _packed(b"", ending)
        yield f"binary-inside.txt.{ending}", _packed(bytes(range(256)) * 50, ending)
        yield f"bomb.txt.{ending}", _bomb(ending)
        layered = TEXT.encode()
        for _ in range(6):
            layered = _packed(layered, ending)
        yield f"six-times.txt.{ending}", layered
    yield "wrong-sum.jsonl.gz", packed["gz"][:-8] + b"\0" * 8
    yield "large-window.zst", b"\x28\xb5\x2f\xfd\x00\xff" + b"\0" * 50
    yield "skippable.zst", b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + packed["zst"]
    yield "unknown-size.zst", b"\x28\xb5\x2f\xfd\xe0" + b"\xff" * 8 + b"\x01\0\0"


def _packed(content: bytes, ending: str) -> bytes:
    return gzip.compress(content, mtime=0) if ending == "gz" else zstandard.compress(content)


def _bomb(ending: str) -> bytes:
    piece = b"ice " * 250_000
    packer = (
        zlib.compressobj(9, wbits=31)
        if ending == "gz"
        else zstandard.ZstdCompressor().compressobj()
    )
    parts = [packer.compress(piece) for _ in range(_BOMB_BYTES // len(piece))]
    return b"".join(parts) + packer.flush()


def archives() -> Iterator[File]:
    """ZIP and tar: traversal, links, bombs, broken directories, lies."""
    yield from _traversing()
    yield from _broken()
    yield from _lying()


def _traversing() -> Iterator[File]:
    names = {
        "traversal": "../../../tmp/onrecord-escaped.txt", "absolute": "/tmp/onrecord-escaped.txt",  # noqa: S108
        "backslash": "..\\..\\x.txt", "drive": "C:\\x.txt", "newline": "a\nb.txt", "long": "x" * 5_000 + ".txt",
        "dots": ".../....txt", "controls": "\x1b[2J[/bold].txt", "empty-parts": "a//./b/../c.txt", "folder": "a/",
    }  # fmt: skip
    text = TEXT.encode()
    for name, member in names.items():
        yield f"{name}.zip", _zip({member: text})
        yield f"{name}.tar", _tar({member: text})
    yield "link.zip", _zip_link()
    yield "links.tar", _tar_of_links()


def _broken() -> Iterator[File]:
    whole = _zip({f"{n}.txt": f"Day {n}. {TEXT}".encode() for n in range(20)})
    yield "cut.zip", whole[: len(whole) // 2]
    yield "cut-directory.zip", whole[:-30]
    yield "flipped.zip", whole[:200] + b"\xff" * 40 + whole[240:]
    tar = _tar({f"{n}.txt": f"Day {n}, again. {TEXT}".encode() for n in range(20)})
    yield "cut.tar", tar[: len(tar) // 2 + 100]
    yield "cut-header.tar", tar[: 512 * 7 + 80]
    yield "flipped.tar", tar[:1500] + b"\xff" * 600 + tar[2100:]
    yield "no-sum.tar", tar[:148] + b"        " + tar[156:]
    yield "zeros-between.tar", tar[:1024] + b"\0" * 5_000 + tar[1024:]
    yield "cut.tar.gz", gzip.compress(tar, mtime=0)[:-200]


def _lying() -> Iterator[File]:
    text = TEXT.encode()
    yield "no-members.zip", _zip({})
    yield "encrypted.zip", _flagged(_zip({"a.txt": text}))
    yield "bomb.zip", _zip({"bomb.txt": b"ice " * (_BOMB_BYTES // 4)})
    yield "overlap.zip", _overlapping()
    yield "office.docx", _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": text})
    nested = _zip({"a.txt": text})
    for _ in range(6):
        nested = _zip({"inner.zip": nested})
    yield "nested.zip", nested
    yield "same-names.zip", _zip_of([("a.txt", b"First. " + text), ("a.txt", b"Second. " + text)])
    yield (
        "wrong-sum.zip",
        _zip_of([("a.txt", text)], zipfile.ZIP_STORED).replace(text, text[::-1], 1),
    )
    yield "lying-size.zip", _zip_with_size(0xFFFFFFFF)
    yield "unknown-method.zip", _zip_with_method(97)
    yield "before.zip", b"#!/bin/sh\n" + _zip({"a.txt": text})
    yield "folder-with-bytes.zip", _zip({"folder/": text})
    yield "sparse.tar", _tar_sparse()
    yield "same-names.tar", _tar({"a.txt": text})[:2048] + _tar({"a.txt": text + b" More of it."})
    yield "bad-pax.tar", _tar_with_pax(b"30 mtime=not a number at all\n")
    yield "large-size.tar", _tar_with_size(1 << 60)
    yield (
        "negative-size.tar",
        _tar({"a.txt": text})[:124] + b"\xff" * 12 + _tar({"a.txt": text})[136:],
    )


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def _flagged(archive: bytes) -> bytes:
    """The encryption bit set in both headers of the only member."""
    at = archive.index(b"PK\x01\x02")
    start = archive[:6] + struct.pack("<H", 1) + archive[8:at]
    return start + archive[at : at + 8] + struct.pack("<H", 1) + archive[at + 10 :]


def _overlapping() -> bytes:
    """Many directory entries that share one member's bytes."""
    archive = _zip({"a.txt": b"ice " * 100_000})
    at, end = archive.index(b"PK\x01\x02"), archive.index(b"PK\x05\x06")
    entries = archive[at:end] * 500
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 500, 500, len(entries), at, 0)
    return archive[:at] + entries + tail


def _zip_link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("passwd.txt", (2024, 1, 1, 0, 0, 0))
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def _zip_of(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one name twice is what is wanted
        for name, content in members:
            member = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            archive.writestr(member, content, method)
    return buffer.getvalue()


def _zip_with_size(size: int) -> bytes:
    packed = _zip({"a.txt": TEXT.encode()})
    directory = packed.index(b"PK\x01\x02")
    return packed[: directory + 20] + struct.pack("<II", size, size) + packed[directory + 28 :]


def _zip_with_method(method: int) -> bytes:
    packed = _zip({"a.txt": TEXT.encode()})
    directory = packed.index(b"PK\x01\x02")
    code = struct.pack("<H", method)
    packed = packed[:8] + code + packed[10:]
    return packed[: directory + 10] + code + packed[directory + 12 :]


def _tar_of_links() -> bytes:
    buffer = io.BytesIO()
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in kinds:
            member = tarfile.TarInfo(f"link-{kind.decode()}.txt")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    return buffer.getvalue()


def _tar_sparse() -> bytes:
    member = tarfile.TarInfo("sparse.txt")
    member.type, member.size = tarfile.GNUTYPE_SPARSE, 512
    return member.tobuf(tarfile.GNU_FORMAT) + b"\0" * 512


def _tar_with_pax(records: bytes) -> bytes:
    member = tarfile.TarInfo("pax")
    member.type, member.size = tarfile.XHDTYPE, len(records)
    return member.tobuf() + records.ljust(512, b"\0") + _tar({"a.txt": TEXT.encode()})


def _tar_with_size(size: int) -> bytes:
    member = tarfile.TarInfo("a.txt")
    member.size = size
    return member.tobuf(tarfile.GNU_FORMAT) + TEXT.encode()


def feeds() -> Iterator[File]:
    """RSS, Atom and JSON Feed."""
    item = f"<item><title>Ice</title><description>{TEXT}</description></item>"
    yield (
        "bomb.xml",
        f"<!DOCTYPE rss [{_LAUGHS}]><rss><channel><item><title>&l9;</title></item></channel></rss>".encode(),
    )
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    shut = f"<rss><channel>{item}</channel></rss>"
    for name in ("no-such-code", "utf-16", "utf-7", "ascii", "utf-32", "hz", "x" * 300):
        yield (
            f"says-{name[:12]}.xml",
            f'<?xml version="1.0" encoding="{name}"?>{shut}'.encode() + b"\xe9",
        )
    yield "two-roots.xml", shut.encode() * 2
    yield "nulls.xml", shut.replace("Ic", "I\0c").encode()
    for name, value in enumerate(
        ("Mon, 99 Foo 2024 99:99:99 XYZ", "0", "-1", "9" * 5_000, "\u0662\u0660\u0662\u0664")
    ):
        dated = f"<item><title>Date {name}</title><pubDate>{value}</pubDate>"
        yield f"date-{name}.xml", shut.replace("<item>", dated).encode()
    pictures = (
        '<enclosure type="image/png" url="http://[::1"/><link href="http://[x"/><enclosure/>' * 50
    )
    yield "pictures.xml", shut.replace("<item>", f"<item>{pictures}").encode()
    yield (
        "outside.xml",
        f"{outside}<rss><channel><item><description>&x;</description></item></channel></rss>".encode(),
    )
    yield "cut.xml", f"<rss><channel>{item * 3}<item><title>Ic".encode()
    yield "no-items.xml", b"<rss><channel><title>x</title></channel></rss>"
    yield "deep.xml", b"<rss><channel><item>" + b"<x>" * 50_000
    yield "empty-items.xml", b"<rss><channel>" + b"<item/>" * 200 + b"</channel></rss>"
    yield (
        "same-guid.xml",
        f"<rss><channel>{item.replace('<title>', '<guid>1</guid><title>') * 5}</channel></rss>".encode(),
    )
    yield (
        "bad-letters.xml",
        b"<rss><channel><item><description>\x01\x02\xff" + TEXT.encode() + b"</description></item>",
    )
    yield (
        "lie.xml",
        b'<?xml version="1.0" encoding="utf-16"?><rss><channel>'
        + item.encode()
        + b"</channel></rss>",
    )
    version = {"version": "https://jsonfeed.org/version/1.1"}
    for name, items in {
        "number": 5,
        "nulls": [None, 1, "x", [], {}],
        "object": {"a": 1},
        "none": [],
    }.items():
        yield f"{name}.json", json.dumps(version | {"items": items}).encode()
    wrong = {
        "id": {},
        "url": [1],
        "content_html": 5,
        "authors": "x",
        "tags": {"a": 1},
        "date_published": [],
    }
    yield (
        "types.json",
        json.dumps(version | {"items": [wrong, {"content_text": [TEXT]}], "title": {}}).encode(),
    )
    yield "cut.json", json.dumps(version | {"items": [{"content_text": TEXT}]}).encode()[:-20]


def web_archives() -> Iterator[File]:
    """WARC files."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    body = page(PARAGRAPHS).encode()
    bomb = gzip.compress(b"<p>ice " * 10_000_000, mtime=0)
    records = {
        "plain": answer + b"\r\n" + body, "no-body": answer + b"\r\n", "no-headers": b"\r\n\r\n", "empty": b"",
        "bad-gzip": answer + b"Content-Encoding: gzip\r\n\r\nno gzip", "br": answer + b"Content-Encoding: br\r\n\r\n\x8b\x02",
        "bomb": answer + b"Content-Encoding: gzip\r\n\r\n" + bomb, "chunks": answer + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx",
        "negative-chunk": answer + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nxxxxxx",
        "zstd": answer + b"Content-Encoding: zstd\r\n\r\n\x28\xb5\x2f\xfd\x00", "no-length": answer + b"Content-Length: 5\r\n\r\n" + body,
        "six-codes": answer + b"Content-Encoding: gzip, br, zstd, deflate, gzip, br\r\n\r\n" + bomb[:5_000],
        "many-codes": answer + b"Content-Encoding: " + b"gzip," * 9_000 + b"\r\n\r\n" + bomb[:500],
        "long-chunk": answer + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 5_000 + b"\r\nx",
        "charset": answer.replace(b"html", b"html; charset=zlib") + b"\r\n" + body, "status": b"HTTP/1.1 xyz\r\n\r\n" + body,
    }  # fmt: skip
    for name, block in records.items():
        yield f"{name}.warc", _record(block) * 2
    whole = _record(records["plain"])
    for n_bytes in (5, 60, len(whole) // 2, len(whole) - 3):
        yield f"cut-{n_bytes}.warc", whole + whole[:n_bytes]
    yield "garbage-between.warc", whole + b"\0garbage\r\n" * 50 + whole
    for length in (b"-1", b"x", b"", b"9" * 40, b"1e3", "٣".encode()):
        yield (
            f"length-{length[:4].decode('utf-8', 'replace')}.warc",
            whole.replace(b"Length: ", b"Length: " + length + b" "),
        )
    yield "short-length.warc", whole.replace(b"Length: ", b"Length: 1\r\nX: ", 1) + whole
    yield "other-version.warc", whole.replace(b"WARC/1.0", b"WARC/9.9") + whole
    yield "no-type.warc", whole.replace(b"WARC-Type", b"X-Type") + whole
    yield "cut.warc.gz", gzip.compress(whole, mtime=0) + gzip.compress(whole, mtime=0)[:-40]
    yield "long-header.warc", b"WARC/1.0\r\nX: " + b"x" * 300_000 + b"\r\n\r\n" + whole
    yield "long-line.warc", b"WARC/1.0" + b"x" * 1_000_000


def _record(block: bytes) -> bytes:
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://quarnholm.example/ice\r\n"
        b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    )
    return head % len(block) + block + b"\r\n\r\n"


def tables() -> Iterator[File]:
    """CSV files."""
    head = "id,title,text\n"
    rows = "".join(
        f'{n},"Ice {n}","Day {n}, in a table. {TEXT.replace(chr(34), chr(39))}"\n' for n in range(3)
    )
    yield "open-quotation.csv", f'{head}{rows}9,"x,{TEXT}'.encode()
    yield "too-many-fields.csv", f"{head}{rows}1,2,3,4,5,6\n".encode()
    yield "too-few-fields.csv", f"{head}{rows}1\n\n,,\n".encode()
    yield "nulls.csv", f"{head}{rows}1,\0,x\0y\n".encode()
    yield "many-columns.csv", ("text," * 600 + "id\n" + "x," * 600 + "1\n").encode()
    yield "same-columns.csv", f"text,text,text\na,b,{TEXT.splitlines()[0]}\n".encode()
    yield "long-field.csv", f'{head}1,x,"{"ice " * 300_000}"\n'.encode()
    yield "only-head.csv", head.encode()
    yield "bad-utf-8.csv", head.encode() + b"1,\xff\xfe,\x80\x81\n" * 3
    yield "utf-16.csv", f"{head}{rows}".encode("utf-16")
    yield "odd-utf-16.csv", f"{head}{rows}".encode("utf-16")[:-1]
    yield (
        "spreadsheet-formula.csv",
        f'{head}1,"=cmd|x","=HYPERLINK(1) {TEXT.splitlines()[0]}"\n'.encode(),
    )
    yield "carriage-returns.csv", f"{head}{rows}".replace("\n", "\r").encode()


def column_tables() -> Iterator[File]:
    """What begins like Parquet."""
    for name, content in {
        "nothing": b"", "end": b"PAR1", "garbage": b"\xff" * 2_000 + b"PAR1", "long-foot": b"x" * 50 + b"\xff\xff\xff\x7fPAR1",
        "negative-foot": b"x" * 50 + b"\xff\xff\xff\xffPAR1", "zero-foot": b"\0" * 4 + b"PAR1", "text": TEXT.encode(),
    }.items():  # fmt: skip
        yield f"{name}.parquet", b"PAR1" + content
