"""What speaks for and against each block of a page being article text, as named numbers from 0 to 1."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from app.ingest.analyse.service_words import count_service_words
from app.ingest.analyse.webpage.apart import find_apart
from app.ingest.analyse.webpage.blocks import Mark, Outline, TextBlock
from app.ingest.analyse.webpage.wording import wording_of
from app.records import BlockKind
from app.text.folding import fold

# Running text: at least this many words, or characters where words are not set apart.
_RUNNING_WORDS = 12
_RUNNING_CHARACTERS = 90
# A mark on an element that holds this share of the article is no mark on the article.
_WRAPS_CORE = 0.35
_WRAPS_PAGE = 0.5
_MIN_STATED_BODY = 400
# Characters times blocks; news pages have less than a twentieth of it.
_MAX_SEARCH = 1_000_000_000
_MIN_UNIQUE_CHARACTERS = 25
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।][\"”»’')\]]*$")
_ELLIPSIS = ("...", "…")
_MAX_LABEL_WORDS = 4
_MAX_SERVICE_WORDS = 40
_WORD = re.compile(r"\w+")

Evidence = dict[str, float]
Key = TypeVar("Key", int, str)
_EMBED = int(Mark.EMBED)
_MARKS = [(int(mark), f"mark {mark.name}") for mark in Mark if mark]


@dataclass(frozen=True, slots=True)
class Opinions:
    """What others say is the article: a second extractor's lines, JSON-LD's articleBody, the title."""

    second: str
    stated_body: str | None
    title: str | None


class PageEvidence:
    """Evidence for every block of one page; `core` are the blocks that are article text for sure, `apart`
    those that are another article's or a discussion's for sure, with the reason."""

    def __init__(self, outline: Outline, opinions: Opinions) -> None:
        self.outline = outline
        self.blocks = outline.blocks
        self._title = fold(opinions.title or "")
        self._keys = [compact(block) for block in self.blocks]
        self._repeats = Counter(self._keys)
        self._lines = {"".join(line.split()) for line in opinions.second.split("\n")}
        joined = "".join(opinions.second.split())
        # Searching a long text for each of many blocks would take minutes: whole lines must do.
        self._joined = joined if len(joined) * len(self.blocks) < _MAX_SEARCH else ""
        self.seconded = [self._is_seconded(key) for key in self._keys]
        self.words = [_count_words(block.text) for block in self.blocks]
        self.is_running = [
            _is_running(block, words) for block, words in zip(self.blocks, self.words, strict=True)
        ]
        self._stated = self._usable_stated_body(opinions.stated_body)
        self.core = self._find_core()
        self._title_at = self._find_title()
        self.apart = find_apart(outline, self._title_at, self.is_running)
        self.core = [position for position in self.core if position not in self.apart] or self.core
        self._lengths_in: dict[int, int] = {}
        self._linked_in: dict[int, int] = {}
        self._weigh_containers()

    def of_block(self, position: int) -> Evidence | None:
        """The evidence for one block; None where it is a short link that nobody else kept."""
        block = self.blocks[position]
        length = len(block.text)
        linked = min(1.0, block.link_characters / length)
        seconded = self.seconded[position]
        if linked > 0.85 and not seconded and self.words[position] < _RUNNING_WORDS:
            return None
        found: Evidence = {"always": 1.0}
        self._add_form(found, position, linked)
        self._add_marks(found, block)
        self._add_place(found, position)
        self._add_neighbours(found, position)
        self._add_opinions(found, position)
        return found

    def marks_of(self, block: TextBlock) -> int:
        """The marks of the elements around a block, those that wrap the whole article left out."""
        marks = 0
        for number in block.marked:
            marks |= self._effective_mark(number)
        return marks

    def _effective_mark(self, number: int) -> int:
        is_wrapper = (
            self._core_under.get(number, 0) >= _WRAPS_CORE * self._core_length
            or self._running_under.get(number, 0) >= _WRAPS_PAGE * self._running_length
        )
        return 0 if is_wrapper else self.outline.containers[number].mark

    def _is_seconded(self, key: str) -> bool:
        if key in self._lines:
            return True
        if len(key) < _MIN_UNIQUE_CHARACTERS:
            return False
        if key in self._joined:
            return True
        # A word lost inside (ruby, a soft hyphen) must not hide a whole paragraph.
        return len(key) >= 70 and (key[:35] in self._joined or key[-35:] in self._joined)

    def _usable_stated_body(self, body: str | None) -> str:
        """JSON-LD's articleBody, compact; empty where it is cut short or not this page's text."""
        key = "".join((body or "").split())
        is_too_long = len(key) * len(self.blocks) > _MAX_SEARCH
        if len(key) < _MIN_STATED_BODY or key.endswith(_ELLIPSIS) or is_too_long:
            return ""
        shared = sum(
            len(own)
            for own, running in zip(self._keys, self.is_running, strict=True)
            if running and own in key
        )
        return key if shared >= 0.5 * len(key) else ""

    def _find_core(self) -> list[int]:
        everything = range(len(self.blocks))
        core = [i for i in everything if self.seconded[i] and self.is_running[i]]
        running = sum(len(block.text) for i, block in enumerate(self.blocks) if self.is_running[i])
        if sum(len(self.blocks[i].text) for i in core) < 0.04 * running:
            core = [i for i in everything if self.is_running[i]]
        return core or [i for i in everything if self.seconded[i]] or [0]

    def _find_title(self) -> int:
        """The last block that is the headline and stands before the text or at its start; -1 without."""
        if self._title:
            for position in range(min(self.core[0] + 3, len(self.blocks)) - 1, -1, -1):
                if fold(self.blocks[position].text) == self._title:
                    return position
        return -1

    def _weigh_containers(self) -> None:
        containers = self.outline.containers
        self._core_under: dict[int, int] = {}
        self._running_under: dict[int, int] = {}
        self._core_in: dict[int, int] = {}
        self._core_in_parent: dict[int, int] = {}
        self._core_in_kind: dict[str, int] = {}
        self._core_length = self._running_length = 1
        for position in self.core:
            block = self.blocks[position]
            length = len(block.text)
            self._core_length += length
            self._add_upwards(self._core_under, block.container, length)
            parent = containers[block.container].parent
            grandparent = containers[parent].parent if parent >= 0 else -1
            _add(self._core_in, parent, length)
            _add(self._core_in_parent, grandparent, length)
            _add(self._core_in_kind, self._kind(parent), length)
        for position, block in enumerate(self.blocks):
            if self.is_running[position]:
                self._running_length += len(block.text)
                self._add_upwards(self._running_under, block.container, len(block.text))

    def _add_upwards(self, sums: dict[int, int], number: int, length: int) -> None:
        while number >= 0:
            _add(sums, number, length)
            number = self.outline.containers[number].parent

    def _kind(self, number: int) -> str:
        return self.outline.containers[number].signature if number >= 0 else ""

    def _add_form(self, found: Evidence, position: int, linked: float) -> None:
        block, words = self.blocks[position], self.words[position]
        ends = _ENDS_SENTENCE.search(block.text) is not None
        found["length"] = min(1.5, math.log1p(words) / 4)
        found["linked"] = linked
        _set(
            found,
            ("link only", linked > 0.85),
            ("link only paragraph", linked > 0.85 and block.tag == "p" and not ends),
            ("link in capitals", linked > 0.85 and words > 3 and block.text.isupper()),
            ("short link", linked > 0.6 and words < 25),
            ("links in a row", linked > 0.6 and " | " in block.text and block.tag != "tr"),
            ("bold", block.bold_characters > 0.8 * len(block.text)),
            ("few words", words < 5),
            ("sentence", ends),
            ("long sentence", ends and words >= 10),
            ("fragment", not ends and words < 12),
            ("running", self.is_running[position]),
            ("within list", block.kind is BlockKind.LIST_ITEM and block.tag != "li"),
        )
        found[_TAG_NAMES.get(block.tag, "other tag")] = 1.0
        for name in wording_of(block.text, words):
            found[name] = 1.0
        if words <= _MAX_SERVICE_WORDS:
            n_service = count_service_words(_WORD.findall(block.text.lower()), block.text)
            found["service words"] = min(1.0, n_service / 2)
            found["service share"] = min(1.0, 2 * n_service / words)
        if "points elsewhere" in found and (linked > 0.3 or words < 5):
            found["link elsewhere"] = 1.0

    def _add_marks(self, found: Evidence, block: TextBlock) -> None:
        marks = self.marks_of(block)
        if marks:
            found["marked"] = 1.0
            for mark, name in _MARKS:
                if marks & mark:
                    found[name] = 1.0
            if marks & _EMBED and any(
                self._kind(number).startswith("blockquote") for number in block.marked
            ):
                found["quoted post"] = 1.0

    def _add_place(self, found: Evidence, position: int) -> None:
        block = self.blocks[position]
        parent = self.outline.containers[block.container].parent
        grandparent = self.outline.containers[parent].parent if parent >= 0 else -1
        share = self._core_in.get(parent, 0) / self._core_length
        near = self._core_in_parent.get(grandparent, 0) / self._core_length
        kind_share = self._core_in_kind.get(self._kind(parent), 0) / self._core_length
        first, last = self.core[0], self.core[-1]
        is_within = first <= position <= last
        is_seconded = self.seconded[position]
        found["share beside"] = share
        found["share in kind"] = kind_share
        _set(
            found,
            ("beside core", share > 0),
            ("beside most", share > 0.3),
            ("near most", max(share, near) > 0.3),
            ("before", position < first),
            ("far before", position < first - 4),
            ("after", position > last),
            ("far after", position > last + 4),
            ("within beside most", is_within and share > 0.3),
            ("within running", is_within and block.tag == "p" and self.is_running[position]),
            ("seconded beside", is_seconded and share > 0.2),
        )
        if is_seconded:
            found["seconded of kind"] = kind_share
        if block.kind is BlockKind.LIST_ITEM and first < position < last:
            self._add_list_place(found, position)

    def _add_list_place(self, found: Evidence, position: int) -> None:
        """A list within the article whose items are no links is as a rule part of it."""
        parent = self.outline.containers[self.blocks[position].container].parent
        if self._linked_share_in(parent) < 0.3:
            found["plain list within"] = 1.0

    def _linked_share_in(self, number: int) -> float:
        if not self._lengths_in:
            for block in self.blocks:
                parent = self.outline.containers[block.container].parent
                _add(self._lengths_in, parent, len(block.text))
                _add(self._linked_in, parent, block.link_characters)
        return self._linked_in.get(number, 0) / max(1, self._lengths_in.get(number, 0))

    def _add_neighbours(self, found: Evidence, position: int) -> None:
        around = (
            self.seconded[max(0, position - 3) : position]
            + self.seconded[position + 1 : position + 4]
        )
        if any(around):
            found["neighbours seconded"] = sum(around) / 6
        is_heading = _TAG_NAMES.get(self.blocks[position].tag) == "heading"
        if position + 1 < len(self.blocks):
            if self.is_running[position + 1] and self.seconded[position + 1]:
                found["before running"] = 1.0
                if is_heading:
                    found["heading of running"] = 1.0
            if _is_link(self.blocks[position + 1]):
                found["before link"] = 1.0
        if position:
            if _is_link(self.blocks[position - 1]):
                found["after link"] = 1.0
            if self.blocks[position - 1].text.endswith((":", "：")):
                found["after colon"] = 1.0

    def _add_opinions(self, found: Evidence, position: int) -> None:
        key = self._keys[position]
        if self._repeats[key] > 1 and self.words[position] <= _MAX_LABEL_WORDS:
            found["repeated label"] = 1.0
        if self.seconded[position]:
            found["seconded"] = 1.0
            if self.is_running[position]:
                found["seconded running"] = 1.0
        if self._stated:
            if len(key) > 12 and key in self._stated:
                found["in stated body"] = 1.0
            else:
                found["not in stated body"] = 1.0
        if position == self._title_at:
            found["is title"] = 1.0
        elif position < self._title_at:
            found["before title"] = 1.0


_TAG_NAMES = {
    "p": "paragraph",
    "li": "list item",
    "div": "division",
    "blockquote": "quote block",
    "figcaption": "caption",
    "h1": "first heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "tr": "table row",
    "td": "table cell",
    "section": "section",
    "article": "section",
    "main": "section",
}


def compact(block: TextBlock) -> str:
    """A block's text without white space, to be found in text that is laid out otherwise."""
    text = block.text
    if block.kind is BlockKind.TABLE_ROW:
        text = text.replace(" | ", "")
    return "".join(text.split())


def _is_link(block: TextBlock) -> bool:
    return block.link_characters > 0.8 * len(block.text)


def _is_running(block: TextBlock, words: int) -> bool:
    is_long = words >= _RUNNING_WORDS or len(block.text) > _RUNNING_CHARACTERS
    return is_long and block.link_characters < 0.5 * len(block.text)


def _count_words(text: str) -> int:
    # Chinese, Japanese and Thai do not set words apart: two characters to a word, roughly.
    return text.count(" ") + 1 if " " in text or text.isascii() else max(1, len(text) // 2)


def _set(found: Evidence, *named: tuple[str, bool]) -> None:
    for name, holds in named:
        if holds:
            found[name] = 1.0


def _add(sums: dict[Key, int], key: Key, length: int) -> None:
    sums[key] = sums.get(key, 0) + length
