"""A repaired scrape as lines: white space, list marks and markup taken off, with what they showed kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

_BULLET = re.compile(r"^[*•·▪◦‣●○■□►▶▸→›»+]\s*(?=[^\s*])|^[-–—]\s+(?=\S)")
_HEADING = re.compile(r"^#{1,6}\s+(?=\S)|^(?==+ .* =+$)=+\s+")
_QUOTED = re.compile(r"^>\s+(?=[^>\s])")
_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]|[a-z][)])\s+(?=\S)")
# A whole line in italics: bylines and notes in Markdown.
_ITALIC = re.compile(r"^([*_])(?=[^\s*_])([^*_]{1,300})(?<=\S)\1$")
# A dash that opens what somebody says, as most languages but English write it.
_SPEECH = re.compile(r"^[–—] (?=\S)")
_MIN_SPEECH_WORDS = 4
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\((?:https?:|/|#)[^()\s]{0,500}\)")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।](?:[\"”’»“›)\]']|\[\d+\])*(?:\s\(?[A-Z]{2,8}\)?)?$")
_SENTENCE_ENDS = re.compile(r"[^\s.][.!?…。！？؟।](?:[\"”’»“›)\]'])*(?=\s|$)|[。！？।]")
_AROUND = ".,;:!?…\"“”„‘’'«»‹›()[]*_|"
# Scripts that write no spaces between words: two letters count as a word.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
# Words that tell topics apart are longer than these; their beginnings stand for their forms.
_MIN_LETTERS = 5
_STEM = 7


class Mark(StrEnum):
    """What stood before a line's text."""

    NONE = ""
    BULLET = "bullet"
    HEADING = "heading"
    QUOTED = "quoted"
    NUMBERED = "numbered"


@dataclass(slots=True)
class Line:
    """One line of a scrape. `source` is it as found, `text` the cleaned words; `n_words` counts them
    (two letters a word where a script has no spaces); `n_blanks` are the blank lines before it."""

    source: str
    text: str
    mark: Mark = Mark.NONE
    n_blanks: int = 0
    is_indented: bool = False
    n_words: int = field(init=False)
    ends_sentence: bool = field(init=False)
    words: list[str] = field(init=False)
    # Lower case, without punctuation at the ends.
    plain_words: list[str] = field(init=False)
    # What the rules of `chrome` said, looked up once: (rule, section).
    verdicts: tuple[str | None, str | None] | None = field(init=False, default=None)
    _stems: frozenset[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.words = self.text.split()
        self.plain_words = self.text.lower().split()
        if not self.text.isalpha():
            self.plain_words = [word.strip(_AROUND) for word in self.plain_words]
        self.n_words = len(self.words)
        if not self.text.isascii() and (n_letters := len(_UNSPACED.findall(self.text))) > 4:
            self.n_words = max(self.n_words, n_letters // 2)
        self.ends_sentence = bool(_SENTENCE_END.search(self.text[-12:]))

    @property
    def is_sentence(self) -> bool:
        """Whether it reads as running text: long enough and ended as a sentence, or very long."""
        return (self.ends_sentence and self.n_words >= 8) or self.n_words >= 30

    @property
    def stems(self) -> frozenset[str]:
        """The longer words, cut to stems; pairs of letters where a script has no spaces."""
        if self._stems is None:
            words = {word[:_STEM] for word in self.plain_words if len(word) >= _MIN_LETTERS}
            if self.n_words > len(self.words):
                words |= {self.text[place : place + 2] for place in range(len(self.text) - 1)}
            self._stems = frozenset(words)
        return self._stems

    def count_sentences(self) -> int:
        """Its sentence ends."""
        return len(_SENTENCE_ENDS.findall(self.text))


def read_lines(text: str) -> list[Line]:
    """The lines that hold anything, in order."""
    is_markup = (
        "](" in text or "**" in text or "\\" in text or "\n#" in text or text.startswith("#")
    )
    lines = []
    n_blanks = 0
    for source in text.split("\n"):
        stripped = " ".join(source.split())
        if not stripped:
            n_blanks += 1
            continue
        mark, words = _without_mark(_ITALIC.sub(r"\2", stripped))
        if is_markup:
            words = _without_markup(words)
        if words.strip():
            line = Line(stripped, words, mark, n_blanks, source[:2] in ("  ", "\t"))
            lines.append(line)
            n_blanks = 0
    return lines


def _without_mark(text: str) -> tuple[Mark, str]:
    first = text[0]
    if first.isalpha() or _is_speech(text):
        return Mark.NONE, text
    if first.isdigit():
        return (Mark.NUMBERED if _NUMBERED.match(text) else Mark.NONE), text
    for mark, pattern in (
        (Mark.QUOTED, _QUOTED),
        (Mark.BULLET, _BULLET),
        (Mark.HEADING, _HEADING),
    ):
        if match := pattern.match(text):
            inner = text[match.end() :]
            heading = _HEADING.match(inner)
            if mark is Mark.BULLET and heading:
                return Mark.BULLET, inner[heading.end() :]
            return mark, inner
    return Mark.NONE, text


def _is_speech(text: str) -> bool:
    is_told = _SPEECH.match(text) is not None and _SENTENCE_END.search(text[-12:]) is not None
    return is_told and text.count(" ") > _MIN_SPEECH_WORDS


def _without_markup(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text)
