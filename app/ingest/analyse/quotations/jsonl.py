"""The JSON of `onrecord analyse quotations`: a stable, documented interface."""

from __future__ import annotations

import time
from typing import Any

from app.ingest.analyse.quotations.finding import find_quotations
from app.records import Mention, Quotation


def quotations_as_json(
    identifier: str, text: str, language: str | None = "en", *, title: str | None = None
) -> dict[str, Any]:  # Any: this is JSON
    """One output line for one input line; `seconds` is CPU time."""
    started = time.process_time()
    found = find_quotations(text, language, title=title)
    seconds = time.process_time() - started
    return {
        "id": identifier,
        "seconds": round(seconds, 6),
        "speakers_looked_for": found.speakers_looked_for,
        "read_to": found.read_to,
        "quotes": [_quotation_as_json(quotation) for quotation in found.quotations],
    }


def _quotation_as_json(quotation: Quotation) -> dict[str, Any]:  # Any: this is JSON
    speaker: Mention | None = quotation.speaker
    return {
        "start": quotation.start,
        "end": quotation.end,
        "segments": [[segment.start, segment.end] for segment in quotation.segments],
        "type": quotation.type.value,
        "text": quotation.text,
        "speaker_text": speaker.text if speaker else None,
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
        "speaker_canonical": speaker.canonical if speaker else None,
        "speaker_role": speaker.role if speaker else None,
        "cue": quotation.cue,
        "via": quotation.via.canonical if quotation.via else None,
        "rule": quotation.rule,
        "confidence": quotation.confidence,
        "is_pull_quote": quotation.is_pull_quote,
    }
