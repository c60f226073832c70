"""What the generated functions leave to their caller: opening an archive, errors as exceptions, whole lists, and
waiting when the archive says so. `make clients` puts it into the package as `onrecord_client.archive`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar, overload

import httpx
from onrecord_client.client import AuthenticatedClient, Client
from onrecord_client.models.problem import Problem
from onrecord_client.types import Unset

T = TypeVar("T")
Item = TypeVar("Item", covariant=True)
# Refused without being run, with the time to wait (`Retry-After`).
_COME_BACK = {429, 503}


class ProblemError(Exception):
    """A refusal, with the archive's own words: `problem.code` for programs, `problem.detail` for people."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class Page(Protocol[Item]):
    """A page of any list."""

    @property
    def items(self) -> Sequence[Item]:
        """What is on it."""

    @property
    def next_cursor(self) -> str | Unset | None:
        """Where the list goes on."""


@overload
def open_archive(address: str, key: str, *, tries: int = ...) -> AuthenticatedClient: ...
@overload
def open_archive(address: str, key: None = ..., *, tries: int = ...) -> Client: ...
def open_archive(
    address: str, key: str | None = None, *, tries: int = 4
) -> Client | AuthenticatedClient:
    """The client of an archive. What only reads, or has an `Idempotency-Key`, is sent up to `tries` times
    while the archive is too busy."""
    options: dict[str, Any] = {"transport": _Patient(tries)}
    if key is None:
        return Client(base_url=address, httpx_args=options)
    return AuthenticatedClient(base_url=address, token=key, httpx_args=options)


def good(answer: T | Problem | None) -> T:
    """The answer. Raises ProblemError for a refusal."""
    if isinstance(answer, Problem):
        raise ProblemError(answer)
    if answer is None:
        raise RuntimeError("the archive gave no answer that its specification has")
    return answer


def every(fetch: Callable[..., Page[T] | Problem | None], **asked: Any) -> Iterator[T]:
    """Each item of a whole list, page by page: `every(list_quotations.sync, client=archive, q="minister")`.
    Raises ProblemError."""
    cursor: str | Unset | None = None
    while True:
        page = good(fetch(**asked, **({"cursor": cursor} if cursor else {})))
        yield from page.items
        cursor = page.next_cursor
        if not cursor:
            return


class _Patient(httpx.BaseTransport, httpx.AsyncBaseTransport):
    def __init__(self, tries: int) -> None:
        self._tries = tries
        self._now = httpx.HTTPTransport()
        self._later = httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for _ in range(self._tries - 1):
            response = self._now.handle_request(request)
            if not _may_try_again(request, response):
                return response
            response.close()
            time.sleep(_seconds(response))
        return self._now.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for _ in range(self._tries - 1):
            response = await self._later.handle_async_request(request)
            if not _may_try_again(request, response):
                return response
            await response.aclose()
            await asyncio.sleep(_seconds(response))
        return await self._later.handle_async_request(request)

    def close(self) -> None:
        self._now.close()

    async def aclose(self) -> None:
        await self._later.aclose()


def _may_try_again(request: httpx.Request, response: httpx.Response) -> bool:
    is_harmless = request.method in {"GET", "HEAD"} or "Idempotency-Key" in request.headers
    return is_harmless and response.status_code in _COME_BACK


def _seconds(response: httpx.Response) -> int:
    said = response.headers.get("Retry-After", "")
    return min(int(said), 60) if said.isdigit() else 1
