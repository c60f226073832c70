"""What every peer does alike: documents `{id, text}` from standard input, quotations to standard output.

Runs under the peers' interpreter, so it imports nothing of the application. The first line written
names the system; each line after it is one document's `{id, seconds, quotes, remark}`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import spacy

Json = dict[str, Any]  # Any: documents are JSON

# The first text costs a model's lazy parts; it is no part of a measurement.
WARM_UP = "“It will rain,” said Ann Lee, the mayor. She added: “We are ready for it.”"
# Better models first; a package may carry a further word after the model's name.
ENGLISH_MODELS = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")


@dataclass(slots=True)
class Found:
    """The quotations of one text; `remark` says what was out of the ordinary, in words to count."""

    quotes: list[Json] = field(default_factory=list)
    remark: str | None = None


def english_model() -> str:
    """The best of spaCy's general English models that are installed; raises OSError without one."""
    installed = sorted(spacy.util.get_installed_models())
    for wanted in ENGLISH_MODELS:
        for name in installed:
            if name.startswith(wanted):
                return name
    raise OSError("no English model of spaCy is installed")


def describe_model(name: str) -> str:
    """A model with its version, and spaCy's."""
    return f"{name} {spacy.info(name)['version']} on spaCy {spacy.__version__}"


def quotation(content: Any, speaker: list[Any], cue: list[Any]) -> Json:
    """A (speaker, cue, content) triple of spaCy's as a quotation with offsets; canonical is the mention."""
    start, end = speaker[0].idx, speaker[-1].idx + len(speaker[-1])
    speaker_text = content.doc.text[start:end]
    return {
        "start": content.start_char,
        "end": content.end_char,
        "segments": [[content.start_char, content.end_char]],
        "text": content.text,
        "speaker_text": speaker_text,
        "speaker_start": start,
        "speaker_end": end,
        "speaker_canonical": speaker_text,
        "cue": " ".join(token.text for token in cue),
    }


def answer(system: str, model: str, find: Callable[[str], Found]) -> None:
    """Answers every document of standard input; a document on which the system raises found nothing."""
    find_or_remark(find, WARM_UP)
    write({"system": system, "model": model})
    for line in sys.stdin:
        document = json.loads(line)
        started = time.process_time()
        found = find_or_remark(find, document["text"])
        seconds = time.process_time() - started
        write(
            {
                "id": document["id"],
                "seconds": seconds,
                "quotes": found.quotes,
                "remark": found.remark,
            }
        )


def find_or_remark(find: Callable[[str], Found], text: str) -> Found:
    """What the system finds, or the name of what it raised."""
    try:
        return find(text)
    except Exception as fault:  # noqa: BLE001 - whatever a peer raises is its result, and is counted
        return Found(remark=f"raised {type(fault).__name__}: nothing found")


def write(line: Json) -> None:
    """One line of JSON, at once."""
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    sys.stdout.flush()
