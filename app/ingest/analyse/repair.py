"""Text as it was scraped -> text as it was written: mojibake, entities, invisible and broken characters."""

from __future__ import annotations

import html
import re
import unicodedata

from ftfy import fix_encoding
from ftfy.badness import is_bad

# ftfy looks at a text as a whole and again after each repair: pieces bound its time.
_MAX_PIECE = 2_000
_LINE_END = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# A cheap sieve before ftfy's exact test: a byte that begins a character in UTF-8 and one that goes on
# with it, both read in a one-byte encoding (Windows 1252 and 1251, Mac Roman, DOS).
_MAYBE_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4\u0102\u0110\u0393\u0420\u0421\u00d0\u00d1\u00d8\u00d9]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u0402-\u040f\u0451-\u045f"
    "\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122\u00c7\u00c9]|[\u221a\u201a][\u00a0-\u00ff]|[\u252c\u251c][^\\s\u2500-\u257f]"
)
# Only entities that end in a semicolon: "?a=1&copy=2" is an address, not a copyright sign.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# A soft hyphen at a line's end is where the word was broken.
_SOFT_HYPHEN = re.compile("\u00ad(?:[ \t]*\n[ \t]*)?")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]"
)
# Joiners are spelling in Persian and in the scripts of India, and noise between other letters.
_JOINER = re.compile("(?<![\u0600-\u06ff\u0750-\u0dff\u1000-\u109f\u1780-\u17ff])[\u200c\u200d]")
_EMOJI = re.compile("(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
# What composition can change at all.
_MAY_COMPOSE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0900-\u109f\u1100-\u11ff"
    "\u1ab0-\u1aff\u1dc0-\u1fff\u20d0-\u20ff\u2126\u212a\u212b\u3099\u309a\uf900-\ufaff\ufe20-\ufe2f]"
)
_ABOVE_LATIN = re.compile("[\x00-\u02ff]?[\u0300-\U0010ffff]{1,200}")


def repair(text: str) -> str:
    """Undoes what encodings and markup did to a text; its words and paragraphs stay as they are.

    Lines end in `\\n`; NFC; no-break and other spaces are plain ones; soft hyphens, zero-width and
    control characters are gone; entities are characters. Idempotent on ordinary text; linear time.
    """
    if "&" in text and ";" in text:
        text = _unescape(_unescape(text))
    if not text.isascii():
        # Before anything else: no-break spaces and control characters are parts of mojibake.
        text = _repair_encoding(text)
    text = _LINE_END.sub("\n", text.replace("\r\n", "\n"))
    if not text.isascii():
        text = _SPACE.sub(" ", text)
        text = _SOFT_HYPHEN.sub("", text)
        text = _without_joiners(text)
        if _MAY_COMPOSE.search(text):
            text = _ABOVE_LATIN.sub(_compose, text)
    return _INVISIBLE.sub("", text)


def _unescape(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity.group()), text)


def _repair_encoding(text: str) -> str:
    if not _MAYBE_MOJIBAKE.search(text):
        return text
    return "\n".join(_repair_line(line) for line in text.split("\n"))


def _repair_line(line: str) -> str:
    pieces = [line[start : start + _MAX_PIECE] for start in range(0, len(line), _MAX_PIECE)]
    return "".join(map(_repair_piece, pieces))


def _repair_piece(piece: str) -> str:
    if piece.isascii() or not _MAYBE_MOJIBAKE.search(piece) or not is_bad(piece):
        return piece
    return fix_encoding(piece)


def _without_joiners(text: str) -> str:
    if "\u200c" not in text and "\u200d" not in text:
        return text
    kept = _EMOJI.sub("\ue000", text)
    return _JOINER.sub("", kept).replace("\ue000", "\u200d")


def _compose(run: re.Match[str]) -> str:
    # In short runs: the sorting of combining marks takes the square of a run's length.
    return unicodedata.normalize("NFC", run.group())
