"""Drafts -> who their speakers are within the article: names, he and she, "the French president"."""

from __future__ import annotations

from dataclasses import dataclass

from app.ingest.analyse.quotations.document import Document
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.people import Cluster, Directory
from app.ingest.analyse.quotations.phrases import PhraseKind
from app.records import Mention, MentionKind

_SENTENCES_BACK = 8


@dataclass(slots=True)
class Event:
    """Somebody named or quoted, at an offset: what a pronoun may refer to."""

    cluster: Cluster
    start: int
    sentence: int
    weight: float


class Resolver:
    """Resolves the phrases of drafts in text order."""

    def __init__(self, document: Document, directory: Directory) -> None:
        self.document = document
        self.directory = directory
        self.people = document.language.people
        self._speakers: list[tuple[int, int, Cluster]] = []
        self._cache: dict[int, tuple[Mention, Cluster | None]] = {}

    def resolve(self, draft: Draft) -> tuple[Mention | None, Cluster | None]:
        """The mention of a draft's speaker and the cluster it belongs to."""
        phrase, sentence = draft.phrase, draft.phrase_sentence
        if phrase is None or sentence is None:
            return None, None
        known = self._cache.get(phrase.start)
        if known is not None:
            return known
        mention, cluster = self._resolve(draft)
        self._cache[phrase.start] = (mention, cluster)
        if cluster is not None:
            self._speakers.append((phrase.start, sentence.number, cluster))
        return mention, cluster

    def _resolve(self, draft: Draft) -> tuple[Mention, Cluster | None]:
        phrase, sentence = draft.phrase, draft.phrase_sentence
        assert phrase is not None and sentence is not None
        text = self.document.text[phrase.start : phrase.end]
        if phrase.kind is PhraseKind.NAME and phrase.name is not None:
            cluster = self.directory.find(phrase.name, phrase.start)
            canonical = cluster.canonical if cluster else phrase.name.text
            is_body = cluster.is_body if cluster else phrase.name.is_body
            kind = MentionKind.ORGANISATION if is_body else MentionKind.NAMED
            return Mention(text, phrase.start, phrase.end, kind, canonical), cluster
        if phrase.kind is PhraseKind.PRONOUN:
            cluster = self._pronoun(phrase.head, phrase.start, sentence.number)
            canonical = cluster.canonical if cluster else None
            return Mention(text, phrase.start, phrase.end, MentionKind.PRONOUN, canonical), cluster
        return Mention(text, phrase.start, phrase.end, MentionKind.NOMINAL, text), None

    def _pronoun(self, word: str, start: int, sentence: int) -> Cluster | None:
        wanted = self.people.pronouns.get(word)
        if wanted not in ("m", "f"):
            return None
        best: tuple[float, Cluster] | None = None
        for number in range(sentence, max(-1, sentence - _SENTENCES_BACK), -1):
            for mention, cluster in self.directory.mentions_by_sentence.get(number, ()):
                if (
                    mention.start >= start
                    or not cluster.is_person
                    or cluster.gender not in (None, wanted)
                ):
                    continue
                score = self._salience(mention.start, sentence - number, cluster, wanted)
                if best is None or score > best[0]:
                    best = (score, cluster)
        for position, number, cluster in reversed(self._speakers[-4:]):
            if (
                position < start
                and sentence - number < _SENTENCES_BACK
                and cluster.gender in (None, wanted)
            ):
                score = 10.0 - 1.5 * (sentence - number) + (2 if cluster.gender == wanted else 0)
                if best is None or score > best[0]:
                    best = (score, cluster)
        return best[1] if best else None

    def _salience(self, start: int, distance: int, cluster: Cluster, wanted: str) -> float:
        return 8.0 - 1.5 * distance + (2 if cluster.gender == wanted else 0)
