"""An index in memory that does what the store's tests need, and can be made to fail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.errors import IndexUnavailableError
from app.search.interface import IndexBatch, IndexedArticle, IndexedQuotation


@dataclass
class FakeEngine:
    """Reader, writer and backend in one: what was written, by id."""

    articles: dict[str, IndexedArticle] = field(default_factory=dict)
    quotations: dict[str, IndexedQuotation] = field(default_factory=dict)
    n_rebuilds: int = 0
    is_built: bool = False
    is_broken: bool = False

    def writer(self) -> FakeEngine:
        if self.is_broken or not self.is_built:
            raise IndexUnavailableError("There is no index.")
        return self

    def reader(self) -> Any:
        raise NotImplementedError

    def verify(self) -> list[str]:
        return []

    def unfinished(self) -> list[str]:
        return []

    def rebuild(self, batches: Iterable[IndexBatch], *, goes_on: bool = False) -> str:
        if self.is_broken:
            raise IndexUnavailableError("The disk is full.")
        self.articles, self.quotations, self.is_built = {}, {}, True
        for batch in batches:
            self.write(batch)
        self.n_rebuilds += 1
        return f"g{self.n_rebuilds}"

    def write(self, batch: IndexBatch) -> None:
        if self.is_broken:
            raise IndexUnavailableError("The disk is full.")
        gone = {article.id for article in batch.articles} | set(batch.deleted)
        self.quotations = {k: v for k, v in self.quotations.items() if v.article not in gone}
        for key in batch.deleted:
            self.articles.pop(key, None)
        self.articles |= {article.id: article for article in batch.articles}
        self.quotations |= {quotation.id: quotation for quotation in batch.quotations}

    def optimise(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""
