"""Query parameters are strict: an unknown or doubled one is refused by name, a number by how it is written."""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterable
from types import UnionType
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.datastructures import QueryParams

from app.api.problems.errors import DuplicateParameterError, UnknownParameterError
from app.api.problems.nearest import nearest_name

# Python also reads "1_0", " 10", "１０" and "inf" as numbers; who writes so has made a mistake.
_SIGNS_OF_NUMBERS = frozenset("0123456789+-.eE")


class ParameterTable:
    """The query parameters of one operation: name -> whether it may be repeated; which are numbers."""

    def __init__(self, repeatable_by_name: dict[str, bool], numbers: Collection[str]) -> None:
        self._repeatable, self._numbers = repeatable_by_name, numbers

    def check(self, given: QueryParams) -> None:
        """Raises UnknownParameterError, DuplicateParameterError or, for a number written as none is,
        RequestValidationError for the first that does not fit."""
        seen: set[str] = set()
        for name, value in given.multi_items():
            if name not in self._repeatable:
                known = sorted(self._repeatable)
                raise UnknownParameterError(name[:100], nearest_name(name, known), known)
            if name in seen and not self._repeatable[name]:
                raise DuplicateParameterError(name)
            if name in self._numbers and not _SIGNS_OF_NUMBERS.issuperset(value):
                raise _no_number(name, value)
            seen.add(name)


def parameter_table(dependant: Dependant, *, extra: Iterable[str] = ()) -> ParameterTable:
    """Reads the table off an operation's signature, its dependencies included."""
    annotations: dict[str, Any] = dict.fromkeys(extra, str)
    for field in _query_fields(dependant):
        annotation = field.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            for name, inner in annotation.model_fields.items():
                annotations[inner.alias or name] = inner.annotation
        else:
            annotations[field.alias] = annotation
    return ParameterTable(
        {name: is_list(annotation) for name, annotation in annotations.items()},
        {name for name, annotation in annotations.items() if _is_number(annotation)},
    )


def _query_fields(dependant: Dependant) -> Iterable[Any]:
    yield from dependant.query_params
    for dependency in dependant.dependencies:
        yield from _query_fields(dependency)


def is_list(annotation: Any) -> bool:
    """Whether a parameter of this type may be repeated."""
    return any(
        typing.get_origin(part) in {list, tuple, set, frozenset} for part in _parts(annotation)
    )


def _is_number(annotation: Any) -> bool:
    return any(part is int or part is float for part in _parts(annotation))


def _parts(annotation: Any) -> Iterable[Any]:
    """The types that a type is one of."""
    if typing.get_origin(annotation) in {typing.Union, UnionType, typing.Annotated}:
        for part in typing.get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


def _no_number(name: str, value: str) -> RequestValidationError:
    return RequestValidationError([{
        "type": "number_parsing", "loc": ("query", name), "input": value,
        "msg": "Input should be a number in plain figures",
    }])  # fmt: skip
