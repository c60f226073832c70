"""Which methods each address takes: for OPTIONS, for `Allow`, for 405."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

_PARAMETER = re.compile(r"\\\{[^}]+\\\}")
# GET first, as people read them.
_ORDER = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


class MethodTable:
    """Filled once when all routes are known; empty until then."""

    def __init__(self) -> None:
        self._fixed: dict[str, tuple[str, ...]] = {}
        self._patterns: list[tuple[re.Pattern[str], tuple[str, ...]]] = []

    def fill(self, paths: Mapping[str, Iterable[str]]) -> None:
        """Takes path templates with the methods that their operations have; HEAD comes with GET and
        OPTIONS with everything."""
        for path, methods in paths.items():
            allowed = _complete(methods)
            if "{" in path:
                pattern = _PARAMETER.sub("[^/]+", re.escape(path))
                self._patterns.append((re.compile(pattern), allowed))
            else:
                self._fixed[path] = allowed

    def is_fixed(self, path: str) -> bool:
        """Whether a path is an address of its own, without an id in it."""
        return path in self._fixed

    def allowed(self, path: str) -> tuple[str, ...]:
        """The methods of a path; none where there is no such path."""
        if path in self._fixed:
            return self._fixed[path]
        for pattern, allowed in self._patterns:
            if pattern.fullmatch(path):
                return allowed
        return ()


def _complete(methods: Iterable[str]) -> tuple[str, ...]:
    found = {method.upper() for method in methods} | {"OPTIONS"}
    if "GET" in found:
        found.add("HEAD")
    return tuple(method for method in _ORDER if method in found)


def methods_by_path(routes: Iterable[BaseRoute]) -> dict[str, set[str]]:
    """The methods of each path template, from the routes: the specification, which takes half a second to
    make, is left to who asks for it."""
    found: dict[str, set[str]] = {}
    for route in routes:
        if isinstance(route, APIRoute):
            found.setdefault(route.path, set()).update(route.methods or ())
    return found
