"""Drafts -> who their speakers are within the article: names, descriptions, pronouns."""

from __future__ import annotations

from app.ingest.analyse.quotations.document import Document, Sentence
from app.ingest.analyse.quotations.drafts import Draft
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind
from app.ingest.analyse.quotations.phrases.speakable import can_speak
from app.ingest.analyse.quotations.speakers.descriptions import Described, DescriptionResolver
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory
from app.ingest.analyse.quotations.speakers.pronouns import PronounResolver
from app.ingest.analyse.quotations.speakers.roles import stated_role
from app.records import Mention, MentionKind
from app.text.languages.table import LanguageTable
from app.text.names import Name
from app.text.tokens import PUNCTUATION, QUOTATION, WORD

# "The tannery", "Rosenquist's gallery": longer ones are misread clauses.
_LONGEST_SAYER = 4


class Resolver:
    """Resolves the phrases of drafts; give it the drafts in text order."""

    def __init__(self, document: Document, directory: Directory) -> None:
        self.document = document
        self.directory = directory
        self._descriptions = DescriptionResolver(document, directory)
        self._pronouns = PronounResolver(document, directory, self._descriptions.person)
        self._known: dict[int, tuple[Mention | None, Cluster | None]] = {}

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
    ) -> tuple[Mention | None, Cluster | None]:
        if phrase.kind is PhraseKind.NAME:
            return self._named(phrase, sentence)
        if phrase.kind is PhraseKind.PRONOUN:
            cluster = self._pronouns.resolve(
                phrase.head, phrase.start, sentence.number, draft.segments
            )
            canonical = cluster.canonical if cluster else None
            if phrase.head in self.document.language.grammar.several_persons:
                canonical = self._group(phrase, sentence)
            return self._mention(phrase, MentionKind.PRONOUN, canonical), cluster
        described = self._descriptions.resolve(
            phrase,
            sentence,
            lambda fit, sentences_back: self._pronouns.salient(
                phrase.start, sentence.number, draft.segments, fit, sentences_back
            ),
            is_plain=_is_beside_quotation(draft, phrase),
        )
        if described.cluster is None and described.kind is not MentionKind.ORGANISATION:
            return self._unless_mute(phrase, sentence, described, draft), None
        return self._mention(phrase, described.kind, described.canonical), described.cluster

    def _mention(
        self, phrase: NounPhrase, kind: MentionKind, canonical: str | None, role: str | None = None
    ) -> Mention:
        text = self.document.text[phrase.start : phrase.end]
        return Mention(text, phrase.start, phrase.end, kind, canonical, role)

    def _unless_mute(
        self, phrase: NounPhrase, sentence: Sentence, described: Described, draft: Draft
    ) -> Mention | None:
        """A described speaker without a name; None where the words can mean no speaker."""
        tokens = sentence.tokens[phrase.first : phrase.last]
        language = self.document.language
        is_definite = tokens[0].lower in language.words.definite_articles
        if phrase.head in language.kinds.nobody_words or not (
            can_speak(tokens, phrase.head, language)
            or _is_plain_frame(draft, phrase, language)
            or (is_definite and _is_beside_quotation(draft, phrase))
        ):
            return None
        is_open = len(tokens) == 1 and phrase.head in language.kinds.everybody_words
        canonical = None if is_open else described.canonical
        kind = MentionKind.ANONYMOUS if is_open else described.kind
        return self._mention(phrase, kind, canonical)

    def _group(self, phrase: NounPhrase, sentence: Sentence) -> str | None:
        """The description that "they" stands for, without its article."""
        group = self._pronouns.group(phrase.start, sentence.number)
        if group is None:
            return None
        text = self.document.text[group.start : group.end]
        first, _, rest = text.partition(" ")
        return (
            rest if rest and first.lower() in self.document.language.grammar.before_groups else text
        )

    def _is_no_name(self, cluster: Cluster, phrase: NounPhrase, sentence: Sentence) -> bool:
        """ "Patrol | boats", "Seeing | what": a first word whose capital is the sentence's, named nowhere else."""
        if phrase.first > 0 or cluster.is_person or len(cluster.words) > 1:
            return False
        if len(cluster.mentions) > 1 or phrase.last >= len(sentence.tokens):
            return False
        lower = cluster.canonical.lower()
        following = sentence.tokens[phrase.last]
        words, verbs = self.document.language.words, self.document.language.verbs
        if (
            lower.endswith(self.document.language.grammar.participle_ending)
            and following.lower not in verbs.forms
        ):
            return True
        is_noun = following.kind == WORD and not following.is_capital
        return (
            is_noun
            and following.lower.endswith("s")
            and following.lower not in words.finite
            and following.lower not in words.prepositions
            and following.lower not in words.conjunctions
            and following.lower not in verbs.forms
        )

    def _named(
        self, phrase: NounPhrase, sentence: Sentence
    ) -> tuple[Mention | None, Cluster | None]:
        name = phrase.name
        if name is None:
            return None, None
        cluster = self.directory.find(name, phrase.start)
        if cluster is not None and len(name.words) == 1 and not name.titles:
            cluster = self._namesake(cluster, phrase, sentence) or cluster
        if cluster is not None and self._is_no_name(cluster, phrase, sentence):
            return None, None
        kind = self._kind_of_name(name, cluster)
        canonical = cluster.canonical if cluster else name.text
        role = stated_role(self.document, sentence, phrase) if kind is MentionKind.NAMED else None
        return self._mention(phrase, kind, canonical, role), cluster

    def _namesake(self, cluster: Cluster, phrase: NounPhrase, sentence: Sentence) -> Cluster | None:
        """ "Nowak said he would stay": of two of one surname the one whom the next "he" or "she" fits."""
        if cluster.gender is None or len(cluster.words) < 2:
            return None
        pronouns = self.document.language.people.pronouns
        for token in sentence.tokens[phrase.last :]:
            wanted = pronouns.get(token.lower)
            if token.is_capital and wanted is None:
                return None
            if wanted in ("m", "f"):
                if wanted == cluster.gender:
                    return None
                return self.directory.namesake(cluster, wanted, phrase.start)
        return None

    def _kind_of_name(self, name: Name, cluster: Cluster | None) -> MentionKind:
        """A person, unless something says that it is a body; "Investors", only ever first, are just investors."""
        if cluster is None or len(cluster.words) > 1 or cluster.is_person:
            is_body = name.is_body and (cluster is None or not cluster.is_person)
            is_single = cluster is not None and not cluster.is_person and len(name.words) == 1
            return MentionKind.ORGANISATION if is_body or is_single else MentionKind.NAMED
        if cluster.is_body:
            return MentionKind.ORGANISATION
        if cluster.canonical.endswith("s") and all(m.name.first == 0 for m in cluster.mentions):
            return MentionKind.ANONYMOUS
        # Who speaks and has nothing against it is a person, from here on for pronouns too.
        cluster.is_person = True
        return MentionKind.NAMED


