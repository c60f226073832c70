"""Which format an answer has: `?format=` first, then `Accept`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from app.api.problems.errors import NotAcceptableError


class Format(StrEnum):
    """The formats by the name that `?format=` takes."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"
    ATOM = "atom"
    JSON_FEED = "jsonfeed"
    JSON_LD = "jsonld"
    BIBTEX = "bibtex"
    TEXT = "text"
    MARKDOWN = "markdown"


MEDIA_TYPES = {
    Format.JSON: "application/json",
    Format.NDJSON: "application/x-ndjson",
    Format.CSV: "text/csv",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.ATOM: "application/atom+xml",
    Format.JSON_FEED: "application/feed+json",
    Format.JSON_LD: "application/ld+json",
    Format.BIBTEX: "application/x-bibtex",
    Format.TEXT: "text/plain",
    Format.MARKDOWN: "text/markdown",
}
# Other names under which the same formats are asked for.
_ALIASES = {
    "application/problem+json": Format.JSON,
    "application/ndjson": Format.NDJSON,
    "application/jsonl": Format.NDJSON,
    "application/x-jsonlines": Format.NDJSON,
    "text/x-bibtex": Format.BIBTEX,
}
_FORMAT_BY_TYPE = {media_type: form for form, media_type in MEDIA_TYPES.items()} | _ALIASES


def choose_format(asked: str | None, accept: str | None, offered: Sequence[Format]) -> Format:
    """The format of an answer that exists in those `offered`, the first being the default; an
    operation that offers none has an answer of its own kind.

    Raises NotAcceptableError with the list of what is offered.
    """
    if not offered:
        return Format.JSON
    if asked is not None:
        if asked in {form.value for form in offered}:
            return Format(asked)
        raise NotAcceptableError(asked, [form.value for form in offered])
    if not accept or accept == "*/*":
        return offered[0]
    return _best(accept, offered)


def _best(accept: str, offered: Sequence[Format]) -> Format:
    ranked: list[tuple[float, int, Format]] = []
    for place, part in enumerate(accept.lower().split(",")[:50]):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        form = _matching(media_range, offered)
        if form is not None and (weight := _weight(parameters)) > 0:
            # A named type goes before a wildcard of the same weight.
            ranked.append((weight - 0.0001 * media_range.count("*"), -place, form))
    if not ranked:
        known = [f"{form.value} ({MEDIA_TYPES[form]})" for form in offered]
        raise NotAcceptableError(accept[:200], known)
    return max(ranked)[2]


def _matching(media_range: str, offered: Sequence[Format]) -> Format | None:
    if media_range in {"*/*", "*"}:
        return offered[0]
    if media_range.endswith("/*"):
        family = media_range[:-1]
        return next((form for form in offered if MEDIA_TYPES[form].startswith(family)), None)
    form = _FORMAT_BY_TYPE.get(media_range)
    return form if form in offered else None


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
