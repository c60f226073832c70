"""Drafts -> who their speakers are within the article: names, descriptions, pronouns."""

from __future__ import annotations

from dataclasses import replace

from app.ingest.analyse.quotations.descriptions import DescriptionResolver
from app.ingest.analyse.quotations.directory import Cluster, Directory
from app.ingest.analyse.quotations.document import Document, Sentence
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.phrases import NounPhrase, PhraseKind
from app.ingest.analyse.quotations.pronouns import PronounResolver
from app.ingest.analyse.quotations.roles import stated_role
from app.records import Mention, MentionKind


class Resolver:
    """Resolves the phrases of drafts; give it the drafts in text order."""

    def __init__(self, document: Document, directory: Directory) -> None:
        self.document = document
        self.directory = directory
        self._descriptions = DescriptionResolver(document, directory)
        self._pronouns = PronounResolver(document, directory)
        self._known: dict[int, tuple[Mention, Cluster | None]] = {}

    def resolve(self, draft: Draft) -> tuple[Mention | None, Cluster | None]:
        """The mention of a draft's speaker, and the cluster it belongs to where there is one."""
        phrase, sentence = draft.phrase, draft.phrase_sentence
        if phrase is None or sentence is None:
            return None, None
        if draft.speaker is not None:
            text = self.document.text[phrase.start : phrase.end]
            canonical = draft.speaker.canonical
            return Mention(
                text, phrase.start, phrase.end, MentionKind.NAMED, canonical
            ), draft.speaker
        known = self._known.get(phrase.start)
        if known is not None:
            return known
        mention, cluster = self._resolve(phrase, sentence, draft)
        self._known[phrase.start] = (mention, cluster)
        if cluster is not None and cluster.is_person:
            self._pronouns.note_speaker(cluster, phrase.start, sentence.number)
        return mention, cluster

    def _resolve(
        self, phrase: NounPhrase, sentence: Sentence, draft: Draft
    ) -> tuple[Mention, Cluster | None]:
        text = self.document.text[phrase.start : phrase.end]
        mention = Mention(text, phrase.start, phrase.end, MentionKind.NAMED)
        if phrase.kind is PhraseKind.NAME:
            return self._named(mention, phrase, sentence)
        if phrase.kind is PhraseKind.PRONOUN:
            cluster = self._pronouns.resolve(
                phrase.head, phrase.start, sentence.number, draft.segments
            )
            canonical = cluster.canonical if cluster else None
            if phrase.head in ("they", "them"):
                canonical = self._group(phrase, sentence)
            return replace(mention, kind=MentionKind.PRONOUN, canonical=canonical), cluster
        salient = self._pronouns.salient(phrase.start, sentence.number, draft.segments)
        described = self._descriptions.resolve(phrase, sentence, salient)
        mention = replace(mention, kind=described.kind, canonical=described.canonical)
        return mention, described.cluster

    def _group(self, phrase: NounPhrase, sentence: Sentence) -> str | None:
        """The description that "they" stands for, without its article."""
        group = self._pronouns.group(phrase.start, sentence.number)
        if group is None:
            return None
        text = self.document.text[group.start : group.end]
        first, _, rest = text.partition(" ")
        return rest if rest and first.lower() in ("the", "but", "and") else text

    def _named(
        self, mention: Mention, phrase: NounPhrase, sentence: Sentence
    ) -> tuple[Mention, Cluster | None]:
        name = phrase.name
        if name is None:
            return mention, None
        cluster = self.directory.find(name, phrase.start)
        is_person = cluster.is_person if cluster else not name.is_body
        is_body = not is_person and (name.is_body or len(name.words) == 1)
        return (
            replace(
                mention,
                kind=MentionKind.ORGANISATION if is_body else MentionKind.NAMED,
                canonical=cluster.canonical if cluster else name.text,
                role=None if is_body else stated_role(self.document, sentence, phrase),
            ),
            cluster,
        )
