"""Articles like one: those that share its most telling words."""

from __future__ import annotations

import time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.search.interface import Hit, SearchRequest
from app.search.whoosh_engine.kernels import query
from app.search.whoosh_engine.planning.plan import Some, Term
from app.search.whoosh_engine.segments.schema import ID, TEXT
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot, SegmentView

_N_WORDS: Final = 25
# Words of one article only cannot be shared, and rare ones weigh most: so at least so many articles.
_LEAST_SHARED: Final = 2
_BUDGET_SECONDS: Final = 0.5


def similar_articles(snapshot: CollectionSnapshot, article_id: str, limit: int) -> list[Hit]:
    """Most alike first, the article itself left out; none where it is not in the index."""
    place, doc = _find(snapshot, article_id)
    if doc < 0:
        return []
    words = _telling_words(snapshot, snapshot.segments[place], doc)
    if not words:
        return []
    plan = Some(tuple(Term(TEXT, word) for word in words), max(1, len(words) // 5))
    deadline = time.perf_counter() + _BUDGET_SECONDS
    found = query.kernels.run(snapshot, plan, SearchRequest(limit=limit), deadline)
    hits = zip(found.ids, found.scores, strict=True)
    return [Hit(name, score) for name, score in hits if name != article_id][:limit]


def _find(snapshot: CollectionSnapshot, article_id: str) -> tuple[int, int]:
    name = article_id.encode("utf-8", "surrogatepass")
    for place, view in enumerate(snapshot.segments):
        keys = view.arrays.key(ID)
        i = keys.find(name)
        for doc in keys.docs[keys.starts[i] : keys.starts[i + 1]].tolist() if i >= 0 else ():
            if view.live is None or view.live[doc]:
                return place, doc
    return -1, -1


def _telling_words(snapshot: CollectionSnapshot, view: SegmentView, doc: int) -> list[bytes]:
    """The document's terms that weigh most, by looking through all postings of its segment."""
    field = view.arrays.field(TEXT)
    starts = field.starts.astype(np.int64)
    n_each = starts[1:] - starts[:-1]
    terms = field.packed_docs.terms_of(doc, n_each)
    terms = terms[n_each[terms] >= _LEAST_SHARED]
    idf = np.log(1 + (view.n_docs - n_each[terms] + 0.5) / (n_each[terms] + 0.5))
    norms = snapshot.norms(TEXT)
    counts = [field.count_in(i, doc) for i in terms.tolist()]
    tf: NDArray[np.float64] = np.array(counts, np.float64)
    weight = tf * norms[256] / (tf + norms[field.lengths[doc]]) * idf
    best = np.lexsort((terms, -weight))[:_N_WORDS]
    return [field.term(int(i)) for i in terms[best]]
