"""What a page states in JSON-LD: the node that is the article, and texts and names out of its fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from app.ingest.analyse.plain import plain, word_set
from app.text.surrogates import json_without_surrogates

# JSON as decoded: nothing is known of its shape before it has been looked at.
Node = dict[str, Any]

# A graph deeper than this is no description of an article.
_MAX_DEPTH = 8
_MAX_NODES = 2_000
_CERTAIN_RANK = 2
_ARTICLE_TYPES = word_set(
    "newsarticle article reportagenewsarticle analysisnewsarticle opinionnewsarticle"
    " backgroundnewsarticle reviewnewsarticle askpublicnewsarticle blogposting liveblogposting"
    " advertisercontentarticle satiricalarticle report socialmediaposting scholarlyarticle"
    " medicalscholarlyarticle techarticle"
)
# These describe the page or its film; they are believed where no article is described.
_LESSER_TYPES = word_set("webpage itempage videoobject creativework")
_TELLING_FIELDS = ("headline", "author", "datePublished", "articleBody", "publisher", "image")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)"
    r"|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$|;\s*$"
)
_RAW_CONTROLS = re.compile(r"[\x00-\x1f]+")
_LINE_END = re.compile(r"\n|</p>|<br ?/?>|</div>|</h\d>", re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


@dataclass(frozen=True, slots=True)
class StructuredData:
    """The nodes that describe articles, best first, and every node that has an id."""

    articles: tuple[Node, ...] = ()
    by_id: dict[str, Node] = field(default_factory=dict)

    def first_text(self, key: str) -> str | None:
        """The first stated text under `key`, asking the best node first."""
        for node in self.articles:
            for text in texts(node.get(key)):
                return text
        return None

    def first_lines(self, key: str) -> list[str]:
        """The first stated text under `key` as lines, where it has line ends or paragraphs."""
        for node in self.articles:
            for value in _each(node.get(key)):
                if isinstance(value, str) and value.strip():
                    return [line for part in _LINE_END.split(value) if (line := plain(part))]
        return []

    def nodes_under(self, key: str) -> list[Node | str]:
        """What the first node that has `key` has there: texts, and nodes with references followed."""
        for node in self.articles:
            if found := [self._resolved(value) for value in _each(node.get(key))]:
                return [value for value in found if value]
        return []

    def _resolved(self, value: Any) -> Node | str:
        if isinstance(value, dict):
            known = self.by_id.get(str(value.get("@id")))
            return {**known, **value} if known else value
        return value if isinstance(value, str) else ""


def read_structured_data(scripts: Iterable[str], title_words: frozenset[str]) -> StructuredData:
    """Reads the page's JSON-LD; of several articles the one whose headline has the most of
    `title_words` is first."""
    nodes: list[Node] = []
    for script in scripts:
        nodes.extend(_walk(_loads(script), 0))
        if len(nodes) > _MAX_NODES:
            break
    by_id = {
        node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1
    }
    articles = [node for node in nodes if _rank(node) and _describes_article(node)]
    articles.sort(key=lambda node: _order(node, title_words))
    return StructuredData(tuple(articles), by_id)


def texts(value: Any) -> list[str]:
    """The texts in a JSON-LD value: itself, the members of a list, `@value` or `name` of a node."""
    found = []
    for item in _each(value):
        if isinstance(item, dict):
            item = item.get("@value") or item.get("name") or ""
        if isinstance(item, str) and (text := plain(item)):
            found.append(text)
    return found


def type_names(node: Node) -> set[str]:
    """The node's types in lower case, without the vocabulary's address."""
    return {
        str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in _each(node.get("@type"))
    }


def _each(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _loads(script: str) -> Any:
    text = _WRAPPING.sub("", script.strip()).strip()
    if not text:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    # Raw line breaks within strings and commas too many are what real pages get wrong.
    repaired = _TRAILING_COMMA.sub(r"\1", _RAW_CONTROLS.sub(" ", text))
    try:
        return json_without_surrogates(json.JSONDecoder(strict=False).raw_decode(repaired)[0])
    except (ValueError, RecursionError):
        return None


def _walk(value: Any, depth: int) -> Iterator[Node]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for child in value.values():
            if isinstance(child, (dict, list)):
                yield from _walk(child, depth + 1)
    elif isinstance(value, list):
        for child in value:
            if isinstance(child, (dict, list)):
                yield from _walk(child, depth + 1)


def _rank(node: Node) -> int:
    """2 for an article, 1 for a page or film, 0 for anything else."""
    names = type_names(node)
    if names & _ARTICLE_TYPES:
        return _CERTAIN_RANK
    return 1 if names & _LESSER_TYPES else 0


def _describes_article(node: Node) -> bool:
    if _rank(node) == _CERTAIN_RANK:
        return any(node.get(key) for key in (*_TELLING_FIELDS, "dateCreated", "description"))
    return any(node.get(key) for key in ("headline", "articleBody", "datePublished"))


def _order(node: Node, title_words: frozenset[str]) -> tuple[int, int, int]:
    headline = frozenset(" ".join(texts(node.get("headline"))).casefold().split())
    shared = len(headline & title_words) * 2 >= max(1, len(headline))
    telling = sum(1 for key in _TELLING_FIELDS if node.get(key))
    return (-_rank(node), -int(shared), -telling)
