"""Articles come in by HTTP; jobs say what became of them."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from app.api.access import caller_in
from app.api.answers import item_response, json_response, list_response, page_of
from app.api.deps import Archive, ArchiveDep
from app.api.ids import JobId
from app.api.once import once
from app.api.operations import ConventionalRoute, operation
from app.api.problems.errors import ForbiddenError, InvalidValueError, UnsupportedMediaTypeError
from app.api.renderings import Noun
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import DEFAULT_LIMIT, Cursor, Limit
from app.api.shapes.work import Job, JobItem, JobRequest, JobStateName, OutcomeName
from app.api.uploads import FILE, JSON, MULTIPART, Arrival, documents_of, forget, keep
from app.api.walk import Walk
from app.store.administration import audit, jobs
from app.store.administration.jobs import ItemFilter, JobItemRow, JobRow, JobState, Outcome
from app.store.database import new_session, reading

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["ingest"])

_RECORD: dict[str, Any] = {
    "type": "object",
    "description": "Fields as in JSON Lines: `text` or `html`, and whatever else is known.",
    "properties": {
        name: {"description": "Text; anything else is judged when it is read, and said in the job."}
        for name in ("id", "url", "title", "text", "html", "published_at", "source", "language")
    },
}
_EXAMPLE = {
    "articles": [
        {
            "id": "desk-1",
            "title": "Ferry returns",
            "text": "The ferry will sail again on Monday, the harbour master said.",
            "published_at": "2024-05-02",
            "source": "Harbour Gazette",
        }
    ]
}
# Anything but blanks.
_TEXT: dict[str, Any] = {"type": "string", "minLength": 1, "pattern": r"\S"}
_BODIES: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {"articles": {"type": "array", "items": _RECORD, "minItems": 1}},
                "required": ["articles"],
                "examples": [_EXAMPLE],
            }
        },
        "application/x-ndjson": {"schema": _TEXT},
        "text/html": {"schema": _TEXT},
        "text/plain": {"schema": _TEXT},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "files": {
                        "type": "array",
                        "minItems": 1,
                        "items": {"type": "string", "format": "binary"},
                    }
                },
                "required": ["files"],
            }
        },
    },
}
_WORK: dict[str, Any] = {
    "required": True,
    "content": {
        JSON: {
            "schema": {"$ref": "#/components/schemas/JobRequest"},
            "example": {"kind": "reindex"},
        },
        MULTIPART: _BODIES["content"][MULTIPART],
        FILE: {"schema": {"type": "string", "format": "binary", "minLength": 1}},
    },
}
_ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "Taken; the job at `Location` says what becomes of it.",
        "headers": {
            "Location": {
                "description": "The job's address.",
                "schema": {"type": "string"},
            }
        },
    }
}


@router.post(
    "/articles",
    status_code=202,
    response_model=Job,
    responses=_ACCEPTED,
    summary="Put articles in",
    **operation("add_articles", scope="ingest", is_cached=False, body=_BODIES),
)
async def add_articles(request: Request, archive: ArchiveDep) -> Response:
    """Takes articles as JSON, NDJSON, one HTML page, one text, or files, and answers with the job that
    cleans, reads, stores and indexes them. The same source again changes nothing."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    files = await _uploaded(request) if media_type == MULTIPART else None

    def run() -> Response:
        sent = files
        if sent is None:
            ending, content = documents_of(media_type, body)
            sent = [(f"request{ending}", content)]
        stored = [keep(archive.settings, name, content) for name, content in sent]
        return _submit(request, archive, "ingest", {"files": stored})

    return await run_in_threadpool(once, request, archive, body, run)


async def _uploaded(request: Request) -> list[tuple[str, bytes]]:
    async with request.form(max_files=1_000, max_fields=10) as form:
        files = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
        if not files:
            raise InvalidValueError("files", "has no file", where="body")
        return [(one.filename or "upload", await one.read()) for one in files]


