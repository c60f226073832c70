"""Annotated passages in tests/golden/passages/*.json into gold with offsets, as the quotation scorer reads it.

`python -m tests.golden.passages > gold.jsonl` writes one JSON document a line. The source names words, not
offsets, so that a passage can be edited by hand; README.md beside the passages describes it.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "passages"

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
# Opening mark -> the marks that close it. The low and the straight marks close in several ways; a
# translated text closes even with an opening mark.
CLOSING = {"“": "”“", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
# A single mark opens only after one of these, or at the start: in "isn’t" and "the boats’ nets" it does not.
BEFORE_OPENING = ' \n([—–-“"…'
DIRECT_SHARE = 0.95


class UnsoundPassageError(ValueError):
    """An annotation that its passage does not bear out."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One annotated passage: the source as written, and the gold computed from it."""

    id: str
    kind: str
    text: str
    quotes: tuple[dict[str, Any], ...]
    not_quotes: tuple[tuple[int, int], ...]
    people: dict[str, list[str]]

    def gold(self) -> dict[str, Any]:
        """The passage in the scorer's shape."""
        return {"id": self.id, "kind": self.kind, "text": self.text, "quotes": list(self.quotes)}


def load_passages(folder: Path = FOLDER) -> list[Passage]:
    """Every passage of the folder, files and passages in order; raises UnsoundPassageError."""
    return [
        resolve(source)
        for path in sorted(folder.glob("*.json"))
        for source in json.loads(path.read_text(encoding="utf-8"))
    ]


def resolve(source: dict[str, Any]) -> Passage:
    """Finds each annotated word of a passage in its text."""
    text = source["text"]
    try:
        return Passage(
            id=source["id"],
            kind=source["kind"],
            text=text,
            quotes=tuple(resolve_quote(text, quote) for quote in source["quotes"]),
            not_quotes=tuple(find_piece(text, piece) for piece in source.get("not_quotes", [])),
            people=source.get("people", {}),
        )
    except UnsoundPassageError as fault:
        raise UnsoundPassageError(f"{source['id']}: {fault}") from fault


def resolve_quote(text: str, quote: dict[str, Any]) -> dict[str, Any]:
    """One annotated quotation with its offsets."""
    pieces = quote.get("segments") or [{"text": quote["text"], "nth": quote.get("nth")}]
    segments = [find_piece(text, piece) for piece in pieces]
    speaker = quote.get("speaker")
    speaker_span = find(text, speaker, quote.get("speaker_nth")) if speaker else (None, None)
    kind = quote["canon_kind"]
    return {
        "start": segments[0][0],
        "end": segments[-1][1],
        "segments": [list(span) for span in segments],
        "text": " … ".join(text[start:end] for start, end in segments),
        "type": quote["type"],
        "form": quote.get("form", "marks"),
        "speaker_text": speaker,
        "speaker_start": speaker_span[0],
        "speaker_end": speaker_span[1],
        "speaker_canonical": quote.get("canonical"),
        # The scorer asks for no one person where the source is anonymous.
        "canon_kind": "other" if kind == "anonymous" else kind,
        "anonymous": kind == "anonymous",
        "speaker_role": quote.get("role"),
        "cue": quote.get("cue"),
        "via": quote.get("via"),
        "optional": bool(quote.get("optional")),
        # The scorer drops unmarked speech without a speech verb (an interview's answer) unless told so.
        "must": not quote.get("optional") and speaker is not None,
    }


def find_piece(text: str, piece: str | dict[str, Any]) -> tuple[int, int]:
    """A piece is its words, or {"text": words, "nth": which}, where they stand more than once."""
    if isinstance(piece, str):
        return find(text, piece, None)
    return find(text, piece["text"], piece.get("nth"))


def find(text: str, words: str, nth: int | None) -> tuple[int, int]:
    """The span of the nth occurrence (from 1) of whole words; `nth` is required when there are several."""
    starts = occurrences(text, words)
    if not starts:
        raise UnsoundPassageError(f"not in the text: {words!r}")
    if nth is None and len(starts) > 1:
        raise UnsoundPassageError(f"{len(starts)} times in the text, say which: {words!r}")
    if nth is not None and not 1 <= nth <= len(starts):
        raise UnsoundPassageError(f"no occurrence {nth} of {words!r}")
    start = starts[(nth or 1) - 1]
    return start, start + len(words)


def occurrences(text: str, words: str) -> list[int]:
    """Start of every occurrence that does not cut a word: "he" is not in "the"."""
    left = r"(?<!\w)" if words[:1].isalnum() else ""
    right = r"(?!\w)" if words[-1:].isalnum() else ""
    pattern = re.compile(f"(?={left}{re.escape(words)}{right})")
    return [found.start() for found in pattern.finditer(text)]


def quotation_type(text: str, segments: list[tuple[int, int]], form: str) -> str:
    """Direct, mixed or indirect, from the marks around the words; speech set off without marks is direct."""
    if form != "marks":
        return "direct"
    marked = marked_spans(text)
    inside = [
        any(start <= word.start() < end for start, end in marked)
        for left, right in segments
        for word in WORD.finditer(text, left, right)
    ]
    if not any(inside):
        return "indirect"
    return "direct" if sum(inside) / len(inside) >= DIRECT_SHARE else "mixed"


def marked_spans(text: str) -> list[tuple[int, int]]:
    """Outermost spans in quotation marks, double and single; an unclosed mark runs to its paragraph's end."""
    spans = []
    for paragraph in re.finditer(r"[^\n]+", text):
        at, end = paragraph.span()
        while at < end:
            closed = close(text, at, end) if text[at] in CLOSING else None
            if closed is not None:
                spans.append((at, closed))
            at = closed or at + 1
    return spans


def close(text: str, at: int, end: int) -> int | None:
    """Where the quotation that opens at `at` ends; None where the mark there opens nothing."""
    mark = text[at]
    single = mark in "‘'"
    if single and at > 0 and text[at - 1] not in BEFORE_OPENING:
        return None
    for place in range(at + 1, end):
        if text[place] in CLOSING[mark] and not (single and is_apostrophe(text, place)):
            return place + 1
    return None if single else end


def is_apostrophe(text: str, place: int) -> bool:
    """Whether the single mark at `place` stands within a word or is a plural's ("the boats’ nets")."""
    following = text[place + 1 : place + 3]
    if following[:1].isalnum():
        return True
    return text[place - 1] == "s" and following[:1] == " " and following[1:].islower()


def main() -> None:
    """Writes the gold of every passage to standard output."""
    for passage in load_passages():
        sys.stdout.write(json.dumps(passage.gold(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
