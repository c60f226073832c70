"""What an endpoint is given: the open archive and who is asking."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from app.api.memory import AnswerMemory
from app.api.paging import CursorSigner
from app.search.interface import SearchEngine
from app.settings import Settings
from app.store.administration.keys import KeyRow
from app.store.database import reading
from app.store.handles import Database
from app.store.state import read_generation

# How old the archive's version may be that an answer is tagged with: a change by another process shows
# in tags, and in answers that are kept, this much later.
VERSION_AGE_SECONDS = 0.05


@dataclass(slots=True)
class Archive:
    """The open archive, one for each process: made by `create_app`, opened and closed by lifespan."""

    settings: Settings
    database: Database
    search: SearchEngine
    cursors: CursorSigner
    access: str  # what may be read without a key: full, snippet, quotations or none
    answers: AnswerMemory = field(default_factory=AnswerMemory)
    # Keys seen lately, by digest: when they were looked up, and what was found.
    keys: dict[str, tuple[float, KeyRow | None]] = field(default_factory=dict)
    # Small writes that no answer waits for.
    background: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="background")
    )
    _remembered: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _version: str = ""
    _version_read_at: float = field(default=-1e9)
    _being_read: asyncio.Future[str] | None = None
    _n_writes: int = 0  # of our own

    @property
    def is_local(self) -> bool:
        """Whether the database is a file of this machine, whose readers wait for nobody."""
        return self.database.dialect.name == "sqlite"

    def close(self) -> None:
        """Ends what runs in the background, lets go of index and database."""
        self.background.shutdown()
        self.search.close()
        self.database.dispose()

    def version(self) -> str:
        """The state of database and index together, as a short text, and the day, which `date:today`
        depends on; reads at most 20 times a second."""
        now = time.monotonic()
        if now - self._version_read_at <= VERSION_AGE_SECONDS:
            return self._version
        n_writes = self._n_writes
        with reading(self.database) as session:
            generation = read_generation(session)
        today = datetime.now(UTC).date().isoformat()
        version = f"{generation}.{self.search.health().generation}.{today}"
        if n_writes == self._n_writes:
            self._version, self._version_read_at = version, now
        return version

    async def present_version(self) -> str:
        """The same on the event loop: at once from a local database, else read in a thread, once for all who
        ask meanwhile."""
        if time.monotonic() - self._version_read_at <= VERSION_AGE_SECONDS:
            return self._version
        if self.is_local:
            return self.version()
        reading_now = self._being_read
        if reading_now is None or reading_now.done():
            reading_now = self._being_read = asyncio.ensure_future(run_in_threadpool(self.version))
        return await asyncio.shield(reading_now)

    def remembered(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gave for the present state of the archive; made again when that has changed."""
        version = self.version()
        known = self._remembered.get(name)
        if known is None or known[0] != version:
            known = self._remembered[name] = (version, make())
        return known[1]

    def forget_version(self) -> None:
        """Called after a write of our own, so that the next answer is tagged with what it shows."""
        # What is being read at this moment may have begun before the write.
        self._n_writes += 1
        self._being_read = None
        self._version_read_at = -1e9


def archive_of(request: Request) -> Archive:
    """The archive that this application serves."""
    archive: Archive = request.app.state.archive
    return archive


async def _archive(request: Request) -> Archive:
    return archive_of(request)


ArchiveDep = Annotated[Archive, Depends(_archive)]
