"""Who is asking, and what they may do: access without a key, keys and their scopes."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from app.api.deps import Archive
from app.api.problems.errors import ForbiddenError, UnauthorizedError
from app.errors import DatabaseError, SettingsError
from app.observability import log_event
from app.settings import Settings
from app.store.administration import keys
from app.store.administration.keys import KeyRow
from app.store.database import new_session, reading

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# A revoked key works this much longer in a process that has just seen it.
_REMEMBERED_SECONDS = 2.0
_MOST_REMEMBERED = 1_000
# When a key was last used is known to the minute: a write for each request would be one too many.
_NOTED_EVERY = timedelta(minutes=1)
_SCOPES_BY_ACCESS = {
    "full": frozenset({"read", "read:text"}),
    "snippet": frozenset({"read"}),
    "quotations": frozenset({"read"}),
    "none": frozenset[str](),
}
_LEVELS = ("none", *keys.ACCESS_LEVELS)
_EVERY_SCOPE = frozenset({"read", "read:text", "ingest", "correct", "admin"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request. `access` says how much of an article's text they see: full, snippet,
    quotations or none; `scopes` what they may do."""

    access: str
    scopes: frozenset[str]
    name: str = "anonymous"
    key_id: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether the caller came with a valid key."""
        return self.key_id is not None


@cache
def anonymous(access: str) -> Caller:
    """A caller without a key."""
    return Caller(access, _SCOPES_BY_ACCESS[access])


def caller_with(key: KeyRow, without_key: str) -> Caller:
    """A caller with a valid key, on an archive that gives `without_key` to everybody."""
    own = _EVERY_SCOPE if "admin" in key.scopes else frozenset(key.scopes)
    scopes = own | _SCOPES_BY_ACCESS[without_key]
    # A key sees no less than nobody does.
    access = max(_level_of(key, own, without_key), without_key, key=_LEVELS.index)
    return Caller(access, scopes, key.name, key.id)


def effective_access(settings: Settings) -> str:
    """What may be read without a key. Raises SettingsError where the archive would be open to others
    than this machine without anybody having decided so."""
    if settings.access:
        return settings.access
    if settings.host in LOOPBACK:
        return "full"
    raise SettingsError(
        "ONRECORD_ACCESS",
        f"must be chosen when serving on {settings.host}: full (everything without a key), "
        "snippet or quotations (parts of the text), or none (keys only).",
    )


async def caller_of(request: Request, archive: Archive, scope: str | None) -> Caller:
    """The caller of a request, who may do what `scope` names (None: it is for anybody).

    Raises UnauthorizedError without a key that is needed or with one that is not valid,
    ForbiddenError for a key without the scope.
    """
    header = request.headers.get("authorization")
    caller = anonymous(archive.access)
    # Whatever a proxy adds for itself does not matter to what is for anybody.
    if header is not None and scope is not None:
        key = await _key_of(archive, _secret(header))
        if refusal := key.refusal(datetime.now(UTC)):
            raise UnauthorizedError(f"The key {key.name!r} {refusal}.")
        caller = caller_with(key, archive.access)
    if scope is None or scope in caller.scopes:
        return caller
    if not caller.is_known:
        raise UnauthorizedError(
            f"This needs a key with the scope {scope!r}, sent as `Authorization: Bearer KEY`; whoever runs this "
            f"archive makes one with `onrecord keys add NAME --scope {scope}`."
        )
    raise ForbiddenError(f"The key {caller.name!r} does not have the scope {scope!r}.")


def caller_in(request: Request) -> Caller:
    """The caller that the conventions found for this request."""
    caller: Caller = request.scope["state"]["caller"]
    return caller


def _secret(header: str) -> str:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise UnauthorizedError("Send the key as `Authorization: Bearer <key>`.")
    return secret.strip()


async def _key_of(archive: Archive, secret: str) -> KeyRow:
    digest = hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
    known = archive.keys.get(digest)
    if known is None or time.monotonic() - known[0] > _REMEMBERED_SECONDS:
        known = (time.monotonic(), await run_in_threadpool(_looked_up, archive, secret))
        if len(archive.keys) > _MOST_REMEMBERED:
            archive.keys.clear()
        archive.keys[digest] = known
        if known[1] is not None:
            _note_use(archive, known[1])
    if known[1] is None:
        raise UnauthorizedError("This archive has made no such key.")
    return known[1]


def _looked_up(archive: Archive, secret: str) -> KeyRow | None:
    with reading(archive.database) as session:
        return keys.key_of_secret(session, secret)


def _level_of(key: KeyRow, own: frozenset[str], without_key: str) -> str:
    if "read:text" in own:
        return "full"
    if "read" not in own:
        return "none"
    # Where nobody reads without a key, one for reading sees at least what recognises an article.
    return key.access or ("snippet" if without_key == "none" else without_key)


def _note_use(archive: Archive, key: KeyRow) -> None:
    now = datetime.now(UTC)
    if key.last_used_at is not None and now - key.last_used_at < _NOTED_EVERY:
        return
    archive.background.submit(_write_use, archive, key.id, now)


def _write_use(archive: Archive, key_id: str, at: datetime) -> None:
    try:
        with new_session(archive.database) as session:
            keys.note_use(session, key_id, at)
    except DatabaseError as error:
        # A busy writer is no reason to fail; the next use is noted.
        log_event("key_use_not_noted", key=key_id, problem=str(error))
