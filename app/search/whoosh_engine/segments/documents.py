"""Articles and quotations as the fields of a segment's document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.search.interface import IndexedArticle, IndexedQuotation
from app.search.whoosh_engine.segments.schema import ID, NO_DATE, NUMBER
from app.text.folding import fold

# Longer titles are cut where they are suggested.
_SHOWN: Final = 160
LONG_TITLE: Final = 120
# More aliases than these say nothing new.
_NAMES: Final = 12
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Document:
    """A document's fields by kind. `title` and `body` make the field `text` between them. `groups` are
    named by a string that is the same in every segment."""

    id: str
    language: str | None
    title: str
    body: str
    texts: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, float]
    groups: Mapping[str, str]


def article_document(article: IndexedArticle) -> Document:
    """An article's fields."""
    return Document(
        id=article.id,
        language=article.language,
        title=article.title,
        body=article.body,
        texts={
            "title": article.title,
            "quotations": article.quotations,
            "speaker_names": "\n".join(article.speaker_names),
            "about_names": "\n".join(article.about_names),
            "source_name": article.source_name or "",
        },
        keys={
            ID: (article.id,),
            "speaker": article.speakers,
            "about": article.about,
            "source": _one(article.source),
            "author": article.authors,
            "agency": _one(article.agency),
            "section": _one(article.section),
            "language": _one(article.language),
            "story": _one(article.story),
            "title_key": (title_key(article.title),) if article.title else (),
            "title_shown": (article.title[:_SHOWN],) if article.title else (),
            "source_shown": shown(article.source, (article.source_name,)),
        },
        numbers={
            NUMBER: article.number,
            "published_at": NO_DATE if article.published_at is None else article.published_at,
            "n_quotations": article.n_quotations,
            "is_story_lead": article.is_story_lead,
        },
        groups={"story": article.story or article.id},
    )


def quotation_document(quotation: IndexedQuotation) -> Document:
    """A quotation's fields."""
    return Document(
        id=quotation.id,
        language=quotation.language,
        title="",
        body=quotation.text,
        texts={"speaker_names": "\n".join(quotation.speaker_names)},
        keys={
            ID: (quotation.id,),
            "article": (quotation.article,),
            "type": (quotation.type,),
            "speaker": _one(quotation.speaker),
            "about": quotation.about,
            "source": _one(quotation.source),
            "story": _one(quotation.story),
            "utterance": _one(quotation.utterance),
            "language": _one(quotation.language),
            "speaker_shown": shown(quotation.speaker, quotation.speaker_names[:_NAMES]),
        },
        numbers={
            NUMBER: quotation.number,
            "published_at": NO_DATE if quotation.published_at is None else quotation.published_at,
            "confidence": quotation.confidence,
        },
        groups={
            "story": quotation.story or quotation.article,
            "utterance": quotation.utterance or quotation.id,
        },
    )


def shown(identifier: str | None, names: Sequence[str | None]) -> tuple[str, ...]:
    """An id with its names, the one to be shown first; what suggestions are made from."""
    kept = [name.replace("\n", " ") for name in names if name]
    return ("\n".join([identifier, *kept]),) if identifier and kept else ()


def title_key(title: str) -> str:
    """What a title typed exactly is looked up by: its words, folded; of a long one a hash instead."""
    words = " ".join(_WORD.findall(fold(title)))
    return words if len(words) <= LONG_TITLE else f"{name_hash(words):016x}"


def name_hash(name: str) -> int:
    """64 bits that stand for a name in every segment (two of a million
    meet once in 37 million archives)."""
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)
