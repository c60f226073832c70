"""Publishers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.shapes.envelope import Shape


class Source(Shape):
    """A publisher with its coverage."""

    id: Annotated[str, Field(description="The publisher's id.", examples=["src_example"])]
    name: Annotated[str, Field(description="Its name.")]
    n_articles: Annotated[int, Field(ge=0, description="Its articles here.")]
    n_quotations: Annotated[int, Field(ge=0, description="Quotations in them.")]
    first_at: Annotated[datetime | None, Field(description="Date of the first.")] = None
    last_at: Annotated[datetime | None, Field(description="Date of the last.")] = None
