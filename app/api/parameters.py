"""Query parameters are strict: an unknown or doubled one is refused by name."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from types import UnionType
from typing import Any

from fastapi.dependencies.models import Dependant
from pydantic import BaseModel
from starlette.datastructures import QueryParams

from app.api.problems.errors import DuplicateParameterError, UnknownParameterError
from app.api.problems.nearest import nearest_name


class ParameterTable:
    """The query parameters of one operation: name -> whether it may be repeated."""

    def __init__(self, repeatable_by_name: dict[str, bool]) -> None:
        self._repeatable = repeatable_by_name

    def check(self, given: QueryParams) -> None:
        """Raises UnknownParameterError or DuplicateParameterError for the first that does not fit."""
        seen: set[str] = set()
        for name, _ in given.multi_items():
            if name not in self._repeatable:
                known = sorted(self._repeatable)
                raise UnknownParameterError(name[:100], nearest_name(name, known), known)
            if name in seen and not self._repeatable[name]:
                raise DuplicateParameterError(name)
            seen.add(name)


def parameter_table(dependant: Dependant, *, extra: Iterable[str] = ()) -> ParameterTable:
    """Reads the table off an operation's signature, its dependencies included."""
    repeatable: dict[str, bool] = dict.fromkeys(extra, False)
    for field in _query_fields(dependant):
        annotation = field.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            for name, inner in annotation.model_fields.items():
                repeatable[inner.alias or name] = is_list(inner.annotation)
        else:
            repeatable[field.alias] = is_list(annotation)
    return ParameterTable(repeatable)


def _query_fields(dependant: Dependant) -> Iterable[Any]:
    yield from dependant.query_params
    for dependency in dependant.dependencies:
        yield from _query_fields(dependency)


def is_list(annotation: Any) -> bool:
    """Whether a parameter of this type may be repeated."""
    origin = typing.get_origin(annotation)
    if origin in {typing.Union, UnionType, typing.Annotated}:
        return any(is_list(part) for part in typing.get_args(annotation))
    return origin in {list, tuple, set, frozenset}
