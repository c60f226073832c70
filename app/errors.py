"""What can go wrong, as exceptions that carry facts; the API and the command line turn them into words."""

from __future__ import annotations


class ArchiveError(Exception):
    """The parent of every error that the archive raises on purpose.

    `str(error)` says what happened and what to do next, in one or two sentences for the person
    who asked; a subclass carries the facts as attributes.
    """


class SettingsError(ArchiveError):
    """A setting has a value that cannot be used; `name` is the variable's full name."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


class NotFoundError(ArchiveError):
    """No `noun` has the id `identifier`."""

    def __init__(self, noun: str, identifier: str) -> None:
        super().__init__(f"There is no {noun} with the id {identifier!r}.")
        self.noun = noun
        self.identifier = identifier


class QueryError(ArchiveError):
    """A query that cannot be run as written (a leading `*`, a one-letter prefix): `position` counts
    code points from the start of the query."""

    def __init__(self, reason: str, position: int = 0) -> None:
        super().__init__(reason)
        self.position = position


class CursorError(ArchiveError):
    """A cursor that was not made by this archive, or for another search."""


class CursorExpiredError(CursorError):
    """A cursor of an index generation that is no longer kept: start again without it."""


class CorrectionError(ArchiveError):
    """A correction that cannot be made (a merge with itself, bounds outside the text)."""


class IndexUnavailableError(ArchiveError):
    """No index generation is open (missing, foreign, torn or being rebuilt); the database still answers."""


class DatabaseError(ArchiveError):
    """The database cannot be used as it is: locked, full, not migrated, or from a newer release."""


class SourceError(ArchiveError):
    """A source as a whole cannot be read (no such file, a folder without permission, a broken archive)."""
