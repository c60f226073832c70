"""Exceptions in, problem+json out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.api.methods import MethodTable
from app.api.problems import errors as api_errors
from app.api.problems.kinds import CODE_BY_STATUS, KIND_BY_CODE
from app.api.problems.nearest import nearest_name, repeating
from app.errors import (
    ArchiveError,
    CorrectionError,
    CursorError,
    CursorExpiredError,
    DatabaseError,
    IndexUnavailableError,
    NotFoundError,
    QueryError,
    SourceError,
)

# The first class that fits decides: children stand before their parents.
CODE_BY_ERROR: tuple[tuple[type[ArchiveError], str], ...] = (
    (api_errors.UnknownParameterError, "unknown_parameter"),
    (api_errors.DuplicateParameterError, "duplicate_parameter"),
    (api_errors.InvalidValueError, "invalid_value"),
    (api_errors.NotAcceptableError, "not_acceptable"),
    (api_errors.UnsupportedMediaTypeError, "unsupported_media_type"),
    (api_errors.UnsupportedCodingError, "unsupported_media_type"),
    (api_errors.UploadTooLargeError, "body_too_large"),
    (api_errors.UploadTooSlowError, "request_timeout"),
    (api_errors.UploadCutOffError, "bad_request"),
    (api_errors.UnauthorizedError, "unauthorized"),
    (api_errors.ForbiddenError, "forbidden"),
    (api_errors.ConflictError, "conflict"),
    (CorrectionError, "conflict"),
    (NotFoundError, "not_found"),
    (QueryError, "bad_query"),
    (CursorExpiredError, "cursor_expired"),
    (CursorError, "bad_cursor"),
    (IndexUnavailableError, "index_unavailable"),
    (DatabaseError, "database_unavailable"),
    (SourceError, "bad_request"),
)
# Long enough for an index switch or a lock to pass, short enough for a person to wait.
RETRY_AFTER_SECONDS = 5
MEDIA_TYPE = "application/problem+json"
_QUOTED = re.compile(r"'([^']*)'")


def problem_response(
    code: str,
    detail: str,
    *,
    request_id: str,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer of the kind `code`; statuses 429 and 503 always carry Retry-After."""
    kind = KIND_BY_CODE[code]
    content = {
        "type": f"/problems/{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "code": code,
        "errors": [{**_EMPTY_DETAIL, **error} for error in errors],
        "request_id": request_id,
    }
    extra = dict(headers or {})
    if kind.status in {429, 503}:
        extra.setdefault("Retry-After", str(RETRY_AFTER_SECONDS))
    if kind.status == 401:
        extra.setdefault("WWW-Authenticate", 'Bearer realm="onrecord"')
    extra.setdefault("Cache-Control", "no-store")
    return Response(orjson.dumps(content), kind.status, extra, MEDIA_TYPE)


_EMPTY_DETAIL: dict[str, Any] = {"nearest": None, "position": None}


def install_handlers(app: FastAPI) -> None:
    """Makes every error that reaches the framework a problem; faults of ours (500) are answered by
    the outermost middleware, which logs them."""
    app.add_exception_handler(ArchiveError, _answer_archive_error)
    app.add_exception_handler(RequestValidationError, _answer_validation_error)
    app.add_exception_handler(HTTPException, _answer_http_exception)


def request_id_of(request: Request) -> str:
    """The id that the outermost middleware gave the request."""
    return str(request.scope.get("state", {}).get("request_id", ""))


def code_of(error: ArchiveError) -> str:
    """The kind of problem that an error is."""
    for error_class, code in CODE_BY_ERROR:
        if isinstance(error, error_class):
            return code
    return "internal_error"


async def _answer_archive_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, ArchiveError) or code_of(error) == "internal_error":
        raise error
    return problem_response(
        code_of(error),
        str(error),
        request_id=request_id_of(request),
        errors=_details_of(error),
    )


