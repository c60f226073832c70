"""The specification in a few lines of Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def operations_markdown(spec: Mapping[str, Any], base: str) -> str:
    """Every operation that reads, by tag, one line each."""
    lines: list[str] = []
    for tag in spec.get("tags", []):
        mine = [
            f"- GET {base}{path}: {operation['summary']}"
            for path, methods in spec["paths"].items()
            for method, operation in methods.items()
            if method == "get" and tag["name"] in operation["tags"]
        ]
        if mine:
            lines += [f"## {tag['name'].capitalize()}", "", *mine, ""]
    return "\n".join(lines)
