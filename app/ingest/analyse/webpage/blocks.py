"""A page's tree into blocks of text in document order, each with what its surroundings say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntFlag

from lxml.html import HtmlElement

from app.ingest.analyse.plain import plain
from app.records import BlockKind

# Python's own stack ends at 1,000 frames; deeper markup is read flat.
_MAX_RECURSION = 300
_MAX_BLOCKS = 30_000
_CACHED_NAMES = 20_000

_SKIPPED = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas", "audio",
        "video", "map", "select", "option", "input", "textarea", "button", "datalist", "progress", "head", "link",
        "meta", "title", "base", "source", "track", "img", "picture", "param", "area", "fencedframe", "frame",
        "frameset", "applet",
    }
)  # fmt: skip
_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span", "strike", "strong",
        "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "amp-link",
    }
)  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary"})


class Mark(IntFlag):
    """What an element's tag, class or id says of everything in it."""

    NONE = 0
    RELATED = 1
    PROMOTION = 2
    SHARING = 4
    COMMENTS = 8
    NAVIGATION = 16
    BYLINE = 32
    CAPTION = 64
    TAGS = 128
    ADVERT = 256
    HIDDEN = 512
    ASIDE = 1024
    HEADER = 2048
    FOOTER = 4096
    EMBED = 8192
    BOX = 16384
    FORM = 32768


@dataclass(slots=True)
class Container:
    """A block-level element with its parent's number (-1: the root) and its tag and class."""

    parent: int
    signature: str
    mark: int


@dataclass(slots=True)
class TextBlock:
    """A run of text between block-level borders. `link_characters` of it are in links; `container`
    is the number of the block-level element that holds it, `tag` that element's tag."""

    text: str
    kind: BlockKind
    tag: str
    container: int
    link_characters: int
    bold_characters: int
    marked: tuple[int, ...]


@dataclass(slots=True)
class Outline:
    """The blocks of a page and the elements that hold them."""

    blocks: list[TextBlock] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)


