"""Which blocks of a page stand apart from its article: another article below it, the readers' discussion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.ingest.analyse.webpage.blocks import Mark, Outline, TextBlock

ANOTHER_ARTICLE = "another article"
DISCUSSION = "reader comments"
_COMMENTS = int(Mark.COMMENTS)
_HEADLINES = ("h1", "h2")
# A page that scrolls on has a few more articles; one with more headlines is a list of them.
_MAX_HEADLINES = 40
# "Reply", "2 hours ago": what stands under each of several comments.
_MAX_LABEL_WORDS = 4
_MIN_LABELS = 2


def find_apart(outline: Outline, title_at: int, is_running: list[bool]) -> dict[int, str]:
    """The reason by position of blocks that are not the article under the headline at `title_at`.

    1. An element after the one that holds headline and text, of the same kind, with a headline of the
    same level and text of its own: pages that go on with the next article. 2. An element named for
    comments that follows text under the headline and repeats short labels.
    """
    if title_at < 0:
        return {}
    page = _Page(outline, title_at, is_running)
    reasons = dict.fromkeys(page.discussions(), DISCUSSION)
    reasons |= dict.fromkeys(page.other_articles(), ANOTHER_ARTICLE)
    if not reasons:
        return {}
    for number, container in enumerate(outline.containers):
        # Parents come before what they hold.
        if container.parent in reasons:
            reasons.setdefault(number, reasons[container.parent])
    return {
        position: reasons[block.container]
        for position, block in enumerate(outline.blocks)
        if block.container in reasons
    }


class _Page:
    def __init__(self, outline: Outline, title_at: int, is_running: list[bool]) -> None:
        self.outline = outline
        self.title_at = title_at
        self.is_running = is_running
        self.around_title = list(_chain(outline, outline.blocks[title_at].container))
        self.with_text: set[int] = set()
        for position in range(title_at + 1, len(outline.blocks)):
            if is_running[position]:
                for number in _chain(outline, outline.blocks[position].container):
                    if number in self.with_text:
                        break
                    self.with_text.add(number)

    def other_articles(self) -> Iterator[int]:
        blocks = self.outline.blocks
        tag = blocks[self.title_at].tag
        headlines = [block for block in blocks[self.title_at + 1 :] if block.tag == tag]
        if tag in _HEADLINES and len(headlines) <= _MAX_HEADLINES:
            for headline in headlines:
                yield from self._as_own_article(headline)

    def _as_own_article(self, headline: TextBlock) -> Iterator[int]:
        """The element around another headline that is a sibling of the one around this page's."""
        shared = set(self.around_title)
        own = [
            number for number in _chain(self.outline, headline.container) if number not in shared
        ]
        if not own:
            return
        theirs = own[-1]
        parent = self.outline.containers[theirs].parent
        place = self.around_title.index(parent) if parent in shared else 0
        if place == 0:
            return
        ours = self.around_title[place - 1]
        kinds = [self.outline.containers[number].signature for number in (ours, theirs)]
        if kinds[0] == kinds[1] and {ours, theirs} <= self.with_text:
            yield theirs

    def discussions(self) -> Iterator[int]:
        blocks = self.outline.blocks
        labels: dict[int, Counter[str]] = {}
        is_told = False
        for position in range(self.title_at + 1, len(blocks)):
            block = blocks[position]
            for number in block.marked:
                if self._is_discussion(number) and (is_told or number in labels):
                    if len(block.text.split()) <= _MAX_LABEL_WORDS:
                        labels.setdefault(number, Counter())[block.text] += 1
                    else:
                        labels.setdefault(number, Counter())
            is_told = is_told or self.is_running[position]
        for number, counts in labels.items():
            if number in self.with_text and max(counts.values(), default=0) >= _MIN_LABELS:
                yield number

    def _is_discussion(self, number: int) -> bool:
        container = self.outline.containers[number]
        return bool(container.mark & _COMMENTS) and number not in self.around_title


def _chain(outline: Outline, number: int) -> Iterator[int]:
    """The numbers of an element and of those around it, innermost first."""
    while number >= 0:
        yield number
        number = outline.containers[number].parent