def _details_of(error: ArchiveError) -> list[dict[str, Any]]:
    if isinstance(error, QueryError):
        return [{"where": "query", "name": "q", "message": str(error), "position": error.position}]
    if isinstance(error, api_errors.InvalidValueError):
        where, message, nearest = error.where, error.message, error.nearest
        return [{"where": where, "name": error.name, "message": message, "nearest": nearest}]
    if isinstance(error, api_errors.UnknownParameterError):
        nearest = error.nearest
        return [{"where": "query", "name": error.name, "message": "unknown", "nearest": nearest}]
    if isinstance(error, api_errors.DuplicateParameterError):
        return [{"where": "query", "name": error.name, "message": "given several times"}]
    if isinstance(error, CursorError):
        return [{"where": "query", "name": "cursor", "message": str(error)}]
    return []


async def _answer_validation_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    known = _body_fields(request)
    details = [_validation_detail(one, known) for one in error.errors()[:20]]
    if any(one.get("type") == "json_invalid" for one in error.errors()):
        code = "bad_request"
    else:
        code = "invalid_value"
    listed = "; ".join(f"{detail['name']}: {detail['message']}" for detail in details)
    sentence = listed if listed.endswith((".", "?")) else f"{listed}."
    return problem_response(code, sentence, request_id=request_id_of(request), errors=details)


def _validation_detail(one: Mapping[str, Any], known: Sequence[str]) -> dict[str, Any]:
    location = [str(part) for part in one["loc"]]
    where = location[0] if location[0] in {"query", "path", "header", "body"} else "body"
    if one["type"] == "json_invalid":
        position = location[-1] if len(location) > 1 else "0"
        return {
            "where": where,
            "name": "body",
            "message": f"is not JSON from character {position} on",
            "position": int(position) if position.isdigit() else None,
        }
    # Words about the parts of a union of types say nothing to the caller.
    name = ".".join(part for part in location[1:] if "[" not in part) or where
    message, given = str(one["msg"]), str(one.get("input"))
    nearest = None
    if one["type"] == "value_error":
        message = str(one["ctx"]["error"])
    elif one["type"] == "literal_error":
        values = _QUOTED.findall(str(one["ctx"]["expected"]))
        nearest = nearest_name(given, values)
        # Of a parameter that takes several values, the place of the wrong one comes last.
        hint = repeating(location[1], given) if location[-1].isdigit() else ""
        message = f"{given[:60]!r} is none of {', '.join(values)}{hint}"
    elif one["type"] == "extra_forbidden":
        nearest = nearest_name(name, known)
        meant = f", did you mean {nearest!r}?" if nearest else ""
        message = f"is not known here{meant}"
    return {"where": where, "name": name[:100], "message": message, "nearest": nearest}


def _body_fields(request: Request) -> tuple[str, ...]:
    field = getattr(request.scope.get("route"), "body_field", None)
    annotation = getattr(getattr(field, "field_info", None), "annotation", None)
    return tuple(getattr(annotation, "model_fields", ()))


async def _answer_http_exception(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code = CODE_BY_STATUS.get(error.status_code, "bad_request")
    detail = str(error.detail)
    headers = dict(error.headers or {})
    if code == "not_found":
        detail = "There is nothing at this address; /docs lists the operations."
    elif code == "bad_request" and error.__cause__ is not None:
        # What the framework makes of whatever goes wrong while it reads JSON.
        detail = (
            "The body cannot be read as JSON: it is nested too deeply, has a number of too many "
            "digits or is not UTF-8."
        )
    elif code == "method_not_allowed":
        # The framework names the methods of one route only; an address can have several.
        methods: MethodTable = request.app.state.methods
        headers["Allow"] = ", ".join(methods.allowed(request.scope["path"]))
        detail = f"The address does not take {request.method}; it takes {headers['Allow']}."
    return problem_response(code, detail, request_id=request_id_of(request), headers=headers)
