"""JSON-LD in the words of schema.org: NewsArticle, Quotation, Person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from app.api.renderings.context import Noun, Rendered, day_of, iso, web_address

_CONTEXT = "https://schema.org"


def json_ld(noun: Noun, items: Sequence[dict[str, Any]], rendered: Rendered) -> bytes:
    """One thing for one item asked for by id, a graph for a list."""
    things = [_thing(noun, item, rendered) for item in items]
    if len(things) == 1 and rendered.self_link.endswith(f"/{items[0]['id']}"):
        return orjson.dumps({"@context": _CONTEXT, **things[0]})
    return orjson.dumps({"@context": _CONTEXT, "@graph": things})


def _thing(noun: Noun, item: dict[str, Any], rendered: Rendered) -> dict[str, Any]:
    describe = {Noun.ARTICLE: _article, Noun.QUOTATION: _quotation, Noun.SPEAKER: _speaker}[noun]
    thing = {"@id": rendered.address(noun, item["id"]), **describe(item, rendered)}
    return {name: value for name, value in thing.items() if value not in (None, [], ())}


def _article(item: dict[str, Any], rendered: Rendered) -> dict[str, Any]:
    source = item.get("source")
    return {
        "@type": "NewsArticle",
        "identifier": item["id"],
        "url": web_address(item),
        "headline": item.get("title"),
        "description": item.get("standfirst"),
        "abstract": item.get("snippet"),
        "articleBody": item.get("text"),
        "articleSection": item.get("section"),
        "author": [{"@type": "Person", "name": name} for name in item.get("authors") or ()],
        "publisher": {"@type": "Organization", "name": source["name"]} if source else None,
        "datePublished": iso(day_of(item)),
        "dateModified": iso(item.get("modified_at")),
        "inLanguage": item.get("language"),
        "keywords": item.get("keywords"),
        "wordCount": item.get("n_words"),
        "mentions": [
            {
                "@type": "Person",
                "@id": rendered.address(Noun.SPEAKER, one["id"]),
                "name": one["name"],
            }
            for one in item.get("speakers") or ()
        ],
    }


def _quotation(item: dict[str, Any], rendered: Rendered) -> dict[str, Any]:
    speaker, article = item.get("speaker"), item.get("article") or {}
    kinds = {"organisation": "Organization"}
    return {
        "@type": "Quotation",
        "identifier": item["id"],
        "text": item.get("text"),
        "creator": {
            "@type": kinds.get(speaker["kind"], "Person"),
            "@id": rendered.address(Noun.SPEAKER, speaker["id"]),
            "name": speaker["name"],
        }
        if speaker
        else None,
        "isPartOf": {
            "@type": "NewsArticle",
            "@id": rendered.address(Noun.ARTICLE, article["id"]),
            "headline": article["title"],
            "url": web_address(article),
            "datePublished": iso(article["dated_at"]),
        }
        if article
        else None,
    }


def _speaker(item: dict[str, Any], rendered: Rendered) -> dict[str, Any]:
    return {
        "@type": "Organization" if item.get("kind") == "organisation" else "Person",
        "identifier": item["id"],
        "name": item.get("name"),
        "alternateName": [one["alias"] for one in item.get("aliases") or ()],
        "jobTitle": [one["role"] for one in item.get("roles") or ()],
    }
