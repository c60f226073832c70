"""Bytes -> text: a byte order mark, UTF-8, what was declared, a guess, in that order of belief."""

from __future__ import annotations

import codecs

from resiliparse.parse.encoding import detect_encoding

from app.records import NoArticle, RejectedReason

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x28\xb5\x2f\xfd",
    b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"MZ\x90", b"RIFF", b"OggS", b"ID3",
    b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"{\\rtf",
)  # fmt: skip
# What browsers read under these names (the WHATWG encoding standard).
_READ_AS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\f\r\x1a\x1b"))
_HEAD_BYTES = 65_536
# One byte in so many may be a control character, or unreadable, in what is still a text.
_MAX_CONTROL_SHARE = 1 / 50
_MAX_LOSS_SHARE = 1 / 20


def decode(content: bytes, charset: str | None) -> str | NoArticle:
    """The text of `content`, or why there is none. `charset` is what somebody said; it may be wrong."""
    if not content.strip():
        return NoArticle(RejectedReason.EMPTY, "there is nothing in it")
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _with_little_loss(content[len(mark) :], [name])
    wide = _wide_encoding(content[:_HEAD_BYTES])
    if wide:
        return _with_little_loss(content, [wide])
    if _is_binary(content[:_HEAD_BYTES]):
        return NoArticle(RejectedReason.BINARY, "these bytes are no text")
    return _decode_narrow(content, charset)


def _decode_narrow(content: bytes, charset: str | None) -> str | NoArticle:
    declared = _codec_name(charset)
    # Text of another encoding hardly ever reads as UTF-8, except one written in ASCII with escapes.
    first = [declared] if declared and declared.startswith(("iso2022", "utf_7", "utf-7")) else []
    for name in [*first, "utf-8", *([declared] if declared else [])]:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    names = ["utf-8", declared, _codec_name(detect_encoding(content[:1_000_000])), "cp1252"]
    return _with_little_loss(content, [name for name in names if name])


def _with_little_loss(content: bytes, names: list[str]) -> str | NoArticle:
    """The reading with the fewest unreadable places; the earlier one of equals."""
    readings = [content.decode(name, "replace") for name in dict.fromkeys(names)]
    best = min(readings, key=lambda text: text.count("\ufffd"))
    if best.count("\ufffd") > len(best) * _MAX_LOSS_SHARE:
        return NoArticle(RejectedReason.UNDECODABLE, "no encoding reads these bytes as text")
    return best


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has a zero in every second byte, and only there."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 2 or max(even, odd) < half * 0.6 or min(even, odd) > half * 0.02:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_binary(head: bytes) -> bool:
    if head.startswith(_MAGIC):
        return True
    n_controls = len(head) - len(head.translate(None, _CONTROLS))
    return n_controls > len(head) * _MAX_CONTROL_SHARE


def _codec_name(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    # Text encodings only: "rot13" and "hex" are codecs too.
    return _READ_AS.get(found.name, found.name) if found._is_text_encoding else None
