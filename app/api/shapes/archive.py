"""Shapes about the archive itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.api.shapes.envelope import Shape


class Health(Shape):
    """That it works."""

    status: Annotated[Literal["ok"], Field(description="Always `ok`; a problem otherwise.")]


class Release(Shape):
    """What runs here."""

    onrecord: Annotated[str, Field(description="Release.", examples=["0.1.0"])]
    python: Annotated[str, Field(description="Version of Python.", examples=["3.11.7"])]
    api: Annotated[str, Field(description="Version of this interface.", examples=["v1"])]
