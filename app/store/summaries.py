"""Articles as lists show them: put together when the index takes them in, kept as JSON ready to be sent.

Putting twenty of them together from their rows costs more than finding them. What is kept counts while the index
has the article's newest revision, so whatever changes an article, its lists follow: from its rows at once, from
what is kept after the next catch-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import Select, bindparam, delete, func, insert, select

from app.store import articles, tables
from app.store.articles import ArticleRow
from app.store.driver import Statement, rows_of
from app.store.handles import StoreSession, WriteTransaction
from app.store.intake import slices

# Enough to recognise an article by, far from enough to stand for it.
SNIPPET_CHARACTERS: Final = 300
# Raised with every change of what `shown` gives: what was kept before counts no more.
FORM: Final = 1

_KEPT: Final = Statement(
    sqlite=f"""
        SELECT article.public_id, kept.content, kept.speakers
        FROM article JOIN article_summary AS kept ON kept.article_id = article.id
        WHERE article.public_id IN (SELECT value FROM json_each(?)) AND kept.form = {FORM}
        AND NOT EXISTS (SELECT 1 FROM article AS stale INDEXED BY ix_article_stale
            WHERE stale.id = article.id AND stale.revision <> stale.indexed_revision)""",  # noqa: S608 - a number
    postgresql=f"""
        SELECT article.public_id, kept.content, kept.speakers
        FROM article JOIN article_summary AS kept ON kept.article_id = article.id
        WHERE article.public_id = ANY(%s) AND kept.form = {FORM}
        AND article.revision = article.indexed_revision""",  # noqa: S608 - a number
)
_NAMES: Final = Statement(
    sqlite="SELECT id, public_id, name FROM speaker WHERE id IN (SELECT value FROM json_each(?))",
    postgresql="SELECT id, public_id, name FROM speaker WHERE id = ANY(%s)",
)


@dataclass(frozen=True, slots=True)
class Summary:
    """An article as lists show it: JSON of an object that is still open, so that its place in one list can be
    added; the last thing in it is who is quoted."""

    content: bytes

    def closed(self, more: bytes) -> bytes:
        """The whole object; `more` are further members as JSON, without braces."""
        return b"%b,%b}" % (self.content, more)


def by_ids(session: StoreSession, article_ids: Sequence[str]) -> dict[str, Summary]:
    """What is kept of these articles; those that changed since or are unknown are left out. Two statements
    straight to the driver."""
    found = rows_of(session, _KEPT, list(article_ids))
    numbers_by_id = {article_id: orjson.loads(numbers) for article_id, _, numbers in found}
    wanted = sorted({number for numbers in numbers_by_id.values() for number in numbers})
    names = {
        number: orjson.dumps({"id": public_id, "name": name})
        for number, public_id, name in (rows_of(session, _NAMES, wanted) if wanted else ())
    }
    return {
        article_id: Summary(
            b'%b,"speakers":[%b]'
            % (content, b",".join(names[number] for number in numbers_by_id[article_id]))
        )
        for article_id, content, _ in found
    }


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
                "content": _open_object(shown(articles.article_row(row))),
                "speakers": orjson.dumps(quoted.get(row.id, [])).decode(),
            }
            for row in tx.execute(_changed(), {"numbers": numbers})
            if row.revision == revisions[row.id]
        ]
        if rows:
            tx.execute(insert(kept), rows)


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


def _open_object(members: dict[str, Any]) -> bytes:
    return orjson.dumps(members, option=orjson.OPT_UTC_Z)[:-1]


def _quoted(tx: WriteTransaction, numbers: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for article, speaker in tx.execute(_quoted_in(), {"numbers": numbers}):
        found.setdefault(article, []).append(speaker)
    return found


@lru_cache(maxsize=1)
def _changed() -> Select[Any]:
    wanted = tables.article.c.id.in_(bindparam("numbers", expanding=True))
    return articles.all_articles().where(wanted)


@lru_cache(maxsize=1)
def _quoted_in() -> Select[Any]:
    quotation, speaker = tables.quotation, tables.speaker
    return (
        select(quotation.c.article_id, quotation.c.speaker_id)
        .join(speaker, speaker.c.id == quotation.c.speaker_id)
        .where(
            quotation.c.article_id.in_(bindparam("numbers", expanding=True)),
            quotation.c.is_hidden.is_(False),
            speaker.c.kind != "anonymous",
        )
        .group_by(quotation.c.article_id, quotation.c.speaker_id, speaker.c.public_id)
        .order_by(func.min(quotation.c.position), speaker.c.public_id)
    )
