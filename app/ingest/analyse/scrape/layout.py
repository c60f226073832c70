"""The lines of a scrape as they were meant: hard-wrapped ones joined, a text on one line taken apart."""

from __future__ import annotations

import itertools
import re

from app.ingest.analyse.scrape.one_line import take_apart

# Editors and mail wrap between these columns; longer lines are paragraphs of their own.
_NARROWEST, _WIDEST = 45, 132
_MIN_PAIRS = 4
# Of the neighbouring lines of a wrapped text at least this share break off in the middle of a sentence.
_BROKEN_SHARE = 0.35
# With few pairs to look at, nearly all of them have to.
_SURE_SHARE = 0.75
_LONG_LINE = 300
_MARK = re.compile(r"^\s*(?:[*•·▪◦‣●>#+]|[-–—]\s|\d{1,2}[.)]\s|\|)")
_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"”’»)\]]*$")
_HYPHEN_END = re.compile(r"([^\W\d_]{2,})-$")


def lay_out(text: str) -> str:
    """The same words with a line for each paragraph; unchanged where lines already are paragraphs."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    if len(filled) <= 3 and any(len(line) > _LONG_LINE for line in filled):
        return "\n".join(take_apart(line) for line in lines)
    width = _wrap_width(lines)
    return "\n".join(_join(lines, width)) if width else text


def is_one_line(text: str) -> bool:
    """Whether a text has lost its line breaks."""
    filled = [line for line in text.split("\n") if line.strip()]
    return 0 < len(filled) <= 3 and any(len(line) > _LONG_LINE for line in filled)


def _wrap_width(lines: list[str]) -> int:
    """The column that the lines are wrapped at, 0 where they are not."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if len(lengths) < 3:
        return 0
    # A few long lines (addresses, a heading that was not wrapped) do not count.
    width = lengths[int((len(lengths) - 1) * 0.97)]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    n_pairs = n_broken = n_begun = 0
    for line, following in itertools.pairwise(lines):
        first, second = line.rstrip(), following.strip()
        if not second or len(first) < width * 0.6:
            continue
        n_pairs += 1
        n_begun += second[0].islower()
        n_broken += not _SENTENCE_END.search(first[-6:]) and (
            second[0].islower() or _is_full(first, second, width)
        )
    share = _BROKEN_SHARE if n_pairs >= _MIN_PAIRS else _SURE_SHARE
    # A single pair has to go on in small letters.
    is_seen = n_pairs >= 2 or n_begun == 1
    return width if is_seen and n_broken >= n_pairs * share else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next line's first word had no room any more."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _join(lines: list[str], width: int) -> list[str]:
    joined: list[str] = []
    seen = set(re.findall(r"[^\W\d_]+", "\n".join(lines).lower()))
    last = ""  # the source line that the last joined one ends with
    for line in lines:
        stripped = line.strip()
        if last and stripped and _goes_on(last, line, width):
            joined[-1] = _joined_words(joined[-1], stripped, seen)
        else:
            joined.append(line.rstrip())
        last = line.rstrip()
    return joined


def _goes_on(line: str, following: str, width: int) -> bool:
    if _MARK.match(following):
        return False
    if _indent(following) > _indent(line) and not _MARK.match(line):
        return False
    first, second = line.rstrip(), following.strip()
    if _is_full(first, second, width):
        return True
    # Ragged wrapping: a line that stops early goes on where its sentence does.
    return len(first) > width * 0.7 and second[0].islower() and not _SENTENCE_END.search(first[-6:])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _joined_words(first: str, second: str, seen: set[str]) -> str:
    hyphen = _HYPHEN_END.search(first)
    if hyphen and second[0].islower():
        rest = re.match(r"[^\W\d_]+", second)
        whole = (hyphen.group(1) + (rest.group() if rest else "")).lower()
        # "govern-" + "ment" loses its hyphen where the text has the whole word elsewhere, or no such
        # word as the second part; "long-" + "term" keeps it.
        is_broken = whole in seen or (rest is not None and len(rest.group()) < 4)
        return (first[:-1] if is_broken else first) + second
    return f"{first} {second}"
