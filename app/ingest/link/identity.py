"""What makes two documents the same article: its address, the caller's id, or the file's name.

The order of trust: (1) the canonical address, which no two articles share; (2) the caller's id,
scoped by the declared source; (3) a weak key, the id scoped by the dump's file name or the file's own
name. Two folders may both have a `001.txt`: with a weak key, a document is a new version of an article
only when it shares text with it; otherwise it is an article of its own, so nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson

from app.records import Analysed, Declared, RawDocument
from app.text.folding import fold, fold_name
from app.text.shingles import containment

# Parameters that say where a reader came from, not what is read.
_TRACKING = {"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "cmpid",
             "ocid", "ref", "ref_src", "smid", "partner", "sr_share", "amp", "outputtype"}  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "at_", "xtor", "pk_")
_PORTS = {"http": ":80", "https": ":443"}
# A new version keeps at least a fifth of the words in a row; unrelated texts share a few in a hundred.
_MIN_SHARED = 0.2


@dataclass(frozen=True, slots=True)
class Identity:
    """The key of an article; a weak one is shared by unrelated articles."""

    key: str
    is_weak: bool


def identity(analysed: Analysed) -> Identity:
    """The key by which a later version of this document is found."""
    raw = analysed.raw
    url = canonical_url(analysed.article.url or raw.declared.url)
    if url is not None:
        return Identity(f"url:{url}", is_weak=False)
    if raw.declared.external_id is not None and raw.declared.source is not None:
        scope = fold_name(raw.declared.source)
        return Identity(f"id:{scope}#{raw.declared.external_id}", is_weak=False)
    return Identity(raw.key, is_weak=True)


def canonical_url(url: str | None) -> str | None:
    """An address without scheme, `www.`, tracking parameters and fragment, so that copies of one
    address are equal; None for no address, and for a site's front page, which is no article."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    query = urlencode(
        sorted(
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name.lower() not in _TRACKING and not name.lower().startswith(_TRACKING_PREFIXES)
        )
    )
    path = parts.path.rstrip("/")
    if not path and not query:
        return None
    port = "" if port == _PORTS[parts.scheme.lower()] else port
    return f"{host.removeprefix('www.')}{port}{path}" + (f"?{query}" if query else "")


def source_digest(raw: RawDocument) -> str:
    """What is equal for equal source documents: the same bytes of the same kind, wherever found."""
    hasher = blake2b(raw.content, digest_size=20)
    hasher.update(b"\x1f" + raw.media_type.value.encode())
    declared = raw.declared
    if declared != Declared() and raw.media_type.value != "application/json":
        # What came with the bytes (a header, a feed's element) is part of the source; a JSON record
        # declares nothing that is not in its bytes.
        hasher.update(orjson.dumps(declared_fields(declared)))
    return hasher.hexdigest()


def declared_fields(declared: Declared) -> dict[str, object]:
    """What a source declared, for storing; empty fields are left out."""
    fields = {name: getattr(declared, name) for name in Declared.__dataclass_fields__}
    return {name: value for name, value in fields.items() if value not in (None, ())}


def is_same_article(
    title: str | None, shingles: Collection[int], other_title: str | None, other: Collection[int]
) -> bool:
    """Whether two documents of one weak key are versions of one article: they share text, or are too
    short to tell and have one title."""
    if containment(shingles, other) >= _MIN_SHARED:
        return True
    too_short = min(len(shingles), len(other)) < 1 / _MIN_SHARED
    return too_short and title is not None and fold(title) == fold(other_title or "")
