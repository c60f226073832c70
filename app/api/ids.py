"""The ids in addresses: one type for each noun."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path


def _id(noun: str, prefix: str) -> Any:
    return Path(max_length=100, description=f"The {noun}'s id.", examples=[f"{prefix}_example"])


ArticleId = Annotated[str, _id("article", "art")]
QuotationId = Annotated[str, _id("quotation", "quo")]
SpeakerId = Annotated[str, _id("speaker", "spk")]
StoryId = Annotated[str, _id("story", "sto")]
SourceId = Annotated[str, _id("publisher", "src")]
JobId = Annotated[str, _id("job", "job")]
CorrectionId = Annotated[str, _id("correction", "cor")]
