"""Public ids: a prefix and 16 characters, derived from content where there is any."""

from __future__ import annotations

import base64
import hashlib
import secrets

# 80 bits: at a million quotations the chance of any two alike is one in two million million.
_N_BYTES = 10


def content_id(prefix: str, *parts: str) -> str:
    """The id of what these parts identify; the same parts give the same id on every machine."""
    digest = hashlib.blake2b(
        "\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=_N_BYTES
    )
    return f"{prefix}_{_text(digest.digest())}"


def random_id(prefix: str) -> str:
    """An id of something that no content identifies (a job, a key)."""
    return f"{prefix}_{_text(secrets.token_bytes(_N_BYTES))}"


def _text(value: bytes) -> str:
    return base64.b32encode(value).decode().lower()
