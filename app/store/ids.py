"""Public ids: a prefix and 16 characters, derived from content where there is any."""

from __future__ import annotations

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
    """RFC 4648's base 32 in lower case, two characters at a time: an ingest makes thirty a document."""
    number = int.from_bytes(value, "big")
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_SHIFTS = range(70, -1, -10)
