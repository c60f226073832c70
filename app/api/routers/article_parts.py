"""What belongs to one article: its text, source, versions, what cleaning removed, its relatives."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.api import views
from app.api.access import caller_in
from app.api.answers import Page, list_response, timed
from app.api.deps import ArchiveDep
from app.api.hits import article_items
from app.api.ids import ArticleId
from app.api.negotiation import Format
from app.api.operations import ConventionalRoute, operation
from app.api.renderings import FORMATS_OF_LIST, Noun
from app.api.shapes.article_parts import RelatedArticle, RemovedPiece, Version
from app.api.shapes.articles import ArticleSummary
from app.api.shapes.envelope import Listing
from app.api.walk import Walk
from app.search.interface import SearchPage
from app.store.database import reading
from app.store.reading import articles, name_forms

router = APIRouter(route_class=ConventionalRoute, prefix="/v1", tags=["articles"])

# A page that a browser shows from here could act as ours: it is given as a file, and boxed in.
_RAW_POLICY = "default-src 'none'; sandbox"


@router.get(
    "/articles/{article_id}/text",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    summary="The text alone",
    **operation(
        "get_article_text",
        formats=(Format.TEXT,),
        scope="read:text",
        example="/v1/articles/art_example/text",
    ),
)
def get_article_text(archive: ArchiveDep, article_id: ArticleId) -> Response:
    """The cleaned text: what all offsets count in, in Unicode code points."""
    with reading(archive.database) as session:
        text = articles.text(session, article_id)
    return Response(text.encode("utf-8", "replace"), media_type="text/plain; charset=utf-8")


@router.get(
    "/articles/{article_id}/raw",
    response_class=Response,
    responses={
        200: {
            "description": "The source as it was found, in its own type.",
            "content": {
                # Any bytes of the type: a JSON source is whatever JSON it was.
                name: {"schema": {"description": "The bytes of the source."}}
                for name in ("text/plain", "text/html", "application/json")
            },
        }
    },
    summary="The source document",
    **operation(
        "get_article_raw",
        formats=(),
        scope="read:text",
        example="/v1/articles/art_example/raw",
    ),
)
def get_article_raw(archive: ArchiveDep, article_id: ArticleId) -> Response:
    """The source document byte for byte, as a file."""
    with reading(archive.database) as session:
        found = articles.raw(session, article_id)
    headers = {
        "Content-Disposition": "attachment",
        "Content-Security-Policy": _RAW_POLICY,
        "Content-Type": found.media_type,
    }
    return Response(found.content, headers=headers)


@router.get(
    "/articles/{article_id}/cleaning",
    response_model=Listing[RemovedPiece],
    summary="What cleaning removed",
    **operation(
        "get_article_cleaning",
        scope="read:text",
        example="/v1/articles/art_example/cleaning",
    ),
)
def get_article_cleaning(request: Request, archive: ArchiveDep, article_id: ArticleId) -> Response:
    """The pieces of the source that are no part of the article, in order, with the rule for each."""
    with reading(archive.database) as session:
        removed = articles.cleaning(session, article_id)
    items = [{"text": piece.text, "reason": piece.reason} for piece in removed]
    return list_response(request, None, Page(items, len(items)), Walk(request, archive))


@router.get(
    "/articles/{article_id}/versions",
    response_model=Listing[Version],
    summary="Versions of an article",
    **operation(
        "list_article_versions",
        scope="read:text",
        example="/v1/articles/art_example/versions",
    ),
)
def list_article_versions(request: Request, archive: ArchiveDep, article_id: ArticleId) -> Response:
    """All versions, the newest first: a changed source and better rules each make a new one."""
    with reading(archive.database) as session:
        found = articles.versions(session, article_id)
    items = [
        {
            "version": one.version,
            "title": one.title,
            "rules_version": one.rules_version,
            "reason": one.reason,
            "replaced_at": one.replaced_at,
            "article": one.article,
        }
        for one in found
    ]
    return list_response(request, None, Page(items, len(items)), Walk(request, archive))


@router.get(
    "/articles/{article_id}/duplicates",
    response_model=Listing[RelatedArticle],
    summary="Articles that share text",
    **operation("list_article_duplicates", example="/v1/articles/art_example/duplicates"),
)
def list_article_duplicates(
    request: Request, archive: ArchiveDep, article_id: ArticleId
) -> Response:
    """Copies, excerpts, updates and other reports of the same event, the most similar first."""
    access = caller_in(request).access
    with reading(archive.database) as session:
        found = articles.related(session, article_id)
        quoted = name_forms.speakers_of_articles(session, [one.article.id for one in found])
    items: list[dict[str, Any]] = [
        {
            "article": views.article_summary(one.article, quoted[one.article.id], access=access),
            "kind": one.kind,
            "similarity": one.similarity,
        }
        for one in found
    ]
    return list_response(request, None, Page(items, len(items)), Walk(request, archive))


@router.get(
    "/articles/{article_id}/similar",
    response_model=Listing[ArticleSummary],
    summary="Articles about the same",
    **operation(
        "list_similar_articles",
        formats=FORMATS_OF_LIST[Noun.ARTICLE],
        problems=("index_unavailable",),
        example="/v1/articles/art_example/similar?limit=2",
    ),
)
def list_similar_articles(
    request: Request,
    archive: ArchiveDep,
    article_id: ArticleId,
    limit: Annotated[int, Query(ge=1, le=100, description="Articles at most.")] = 10,
) -> Response:
    """Articles that share most of this one's telling words, best first."""
    with reading(archive.database) as session:
        row = articles.get(session, article_id)
        with timed(request, "search"):
            hits = archive.search.similar(row.id, limit)
        found = SearchPage(hits=tuple(hits), total=len(hits), generation="")
        access = caller_in(request).access
        items = article_items(session, found, access=access, is_highlighted=False)
    page = Page(items, len(items))
    return list_response(request, Noun.ARTICLE, page, Walk(request, archive))
