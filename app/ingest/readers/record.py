"""One record of a dump (a JSON object, a row of a table) as a raw document."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import orjson

from app.ingest.readers.base import Document, Reading, Source
from app.ingest.readers.fields import read_fields
from app.records import Declared, Image, MediaType, RawDocument, Rejected, RejectedReason
from app.text.surrogates import json_without_surrogates

# What people put right, in an export of ours: a record with this field alone.
_CORRECTION = "onrecord_correction"
_CORRECTION_WITHIN = 100


def record_documents(
    source: Source, reading: Reading, origin: str, line: bytes
) -> Iterator[Document]:
    """The document of one record of a source; none for a correction in an export of ours, which goes
    to where the reading's caller takes it in."""
    if _CORRECTION.encode() not in line[:_CORRECTION_WITHIN]:
        yield record_document(origin, source.name, line)
        return
    record = parsed(without_mark(line))
    kept = record.get(_CORRECTION) if isinstance(record, dict) else None
    kept = parsed(kept.encode()) if isinstance(kept, str) else kept  # a cell of a table
    if not isinstance(kept, dict):
        yield record_document(origin, source.name, line)
    elif reading.corrections is None:
        detail = "It is a correction, not an article: `onrecord ingest` takes it in, HTTP does not."
        yield Rejected(origin, RejectedReason.MALFORMED, detail)
    else:
        reading.corrections.append(kept)


def record_document(origin: str, name: str, line: bytes) -> Document:
    """One JSON record as a raw document; `name` is the file's, for the key."""
    record = parsed(without_mark(line))
    if not isinstance(record, dict):
        reason = "It is no JSON object."
        return Rejected(origin, RejectedReason.MALFORMED, reason, unread(origin, name, line))
    if "onrecord_source" in record:
        return _exported_document(origin, name, line, record["onrecord_source"])
    try:
        declared = read_fields(record)
    except TypeError as error:
        return Rejected(origin, RejectedReason.MALFORMED, str(error), unread(origin, name, line))
    return RawDocument(
        content=line.strip(),
        media_type=MediaType.JSON,
        origin=origin,
        key=_key(name, declared, line),
        declared=declared,
    )


def parsed(content: bytes) -> Any:
    """The JSON value, also as tools write it that are lax (NaN, control characters); None for none."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        pass
    try:  # NaN, raw control characters, lone surrogates: other tools write them
        lax = json.loads(content.decode("utf-8", "replace"), strict=False)
        return json_without_surrogates(lax)
    except (ValueError, RecursionError):
        return None


def _key(name: str, declared: Declared, line: bytes) -> str:
    """What makes a later version the same record where the dump gives no id: its title."""
    if declared.external_id is not None:
        return f"dump:{name}#{declared.external_id}"
    return f"dump:{name}#{declared.title or _digest(line)}"


def _digest(line: bytes) -> str:
    return f"{binascii.crc32(line.strip()):08x}{len(line.strip())}"


def unread(origin: str, name: str, line: bytes) -> RawDocument:
    """A record that could not be understood, to be kept for another try."""
    return RawDocument(line, MediaType.JSON, origin, f"dump:{name}#{_digest(line)}")


def kept_document(raw: RawDocument) -> Document:
    """A source document as the store gives it back, as its reader gave it: what a JSON record declares
    is in its bytes."""
    if raw.media_type is not MediaType.JSON:
        return raw
    name = raw.key.removeprefix("dump:").partition("#")[0]
    document = record_document(raw.origin, name, raw.content)
    return replace(document, key=raw.key) if isinstance(document, RawDocument) else document


def _exported_document(origin: str, name: str, line: bytes, kept: Any) -> Document:
    """A record of our own export: the source document that it was made from."""
    try:
        kept = orjson.loads(kept) if isinstance(kept, str) else kept  # a cell of a table
        declared = _declared_in_export(dict(kept["declared"]))
        _check_types(declared, kept["charset"])
        return kept_document(
            RawDocument(
                content=base64.b64decode(kept["content"], validate=True),
                media_type=MediaType(kept["media_type"]),
                origin=str(kept["origin"]),
                key=str(kept["key"]),
                declared=declared,
                charset=kept["charset"],
            )
        )
    except (KeyError, TypeError, ValueError):
        detail = "Its `onrecord_source` is not one that an export writes."
        return Rejected(origin, RejectedReason.MALFORMED, detail, unread(origin, name, line))


def _declared_in_export(fields: dict[str, Any]) -> Declared:
    for name in ("authors", "contributors", "keywords"):
        fields[name] = tuple(fields.get(name, ()))
    fields["images"] = tuple(Image(**image) for image in fields.get("images", ()))
    return Declared(**fields)


def _check_types(declared: Declared, charset: object) -> None:
    fields = asdict(declared)
    images = [text for image in fields.pop("images") for text in image.values()]
    lists = [text for value in fields.values() if isinstance(value, tuple) for text in value]
    texts = [
        charset,
        *images,
        *(value for value in fields.values() if not isinstance(value, tuple)),
    ]
    if not all(isinstance(text, str) for text in [*lists, *filter(None, texts)]):
        raise TypeError


def without_mark(content: bytes) -> bytes:
    """The bytes without a byte order mark."""
    return content.removeprefix(b"\xef\xbb\xbf")
