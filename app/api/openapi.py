"""Finishes the specification: what the conventions promise is written into each operation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.negotiation import MEDIA_TYPES, Format
from app.api.operations import ConventionalRoute
from app.api.problems.kinds import KIND_BY_CODE, KINDS
from app.api.shapes.envelope import Problem
from app.api.shapes.work import JobRequest

DESCRIPTION = """\
An archive of news articles that knows who said what: search articles and quotations, filter by
speaker, and see the evidence for every attribution.

Lists are walked with `next`; errors are `application/problem+json`; unknown parameters are refused.
"""
# In reading order: what people try first stands first.
TAGS = (
    ("search", "Everything at once: the best articles, quotations and speakers for some words."),
    ("articles", "Articles as they were published, cleaned."),
    ("quotations", "Who said what, with the evidence for it."),
    ("speakers", "People and organisations who are quoted, with all forms of their names."),
    ("stories", "Copies of one text, grouped."),
    ("sources", "Publishers."),
    ("analysis", "Counts by value and over time, and completions."),
    ("exports and feeds", "Whole result sets, and searches to subscribe to."),
    ("ingest", "Putting articles in."),
    ("corrections", "Putting right who is who and who said what."),
    ("archive", "What this archive holds and how it is."),
)
_HEADERS: dict[str, Any] = {
    "X-Request-Id": {
        "description": "The request's id, also in the server's log.",
        "schema": {"type": "string"},
    },
    "Server-Timing": {
        "description": "Milliseconds spent, by phase.",
        "schema": {"type": "string"},
    },
}
_CACHE_HEADERS: dict[str, Any] = {
    "ETag": {
        "description": "Tag of this answer; send it back as `If-None-Match`.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "How long the answer may be kept without asking.",
        "schema": {"type": "string"},
    },
}
_LIST_HEADERS: dict[str, Any] = {
    "Link": {
        "description": "The address of this page, and of the next one (RFC 8288).",
        "schema": {"type": "string"},
    },
    "X-Total-Count": {"description": "`total.value`.", "schema": {"type": "integer"}},
}
_IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any words of your own; the same key with the same body is run once and "
    "answered again, with another body it is a conflict.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[!-~]+$"},
}
_RETRY_HEADERS: dict[str, Any] = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
}


def _refs(headers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in headers}


_KEY_NEEDED: list[dict[str, list[str]]] = [{"key": []}]
# What any operation can answer.
_ALWAYS = (
    "unknown_parameter", "not_acceptable", "url_too_long", "too_many_requests",
    "headers_too_large", "internal_error", "overloaded",
)  # fmt: skip
_PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}


def install_specification(app: FastAPI) -> None:
    """Makes `app.openapi()` give the finished specification, made when it is first asked for."""
    app.openapi = _specification_of(app)  # type: ignore[method-assign]


def _specification_of(app: FastAPI) -> Callable[[], dict[str, Any]]:
    guard = Lock()

    def specification() -> dict[str, Any]:
        with guard:
            if app.openapi_schema is None:
                app.openapi_schema = finish(_raw(app))
            return app.openapi_schema

    return specification


def _raw(app: FastAPI) -> dict[str, Any]:
    for route in app.routes:
        if isinstance(route, ConventionalRoute):
            route.document()
    return get_openapi(
        title="Onrecord",
        version=app.version,
        summary="An archive of news articles that knows who said what.",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "This archive."}],
    )


def finish(spec: dict[str, Any]) -> dict[str, Any]:
    """Adds formats, headers, problems, keys and examples to every operation."""
    components = spec.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    # One of several kinds of body, which no signature declares.
    schemas["JobRequest"] = JobRequest.model_json_schema()
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key of this archive."}
    }
    components["headers"] = {**_HEADERS, **_CACHE_HEADERS, **_LIST_HEADERS, **_RETRY_HEADERS}
    components["examples"] = {
        kind.code: {"summary": kind.title, "value": _example_problem(kind.code)} for kind in KINDS
    }
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            _finish_operation(path, method, operation)
    return spec


def _finish_operation(path: str, method: str, operation: dict[str, Any]) -> None:
    conventions = operation.pop("x-conventions", None) or {}
    formats = [Format(name) for name in conventions.get("formats", [])]
    own = list(operation.pop("x-problems", []))
    example = operation.pop("x-example", None)
    for parameter in operation.get("parameters", []):
        parameter["schema"] = _without_null(parameter["schema"])
    _document_formats(operation, formats)
    _document_access(operation, conventions.get("scope"))
    if method == "post" and operation["security"] == _KEY_NEEDED:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    _document_success(operation, is_cached=bool(conventions.get("is_cached")) and method == "get")
    _document_problems(operation, [*own, *_following_problems(path, operation)])
    body = _example_body(operation)
    if example or body is not None:
        needs_key = operation["security"] == _KEY_NEEDED
        operation["x-codeSamples"] = code_samples(
            method, example or _filled(path), body, needs_key=needs_key, is_json=_is_json(operation)
        )


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or not: an address has no null."""
    kinds = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if len(kinds) != 1:
        return schema
    return {**kinds[0], **{key: value for key, value in schema.items() if key != "anyOf"}}


