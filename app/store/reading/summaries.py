"""Articles as lists show them: put together when the index takes them in, kept as JSON ready to be sent.

Putting twenty of them together from their rows costs more than finding them. What is kept counts while the index
has the article's newest revision, so whatever changes an article, its lists follow: from its rows at once, from
what is kept after the next catch-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import Select, bindparam, delete, func, insert, select, update

from app.store.bulk import slices
from app.store.driver import GIVEN, Statement, rows_of, selected
from app.store.handles import StoreSession, WriteTransaction
from app.store.reading import articles
from app.store.reading.articles import ArticleRest, ArticleRow, ArticleText
from app.store.schema import tables

# Enough to recognise an article by, far from enough to stand for it.
SNIPPET_CHARACTERS: Final = 300
# Raised with every change of what `shown` gives: what was kept before counts no more.
FORM: Final = 1


def _kept(columns: str) -> Statement:
    # With a plus SQLite does not go through all that have this form.
    return Statement(
        sqlite=f"""
            SELECT article.public_id, {columns}
            FROM article JOIN article_summary AS kept ON kept.article_id = article.id
            WHERE article.public_id IN (SELECT value FROM json_each(?1)) AND +kept.form = {FORM}
            AND NOT EXISTS (SELECT 1 FROM article AS stale INDEXED BY ix_article_stale
                WHERE stale.id = article.id AND stale.revision <> stale.indexed_revision)""",  # noqa: S608 - names of ours
        postgresql=f"""
            SELECT article.public_id, {columns}
            FROM article JOIN article_summary AS kept ON kept.article_id = article.id
            WHERE article.public_id = ANY(%(values)s) AND kept.form = {FORM}
            AND article.revision = article.indexed_revision""",  # noqa: S608 - names of ours
    )


_KEPT: Final = _kept("kept.content")
_KEPT_WITH_TEXTS: Final = _kept("kept.content, article.title, article.text, article.language")
# Marks a summary that has to be made again.
_OUTDATED: Final = 0


def by_ids(session: StoreSession, article_ids: Sequence[str]) -> dict[str, bytes]:
    """What is kept of these articles, by id: JSON of an object that is still open (`closed`). Those that
    changed since or are unknown are left out. One statement, straight to the driver."""
    return dict(rows_of(session, _KEPT, list(article_ids)))


def with_texts(
    session: StoreSession, article_ids: Sequence[str]
) -> tuple[dict[str, bytes], list[ArticleText]]:
    """The same with the articles' texts, which lie beside what is looked up for it."""
    kept: dict[str, bytes] = {}
    texts: list[ArticleText] = []
    for key, content, *text in rows_of(session, _KEPT_WITH_TEXTS, list(article_ids)):
        kept[key] = content
        texts.append(ArticleText(key, *text))
    return kept, texts


def in_full(session: StoreSession, article_id: str) -> tuple[bytes, ArticleRest] | None:
    """What is kept of one article, and the rest of it; None where nothing is kept that counts."""
    for row in selected(session, _with_rest(), [article_id]):
        if row.form == FORM:
            return row.content, articles.article_rest(row)
    return None


def closed(content: bytes, more: bytes) -> bytes:
    """The whole object; `more` are further members as JSON, without braces: an article's place in one list."""
    return b"%b,%b}" % (content, more)


def keep(tx: WriteTransaction, revisions: Mapping[int, int]) -> None:
    """Keeps what lists show of articles, given by number with the revision that the index has; of one that has
    changed since or is deleted nothing is kept."""
    kept = tables.article_summary
    for numbers in slices(sorted(revisions)):
        tx.execute(delete(kept).where(kept.c.article_id.in_(numbers)))
        quoted = _quoted(tx, numbers)
        rows = [
            {
                "article_id": row.id,
                "form": FORM,
                "content": _open_object(articles.article_row(row), quoted.get(row.id, [])),
            }
            for row in tx.execute(_changed(), {"numbers": numbers})
            if row.revision == revisions[row.id]
        ]
        if rows:
            tx.execute(insert(kept), rows)


