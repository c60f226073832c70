"""What people put right: who is who, and who said what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response

from app.api.access import caller_in
from app.api.answers import item_response, json_response, list_response, page_of
from app.api.deps import Archive, ArchiveDep
from app.api.ids import CorrectionId, SpeakerId
from app.api.once import once
from app.api.operations import ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_LIST, Noun
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import DEFAULT_LIMIT, Cursor, Limit
from app.api.shapes.work import (
    AliasRequest,
    Correction,
    CorrectionRequest,
    MergeRequest,
    SplitRequest,
)
from app.api.walk import Walk
from app.errors import CursorError
from app.store.corrections import log as corrections
from app.store.corrections.log import CorrectionRow, Signature
from app.store.database import new_session, reading
from app.store.handles import StoreSession

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["corrections"])

_REASON = {"reason": "the same person under two spellings"}


@router.post(
    "/speakers/{speaker_id}/merge",
    status_code=201,
    response_model=Correction,
    summary="Make one speaker of two",
    **operation("merge_speakers", scope="correct", is_cached=False),
)
def merge_speakers(
    request: Request,
    archive: ArchiveDep,
    speaker_id: SpeakerId,
    asked: Annotated[MergeRequest, Body(examples=[{"into": "spk_example", **_REASON}])],
) -> Response:
    """This speaker and all its names become the other one. The old id goes on to work."""
    return _correct(
        request,
        archive,
        asked.model_dump_json(),
        lambda session, by: corrections.merge(session, speaker_id, asked.into, by),
        asked.reason,
    )


@router.post(
    "/speakers/{speaker_id}/split",
    status_code=201,
    response_model=Correction,
    summary="Make two speakers of one",
    **operation("split_speaker", scope="correct", is_cached=False),
)
def split_speaker(
    request: Request,
    archive: ArchiveDep,
    speaker_id: SpeakerId,
    asked: Annotated[
        SplitRequest, Body(examples=[{"aliases": ["A. Sample"], "reason": "two persons"}])
    ],
) -> Response:
    """What articles say under these names becomes a speaker of its own, and stays one."""
    return _correct(
        request,
        archive,
        asked.model_dump_json(),
        lambda session, by: corrections.split(session, speaker_id, asked.aliases, by),
        asked.reason,
    )


@router.post(
    "/speakers/{speaker_id}/aliases",
    status_code=201,
    response_model=Correction,
    summary="Add a name of a speaker",
    **operation("add_alias", scope="correct", is_cached=False),
)
def add_alias(
    request: Request,
    archive: ArchiveDep,
    speaker_id: SpeakerId,
    asked: Annotated[AliasRequest, Body(examples=[{"alias": "The Iron Harbour", **_REASON}])],
) -> Response:
    """Another name by which the speaker is found."""
    return _correct(
        request,
        archive,
        asked.model_dump_json(),
        lambda session, by: corrections.add_alias(session, speaker_id, asked.alias, by),
        asked.reason,
    )


@router.post(
    "/corrections",
    status_code=201,
    response_model=Correction,
    summary="Correct a quotation",
    **operation("correct_quotation", scope="correct", is_cached=False, problems=("not_found",)),
)
def correct_quotation(
    request: Request,
    archive: ArchiveDep,
    asked: Annotated[
        CorrectionRequest,
        Body(examples=[{"quotation": "quo_example", "kind": "hide", "reason": "a headline"}]),
    ],
) -> Response:
    """Gives a quotation to another speaker, hides it, or moves its bounds. Kept by content: it holds
    after a re-ingest, better rules and a new index."""

    def decide(session: StoreSession, by: Signature) -> CorrectionRow:
        if asked.kind == "attribute":
            return corrections.attribute(session, asked.quotation, asked.speaker, by)
        if asked.kind == "hide":
            return corrections.hide(session, asked.quotation, by)
        start, end = int(asked.start or 0), int(asked.end or 0)
        return corrections.set_bounds(session, asked.quotation, start, end, by)

    return _correct(request, archive, asked.model_dump_json(), decide, asked.reason)


@router.get(
    "/corrections",
    response_model=Listing[Correction],
    summary="List corrections",
    **operation(
        "list_corrections",
        formats=FORMATS_OF_LIST[Noun.CORRECTION],
        scope="correct",
        is_cached=False,
        example="/v1/corrections",
    ),
)
def list_corrections(
    request: Request,
    archive: ArchiveDep,
    subject: Annotated[
        str | None, Query(max_length=100, description="Only of this speaker or quotation.")
    ] = None,
    limit: Annotated[Limit, Query()] = DEFAULT_LIMIT,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """All corrections, the newest first, those taken back too; NDJSON to keep elsewhere."""
    walk = Walk(request, archive)
    before = walk.position(cursor)
    if before is not None and not isinstance(before, str):
        raise CursorError("The cursor is not one of this list.")
    with reading(archive.database) as session:
        found = corrections.listed(session, subject=subject, limit=limit + 1, before=before)
        total = corrections.n_corrections(session, subject)
    page = page_of(found, limit, total, show=_correction, place=lambda one: one.id)
    return list_response(request, Noun.CORRECTION, page, walk, cursor)


@router.get(
    "/corrections/{correction_id}",
    response_model=Correction,
    summary="Read a correction",
    **operation(
        "get_correction",
        scope="correct",
        is_cached=False,
        example="/v1/corrections/cor_example",
    ),
)
def get_correction(request: Request, archive: ArchiveDep, correction_id: CorrectionId) -> Response:
    """Who put what right, when and why."""
    with reading(archive.database) as session:
        row = corrections.get(session, correction_id)
    return item_response(request, Noun.CORRECTION, _correction(row))


@router.delete(
    "/corrections/{correction_id}",
    response_model=Correction,
    summary="Take a correction back",
    **operation(
        "undo_correction",
        scope="correct",
        problems=("conflict",),
        is_cached=False,
        example="/v1/corrections/cor_example",
    ),
)
def undo_correction(request: Request, archive: ArchiveDep, correction_id: CorrectionId) -> Response:
    """The archive is as it was without it; the correction stays in the list, with who took it back."""
    author = caller_in(request).name
    with new_session(archive.database) as session:
        row = corrections.undo(session, correction_id, author)
    archive.forget_version()
    return json_response(_correction(row))


def _correct(
    request: Request,
    archive: Archive,
    body: str,
    decide: Callable[[StoreSession, Signature], CorrectionRow],
    reason: str,
) -> Response:
    def run() -> Response:
        author = caller_in(request).name
        with new_session(archive.database) as session:
            row = decide(session, Signature(author, reason))
        archive.forget_version()
        root = str(request.scope.get("root_path", "")).rstrip("/")
        headers = {"Location": f"{root}/v1/corrections/{row.id}"}
        return json_response(_correction(row), status=201, headers=headers)

    return once(request, archive, body.encode(), run)


def _correction(row: CorrectionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "subject": row.subject,
        "payload": row.payload,
        "author": row.author,
        "reason": row.reason,
        "created_at": row.created_at,
        "undone_by": row.undone_by,
        "undone_at": row.undone_at,
    }
