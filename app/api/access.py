"""Who is asking, and what they may do: access without a key, keys and their scopes."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from app.api.deps import Archive
from app.api.problems.errors import ForbiddenError, UnauthorizedError
from app.errors import SettingsError
from app.settings import Settings

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request. `access` says how much of an article's text they see: full, snippet,
    quotations or none; `scopes` what they may do."""

    access: str
    scopes: frozenset[str]
    name: str = "anonymous"
    is_known: bool = False


def anonymous(access: str) -> Caller:
    """A caller without a key."""
    scopes = {"full": {"read", "read:text"}, "none": set()}.get(access, {"read"})
    return Caller(access, frozenset(scopes))


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
    """The caller of a request, who may do what `scope` names (None: anything is for anybody).

    Raises UnauthorizedError or ForbiddenError.
    """
    caller = anonymous(archive.access)
    if scope is None or scope in caller.scopes:
        return caller
    if not caller.is_known:
        raise UnauthorizedError(f"This needs a key with the scope {scope!r}.")
    raise ForbiddenError(f"The key has no scope {scope!r}.")


def caller_in(request: Request) -> Caller:
    """The caller that the conventions found for this request."""
    caller: Caller = request.scope["state"]["caller"]
    return caller
