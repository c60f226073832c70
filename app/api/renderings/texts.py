"""For reading and citing: plain text, Markdown, BibTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.api.renderings.context import Noun, Rendered, day_of, iso, speaker_name, web_address

# What BibTeX and Markdown would take for their own signs.
_BIBTEX_SIGNS = re.compile(r"([\\{}$&#_%~^])")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>#|])")
_SPACES = re.compile(r"\s+")


def plain_text(noun: Noun, items: Sequence[dict[str, Any]], rendered: Rendered) -> bytes:
    """Articles as their title and text, quotations as lines."""
    describe = _quotation_line if noun is Noun.QUOTATION else _article_text
    return "\n\n".join(describe(item) for item in items).encode("utf-8", "replace") + b"\n"


def _article_text(item: dict[str, Any]) -> str:
    head = [item.get("title"), ", ".join(item.get("authors") or ()), iso(day_of(item))]
    body = item.get("text") or item.get("snippet") or ""
    return "\n".join([*(line for line in head if line), "", body])


def _quotation_line(item: dict[str, Any]) -> str:
    article = item.get("article") or {}
    place = ", ".join(part for part in (article.get("title"), article.get("source_name")) if part)
    return f"{speaker_name(item) or 'Unknown'}: {item.get('text') or ''}\n  ({place})"


def markdown(noun: Noun, items: Sequence[dict[str, Any]], rendered: Rendered) -> bytes:
    """Articles as sections, quotations as block quotes."""
    describe = _quotation_block if noun is Noun.QUOTATION else _article_section
    return (
        "\n\n".join(describe(item, rendered) for item in items).encode("utf-8", "replace") + b"\n"
    )


def _article_section(item: dict[str, Any], rendered: Rendered) -> str:
    title = _one_line(item.get("title") or "Untitled")
    link = web_address(item) or rendered.address(Noun.ARTICLE, item["id"])
    facts = [", ".join(item.get("authors") or ()), (item.get("source") or {}).get("name")]
    line = " · ".join(_one_line(fact) for fact in [*facts, iso(day_of(item))] if fact)
    body = item.get("text") or item.get("snippet") or ""
    return f"# {title}\n\n{line}\n\n{_marked(body)}\n\n<{_bare(link)}>"


def _quotation_block(item: dict[str, Any], rendered: Rendered) -> str:
    article = item.get("article") or {}
    quoted = "\n".join(f"> {line}" for line in _marked(item.get("text") or "").splitlines())
    link = rendered.address(Noun.QUOTATION, item["id"])
    name = _one_line(speaker_name(item) or "Unknown")
    return (
        f"{quoted}\n\n— {name}, {_one_line(article.get('title') or 'untitled')} (<{_bare(link)}>)"
    )


def _marked(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", text)


def _one_line(text: str) -> str:
    return _marked(_SPACES.sub(" ", text))


def _bare(link: str) -> str:
    return re.sub(r"[\s<>]", "", link)


def bibtex(noun: Noun, items: Sequence[dict[str, Any]], rendered: Rendered) -> bytes:
    """One @article entry each, the id as its key."""
    return "\n".join(_entry(item, rendered) for item in items).encode("utf-8", "replace")


def _entry(item: dict[str, Any], rendered: Rendered) -> str:
    day = iso(day_of(item))
    fields = {
        "title": item.get("title"),
        "author": " and ".join(item.get("authors") or ()),
        "journal": (item.get("source") or {}).get("name") or item.get("agency"),
        "date": day[:10] if day else None,
        "year": day[:4] if day else None,
        "language": item.get("language"),
    }
    lines = [f"  {name} = {{{_braced(value)}}}," for name, value in fields.items() if value]
    # An address has signs of its own; BibLaTeX takes them as they are.
    link = web_address(item) or rendered.address(Noun.ARTICLE, item["id"])
    bare = re.sub(r"[{}\s]", "", link)
    lines.append(f"  url = {{{bare}}},")
    return "\n".join([f"@article{{{item['id']},", *lines, "}", ""])


def _braced(value: str) -> str:
    return _BIBTEX_SIGNS.sub(r"\\\1", _SPACES.sub(" ", value))
