"""index = f(store): the catch-up with what was committed, and the whole index anew.

A row of the store says which revision the index has. Whatever ended a run, the next catch-up finds what
is missing; indexing an article twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import orjson

from app.search.interface import (
    IndexBatch,
    IndexedArticle,
    IndexedQuotation,
    SearchBackend,
    SearchWriter,
)
from app.store.bulk import slices
from app.store.database import new_session, writing
from app.store.feeds import index_feed
from app.store.feeds.index_feed import FeedArticle
from app.store.handles import Database, StoreSession
from app.store.intake import documents
from app.store.reading import summaries

# Articles that are read at once for a rebuild, which gathers several such batches for a commit.
_AT_ONCE = 1_000
# Articles in one commit of a catch-up, and words of their texts: segments that are merged only a few times, and
# 100 MB of memory.
_IN_A_COMMIT = 3_000
_WORDS_IN_A_COMMIT = 1_500_000
# Room for the quotations of the longest text in the numbers of an article's.
_PLACE_BITS = 24


def catch_up(session: StoreSession, writer: SearchWriter, *, at_once: int = _IN_A_COMMIT) -> int:
    """Gives the index every article that it has not seen in its newest state; returns how many."""
    n_indexed = 0
    while numbers := index_feed.stale_numbers(session, limit=at_once, n_words=_WORDS_IN_A_COMMIT):
        articles = index_feed.feed(session, numbers)
        session.rollback()  # no read transaction while the index writes
        writer.write(index_batch(articles))
        gone = [article.number for article in articles if article.is_deleted]
        if gone:
            with writing(session) as tx:
                documents.remove_tombstones(tx, gone)
        _note(session, [(article.number, article.revision) for article in articles])
        n_indexed += len(articles)
    while revisions := summaries.outdated(session, limit=at_once):
        with writing(session) as tx:
            summaries.keep(tx, revisions)
    return n_indexed


def rebuild(
    database: Database,
    backend: SearchBackend,
    progress: Callable[[int, int], None] = lambda n_done, n_total: None,
    *,
    goes_on: bool = True,
) -> str:
    """Builds the index anew beside the live one, then switches; returns the new generation's name.
    `progress` gets articles done and in all. What is stored meanwhile is caught up afterwards. A rebuild
    that was killed is gone on with, unless the database is another one than then (`goes_on`)."""
    with new_session(database) as session:
        done = _done_before(session, backend) if goes_on else []
        batches = _batches(session, done, progress)
        generation = backend.rebuild(batches, goes_on=bool(done))
        _note(session, done)
        writer = backend.writer()
        try:
            catch_up(session, writer)
        finally:
            writer.close()
    return generation


def _note(session: StoreSession, revisions: Sequence[tuple[int, int]]) -> None:
    """Commits often: a correction waits for one transaction at most."""
    for some in slices(revisions):
        with writing(session) as tx:
            documents.mark_indexed(tx, some)
            summaries.keep(tx, dict(some))


def _done_before(session: StoreSession, backend: SearchBackend) -> list[tuple[int, int]]:
    """Number and revision of each article that an unfinished rebuild has put in. None where one of them
    is gone from the database: nobody would take it out of the index any more."""
    done = [
        (number, revision)
        for mark in backend.unfinished()
        for number, revision in orjson.loads(mark)
    ]
    n_stored = index_feed.n_stored(session, [number for number, _ in done])
    session.rollback()
    return done if n_stored == len(done) else []


def _batches(
    session: StoreSession, done: list[tuple[int, int]], progress: Callable[[int, int], None]
) -> Iterator[IndexBatch]:
    n_total = index_feed.n_articles(session)
    progress(len(done), n_total)
    last = done[-1][0] if done else 0
    while numbers := index_feed.all_numbers(session, after=last, limit=_AT_ONCE):
        articles = index_feed.feed(session, numbers)
        session.rollback()
        last = numbers[-1]
        revisions = [(article.number, article.revision) for article in articles]
        done += revisions
        yield replace(index_batch(articles), mark=orjson.dumps(revisions).decode())
        progress(len(done), n_total)


def index_batch(articles: Sequence[FeedArticle]) -> IndexBatch:
    """Stored articles as the index's own values."""
    visible = [article for article in articles if not article.is_deleted]
    return IndexBatch(
        articles=[_indexed_article(article) for article in visible],
        quotations=[each for article in visible for each in _indexed_quotations(article)],
        deleted=[article.id for article in articles if article.is_deleted],
    )


def _indexed_article(article: FeedArticle) -> IndexedArticle:
    quoted = {each.speaker.id: each.speaker for each in article.quotations if each.speaker}
    return IndexedArticle(
        id=article.id,
        number=article.number,
        title=article.title or "",
        body=article.text,
        quotations="\n".join(each.text for each in article.quotations),
        language=article.language,
        speakers=tuple(quoted),
        speaker_names=tuple(name for each in quoted.values() for name in each.names),
        about=tuple(each.id for each in article.about),
        about_names=tuple(name for each in article.about for name in each.names),
        source=article.source_id,
        source_name=article.source_name,
        authors=article.authors,
        agency=article.agency,
        section=article.section,
        story=article.story,
        is_story_lead=article.is_story_lead,
        published_at=_seconds(article.dated_at),
        n_quotations=len(article.quotations),
    )


def _indexed_quotations(article: FeedArticle) -> Iterator[IndexedQuotation]:
    for place, quotation in enumerate(article.quotations):
        speaker = quotation.speaker
        yield IndexedQuotation(
            id=quotation.id,
            number=article.number << _PLACE_BITS | place,
            article=article.id,
            text=quotation.text,
            type=quotation.type,
            speaker=None if speaker is None else speaker.id,
            speaker_names=() if speaker is None else speaker.names,
            about=quotation.about,
            source=article.source_id,
            story=article.story,
            utterance=quotation.utterance,
            confidence=quotation.confidence,
            language=article.language,
            published_at=_seconds(article.dated_at),
        )


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