def mark_renamed(tx: WriteTransaction, speakers: Sequence[int]) -> None:
    """Has the summaries of articles that quote these speakers made again (`outdated`): their names changed."""
    kept, quotation = tables.article_summary, tables.quotation
    for some in slices(speakers):
        quoting = select(quotation.c.article_id).where(quotation.c.speaker_id.in_(some))
        tx.execute(update(kept).where(kept.c.article_id.in_(quoting)).values(form=_OUTDATED))


def outdated(session: StoreSession, *, limit: int) -> dict[int, int]:
    """Some articles whose summaries have to be made again, by number with the revision that the index has;
    those whose turn comes anyway, because the index has not seen them, are left out."""
    article, kept = tables.article, tables.article_summary
    query = (
        select(article.c.id, article.c.revision)
        .join(kept, kept.c.article_id == article.c.id)
        .where(kept.c.form < FORM, article.c.revision == article.c.indexed_revision)
    )
    return dict(session.execute(query.limit(limit)).all())


def shown(row: ArticleRow) -> dict[str, Any]:
    """What a list shows of an article to whoever may read it all, but for who is quoted."""
    return {
        "id": row.id,
        "external_id": row.external_id,
        "url": row.url,
        "title": row.title,
        "standfirst": row.standfirst,
        "authors": row.authors,
        "agency": row.agency,
        "source": None if row.source_id is None else {"id": row.source_id, "name": row.source_name},
        "section": row.section,
        "dateline_place": row.dateline_place,
        "published_at": row.published_at,
        "published_precision": _precision(row),
        "date_inferred": row.date_inferred,
        "language": row.language,
        "story": _story_of(row),
        "n_words": row.n_words,
        "n_quotations": row.n_quotations,
        "snippet": snippet(row.text),
    }


def snippet(text: str) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= SNIPPET_CHARACTERS:
        return text
    cut = text[:SNIPPET_CHARACTERS]
    return cut[: cut.rfind(" ")] + " …" if " " in cut else cut + "…"


def _precision(row: ArticleRow) -> str | None:
    if row.published_at is None:
        return None
    return "day" if row.published_is_day else "second"


def _story_of(row: ArticleRow) -> dict[str, Any] | None:
    if row.story_id is None:
        return None
    return {
        "id": row.story_id,
        "is_lead": row.is_story_lead,
        "relation": row.relation,
        "similarity": row.similarity,
    }


def _open_object(row: ArticleRow, quoted: list[dict[str, str]]) -> bytes:
    return orjson.dumps({**shown(row), "speakers": quoted}, option=orjson.OPT_UTC_Z)[:-1]


def _quoted(tx: WriteTransaction, numbers: Iterable[int]) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {}
    for article, speaker, name in tx.execute(_quoted_in(), {"numbers": numbers}):
        found.setdefault(article, []).append({"id": speaker, "name": name})
    return found


@lru_cache(maxsize=1)
def _with_rest() -> Select[Any]:
    article, kept = tables.article, tables.article_summary
    return (
        select(kept.c.content, kept.c.form, *articles.rest_columns())
        .join(kept, kept.c.article_id == article.c.id)
        .where(
            article.c.public_id.in_(GIVEN),
            article.c.deleted_at.is_(None),
            article.c.revision == article.c.indexed_revision,
        )
    )


@lru_cache(maxsize=1)
def _changed() -> Select[Any]:
    wanted = tables.article.c.id.in_(bindparam("numbers", expanding=True))
    return articles.all_articles().where(wanted)


@lru_cache(maxsize=1)
def _quoted_in() -> Select[Any]:
    quotation, speaker = tables.quotation, tables.speaker
    return (
        select(quotation.c.article_id, speaker.c.public_id, speaker.c.name)
        .join(speaker, speaker.c.id == quotation.c.speaker_id)
        .where(
            quotation.c.article_id.in_(bindparam("numbers", expanding=True)),
            quotation.c.is_hidden.is_(False),
            speaker.c.kind != "anonymous",
        )
        .group_by(quotation.c.article_id, speaker.c.public_id, speaker.c.name)
        .order_by(func.min(quotation.c.position), speaker.c.public_id)
    )