_MARKS_BY_CLASS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (int(mark), re.compile(pattern))
    for mark, pattern in (
        (Mark.RELATED, r"related|recommend|read-?(?:more|next|also)|also-?read|more-?(?:on|from|stories|news|articles|like)|teaser|trending|most-?(?:read|popular|viewed)|popular|latest|see-?also|you-?may|further|similar|upnext|up-next|next-article|linkbox|link-list|linklist|onward|mehr-zum|weitere|suggest|readers?-also|article-list|articlelist|post-list|news-list|story-list|card-list|carousel|collection"),
        (Mark.PROMOTION, r"newsletter|subscri|sign-?up|promo|donat|membership|paywall-(?:offer|message|box|barrier)|call-?to-?action|\bcta\b|callout|marketing|register|regwall|whatsapp|appstore|download-app|app-?banner|piano"),
        (Mark.SHARING, r"share|sharing|social|follow|toolbar|tool-bar|bookmark|(?:^|[\s_-])print(?:$|[\s_-])|reaction|rating|feedback|vote|like-button"),
        (Mark.COMMENTS, r"comment|disqus|respond|discussion|reply|forum|leserbrief|kommentare"),
        (Mark.NAVIGATION, r"(?:^|[\s_-])nav|navigation|menu|breadcrumb|pagination|pager|skip-?link|topbar|navbar|site-?header|masthead|ticker|weather|search"),
        (Mark.BYLINE, r"byline|author|(?:^|[\s_-])autor|writer|contributor|meta(?:$|[\s_-])|entry-meta|post-?meta|timestamp|date(?:$|[\s_-])|publish|reading-?time|read-?time|dateline"),
        (Mark.CAPTION, r"caption|credit|copyright|(?:^|[\s_-])legend|bildunterschrift|photo|image|picture|figure|gallery|slideshow|video|player|media(?:$|[\s_-])|thumb|bildquelle|attachment"),
        (Mark.TAGS, r"(?:^|[\s_-])tags?(?:$|[\s_-])|tag-?(?:list|cloud)|topics?(?:$|[\s_-])|keywords?|categor(?:y|ies)|kicker|eyebrow|label|rubric"),
        (Mark.ADVERT, r"(?:^|[\s_-])ads?(?:$|[\s_-])|advert|adsense|sponsor|outbrain|taboola|criteo|dfp|banner|affiliate|anzeige|werbung|publicidad|commercial"),
        (Mark.HIDDEN, r"(?:^|[\s_-])hidden(?:$|[\s_-])|sr-only|visually-?hidden|screen-?reader|invisible|display-none|d-none|is-hidden|offscreen|assistive|no-?js|tooltip|popup|modal|overlay|lightbox|dialog|cookie|consent|gdpr|privacy"),
        (Mark.ASIDE, r"sidebar|side-bar|aside|right-?(?:col|rail)|rail(?:$|[\s_-])|widget|complementary|secondary"),
        (Mark.FOOTER, r"footer|(?:^|[\s_-])foot(?:$|[\s_-])|colophon|impressum|disclaimer|disclosure|legal|article-end|end-of|after-?(?:content|article|post)|bottom"),
        (Mark.EMBED, r"embed|tweet|twitter|instagram|facebook|youtube|tiktok|iframe|external-?content|oembed|opta|infogram|datawrapper|chart|poll|quiz"),
        (Mark.BOX, r"infobox|info-?box|factbox|fact-?box|fact-?sheet|fakten|(?:^|[\s_-])box|inset|sidebox|boxout|panel|accordion|glossar|key-?points|highlights|takeaways|toc(?:$|[\s_-])|table-of-contents|inhaltsverzeichnis|explainer|background"),
    )
)  # fmt: skip
_HIDDEN = int(Mark.HIDDEN)
_MARK_BY_TAG: dict[str, int] = {
    "aside": int(Mark.ASIDE),
    "nav": int(Mark.NAVIGATION),
    "footer": int(Mark.FOOTER),
    "header": int(Mark.HEADER),
    "figure": int(Mark.CAPTION),
    "figcaption": int(Mark.CAPTION),
    "form": int(Mark.FORM),
    "dialog": _HIDDEN,
    "menu": int(Mark.NAVIGATION),
}
_PULL_QUOTE = re.compile(r"pull-?_?quote|quote-?box|blockquote--pull|zitat-?box", re.IGNORECASE)
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# A `br` among the pieces of a text; two in a row part paragraphs, as an empty line does.
_LINE_BREAK = "\v"
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n|\v\s*\v\s*")
# Where links and bold text begin and end among the pieces: no characters of any text.
_LINK_ENDS = ("\ufdd0", "\ufdd1")
_BOLD_ENDS = ("\ufdd2", "\ufdd3")
_LINKS = re.compile("\ufdd0([^\ufdd0\ufdd1]*)")
_BOLDS = re.compile("\ufdd2([^\ufdd2\ufdd3]*)")
_WITHOUT_ENDS = dict.fromkeys(range(0xFDD0, 0xFDD4))
# Lines of at most so many words before a text are its headline, byline or date.
_MAX_HEAD_WORDS = 14
_SENTENCE_END = re.compile(r"[.!?…:,;。！？][\"”’»)\]]*\s*$")
_marks_by_name: dict[str, int] = {}
_marks_by_token: dict[str, int] = {}


def read_outline(body: HtmlElement) -> Outline:
    """Reads the blocks of the page; elements that never hold text for readers are left out."""
    reader = _OutlineReader()
    reader.read(body)
    return reader.outline


