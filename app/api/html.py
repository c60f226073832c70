"""Our own pages: a frame around HTML made here, never around anything a user sent."""

from __future__ import annotations

import hashlib
import html
import importlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Response

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

STATIC_DIR = Path(__file__).parent / "static"
PAGES_DIR = Path(__file__).parent / "pages"
# Scripts and styles from here alone, no inline script, and nothing may frame the page. Swagger UI
# draws some icons from data: addresses.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


def page_response(
    title: str,
    body: str,
    *,
    root: str = "",
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    status: int = 200,
) -> Response:
    """A whole page around `body` (HTML). `root` is the path that the application is mounted at."""
    links = "".join(
        f'<link rel="stylesheet" href="{root}{_address(name)}">' for name in (*styles, "pages.css")
    )
    tags = "".join(f'<script src="{root}{_address(name)}" defer></script>' for name in scripts)
    content = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)} - Onrecord</title>{links}"
        f'<link rel="icon" href="{root}{_address("icon.svg")}" type="image/svg+xml">'
        f'<link rel="search" type="application/opensearchdescription+xml" title="Onrecord" '
        f'href="{root}/opensearch.xml">{tags}</head><body>'
        '<a class="skip" href="#content">Skip to the content</a>'
        f'<header class="site"><nav aria-label="Documentation"><strong>Onrecord</strong>'
        f"{_navigation(root)}</nav></header>"
        f'<main id="content">{body}</main></body></html>'
    )
    headers = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"}
    return Response(content, status, headers, "text/html; charset=utf-8")


@lru_cache(maxsize=1)
def static_files() -> dict[str, bytes]:
    """What pages load, by name. A fixed set, read once: no path from a request reaches the file system."""
    return {path.name: path.read_bytes() for path in STATIC_DIR.iterdir() if path.is_file()}


@lru_cache(maxsize=32)
def _address(name: str) -> str:
    # Another release, another address: what a browser has kept is never older than the page.
    return f"/static/{name}?v={hashlib.sha256(static_files()[name]).hexdigest()[:12]}"


def markdown_to_html(text: str) -> str:
    """Markdown as HTML; HTML inside it is shown, not used."""
    return str(_markdown().render(text))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    # Imported by who first needs it: 60 modules that no start waits for.
    made: MarkdownIt = importlib.import_module("markdown_it").MarkdownIt(
        "commonmark", {"html": False}
    )
    return made.enable("table")


def page_names() -> list[str]:
    """The concept pages, in reading order."""
    return sorted(path.stem for path in PAGES_DIR.glob("*.md"))


def _navigation(root: str) -> str:
    entries = [("/docs", "Try it"), ("/docs/reference", "Reference")]
    entries += [(f"/docs/{name}", name.replace("-", " ").capitalize()) for name in page_names()]
    entries += [("/problems", "Problems"), ("/openapi.json", "openapi.json")]
    return "".join(f'<a href="{root}{path}">{text}</a>' for path, text in entries)
