"""The conventions that every operation follows by being declared with `operation`: strict parameters,
format, access, ETag and 304, documented problems."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from app.api.access import caller_in, caller_of
from app.api.caching import etag_for, is_known, mark, not_modified
from app.api.deps import Archive, archive_of
from app.api.negotiation import Format, choose_format
from app.api.parameters import parameter_table
from app.api.problems.errors import UnsupportedMediaTypeError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

# What a search can answer besides what any operation can.
SEARCH_PROBLEMS = ("bad_query", "cursor_expired", "index_unavailable")
JSON_BODY = "application/json"


@dataclass(frozen=True, slots=True)
class Conventions:
    """What one operation declares of itself."""

    formats: tuple[Format, ...]
    scope: str | None  # what the caller must be allowed to do; None: anybody
    is_cached: bool
    is_format_fixed: bool  # the address says the format: Accept is not looked at
    is_kept: bool  # the whole answer is kept in memory while the archive does not change


def operation(  # noqa: PLR0913 - each is one fact that an operation declares of itself
    operation_id: str,
    *,
    formats: Sequence[Format] = (Format.JSON,),
    scope: str | None = "read",
    is_cached: bool = True,
    is_format_fixed: bool = False,
    is_kept: bool = False,
    problems: Sequence[str] = (),
    example: str | None = None,
    body: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The keyword arguments of a route decorator for an operation that follows the conventions.

    `problems` are the codes that it answers besides those that follow from what it takes
    (`openapi.py`); `example` is a request (a path with its query) that works on the sample archive;
    `body` describes a body that the signature does not.
    """
    return {
        "operation_id": operation_id,
        "openapi_extra": {
            "x-conventions": Conventions(
                tuple(formats), scope, is_cached, is_format_fixed, is_kept
            ),
            "x-problems": list(problems),
            "x-example": example,
            **({} if body is None else {"requestBody": body}),
        },
    }


class ConventionalRoute(APIRoute):
    """A route of an operation declared with `operation`."""

    def get_route_handler(self) -> Handler:
        """Wraps the endpoint: what can be refused or answered from memory never reaches it."""
        inner = super().get_route_handler()
        declared = (self.openapi_extra or {}).get("x-conventions")
        if not isinstance(declared, Conventions):
            raise TypeError(f"{self.path} is not declared with operation(...)")
        extra = ("format",) if len(declared.formats) > 1 else ()
        table = parameter_table(self.dependant, extra=extra)
        takes_json = self.body_field is not None

        async def handle(request: Request) -> Response:
            table.check(request.query_params)
            if takes_json:
                _check_media_type(request)
            form = _format(request, declared)
            archive = archive_of(request)
            caller = await caller_of(request, archive, declared.scope)
            request.scope["state"].update(form=form, caller=caller)
            if not declared.is_cached or request.method != "GET":
                return await inner(request)
            return await _with_tag(request, inner, archive, declared)

        return handle


def _check_media_type(request: Request) -> None:
    given = request.headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != JSON_BODY:
        raise UnsupportedMediaTypeError(given[:100], [JSON_BODY])


def _format(request: Request, declared: Conventions) -> Format:
    if declared.is_format_fixed:
        return declared.formats[0]
    asked, accepted = request.query_params.get("format"), request.headers.get("accept")
    return choose_format(asked, accepted, declared.formats)


async def _with_tag(
    request: Request, inner: Handler, archive: Archive, declared: Conventions
) -> Response:
    caller, form = caller_in(request), request.scope["state"]["form"]
    if archive.is_version_fresh():
        version = archive.version()
    else:
        version = await run_in_threadpool(archive.version)
    tag = etag_for(request, version, form, caller.access)
    if is_known(request, tag):
        return not_modified(tag, is_private=caller.is_known)
    # Formats with whole addresses in them depend on the host: JSON alone is kept.
    is_kept = declared.is_kept and form is Format.JSON and not caller.is_known
    if is_kept and (found := archive.answers.find(tag)) is not None:
        return found
    response = await inner(request)
    response.headers.add_vary_header("Accept")
    if response.status_code == 200:
        mark(response, tag, is_private=caller.is_known)
        if is_kept:
            archive.answers.keep(tag, response)
    return response
