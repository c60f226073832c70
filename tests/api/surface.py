"""The specification as a page that people can review: a line for each parameter, answer and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def surface_of(spec: Mapping[str, Any]) -> str:
    """What clients rely on, in the specification's order; words, examples and headers are left out."""
    lines: list[str] = []
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            lines += [f"{method.upper()} {path} {operation['operationId']}", *_operation(operation)]
    for name, schema in spec["components"]["schemas"].items():
        lines += [f"{name}", *_fields(schema)]
    return "\n".join(lines) + "\n"


def _operation(operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"    scope {operation.get('x-scope', '-')}"
    for one in operation.get("parameters", []):
        mark = "!" if one["required"] else ""
        yield f"    {one['in']} {one['name']}{mark}: {_type(one['schema'])}"
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"    body {media_type}: {_type(content.get('schema', {}))}"
    refused = []
    for status, response in operation["responses"].items():
        if status >= "4":
            refused.append(status)
            continue
        for media_type, content in response.get("content", {"-": {}}).items():
            yield f"    {status} {media_type}: {_type(content.get('schema', {}))}"
    yield f"    refusals {' '.join(refused)}"


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    for name, one in schema.get("properties", {}).items():
        mark = "!" if name in schema.get("required", ()) else ""
        yield f"    {name}{mark}: {_type(one)}"


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        shown = " | ".join(_type(one) for one in schema["anyOf"])
    elif "enum" in schema:
        shown = " | ".join(repr(one) for one in schema["enum"])
    elif "const" in schema:
        shown = repr(schema["const"])
    elif schema.get("type") == "array":
        shown = f"[{_type(schema.get('items', {}))}]"
    elif isinstance(inner := schema.get("additionalProperties"), Mapping):
        shown = f"{{{_type(inner)}}}"
    else:
        shown = str(schema.get("format") or schema.get("type", "any"))
    limits = [
        f"{name} {schema[name]}"
        for name in ("minimum", "maximum", "minLength", "maxLength", "maxItems", "default")
        if schema.get(name) not in (None, [], {})
    ]
    return f"{shown} ({', '.join(limits)})" if limits else shown
