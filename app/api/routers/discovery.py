"""For programs that look around: llms.txt for language models, OpenSearch for browsers."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request, Response

from app.api.counting import counted
from app.api.deps import ArchiveDep
from app.api.negotiation import Format
from app.api.openapi_summary import operations_markdown
from app.api.operations import ConventionalRoute, operation

router = APIRouter(route_class=ConventionalRoute, tags=["archive"])

_XML: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/opensearchdescription+xml": {"schema": {"type": "string"}}}}
}
_MARKDOWN: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/markdown": {"schema": {"type": "string"}}}}
}


@router.get(
    "/llms.txt",
    response_class=Response,
    responses=_MARKDOWN,
    summary="This archive for language models",
    **operation(
        "get_llms_txt",
        formats=(Format.MARKDOWN,),
        is_format_fixed=True,
        example="/llms.txt",
    ),
)
def get_llms_txt(request: Request, archive: ArchiveDep) -> Response:
    """What this archive is, what it holds and which requests it answers, as Markdown."""
    counts = counted(archive)
    base = str(request.base_url).rstrip("/")
    text = (
        "# Onrecord\n\n"
        "> An archive of news articles that knows who said what: "
        f"{counts['n_articles']} articles, {counts['n_quotations']} quotations of "
        f"{counts['n_speakers']} speakers from {counts['n_sources']} sources.\n\n"
        "Quote only with the evidence given: every quotation has its article, offsets and a "
        "confidence. Not found here means not in this archive, never that it was not said. Lists "
        "are walked with `next`; errors say what to do in `detail`.\n\n"
        f"- [OpenAPI specification]({base}/openapi.json)\n"
        f"- [Reference]({base}/docs/reference)\n"
        f"- [Problems]({base}/problems)\n\n"
        f"{operations_markdown(request.app.openapi(), base)}"
    )
    return Response(text, media_type="text/markdown; charset=utf-8")


@router.get(
    "/opensearch.xml",
    response_class=Response,
    responses=_XML,
    summary="Search description for browsers",
    **operation("get_opensearch", formats=(), scope=None, example="/opensearch.xml"),
)
async def get_opensearch(request: Request) -> Response:
    """An OpenSearch description: how to search articles, as a feed, with suggestions."""
    base = escape(str(request.base_url).rstrip("/"))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        "<ShortName>Onrecord</ShortName>\n"
        "<Description>News articles and who said what in them</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="application/atom+xml" '
        f'template="{base}/v1/feeds/articles.atom?q={{searchTerms}}"/>\n'
        f'<Url type="application/json" template="{base}/v1/articles?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    )
    return Response(text, media_type="application/opensearchdescription+xml")
