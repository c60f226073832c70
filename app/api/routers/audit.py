"""The audit trail: every write, by whom and when."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.api.answers import list_response, page_of
from app.api.deps import ArchiveDep
from app.api.operations import ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_LIST, Noun
from app.api.shapes.envelope import Listing
from app.api.shapes.parameters import DEFAULT_LIMIT, Cursor, Limit
from app.api.shapes.work import AuditLine
from app.api.walk import Walk
from app.store.administration import audit
from app.store.administration.audit import AuditRow
from app.store.database import reading

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["archive"])


@router.get(
    "/audit",
    response_model=Listing[AuditLine],
    summary="Who changed what",
    **operation(
        "list_audit",
        formats=FORMATS_OF_LIST[Noun.AUDIT],
        scope="admin",
        is_cached=False,
        example="/v1/audit",
    ),
)
def list_audit(
    request: Request,
    archive: ArchiveDep,
    subject: Annotated[
        str | None,
        Query(
            max_length=100, description="Only of this speaker, quotation, correction, job or key."
        ),
    ] = None,
    limit: Annotated[Limit, Query()] = DEFAULT_LIMIT,
    cursor: Annotated[Cursor, Query()] = None,
) -> Response:
    """Every write by HTTP and every key made or revoked, the newest first; never what was written."""
    walk = Walk(request, archive)
    before = walk.number_position(cursor)
    with reading(archive.database) as session:
        found = audit.listed(session, subject=subject, limit=limit + 1, before=before)
        total = audit.n_lines(session, subject)
    page = page_of(found, limit, total, show=_line, place=lambda one: one.number)
    return list_response(request, Noun.AUDIT, page, walk, cursor)


def _line(row: AuditRow) -> dict[str, Any]:
    return {
        "at": row.at,
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "details": row.details,
    }
