"""The gold of the sample archive bears out the files in data/sample; nothing here looks at the code."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import sys
import unicodedata
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "data" / "sample"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# Copies of a text share at least this share of their word 3-grams, unrelated ones far less.
SAME_TEXT = 0.35
UNRELATED = 0.10


def load(name: str) -> ModuleType:
    """The loader beside this file; the suite imports tests by path, so that no package is needed."""
    spec = importlib.util.spec_from_file_location(f"sample_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


passages = load("passages")
GOLD = json.loads((SAMPLE.parent / "gold.json").read_text(encoding="utf-8"))
ARTICLES = GOLD["articles"]
by_file = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["file"])


def plain(text: str) -> str:
    """Text without tags, entities, soft hyphens and differences of space."""
    text = re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", text)
    text = html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00ad", "")
    return " ".join(text.split())


def fold(text: str) -> str:
    """Text without case and accents."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def source_of(article: dict[str, Any]) -> str:
    """What the archive would read for this article, decoded."""
    name, _, inner = article["file"].partition("#")
    path = SAMPLE / name
    if name.endswith(".jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines()
        return next(line for line in lines if json.loads(line)["id"] == inner)
    if name.endswith(".xml"):
        items = ElementTree.parse(path).iter("item")  # noqa: S314 - our own file
        return "\n".join(
            part
            for item in items
            if item.findtext("guid") == inner
            for part in ("".join(item.itertext()), item.findtext(CONTENT) or "")
        )
    content = path.read_bytes()
    text = content.decode("iso-8859-1" if b'charset="iso-8859-1"' in content else "utf-8")
    return undo_mojibake(text) if article.get("mojibake") else text


def undo_mojibake(text: str) -> str:
    """UTF-8 that was read as Windows-1252, as it was before."""
    return b"".join(
        letter.encode("latin-1" if 0x80 <= ord(letter) < 0xA0 else "cp1252") for letter in text
    ).decode("utf-8")


def readable(article: dict[str, Any]) -> str:
    """The source with its words as a reader would see them."""
    source = source_of(article)
    if ".jsonl#" in article["file"]:
        return plain(" ".join(str(value) for value in json.loads(source).values()))
    return plain(source)


def body(article: dict[str, Any]) -> str:
    """The body as it should be after cleaning."""
    return "\n\n".join(article["paragraphs"])


def shingles(article: dict[str, Any]) -> set[tuple[str, ...]]:
    """Word 3-grams of the body."""
    words = re.findall(r"\w+", fold(body(article)))
    return set(zip(words, words[1:], words[2:], strict=False))


def test_every_file_has_gold_and_every_gold_a_file() -> None:
    files = {path.name for path in SAMPLE.iterdir()}
    assert {article["file"].partition("#")[0] for article in ARTICLES} == files
    assert len({article["file"] for article in ARTICLES}) == len(ARTICLES)
    records = (SAMPLE / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    assert sum("sample.jsonl#" in article["file"] for article in ARTICLES) == len(records)


def test_the_archive_is_varied() -> None:
    assert len(ARTICLES) >= 18
    assert {article["language"] for article in ARTICLES} == {"en", "de", "fr"}
    years = {article["date"][:4] for article in ARTICLES if article["date"]}
    assert years == {"2022", "2023", "2024"}
    assert any(article["date"] is None for article in ARTICLES)
    assert any(not article["quotations"] for article in ARTICLES)
    assert any(article.get("mojibake") for article in ARTICLES)


def test_every_address_is_invented() -> None:
    for path in SAMPLE.iterdir():
        text = path.read_text(encoding="iso-8859-1")
        hosts = set(re.findall(r"https?://([^/\s\"'<>]+)", text))
        allowed = {"schema.org", "purl.org", "www.w3.org"}
        assert all(host.endswith(".example") for host in hosts - allowed)


@by_file
def test_title_paragraphs_and_year_stand_in_the_source(article: dict[str, Any]) -> None:
    text = readable(article)
    assert fold(plain(article["title"])) in fold(text)
    for paragraph in article["paragraphs"]:
        assert plain(paragraph) in text
    if article["date"]:
        assert article["date"][:4] in source_of(article)
    for author in article["authors"]:
        assert fold(author) in fold(text + source_of(article))


@by_file
def test_what_is_removed_stands_in_the_source_and_in_no_paragraph(article: dict[str, Any]) -> None:
    text = readable(article)
    for fragment in article["removed"]:
        assert plain(fragment) in text
        assert plain(fragment) not in plain(body(article))


@by_file
def test_quotations_stand_in_the_paragraphs_with_the_type_of_their_marks(
    article: dict[str, Any],
) -> None:
    text = body(article)
    for source in article["quotations"]:
        quote = passages.resolve_quote(text, source)
        assert quote["type"] == passages.quotation_type(text, quote["segments"], quote["form"])
    for piece in article.get("not_quotes", []):
        passages.find_piece(text, piece)


@by_file
def test_every_named_speaker_is_among_the_archive_s_speakers(article: dict[str, Any]) -> None:
    for quote in article["quotations"]:
        if quote["canon_kind"] in {"anonymous", "none"}:
            continue
        homes = [name for name, names in GOLD["speakers"].items() if quote["canonical"] in names]
        assert len(homes) == 1


def test_speakers_recur_across_articles_and_sources() -> None:
    articles_by_name: dict[str, set[str]] = {}
    for article in ARTICLES:
        for quote in article["quotations"]:
            for name, names in GOLD["speakers"].items():
                if quote["canonical"] in names:
                    articles_by_name.setdefault(name, set()).add(article["file"])
    assert sum(len(files) >= 3 for files in articles_by_name.values()) >= 6
    assert set(articles_by_name) == set(GOLD["speakers"])


def test_only_the_copies_of_a_story_share_their_words() -> None:
    stories = [set(story) for story in GOLD["same_story"]]
    assert stories
    for one, other in combinations(ARTICLES, 2):
        few, many = sorted((shingles(one), shingles(other)), key=len)
        share = len(few & many) / len(few)
        if any({one["file"], other["file"]} <= story for story in stories):
            assert share >= SAME_TEXT
        else:
            assert share < UNRELATED
