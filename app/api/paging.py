"""Cursors: a position in a list as an opaque, signed text that belongs to one search."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from pathlib import Path
from typing import Any

import orjson

from app.errors import CursorError, DatabaseError

# 80 bits: nobody guesses one, and a cursor stays short.
_SIGNATURE_BYTES = 10
_MAX_CURSOR_CHARACTERS = 4_000
_KEY_FILE = "cursor.key"


class CursorSigner:
    """Makes and reads cursors. A cursor is bound to the search that it was made for, so it cannot be
    used with other words or filters by mistake."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def write(self, position: Any, search: str) -> str:
        """A cursor for `position` (anything JSON can hold) in the list that `search` describes."""
        payload = orjson.dumps(position)
        return _encode(self._signature(payload, search) + payload)

    def read(self, cursor: str, search: str) -> Any:
        """The position of a cursor. Raises CursorError for one not made here or for another search."""
        data = _decode(cursor)
        signature, payload = data[:_SIGNATURE_BYTES], data[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._signature(payload, search)):
            raise CursorError(
                "The cursor was not made by this archive for this search. Follow `next` "
                "unchanged, or start again without `cursor`."
            )
        return orjson.loads(payload)

    def _signature(self, payload: bytes, search: str) -> bytes:
        message = search.encode("utf-8", "surrogatepass") + b"\0" + payload
        return hmac.digest(self._secret, message, "sha256")[:_SIGNATURE_BYTES]


def load_secret(configured: str, data_dir: Path) -> bytes:
    """The signing secret: the configured one, else one kept in the data folder, so that cursors
    outlive a restart and are good in every worker. Raises DatabaseError where it cannot be kept."""
    if configured:
        return configured.encode()
    path = data_dir / _KEY_FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return _read_or_make(path)
    except OSError as error:
        raise DatabaseError(
            f"{path} cannot be read or written ({error.strerror}). Make the data folder "
            "writable or set ONRECORD_CURSOR_SECRET."
        ) from error


def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        # Written aside and linked into place: of two workers that start at once, one wins whole.
        aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        aside.touch(mode=0o600)
        aside.write_bytes(secrets.token_bytes(32))
        try:
            path.hardlink_to(aside)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_bytes()


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(cursor: str) -> bytes:
    if len(cursor) > _MAX_CURSOR_CHARACTERS:
        raise CursorError("The cursor is longer than any made by this archive.")
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise CursorError("The cursor is not one made by this archive.") from None