@router.post(
    "/jobs",
    status_code=202,
    response_model=Job,
    responses=_ACCEPTED,
    summary="Upload files, or start work on the archive",
    **operation("create_job", scope="ingest", is_cached=False, problems=("not_found",), body=_WORK),
)
async def create_job(
    request: Request,
    archive: ArchiveDep,
    name: Annotated[
        str,
        Query(
            max_length=200,
            description="What the file of an `application/octet-stream` is called: part of where its "
            "articles were found, and of what makes a later version the same article.",
        ),
    ] = "upload",
) -> Response:
    """Takes files of any kind that `onrecord ingest` reads (told by their content), of any size up to
    `ONRECORD_MAX_UPLOAD_BYTES`, in a form or as the body itself. As JSON, with a key of the scope `admin`:
    retries rejected documents, runs the present rules over the kept sources, or builds the index anew;
    searches go on meanwhile."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == JSON:
        body = await request.body()
        return await run_in_threadpool(_start_work, request, archive, body)
    if media_type not in (MULTIPART, FILE):
        raise UnsupportedMediaTypeError(media_type, [JSON, MULTIPART, FILE])
    arrival = Arrival(request, archive.settings)
    is_form = media_type == MULTIPART
    stored = await (arrival.kept_files() if is_form else arrival.kept(name))
    return await run_in_threadpool(_take_in, request, archive, stored, arrival.digest)


def _take_in(
    request: Request, archive: Archive, stored: list[dict[str, str]], digest: bytes
) -> Response:
    is_taken = False

    def run() -> Response:
        nonlocal is_taken
        response = _submit(request, archive, "ingest", {"files": stored})
        is_taken = True
        return response

    try:
        return once(request, archive, digest, run)
    finally:
        if not is_taken:  # the job of the first time has its own
            forget(stored)


def _start_work(request: Request, archive: Archive, body: bytes) -> Response:
    caller = caller_in(request)
    if "admin" not in caller.scopes:
        raise ForbiddenError(f"The key {caller.name!r} does not have the scope 'admin'.")
    try:
        asked = JobRequest.model_validate(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise _invalid(error) from error

    def run() -> Response:
        parameters: dict[str, Any] = {}
        if asked.kind == "retry":
            with reading(archive.database) as session:
                parameters["job"] = jobs.get(session, str(asked.job)).id
        elif asked.kind == "reprocess":
            parameters["all"] = asked.all
        return _submit(request, archive, asked.kind, parameters)

    return once(request, archive, asked.model_dump_json().encode(), run)


def _invalid(error: ValueError | RecursionError) -> RequestValidationError:
    """The same refusal that a declared body gives."""
    if isinstance(error, ValidationError):
        found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
    else:
        place = getattr(error, "pos", 0)  # where bytes are no text there is none
        found = [{"type": "json_invalid", "loc": ("body", place), "msg": str(error), "input": {}}]
    return RequestValidationError(found)


@router.get(
    "/jobs",
    response_model=Listing[Job],
    summary="List jobs",
    **operation("list_jobs", scope="ingest", is_cached=False, example="/v1/jobs"),
)
def list_jobs(
    request: Request,
    archive: ArchiveDep,
    state: Annotated[JobStateName | None, Query(description="Only jobs of this state.")] = None,
    limit: Annotated[Limit, Query()] = DEFAULT_LIMIT,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """All jobs, the newest first."""
    walk = Walk(request, archive)
    before = walk.number_position(cursor)
    wanted = None if state is None else JobState(state)
    with reading(archive.database) as session:
        found = jobs.listed(session, state=wanted, limit=limit + 1, before=before)
        total = jobs.n_jobs(session, wanted)
    page = page_of(found, limit, total, show=_job, place=lambda one: one.number)
    return list_response(request, None, page, walk, cursor)


@router.get(
    "/jobs/{job_id}",
    response_model=Job,
    summary="Read a job",
    **operation("get_job", scope="ingest", is_cached=False, example="/v1/jobs/job_example"),
)
def get_job(request: Request, archive: ArchiveDep, job_id: JobId) -> Response:
    """Where a job stands, with its counts."""
    with reading(archive.database) as session:
        job = jobs.get(session, job_id)
    if job.ended_at is not None:
        # Whoever is told that it has ended is given no answer from before.
        archive.forget_version()
    return item_response(request, Noun.JOB, _job(job))


@router.get(
    "/jobs/{job_id}/items",
    response_model=Listing[JobItem],
    summary="What became of each document",
    **operation(
        "list_job_items",
        scope="ingest",
        is_cached=False,
        example="/v1/jobs/job_example/items",
    ),
)
def list_job_items(
    request: Request,
    archive: ArchiveDep,
    job_id: JobId,
    outcome: Annotated[OutcomeName | None, Query(description="Only these.")] = None,
    limit: Annotated[Limit, Query()] = DEFAULT_LIMIT,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """The documents of a job in the order of the source; why each rejected one was rejected."""
    walk = Walk(request, archive)
    after = walk.number_position(cursor)
    wanted = ItemFilter(None if outcome is None else Outcome(outcome))
    with reading(archive.database) as session:
        found = jobs.items(
            session, job_id, wanted, limit=limit + 1, after=-1 if after is None else after
        )
        total = jobs.n_items(session, job_id, wanted)
    page = page_of(found, limit, total, show=_item, place=lambda one: one.position)
    return list_response(request, None, page, walk, cursor)


@router.delete(
    "/jobs/{job_id}",
    status_code=202,
    response_model=Job,
    summary="Cancel a job",
    **operation("cancel_job", scope="ingest", is_cached=False, example="/v1/jobs/job_example"),
)
def cancel_job(request: Request, archive: ArchiveDep, job_id: JobId) -> Response:
    """Ends a queued job at once and a running one after its batch; what it stored stays."""
    with new_session(archive.database) as session:
        job = jobs.ask_to_cancel(session, job_id)
        audit.note(session, caller_in(request).name, "cancel_job", job.id)
    return json_response(_job(job), status=202)


def _submit(
    request: Request,
    archive: Archive,
    kind: Literal["ingest", "retry", "reprocess", "reindex"],
    parameters: dict[str, Any],
) -> Response:
    with new_session(archive.database) as session:
        job = jobs.create(session, kind, parameters)
        audit.note(session, caller_in(request).name, f"{kind}_asked", job.id)
    root = str(request.scope.get("root_path", "")).rstrip("/")
    headers = {"Location": f"{root}/v1/jobs/{job.id}"}
    return json_response(_job(job), status=202, headers=headers)


def _job(row: JobRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "state": row.state,
        "n_total": row.n_total,
        "n_stored": row.n_stored,
        "n_revised": row.n_revised,
        "n_unchanged": row.n_unchanged,
        "n_rejected": row.n_rejected,
        "message": row.message,
        "is_cancel_asked": row.is_cancel_asked,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
    }


def _item(row: JobItemRow) -> dict[str, Any]:
    return {
        "position": row.position,
        "origin": row.origin,
        "outcome": row.outcome,
        "article_id": row.article_id,
        "reason": row.reason,
        "detail": row.detail,
        "has_source": row.has_source,
    }
