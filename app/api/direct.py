"""Runs the operations that take nothing but ids in their path and one model of query parameters without FastAPI's
solving of dependencies, which takes as long as finding the hits: declared and documented as all others are, read
from the address in one step."""

from __future__ import annotations

import time
import typing
from collections.abc import Callable, Coroutine
from functools import cache, partial
from inspect import iscoroutinefunction
from typing import Any

from fastapi import Request, Response
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams

from app.api.deps import ArchiveDep, archive_of
from app.api.parameters import is_list

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

# What took longer on the event loop was read from a slow disk, or there is too much of it: what comes after it goes
# to threads for so long.
_SLOW_SECONDS = 0.05
_WARY_SECONDS = 2.0

_ARCHIVE = typing.get_args(ArchiveDep)[1].dependency


def direct_handler(dependant: Dependant, *, is_quick: bool) -> Handler | None:
    """A handler that calls the operation's function in a thread, one that `is_quick` at once where the database
    is a local file and the model, if it has a say in it (`is_plain`), agrees; None for an operation that takes more than the request, the archive, parts of the path and
    one model. Raises RequestValidationError, as FastAPI does."""
    call, archive_name = dependant.call, _archive_name(dependant)
    if call is None or archive_name is None or not _is_read_from_address(dependant):
        return None
    model = _model_of(dependant)
    lists = {name for name, field in model.model_fields.items() if is_list(field.annotation)}
    asked_name = dependant.query_params[0].name if dependant.query_params else None
    request_name = dependant.request_param_name
    unasked = cache(partial(_read, model, lists, QueryParams()))
    wary_until = 0.0

    async def handle(request: Request) -> Response:
        nonlocal wary_until
        archive = archive_of(request)
        asked = None
        arguments: dict[str, Any] = {archive_name: archive}
        for field in dependant.path_params:
            arguments[field.name] = _valid(field, request.path_params[field.alias])
        if asked_name is not None:
            # Most of a model's time goes into its defaults; who asks for nothing gets one made before.
            if request.scope["query_string"]:
                asked = _read(model, lists, request.query_params)
            else:
                asked = unasked()
            arguments[asked_name] = asked
        if request_name is not None:
            arguments[request_name] = request
        response: Response
        started = time.monotonic()
        if started < wary_until or not (is_quick and archive.is_local and _is_plain(asked)):
            response = await run_in_threadpool(call, **arguments)
        else:
            response = call(**arguments)
            ended = time.monotonic()
            if ended - started > _SLOW_SECONDS:
                wary_until = ended + _WARY_SECONDS
        return response

    return handle


def _is_plain(asked: object) -> bool:
    says = getattr(asked, "is_plain", None)
    return says is None or bool(says())


def _is_read_from_address(dependant: Dependant) -> bool:
    others = (dependant.header_params, dependant.cookie_params, dependant.body_params)
    is_one_model = issubclass(_model_of(dependant), BaseModel) and len(dependant.query_params) < 2
    return is_one_model and not any(others) and not iscoroutinefunction(dependant.call)


def _model_of(dependant: Dependant) -> Any:
    """What the only query parameter is of; one without fields where there is none."""
    if not dependant.query_params:
        return BaseModel
    annotation = dependant.query_params[0].field_info.annotation
    return annotation if isinstance(annotation, type) else object


def _valid(field: ModelField, given: str) -> Any:
    value, errors = field.validate(given, {}, loc=("path", field.alias))
    if errors:
        raise RequestValidationError(errors)
    return value


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
