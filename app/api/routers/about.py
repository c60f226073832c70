"""What the archive holds and how its index is."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request, Response

from app.api.answers import json_response, timed
from app.api.counting import counted
from app.api.deps import Archive, ArchiveDep
from app.api.operations import ConventionalRoute, operation
from app.api.shapes.archive import About, ExtractionAccuracy, IndexState
from app.ingest.accuracy import measured_accuracy

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["archive"])


@router.get(
    "/about",
    response_model=About,
    summary="What this archive holds",
    **operation("get_about", example="/v1/about"),
)
def get_about(request: Request, archive: ArchiveDep) -> Response:
    """Counts, the period covered, release and the state of the index."""
    with timed(request, "store"):
        counts = counted(archive)
    return json_response(
        {
            **counts,
            "onrecord": version("onrecord"),
            "generation": archive.version(),
            "index": _index_state(archive),
        }
    )


@router.get(
    "/about/extraction",
    response_model=ExtractionAccuracy,
    summary="How accurate extraction is",
    **operation("get_extraction_accuracy", is_cached=False, example="/v1/about/extraction"),
)
def get_extraction_accuracy() -> Response:
    """Measured figures by set and type, how far the confidence can be trusted, which rules were measured and
    whether these run here, and what is not known."""
    return json_response(measured_accuracy())


@router.get(
    "/about/index",
    response_model=IndexState,
    summary="How the index is",
    **operation("get_index_state", is_cached=False, example="/v1/about/index"),
)
def get_index_state(archive: ArchiveDep) -> Response:
    """Whether searches can be answered, by which generation, and what is wrong where they cannot."""
    return json_response(_index_state(archive))


def _index_state(archive: Archive) -> dict[str, Any]:
    health = archive.search.health()
    return {
        "is_ready": health.is_ready,
        "generation": health.generation,
        "schema_version": health.schema_version,
        "n_articles": health.n_articles,
        "n_quotations": health.n_quotations,
        "n_segments": health.n_segments,
        "size_bytes": health.size_bytes,
        "problem": health.problem,
    }
