"""The documentation's pages, all from here: nothing is loaded from elsewhere."""

from __future__ import annotations

import html
import mimetypes
from functools import lru_cache
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request, Response

from app.api.answers import to_json
from app.api.counting import counted
from app.api.deps import Archive, ArchiveDep
from app.api.examples import known_examples, with_real_ids
from app.api.html import (
    PAGES_DIR,
    markdown_to_html,
    page_names,
    page_response,
    static_files,
)
from app.api.problems.kinds import KIND_BY_CODE, KINDS, ProblemKind
from app.api.reference import reference_html
from app.errors import NotFoundError

# Pages for people: they stand in no specification and take no conventions but the middleware's.
router = APIRouter(include_in_schema=False)

_WELCOME = """
<h1>Who said what, on record</h1>
<p>This is an archive of news articles. It has cleaned them, found every quotation in them and who is
quoted, and lets you search all of it.</p>
{counts}
<h2>Three requests to begin with</h2>
{requests}
<h2>All operations</h2>
<div id="operations" data-specification="{root}/openapi.json"></div>
<noscript><p>This view needs JavaScript; <a href="{root}/docs/reference">the reference</a> does not.</p></noscript>
"""


@router.get("/openapi.json", name="get_specification")
def get_specification(request: Request, archive: ArchiveDep) -> Response:
    """The OpenAPI 3.1 specification, with ids of this archive in its examples."""
    content = with_real_ids(archive, to_json(request.app.openapi()))
    return Response(content, 200, {"Cache-Control": "no-cache"}, "application/json")


@router.get("/docs", name="docs")
def docs(request: Request, archive: ArchiveDep) -> Response:
    """What this is, requests to begin with, and Swagger UI."""
    root = _root(request)
    base = str(request.base_url).rstrip("/")
    return page_response(
        "Documentation",
        _WELCOME.format(
            root=root, counts=_counts_html(archive), requests=_requests_html(archive, base)
        ),
        root=root,
        styles=("swagger-ui.css",),
        scripts=("swagger-ui-bundle.js", "swagger-start.js"),
    )


@router.get("/docs/reference", name="docs_reference")
def docs_reference(request: Request, archive: ArchiveDep) -> Response:
    """All operations on one page without scripts."""
    spec = orjson.loads(with_real_ids(archive, to_json(request.app.openapi())))
    return page_response("Reference", reference_html(spec), root=_root(request))


@router.get("/docs/{name}", name="docs_page")
async def docs_page(request: Request, name: str) -> Response:
    """A concept page."""
    if name not in page_names():
        raise NotFoundError("page", name[:100])
    text = _page_text(name)
    title = text.partition("\n")[0].lstrip("# ")
    return page_response(title, markdown_to_html(text), root=_root(request))


@router.get("/problems", name="problems")
async def problems(request: Request) -> Response:
    """All kinds of problem."""
    root = _root(request)
    rows = "".join(
        f'<tr><td>{kind.status}</td><td><a href="{root}/problems/{kind.code}">{kind.code}</a></td>'
        f"<td>{html.escape(kind.title)}</td></tr>"
        for kind in KINDS
    )
    table = f"<table><thead><tr><th>Status</th><th>Code</th><th>Problem</th></tr></thead><tbody>{rows}</tbody></table>"
    return page_response("Problems", f"<h1>Problems</h1>{table}", root=root)


@router.get("/problems/{code}", name="problem")
async def problem(request: Request, code: str) -> Response:
    """One kind of problem: the page that `type` points at."""
    kind = KIND_BY_CODE.get(code)
    if kind is None:
        raise NotFoundError("kind of problem", code[:100])
    return page_response(kind.title, _problem_html(kind), root=_root(request))


def _counts_html(archive: Archive) -> str:
    counts = counted(archive)
    shown = ("articles", "quotations", "speakers", "sources")
    items = "".join(f"<li><strong>{counts[f'n_{name}']:,}</strong> {name}</li>" for name in shown)
    return f'<ul class="counts" aria-label="What this archive holds">{items}</ul>'


def _requests_html(archive: Archive, base: str) -> str:
    name = known_examples(archive).get("name", "minister")
    requests = (
        ("The best articles, quotations and speakers for a name", "search", {"q": name}),
        (f"What {name} said, with the evidence", "quotations", {"speaker": name, "limit": 5}),
        ("Articles with quotations, and who is quoted most", "articles",
         {"has_quotations": "true", "facets": "speaker"}),
    )  # fmt: skip
    items = []
    for what, path, parameters in requests:
        address = html.escape(f"{base}/v1/{path}?{urlencode(parameters)}")
        items.append(
            f'<li><a href="{address}">{html.escape(what)}</a>'
            f"<pre tabindex='0'><code>curl '{address}'</code></pre></li>"
        )
    return f'<ul class="requests">{"".join(items)}</ul>'


def _problem_html(kind: ProblemKind) -> str:
    return (
        f"<h1>{html.escape(kind.title)}</h1><p>Status {kind.status}, code <code>{kind.code}</code></p>"
        f"<h2>What it means</h2><p>{html.escape(kind.meaning)}</p>"
        f"<h2>What to do</h2><p>{html.escape(kind.remedy)}</p>"
    )


@router.get("/static/{name}", name="static")
async def static(name: str) -> Response:
    """One of the few files that the pages need."""
    content = static_files().get(name)
    if content is None:
        raise NotFoundError("file", name[:100])
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, media_type=media_type, headers={"Cache-Control": "max-age=86400"})


@lru_cache(maxsize=32)
def _page_text(name: str) -> str:
    return (PAGES_DIR / f"{name}.md").read_text(encoding="utf-8")


def _root(request: Request) -> str:
    return html.escape(str(request.scope.get("root_path", "")).rstrip("/"))
