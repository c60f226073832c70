"""The specification as one page of plain HTML: readable without scripts, searchable, printable."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

_escape = html.escape


def reference_html(spec: Mapping[str, Any]) -> str:
    """All operations by tag, with parameters, answers and examples."""
    parts = [
        "<h1>Reference</h1>",
        f"<p class='quiet'>Version {_escape(spec['info']['version'])}</p>",
    ]
    operations = _operations(spec)
    for tag in spec.get("tags", []):
        mine = [one for one in operations if tag["name"] in one[2].get("tags", [])]
        if mine:
            parts.append(f"<h2>{_escape(tag['name'].capitalize())}</h2>")
            parts.append(f"<p>{_escape(tag['description'])}</p>")
            parts += [_operation_html(*one) for one in mine]
    return "".join(parts)


def _operations(spec: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
    ]


def _operation_html(method: str, path: str, operation: Mapping[str, Any]) -> str:
    name = _escape(operation["operationId"])
    parts = [
        f'<details id="{name}"><summary><span class="method">{method.upper()}</span> '
        f"<code>{_escape(path)}</code> {_escape(operation.get('summary', ''))}</summary>",
        f"<p>{_escape(operation.get('description', ''))}</p><p>operationId <code>{name}</code></p>",
        _parameters_html(operation.get("parameters", [])),
        _answers_html(operation["responses"]),
    ]
    parts += [
        f"<h4>{_escape(sample['label'])}</h4><pre><code>{_escape(sample['source'])}</code></pre>"
        for sample in operation.get("x-codeSamples", [])
    ]
    return "".join(parts) + "</details>"


def _parameters_html(parameters: list[Mapping[str, Any]]) -> str:
    if not parameters:
        return ""
    rows = "".join(
        f"<tr><td><code>{_escape(one['name'])}</code></td><td>{_escape(one['in'])}</td>"
        f"<td>{_escape(_type_of(one.get('schema', {})))}</td>"
        f"<td>{_escape(one.get('description', ''))}</td></tr>"
        for one in parameters
    )
    head = "<tr><th>Parameter</th><th>In</th><th>Values</th><th>Meaning</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _type_of(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        kinds = [one for one in schema["anyOf"] if one.get("type") != "null"]
        outer = {key: value for key, value in schema.items() if key != "anyOf"}
        return " or ".join(_type_of({**outer, **one}) for one in kinds)
    if "enum" in schema:
        kind = " | ".join(str(value) for value in schema["enum"])
    elif schema.get("type") == "array":
        kind = f"{_type_of(schema.get('items', {}))}, repeatable"
    else:
        kind = str(
            schema.get("format") or schema.get("type") or schema.get("$ref", "").rpartition("/")[2]
        )
    limits = [
        f"{word} {schema[key]}"
        for key, word in (("minimum", "from"), ("maximum", "to"), ("default", "default"))
        if schema.get(key) is not None
    ]
    return ", ".join([kind, *limits])


def _answers_html(responses: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{_escape(status)}</td><td>{_escape(', '.join(response.get('content', {})))}</td>"
        f"<td>{_escape(response['description'])}</td></tr>"
        for status, response in responses.items()
    )
    head = "<tr><th>Status</th><th>Type</th><th>Meaning</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
