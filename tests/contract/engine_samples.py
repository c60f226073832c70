"""Small articles and quotations for tests of engines."""

from __future__ import annotations

import random
from typing import Any

from app.search.interface import IndexBatch, IndexedArticle, IndexedQuotation

JANUARY_2022 = 1_640_995_200
DAY = 86_400


def seeded(seed: int) -> random.Random:
    """Chance that is the same every time."""
    return random.Random(seed)  # noqa: S311 - an order, not a secret


def article(identifier: str, body: str, **changed: Any) -> IndexedArticle:
    """An article with a body; everything else can be left out."""
    fields: dict[str, Any] = {
        "id": identifier,
        "number": _number(identifier),
        "title": "",
        "body": body,
        "quotations": "",
        "language": "en",
        "speakers": (),
        "speaker_names": (),
        "about": (),
        "about_names": (),
        "source": None,
        "source_name": None,
        "authors": (),
        "agency": None,
        "section": None,
        "story": None,
        "is_story_lead": True,
        "published_at": None,
        "n_quotations": 0,
    }
    return IndexedArticle(**{**fields, **changed})


def quotation(identifier: str, of_article: str, text: str, **changed: Any) -> IndexedQuotation:
    """A quotation; everything else can be left out."""
    fields: dict[str, Any] = {
        "id": identifier,
        "number": _number(identifier),
        "article": of_article,
        "text": text,
        "type": "direct",
        "speaker": None,
        "speaker_names": (),
        "about": (),
        "source": None,
        "story": None,
        "utterance": None,
        "confidence": 0.9,
        "language": "en",
        "published_at": None,
    }
    return IndexedQuotation(**{**fields, **changed})


def _number(identifier: str) -> int:
    """By the first eight letters."""
    return int.from_bytes(identifier.encode()[:8].ljust(8), "big")


def harbour() -> IndexBatch:
    """Six articles about a harbour town, and three quotations, two of them the same statement."""
    return IndexBatch(
        articles=[
            article(
                "art_a",
                "The minister of fisheries opened the harbour. “The boats will return,” said Ada Holm.",
                title="Harbour opens",
                quotations="The boats will return",
                speakers=("spk_holm",),
                speaker_names=("Ada Holm",),
                source="src_herald",
                source_name="Northern Herald",
                story="sto_1",
                published_at=JANUARY_2022,
                n_quotations=1,
            ),
            article(
                "art_b",
                "Fishing boats return to the harbour, the minister said in the élysée of the north.",
                title="Boats return",
                source="src_post",
                source_name="Coast Post",
                story="sto_1",
                published_at=JANUARY_2022 + DAY,
                is_story_lead=False,
            ),
            article(
                "art_c",
                "Prices of fish rose. Ministers met. It was the prime cut that the minister ate.",
                title="Fish prices",
                source="src_post",
                source_name="Coast Post",
                authors=("Ira Blum",),
                published_at=JANUARY_2022 + 40 * DAY,
            ),
            article(
                "art_d",
                "The prime minister visited. Email her at the e-mail address of the US office.",
                title="A visit",
                source="src_herald",
                source_name="Northern Herald",
                speakers=("spk_holm", "spk_rask"),
                speaker_names=("Ada Holm", "Tor Rask"),
                n_quotations=2,
            ),
            article(
                "art_e", "Les bateaux rentrent au port de pêche.", title="Le port", language="fr"
            ),
            article("art_f", "Nothing of note."),
        ],
        quotations=[
            quotation(
                "quo_1",
                "art_a",
                "The boats will return",
                speaker="spk_holm",
                speaker_names=("Ada Holm",),
                utterance="utt_1",
                published_at=JANUARY_2022,
            ),
            quotation(
                "quo_2",
                "art_d",
                "The boats will return soon",
                speaker="spk_holm",
                speaker_names=("Ada Holm",),
                utterance="utt_1",
                type="mixed",
            ),
            quotation(
                "quo_3",
                "art_d",
                "We saw no boats",
                speaker="spk_rask",
                speaker_names=("Tor Rask",),
                confidence=0.4,
            ),
        ],
    )