def _is_beside_quotation(draft: Draft, phrase: NounPhrase) -> bool:
    """ "“...,” the prop said", "“...,” said the prop": nothing but the frame stands behind what is quoted."""
    cue, tokens = draft.cue, draft.sentence.tokens
    if cue is None or draft.phrase_sentence is not draft.sentence:
        return False
    first = min(cue.first, phrase.first)
    while first > 0 and tokens[first - 1].kind == PUNCTUATION:
        first -= 1
    return first > 0 and tokens[first - 1].kind == QUOTATION


def _is_plain_frame(draft: Draft, phrase: NounPhrase, language: LanguageTable) -> bool:
    """ "The tannery says", "Until then, the canton says,": what opens a clause right before "says", whatever it is."""
    cue, tokens = draft.cue, draft.sentence.tokens
    if cue is None or cue.lemma not in language.grammar.saying_lemmas or cue.first != phrase.last:
        return False
    is_first = phrase.first == 0 or tokens[phrase.first - 1].text in (",", ";")
    is_definite = tokens[phrase.first].lower in language.words.definite_articles or any(
        token.lower in language.words.possessives
        or token.lower in language.people.possessive_pronouns
        for token in tokens[phrase.first : phrase.last]
    )
    return is_first and is_definite and phrase.last - phrase.first <= _LONGEST_SAYER
