"""Bodies of articles become files that the writing process reads."""

from __future__ import annotations

import asyncio
import hashlib
import io
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson
from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.types import Message

from app.api.problems.errors import (
    InvalidValueError,
    UnsupportedMediaTypeError,
    UploadCutOffError,
    UploadTooLargeError,
    UploadTooSlowError,
)
from app.errors import DatabaseError
from app.settings import Settings

# The body's type -> the ending of the file that is made of it; readers look at the content besides.
_ENDINGS = {
    "application/x-ndjson": ".jsonl",
    "application/ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/html": ".html",
    "text/plain": ".txt",
}
JSON = "application/json"
MULTIPART = "multipart/form-data"
FILE = "application/octet-stream"
MEDIA_TYPES = (JSON, "application/x-ndjson", "text/html", "text/plain", MULTIPART)


def documents_of(media_type: str, body: bytes) -> tuple[str, bytes]:
    """A body as the content of one file, with the file's ending.

    Raises InvalidValueError for a body that holds no article, UnsupportedMediaTypeError.
    """
    if media_type == JSON:
        return ".jsonl", b"".join(orjson.dumps(one) + b"\n" for one in _articles(body))
    if media_type not in _ENDINGS:
        raise UnsupportedMediaTypeError(media_type, list(MEDIA_TYPES))
    if not body.strip():
        raise InvalidValueError("body", "is empty", where="body")
    return _ENDINGS[media_type], body


def keep(settings: Settings, name: str, content: bytes | IO[bytes]) -> dict[str, str]:
    """Writes a file for the writing process; its name on the disk owes nothing to the caller.
    Raises DatabaseError where it cannot be written."""
    with _kept_file(settings, name) as (stream, kept):
        shutil.copyfileobj(io.BytesIO(content) if isinstance(content, bytes) else content, stream)
    return kept


@contextmanager
def _kept_file(settings: Settings, name: str) -> Iterator[tuple[IO[bytes], dict[str, str]]]:
    """A file for the writing process, and what the job says of it; gone where it was not written whole."""
    folder = settings.data_dir / "uploads"
    ending = "".join(Path(name).suffixes[-2:])
    safe = ending if ending.replace(".", "").isalnum() and len(ending) <= 20 else ""
    path = folder / f"{secrets.token_hex(12)}{safe}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            yield stream, {"path": str(path), "name": Path(name).name[:200] or "upload"}
    except BaseException as error:
        path.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise DatabaseError(
            f"The upload cannot be kept in {folder} ({error.strerror}): free some space or look at "
            "the folder's permissions."
        ) from error


class Arrival:
    """A body that goes to the disk while it arrives. `digest` is of what came so far.

    Each piece has to come in time, and so has the whole at the pace of an ordinary body. Raises
    UploadTooLargeError, UploadTooSlowError, UploadCutOffError.
    """

    def __init__(self, request: Request, settings: Settings) -> None:
        self._request = request
        self._settings = settings
        self._digest = hashlib.sha256()
        self._n_bytes = 0
        self._clock = asyncio.get_running_loop().time
        self._started = self._clock()

    @property
    def digest(self) -> bytes:
        """Tells bodies apart."""
        return self._digest.digest()

    async def kept(self, name: str) -> list[dict[str, str]]:
        """Keeps the body, one file; what the job says of it."""
        length = self._request.headers.get("content-length", "")
        if length.isdigit() and int(length) > self._settings.max_upload_bytes:
            raise UploadTooLargeError(self._settings.max_upload_bytes)
        with _kept_file(self._settings, name) as (stream, kept):
            is_last = False
            while not is_last:
                message = await self._receive()
                await run_in_threadpool(stream.write, message.get("body", b""))
                is_last = not message.get("more_body", False)
        if self._n_bytes == 0:
            forget([kept])
            raise InvalidValueError("body", "is empty", where="body")
        return [kept]

    async def kept_files(self) -> list[dict[str, str]]:
        """Keeps the files of a form; what the job says of them."""
        request = Request(self._request.scope, self._receive)
        async with request.form(max_files=1_000, max_fields=10) as form:
            files = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
            if not files:
                raise InvalidValueError("files", "has no file", where="body")
            return await run_in_threadpool(self._keep_all, files)

    def _keep_all(self, files: list[UploadFile]) -> list[dict[str, str]]:
        stored: list[dict[str, str]] = []
        try:
            stored.extend(keep(self._settings, one.filename or "upload", one.file) for one in files)
        except BaseException:
            forget(stored)
            raise
        return stored

    async def _receive(self) -> Message:
        seconds = self._settings.body_seconds
        in_all = seconds * (1 + self._n_bytes / self._settings.max_body_bytes)
        left = min(seconds, self._started + in_all - self._clock())
        try:
            async with asyncio.timeout(max(0, left)):
                message = await self._request.receive()
        except TimeoutError:
            raise UploadTooSlowError(seconds) from None
        if message["type"] == "http.disconnect":
            raise UploadCutOffError
        piece = message.get("body", b"")
        self._n_bytes += len(piece)
        if self._n_bytes > self._settings.max_upload_bytes:
            raise UploadTooLargeError(self._settings.max_upload_bytes)
        self._digest.update(piece)
        return message


def forget(stored: list[dict[str, str]]) -> None:
    """Removes files that no job will read."""
    for one in stored:
        Path(one["path"]).unlink(missing_ok=True)


def _articles(body: bytes) -> Iterator[dict[str, Any]]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidValueError("body", f"is not JSON ({error})", where="body") from None
    if isinstance(found, dict):
        found = found.get("articles", [found])
    if not isinstance(found, list) or not found:
        raise InvalidValueError(
            "articles", "must be a list with at least one article", where="body"
        )
    for place, one in enumerate(found):
        if not isinstance(one, dict):
            raise InvalidValueError(f"articles.{place}", "must be an object", where="body")
        yield one
