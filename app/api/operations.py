"""The conventions that every operation follows by being declared with `operation`: strict parameters,
format, access, ETag and 304, documented problems."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from fastapi.utils import create_model_field
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from app.api.access import caller_in, caller_of
from app.api.caching import etag_for, is_known, mark, not_modified
from app.api.deps import archive_of
from app.api.direct import direct_handler
from app.api.methods import MethodTable
from app.api.negotiation import Format, choose_format
from app.api.parameters import parameter_table
from app.api.problems.errors import UnsupportedCodingError, UnsupportedMediaTypeError

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
    is_quick: bool  # a local database gives it before a thread would have begun


def operation(  # noqa: PLR0913 - each is one fact that an operation declares of itself
    operation_id: str,
    *,
    formats: Sequence[Format] = (Format.JSON,),
    scope: str | None = "read",
    is_cached: bool = True,
    is_format_fixed: bool = False,
    is_kept: bool = False,
    is_quick: bool = False,
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
                tuple(formats), scope, is_cached, is_format_fixed, is_kept, is_quick
            ),
            "x-problems": list(problems),
            "x-example": example,
            **({} if body is None else {"requestBody": body}),
        },
    }


class ConventionalRoute(APIRoute):
    """A route of an operation declared with `operation`."""

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        response_model: Any = None,
        **options: Any,
    ) -> None:
        # No answer is made of the model, it only documents: what it costs is left to `document`.
        super().__init__(path, endpoint, response_model=None, **options)
        self._documented = response_model
        declared = (self.openapi_extra or {}).get("x-conventions")
        if not isinstance(declared, Conventions):
            raise TypeError(f"{path} is not declared with operation(...)")
        self._declared = declared
        self._direct = direct_handler(self.dependant, is_quick=declared.is_quick)
        extra = ("format",) if len(declared.formats) > 1 else ()
        self._parameters = parameter_table(self.dependant, extra=extra)
        self._literal_start, _, rest = self.path.partition("{")
        self._is_literal = not rest

    def document(self) -> None:
        """Makes the model of the answer known to the specification."""
        if isinstance(self._documented, type):
            name, model = f"Response_{self.unique_id}", self._documented
            self.response_field = create_model_field(name, model, mode="serialization")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Most addresses are another operation's: told apart by how they begin, without a pattern."""
        path: str = scope["path"]
        # The address may begin with the path that the application is mounted at.
        fits = path.endswith if self._is_literal else path.__contains__
        if not fits(self._literal_start):
            return Match.NONE, {}
        if not self._is_literal:
            # `/v1/articles/search` is no article called "search": 405 says that it takes POST.
            methods: MethodTable = scope["app"].state.methods
            if methods.is_fixed(path):
                return Match.NONE, {}
        return super().matches(scope)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What can be refused or answered from memory never reaches the endpoint; most of the others reach it
        past what FastAPI does around one."""
        answer: Response | None = None
        if scope["method"] in (self.methods or ()):
            request = Request(scope, receive, send)
            answer = await self._ready_answer(request)
            if answer is None and self._direct is not None:
                answer = _tagged(request, await self._direct(request))
        await (answer or super().handle)(scope, receive, send)

    def get_route_handler(self) -> Handler:
        """Wraps the endpoint: a good answer gets its tag, and is kept where that was declared."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return _tagged(request, await inner(request))

        return handle

    async def _ready_answer(self, request: Request) -> Response | None:
        declared, archive = self._declared, archive_of(request)
        if request.scope["query_string"]:
            self._parameters.check(request.query_params)
        form = _format(request, declared)
        caller = await caller_of(request, archive, declared.scope)
        if request.method == "POST":
            _check_coding(request)
        if self.body_field is not None:
            _check_media_type(request)
        state = request.scope["state"]
        state.update(form=form, caller=caller)
        if not declared.is_cached or request.method != "GET":
            return None
        tag = etag_for(request, await archive.present_version(), form, caller.access)
        if is_known(request, tag):
            return not_modified(tag, is_private=caller.is_known)
        # Formats with whole addresses in them depend on the host: JSON alone is kept.
        is_kept = declared.is_kept and form is Format.JSON
        state["tag"] = _Tag(tag, f"{tag} {caller.is_known}" if is_kept else None)
        return archive.answers.find(state["tag"].kept_as) if is_kept else None


@dataclass(frozen=True, slots=True)
class _Tag:
    """The tag of an answer to be, and the name under which it will be kept."""

    tag: str
    kept_as: str | None


def _tagged(request: Request, response: Response) -> Response:
    """An answer with its tag where it is good, kept where that was declared."""
    wanted: _Tag | None = request.scope["state"].get("tag")
    if wanted is not None:
        response.headers.add_vary_header("Accept")
        if response.status_code == 200:
            mark(response, wanted.tag, is_private=caller_in(request).is_known)
            if wanted.kept_as is not None:
                archive_of(request).answers.keep(wanted.kept_as, response)
    return response


def _check_coding(request: Request) -> None:
    given = request.headers.get("content-encoding", "").strip().lower()
    if given not in {"", "identity"}:
        raise UnsupportedCodingError(given[:60])


def _check_media_type(request: Request) -> None:
    given = request.headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != JSON_BODY:
        raise UnsupportedMediaTypeError(given[:100], [JSON_BODY])


def _format(request: Request, declared: Conventions) -> Format:
    if declared.is_format_fixed:
        return declared.formats[0]
    asked = request.query_params.get("format") if request.scope["query_string"] else None
    return choose_format(asked, request.headers.get("accept"), declared.formats)
