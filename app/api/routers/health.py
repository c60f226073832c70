"""Is it alive, is it ready, which release is it, what has it counted."""

from __future__ import annotations

import sys
from importlib.metadata import version

from fastapi import APIRouter, Request, Response

from app.api.answers import json_response
from app.api.counting import counted
from app.api.deps import Archive, ArchiveDep
from app.api.negotiation import Format
from app.api.operations import ConventionalRoute, operation
from app.api.problems.answers import problem_response, request_id_of
from app.api.shapes.archive import Health, Release
from app.errors import DatabaseError
from app.observability import Measured, exposition, log_event
from app.store.administration import jobs
from app.store.database import reading
from app.store.state import read_generation

router = APIRouter(route_class=ConventionalRoute, tags=["archive"])


@router.get(
    "/healthz",
    response_model=Health,
    summary="Is the process alive?",
    **operation("get_health", scope=None, is_cached=False, example="/healthz"),
)
async def get_health() -> Response:
    """Answers 200 as long as the process can answer at all, whatever the state of index and database."""
    return json_response({"status": "ok"})


@router.get(
    "/readyz",
    response_model=Health,
    summary="Can it answer searches?",
    **operation(
        "get_readiness",
        scope=None,
        is_cached=False,
        problems=("index_unavailable", "database_unavailable"),
        example="/readyz",
    ),
)
def get_readiness(request: Request, archive: ArchiveDep) -> Response:
    """Answers 503 while no generation of the index is open; articles by id are answered all the same."""
    archive.version()
    health = archive.search.health()
    if not health.is_ready:
        return problem_response(
            "index_unavailable",
            health.problem or "No index is open.",
            request_id=request_id_of(request),
        )
    return json_response({"status": "ok"})


@router.get(
    "/version",
    response_model=Release,
    summary="Which release is this?",
    **operation("get_version", scope=None, is_cached=False, example="/version"),
)
async def get_version() -> Response:
    """The release, and the Python that runs it."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    return json_response({"onrecord": version("onrecord"), "python": python, "api": "v1"})


@router.get(
    "/metrics",
    summary="Counters and timers for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    **operation(
        "get_metrics", formats=(Format.TEXT,), scope=None, is_cached=False, example="/metrics"
    ),
)
def get_metrics(archive: ArchiveDep) -> Response:
    """Requests by operation and status and their times, of this process; the state of the index, jobs by
    state and documents by outcome, of the archive."""
    measured = _index_metrics(archive)
    try:
        measured += _work_metrics(archive)
    except DatabaseError as error:
        # Whoever looks for what is wrong must see the rest.
        log_event("metrics_without_database", problem=str(error))
    return Response(exposition(measured), media_type="text/plain; version=0.0.4")


def _index_metrics(archive: Archive) -> list[Measured]:
    health = archive.search.health()
    generation = {health.generation: 1.0} if health.generation else {}
    return [
        Measured("onrecord_index_ready", "1 while an index is open.", {"": health.is_ready}),
        Measured("onrecord_index_info", "The open generation.", generation, "generation"),
        Measured("onrecord_index_articles", "Articles in the index.", {"": health.n_articles}),
        Measured(
            "onrecord_index_quotations", "Quotations in the index.", {"": health.n_quotations}
        ),
        Measured("onrecord_index_bytes", "Size of the index.", {"": health.size_bytes}),
    ]


def _work_metrics(archive: Archive) -> list[Measured]:
    with reading(archive.database) as session:
        n_by_state, n_by_outcome = jobs.totals(session)
        generation = read_generation(session)
    waiting = counted(archive)["n_waiting_for_index"]
    return [
        Measured("onrecord_index_lag_articles", "Articles that wait for the index.", {"": waiting}),
        Measured("onrecord_generation", "Writes to the archive so far.", {"": generation}),
        Measured("onrecord_jobs", "Jobs by state.", n_by_state, "state"),
        Measured(
            "onrecord_documents_total", "Documents of all jobs.", n_by_outcome, "outcome", "counter"
        ),
    ]
