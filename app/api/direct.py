"""Runs the operations that take nothing but one model of query parameters without FastAPI's solving of
dependencies, which takes as long as finding the hits: declared and documented as all others are, read from
the address in one step."""

from __future__ import annotations

import typing
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams

from app.api.deps import ArchiveDep, archive_of
from app.api.parameters import is_list

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

_ARCHIVE = typing.get_args(ArchiveDep)[1].dependency


def direct_handler(dependant: Dependant) -> Handler | None:
    """A handler that calls the operation's function in a thread; None for an operation that takes more than
    the request, the archive and one model. Raises RequestValidationError, as FastAPI does."""
    model = _only_model(dependant)
    call, archive_name = dependant.call, _archive_name(dependant)
    if model is None or call is None or archive_name is None:
        return None
    asked_name = dependant.query_params[0].name
    request_name = dependant.request_param_name
    lists = {name for name, field in model.model_fields.items() if is_list(field.annotation)}

    async def handle(request: Request) -> Response:
        arguments: dict[str, Any] = {asked_name: _read(model, lists, request.query_params)}
        arguments[archive_name] = archive_of(request)
        if request_name is not None:
            arguments[request_name] = request
        response: Response = await run_in_threadpool(call, **arguments)
        return response

    return handle


def _only_model(dependant: Dependant) -> type[BaseModel] | None:
    others = (
        dependant.path_params, dependant.header_params, dependant.cookie_params, dependant.body_params
    )  # fmt: skip
    if any(others) or len(dependant.query_params) != 1:
        return None
    annotation = dependant.query_params[0].field_info.annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return None


def _archive_name(dependant: Dependant) -> str | None:
    if len(dependant.dependencies) != 1 or dependant.dependencies[0].call is not _ARCHIVE:
        return None
    return dependant.dependencies[0].name


def _read(model: type[BaseModel], lists: set[str], given: QueryParams) -> BaseModel:
    """The parameters as the model has them; those that it has not were refused before."""
    values: dict[str, Any] = {}
    for name, value in given.multi_items():
        if name in lists:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RequestValidationError(
            [{**one, "loc": ("query", *one["loc"])} for one in found]
        ) from error
