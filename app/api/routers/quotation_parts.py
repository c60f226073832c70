"""Around one quotation: its surroundings, the same statement elsewhere; and claims, checked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response

from app.api import views
from app.api.answers import Page, json_response, list_response, timed, took_ms
from app.api.checking import MAX_CLAIMS, Claim, check_all, claims_in
from app.api.comparing import compare, wording
from app.api.deps import ArchiveDep
from app.api.ids import QuotationId
from app.api.operations import ConventionalRoute, operation
from app.api.shapes.envelope import Listing
from app.api.shapes.quotation_parts import CheckAnswer, CheckRequest, Context, Variant
from app.api.walk import Walk
from app.store.database import reading
from app.store.handles import StoreSession
from app.store.reading import articles, quotations, speakers

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["quotations"])

# A paragraph or two on either side.
_AROUND_CHARACTERS = 600


@router.get(
    "/quotations/{quotation_id}/context",
    response_model=Context,
    summary="A quotation in its surroundings",
    **operation(
        "get_quotation_context",
        scope="read:text",
        example="/v1/quotations/quo_example/context",
    ),
)
def get_quotation_context(
    request: Request, archive: ArchiveDep, quotation_id: QuotationId
) -> Response:
    """The text around a quotation, some hundred characters on either side, cut between words."""
    with reading(archive.database) as session, timed(request, "store"):
        row = quotations.get(session, quotation_id)
        text = articles.text(session, row.article_id)
    start = _word_start(text, max(0, row.start - _AROUND_CHARACTERS), row.start)
    end = _word_end(text, min(len(text), row.end + _AROUND_CHARACTERS), row.end)
    return json_response(
        {
            "quotation": views.quotation(row),
            "start": start,
            "end": end,
            "before": text[start : row.start],
            "text": text[row.start : row.end],
            "after": text[row.end : end],
        }
    )


@router.get(
    "/quotations/{quotation_id}/variants",
    response_model=Listing[Variant],
    summary="The same statement elsewhere",
    **operation("list_quotation_variants", example="/v1/quotations/quo_example/variants"),
)
def list_quotation_variants(
    request: Request, archive: ArchiveDep, quotation_id: QuotationId
) -> Response:
    """The same utterance in other articles, the earliest first, with the differences word by word:
    wire copies, cut differently, translated again."""
    with reading(archive.database) as session, timed(request, "store"):
        row = quotations.get(session, quotation_id)
        same = quotations.of_utterance(session, row.utterance) if row.utterance else []
    own = wording(row.text)
    items: list[dict[str, Any]] = []
    for other in same:
        if other.id != row.id:
            compared = compare(wording(other.text), own)
            items.append(
                {
                    "quotation": views.quotation(other),
                    "similarity": round(compared.similarity, 3),
                    "differences": [
                        {"op": one.op, "claim": one.claim, "archive": one.archive}
                        for one in compared.differences
                    ],
                }
            )
    return list_response(request, None, Page(items, len(items)), Walk(request, archive))


@router.post(
    "/quotations/check",
    response_model=CheckAnswer,
    summary="Is it on record?",
    **operation(
        "check_quotation",
        is_cached=False,
        problems=("index_unavailable",),
    ),
)
def check_quotation(
    request: Request,
    archive: ArchiveDep,
    asked: Annotated[
        CheckRequest,
        Body(examples=[{"quote": "we will not accept it", "speaker": "the minister"}]),
    ],
) -> Response:
    """Looks up a claimed quotation, or everything in quotation marks in a draft, and says what this
    archive has: the same words, other words, a part, somebody else's, or nothing. Nothing here does
    not mean that it was never said."""
    warnings: list[str] = []
    claims = claims_in(asked.text) if asked.text is not None else [Claim(asked.quote or "")]
    if len(claims) > MAX_CLAIMS:
        warnings.append(
            f"The draft has {len(claims)} quotations; the first {MAX_CLAIMS} were checked."
        )
        claims = claims[:MAX_CLAIMS]
    with reading(archive.database) as session, timed(request, "check"):
        speaker_ids = _speakers(session, asked.speaker, warnings)
        items = check_all(archive, session, claims, speaker_ids)
    return json_response({"items": items, "warnings": warnings, "took_ms": took_ms(request)})


def _speakers(session: StoreSession, name: str | None, warnings: list[str]) -> list[str]:
    if name is None:
        return []
    found = speakers.find(session, name)
    if not found:
        warnings.append(f"No speaker is known as {name!r}; the words were looked up for anybody.")
    elif len(found) > 1:
        listed = ", ".join(f"{one.name} ({one.id})" for one in found[:20])
        warnings.append(f"{name!r} fits {len(found)} speakers, all are meant: {listed}.")
    return [one.id for one in found[:20]]


def _word_start(text: str, position: int, limit: int) -> int:
    while 0 < position < limit and not text[position - 1].isspace():
        position += 1
    return position


def _word_end(text: str, position: int, limit: int) -> int:
    while limit < position < len(text) and not text[position].isspace():
        position -= 1
    return position
