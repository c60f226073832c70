"""Errors that only exist over HTTP; the others are in `app/errors.py`."""

from __future__ import annotations

from app.errors import ArchiveError


class UnknownParameterError(ArchiveError):
    """An operation has no parameter `name`; `nearest` is the one that looks most like it."""

    def __init__(self, name: str, nearest: str | None, known: list[str]) -> None:
        meant = f" Did you mean {nearest!r}?" if nearest else ""
        listed = ", ".join(known) if known else "none"
        super().__init__(f"There is no parameter {name!r}.{meant} Known are: {listed}.")
        self.name = name
        self.nearest = nearest


class DuplicateParameterError(ArchiveError):
    """A parameter that takes one value came several times."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The parameter {name!r} takes one value and was given several times.")
        self.name = name


class InvalidValueError(ArchiveError):
    """A parameter or field (`name`, in `where`) has a value that it cannot have."""

    def __init__(
        self, name: str, message: str, *, nearest: str | None = None, where: str = "query"
    ) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message
        self.nearest = nearest
        self.where = where


class NotAcceptableError(ArchiveError):
    """The answer does not exist in the format asked for; `known` are those that it has."""

    def __init__(self, asked: str, known: list[str]) -> None:
        super().__init__(
            f"The answer does not exist as {asked!r}. It exists as: {', '.join(known)}."
        )
        self.known = known


class UnsupportedMediaTypeError(ArchiveError):
    """A body of a type that the operation does not read."""

    def __init__(self, given: str, known: list[str]) -> None:
        said = f"A body of type {given!r} is not read here" if given else "The body has no type"
        super().__init__(f"{said}; send it as `Content-Type: {' or '.join(known)}`.")


class UploadTooLargeError(ArchiveError):
    """An upload has more bytes than the archive takes."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(
            f"The upload is larger than {max_bytes:,} bytes (ONRECORD_MAX_UPLOAD_BYTES)."
        )


class UploadTooSlowError(ArchiveError):
    """An upload does not arrive."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The upload arrives too slowly: nothing more within {seconds:g} seconds.")


class UploadCutOffError(ArchiveError):
    """The sender of an upload went away before its end."""

    def __init__(self) -> None:
        super().__init__("The body ended before its end.")


class UnsupportedCodingError(ArchiveError):
    """A compressed body: none is unpacked here."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"A body with `Content-Encoding: {given}` is not unpacked here; send it as it is."
        )


class UnauthorizedError(ArchiveError):
    """A key is needed, or the one that was sent is not valid."""


class ForbiddenError(ArchiveError):
    """The caller may not do this."""


class ConflictError(ArchiveError):
    """The request does not fit the present state."""