class _OutlineReader:
    def __init__(self) -> None:
        self.outline = Outline()
        self._pieces: list[str] = []

    def read(self, body: HtmlElement) -> None:
        self._enter(body, -1, (), BlockKind.PARAGRAPH, 0)

    def _enter(
        self,
        element: HtmlElement,
        parent: int,
        marked: tuple[int, ...],
        kind: BlockKind,
        depth: int,
    ) -> None:
        containers = self.outline.containers
        number = len(containers)
        tag = str(element.tag)
        if tag == "tr" and self._read_row(element, number, parent, marked):
            return
        mark = _mark_of(element)
        if _PULL_QUOTE.search(element.get("class") or ""):
            kind = BlockKind.PULL_QUOTE
        containers.append(Container(parent, _signature(element), mark))
        if mark:
            marked = (*marked, number)
        self._inside(element, number, marked, _kind_of(tag, kind), depth)
        self._flush(tag, number, marked, _kind_of(tag, kind))

    def _read_row(
        self, row: HtmlElement, number: int, parent: int, marked: tuple[int, ...]
    ) -> bool:
        """A row of plain cells is one block; a row that lays out the page is read as its cells are."""
        if next(row.iterdescendants("p", "div", "table", "li"), None) is not None:
            return False
        cells = [plain(cell.text_content()) for cell in row]
        self.outline.containers.append(Container(parent, _signature(row), _mark_of(row)))
        text = plain(" | ".join(filter(None, cells)))
        if text:
            linked = sum(len(link.text_content()) for link in row.iterdescendants("a"))
            self.outline.blocks.append(
                TextBlock(text, BlockKind.TABLE_ROW, "tr", number, linked, 0, marked)
            )
        return True

    def _inside(
        self,
        element: HtmlElement,
        number: int,
        marked: tuple[int, ...],
        kind: BlockKind,
        depth: int,
    ) -> None:
        if element.text:
            self._pieces.append(element.text)
        if depth > _MAX_RECURSION:
            self._pieces.append(" ".join(child.text_content() for child in element))
            return
        for child in element:
            tag = child.tag
            if tag in _INLINE:
                self._inline(child, number, marked, kind, depth + 1)
            elif tag == "br":
                self._pieces.append(_LINE_BREAK)
            elif tag not in _SKIPPED and isinstance(tag, str):
                self._flush(str(element.tag), number, marked, kind)
                if len(self.outline.blocks) < _MAX_BLOCKS:
                    self._enter(child, number, marked, kind, depth + 1)
            if child.tail:
                self._pieces.append(child.tail)

    def _inline(
        self,
        element: HtmlElement,
        number: int,
        marked: tuple[int, ...],
        kind: BlockKind,
        depth: int,
    ) -> None:
        if len(element) == 0 and not element.text:
            return
        if _is_hidden(element):
            return
        before = len(self.outline.blocks), len(self._pieces)
        self._inside(element, number, marked, kind, depth)
        if before[0] == len(self.outline.blocks) and element.tag in ("a", "b", "strong"):
            opened, closed = _LINK_ENDS if element.tag == "a" else _BOLD_ENDS
            self._pieces.insert(before[1], opened)
            self._pieces.append(closed)

    def _flush(self, tag: str, number: int, marked: tuple[int, ...], kind: BlockKind) -> None:
        if not self._pieces:
            return
        joined = "".join(self._pieces)
        self._pieces = []
        if not joined or joined.isspace():
            return
        parts = [joined]
        if tag != "pre" and ("\n" in joined or _LINE_BREAK in joined):
            parts = [line for part in _PARAGRAPH_BREAK.split(joined) for line in _head_apart(part)]
        for part in parts:
            if text := plain(part.translate(_WITHOUT_ENDS)):
                linked, bold = _length_between(_LINKS, part), _length_between(_BOLDS, part)
                self.outline.blocks.append(TextBlock(text, kind, tag, number, linked, bold, marked))


def _length_between(ends: re.Pattern[str], part: str) -> int:
    return sum(map(len, ends.findall(part)))


def _head_apart(part: str) -> list[str]:
    """The short lines before a text, each by itself, and the text."""
    lines = part.split(_LINE_BREAK)
    n_head = 0
    for line in lines[:-1]:
        # A link goes on in a line as a rule; only the words of a menu would be taken apart.
        if (
            len(line.split()) > _MAX_HEAD_WORDS
            or _SENTENCE_END.search(line)
            or _LINK_ENDS[0] in part
        ):
            break
        n_head += 1
    return [*lines[:n_head], "\n".join(lines[n_head:])]


def _kind_of(tag: str, inherited: BlockKind) -> BlockKind:
    if tag in _HEADINGS:
        return BlockKind.SUBHEAD
    if tag in ("li", "dd", "dt"):
        return BlockKind.LIST_ITEM
    if tag in ("tr", "td", "th"):
        # Rows of data were read whole; cells that come here lay out the page.
        return BlockKind.PARAGRAPH
    return BlockKind.CAPTION if tag == "figcaption" else inherited


def _signature(element: HtmlElement) -> str:
    return f"{element.tag!s} {element.get('class') or ''}"


def _mark_of(element: HtmlElement) -> int:
    mark = _MARK_BY_TAG.get(str(element.tag), 0)
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if name != " ":
        mark |= _mark_of_name(name)
    if _is_hidden(element):
        mark |= _HIDDEN
    return mark


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDING_STYLE.search(style) is not None


def _mark_of_name(name: str) -> int:
    found = _marks_by_name.get(name)
    if found is None:
        found = 0
        for token in name.split():
            found |= _mark_of_token(token)
        _remember(name, found)
    return found


def _mark_of_token(token: str) -> int:
    # Names of classes repeat within a site, their parts in every site.
    found = _marks_by_token.get(token)
    if found is None:
        lowered = token.lower()
        found = 0
        for mark, pattern in _MARKS_BY_CLASS:
            if pattern.search(lowered):
                found |= mark
        if len(_marks_by_token) >= _CACHED_NAMES:
            _marks_by_token.clear()
        _marks_by_token[token] = found
    return found


def _remember(name: str, found: int) -> None:
    if len(_marks_by_name) >= _CACHED_NAMES:
        _marks_by_name.clear()
    _marks_by_name[name] = found