def _document_formats(operation: dict[str, Any], formats: list[Format]) -> None:
    if len(formats) > 1:
        operation.setdefault("parameters", []).append(
            {
                "name": "format",
                "in": "query",
                "required": False,
                "description": "The format of the answer; goes before `Accept`.",
                "schema": {
                    "type": "string",
                    "enum": [form.value for form in formats],
                    "default": formats[0].value,
                },
            }
        )
    for status, response in operation["responses"].items():
        content = response.get("content")
        if not status.startswith("2") or not content or not formats:
            continue
        schema = content.pop("application/json", None)
        for form in formats:
            if form is formats[0]:
                content[MEDIA_TYPES[form]] = schema or {"schema": _schema_of(form)}
            else:
                content[MEDIA_TYPES[form]] = {"schema": _schema_of(form)}


def _schema_of(form: Format) -> dict[str, Any]:
    return {"type": "object" if form in {Format.JSON_LD, Format.JSON_FEED} else "string"}


def _following_problems(path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    """What an operation can answer by what it takes, whatever it does."""
    yield from _ALWAYS
    taken = {one["name"] for one in operation.get("parameters", []) if one["in"] == "query"}
    if taken:
        yield from ("duplicate_parameter", "invalid_value")
    if "cursor" in taken:
        yield "bad_cursor"
    if "{" in path:
        yield from ("not_found", "invalid_value")
    if "requestBody" in operation:
        yield from ("bad_request", "body_too_large", "unsupported_media_type", "invalid_value")
        yield "request_timeout"
    if any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", [])):
        yield "conflict"
    if operation["security"]:
        yield from ("unauthorized", "forbidden", "database_unavailable")


def _document_access(operation: dict[str, Any], scope: str | None) -> None:
    if scope is None:
        operation["security"] = []
        return
    # `{}`: also without a key, where the archive is open.
    open_to_all = scope in {"read", "read:text"}
    operation["security"] = [{}, *_KEY_NEEDED] if open_to_all else _KEY_NEEDED
    operation["x-scope"] = scope


def _document_success(operation: dict[str, Any], *, is_cached: bool) -> None:
    headers = _refs({**_HEADERS, **(_CACHE_HEADERS if is_cached else {})})
    responses = operation["responses"]
    responses.pop("422", None)
    for status, response in responses.items():
        if status.startswith("2"):
            listed = _refs(_LIST_HEADERS) if _is_listing(response) else {}
            response["headers"] = {**headers, **listed, **response.get("headers", {})}
    if is_cached:
        responses["304"] = {
            "description": "The client's copy (`If-None-Match`) is still good.",
            "headers": headers,
        }


def _is_listing(response: Mapping[str, Any]) -> bool:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return "/Listing_" in str(schema.get("$ref"))


def _document_problems(operation: dict[str, Any], codes: Iterable[str]) -> None:
    by_status: dict[str, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(str(KIND_BY_CODE[code].status), []).append(code)
    for status in sorted(by_status):
        operation["responses"][status] = _problem_response(by_status[status])


def _problem_response(codes: list[str]) -> dict[str, Any]:
    kinds = [KIND_BY_CODE[code] for code in codes]
    response: dict[str, Any] = {
        "description": "; ".join(f"{kind.title} (`{kind.code}`)" for kind in kinds) + ".",
        "headers": _refs(_HEADERS),
        "content": {
            "application/problem+json": {
                "schema": _PROBLEM_REF,
                "examples": {
                    kind.code: {"$ref": f"#/components/examples/{kind.code}"} for kind in kinds
                },
            }
        },
    }
    if kinds[0].status in {429, 503}:
        response["headers"] |= _refs(_RETRY_HEADERS)
    return response


def _example_problem(code: str) -> dict[str, Any]:
    kind = KIND_BY_CODE[code]
    return {
        "type": f"/problems/{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.meaning,
        "code": code,
        "errors": [],
        "request_id": "5f0c9a7be21d4c33",
    }


def code_samples(
    method: str, example: str, body: object, *, needs_key: bool, is_json: bool
) -> list[dict[str, str]]:
    """One request in curl, Python and JavaScript, against the default address; a key is taken from the
    environment."""
    python_reads, script_reads = ("json()", "json()") if is_json else ("text", "text()")
    url = f"http://127.0.0.1:8000{example}"
    verb = method.upper()
    curl, python = [f"curl '{url}'"], [f'"{url}"']
    options, headers = [], []
    if verb != "GET":
        curl[0] = f"curl -X {verb} '{url}'"
        options.append(f'method: "{verb}"')
    if needs_key:
        curl.append('-H "Authorization: Bearer $ONRECORD_KEY"')
        python.append('headers={"Authorization": f"Bearer {os.environ[\'ONRECORD_KEY\']}"}')
        headers.append("Authorization: `Bearer ${process.env.ONRECORD_KEY}`")
    if body is not None:
        sent = orjson.dumps(body).decode()
        curl += ["-H 'Content-Type: application/json'", f"-d '{sent}'"]
        python.append(f"json={body!r}")
        headers.append('"Content-Type": "application/json"')
        options.append(f"body: JSON.stringify({sent})")
    if headers:
        options.append(f"headers: {{{', '.join(headers)}}}")
    given = f", {{{', '.join(options)}}}" if options else ""
    imports = "import os\n\nimport httpx" if needs_key else "import httpx"
    python_code = f"{imports}\n\nprint(httpx.{method}({', '.join(python)}).{python_reads})"
    script = (
        f'const answer = await fetch("{url}"{given});\nconsole.log(await answer.{script_reads});'
    )
    return [
        {"lang": "Shell", "label": "curl", "source": " ".join(curl)},
        {"lang": "Python", "label": "Python", "source": python_code},
        {"lang": "JavaScript", "label": "JavaScript", "source": script},
    ]


def _is_json(operation: Mapping[str, Any]) -> bool:
    good = next(one for status, one in operation["responses"].items() if status.startswith("2"))
    first = next(iter(good.get("content", {})), "")
    return first.partition("+")[2] == "json" or first == MEDIA_TYPES[Format.JSON]


def _filled(path: str) -> str:
    """A path with example ids in the place of its parameters."""
    return re.sub(r"\{(\w{3})\w*_id\}", r"\1_example", path.replace("{speaker_id}", "spk_example"))


def _example_body(operation: Mapping[str, Any]) -> object:
    taken = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return taken.get("example") or next(iter(taken.get("schema", {}).get("examples", ())), None)
