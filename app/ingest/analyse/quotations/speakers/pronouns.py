"""He, she, it and they -> whom they mean, by grammar: nearness, subjects before objects, speakers, gender.

The candidates are the names of the last sentences and the speakers found so far. Names inside the words that the
pronoun is the speaker of are no candidates: "Jones will go, he said" is not said by Jones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.ingest.analyse.quotations.document import Document, Sentence
from app.ingest.analyse.quotations.phrases.appositions import apposed_name
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory
from app.records import Span

_SENTENCES_BACK = 8
_SENTENCES_BACK_FOR_GROUPS = 3
_SPEAKERS_BACK = 4
_SENTENCES_AHEAD = 5
# Weights measured on development articles; only their order matters much.
_SUBJECT, _SPEAKER, _OBJECT, _POSSESSOR = 6.0, 6.5, 4.0, 3.5
_PER_SENTENCE, _PER_PARAGRAPH = 1.6, 0.7
_KNOWN_GENDER = 1.5
# How well a pronoun's gender goes with a person's; what is not here does not.
_OF_GENDER = {
    ("m", "m"): _KNOWN_GENDER,
    ("f", "f"): _KNOWN_GENDER,
    ("m", None): 0.0,
    ("f", None): 0.0,
}

# How well somebody fits a pronoun or a description; None: not at all.
Fit = Callable[[Cluster], float | None]
# The person whom a description of a sentence certainly means.
WhoIs = Callable[[NounPhrase, Sentence], Cluster | None]


@dataclass(frozen=True, slots=True)
class Utterance:
    """Who spoke where: an earlier speaker."""

    cluster: Cluster
    start: int
    sentence: int


class PronounResolver:
    """Resolves pronouns in text order."""

    def __init__(self, document: Document, directory: Directory, who_is: WhoIs) -> None:
        self.document = document
        self.directory = directory
        self._who_is = who_is
        self._described: dict[int, tuple[int, Cluster] | None] = {}
        self.people = document.language.people
        self._sentences = document.sentences
        self._subjects: dict[int, int] = {}
        self._utterances: list[Utterance] = []

    def note_speaker(self, cluster: Cluster, start: int, sentence: int) -> None:
        """Remember a speaker for the pronouns that follow."""
        self._utterances.append(Utterance(cluster, start, sentence))

    def resolve(
        self, word: str, start: int, sentence: int, content: Iterable[Span]
    ) -> Cluster | None:
        """The cluster that a pronoun at an offset means; `content` is what it is said to have said."""
        wanted = self.people.pronouns.get(word)
        if wanted == "n":
            return self._body(start, sentence)
        if wanted == "1" and self._utterances:
            # "we" outside quotation marks, as translations from French have it: whoever speaks.
            return self._utterances[-1].cluster
        if wanted not in ("m", "f"):
            return None
        person = self._person(
            lambda cluster: _OF_GENDER.get((wanted, cluster.gender)),
            start,
            sentence,
            tuple(content),
        )
        if person is None:
            return self._named_next(sentence, wanted)
        if person.gender is None:
            person.gender = wanted  # who was "he" once is not "she" later
        return person

    def salient(
        self,
        start: int,
        sentence: int,
        content: Iterable[Span],
        fit: Fit,
        sentences_back: int = _SENTENCES_BACK,
    ) -> Cluster | None:
        """The person most in view at an offset of those whom `fit` lets through, how well they fit counted in."""
        return self._person(fit, start, sentence, tuple(content), sentences_back)

    def _person(
        self,
        fit: Fit,
        start: int,
        sentence: int,
        content: tuple[Span, ...],
        sentences_back: int = _SENTENCES_BACK,
    ) -> Cluster | None:
        best: Cluster | None = None
        best_score = float("-inf")
        for cluster, score in self._candidates(start, sentence, content, sentences_back):
            how_well = fit(cluster)
            if how_well is None:
                continue
            total = score + how_well
            if total > best_score:
                best, best_score = cluster, total
        return best

    def _named_next(self, sentence: int, gender: str) -> Cluster | None:
        """ "“My thumbs hurt,” he said. | Lenny Brask | opened in 1983": who is named only after the pronoun."""
        if sentence >= _SENTENCES_AHEAD or self._describes_before(sentence):
            return None
        for number in range(sentence + 1, min(sentence + _SENTENCES_AHEAD, len(self._sentences))):
            subject = self._subject_start(number)
            for mention, cluster in self.directory.mentions_by_sentence.get(number, ()):
                if mention.start == subject and cluster.is_person:
                    return cluster if cluster.gender in (None, gender) else None
        return None

    def _describes_before(self, sentence: int) -> bool:
        """Whether somebody without a name came before: "The minister refused. … he admitted"."""
        subjects = (self._sentences[number].subject for number in range(sentence + 1))
        return any(s is not None and s.kind is PhraseKind.NOMINAL for s in subjects)

    def _candidates(
        self, start: int, sentence: int, content: tuple[Span, ...], sentences_back: int
    ) -> Iterable[tuple[Cluster, float]]:
        for number in range(sentence, max(-1, sentence - sentences_back), -1):
            distance = self._distance(sentence, number)
            subject = self._subject_start(number)
            for mention, cluster in reversed(self.directory.mentions_by_sentence.get(number, ())):
                if mention.start >= start or not cluster.is_person:
                    continue
                if any(span.start <= mention.start < span.end for span in content):
                    continue
                weight = _SUBJECT if mention.start == subject else _OBJECT
                yield cluster, (_POSSESSOR if mention.is_possessor else weight) - distance
            described = self._described_subject(number)
            if described is not None and described[0] < start:
                yield described[1], _SUBJECT - distance
        for utterance in self._utterances[-_SPEAKERS_BACK:]:
            if utterance.start < start and sentence - utterance.sentence < sentences_back:
                yield utterance.cluster, _SPEAKER - self._distance(sentence, utterance.sentence)

    def _distance(self, sentence: int, earlier: int) -> float:
        """How far back a sentence is: a new paragraph makes it farther."""
        sentences = self._sentences
        n_paragraphs = sentences[sentence].paragraph - sentences[earlier].paragraph
        return _PER_SENTENCE * (sentence - earlier) + _PER_PARAGRAPH * n_paragraphs

    def _described_subject(self, number: int) -> tuple[int, Cluster] | None:
        """Where and whom the subject of a sentence describes: "The chief executive had the last word." """
        if number not in self._described:
            sentence = self._sentences[number]
            subject = sentence.subject
            is_nominal = subject is not None and subject.kind is PhraseKind.NOMINAL
            person = self._who_is(subject, sentence) if subject is not None and is_nominal else None
            known = (subject.start, person) if subject is not None and person is not None else None
            self._described[number] = known
        return self._described[number]

    def _subject_start(self, number: int) -> int:
        """The offset of the name that is the subject of a sentence, or -1."""
        known = self._subjects.get(number)
        if known is not None:
            return known
        start = -1
        if self.directory.mentions_by_sentence.get(number):
            subject = self._sentences[number].subject
            if subject is not None and subject.name is None:
                subject = apposed_name(self._sentences[number].reader, subject)
            start = subject.start if subject is not None and subject.name is not None else -1
        self._subjects[number] = start
        return start

    def group(self, start: int, sentence: int) -> NounPhrase | None:
        """ "they": the plural description that is the subject of this sentence or one of the two before."""
        for number in range(sentence, max(-1, sentence - _SENTENCES_BACK_FOR_GROUPS), -1):
            subject = self._sentences[number].subject
            if subject is None or subject.kind is not PhraseKind.NOMINAL or subject.start >= start:
                continue
            if subject.head in self.people.group_nouns or subject.head.endswith("s"):
                return subject
        return None

    def _body(self, start: int, sentence: int) -> Cluster | None:
        """ "it": the body that last spoke or was named in the sentences before."""
        for number in range(sentence, max(-1, sentence - 3), -1):
            for mention, cluster in self.directory.mentions_by_sentence.get(number, ()):
                if mention.start < start and not cluster.is_person:
                    return cluster
        return None


def note_pronoun_genders(document: Document, directory: Directory) -> None:
    """Give persons without a known gender the one of the pronouns that follow them, when these agree."""
    pronouns = document.language.people.pronouns
    votes: dict[int, list[int]] = {}
    for paragraph in document.paragraphs:
        for sentence in paragraph.sentences:
            mentions = directory.mentions_by_sentence.get(sentence.number, [])
            unknown = [(m, c) for m, c in mentions if c.is_person and c.gender is None]
            if not unknown:
                continue
            for mention, cluster in unknown:
                following = [
                    m.start for m, c in mentions if m.start > mention.start and c is not cluster
                ]
                limit = min(following, default=sentence.tokens[-1].end)
                for token in sentence.tokens:
                    if mention.end <= token.start < limit and pronouns.get(token.lower) in (
                        "m",
                        "f",
                    ):
                        vote = votes.setdefault(id(cluster), [0, 0])
                        vote[pronouns[token.lower] == "f"] += 1
                        break
    for cluster in directory.clusters:
        male, female = votes.get(id(cluster), (0, 0))
        if male != female and (male >= 2 * female or female >= 2 * male):
            cluster.gender = "m" if male > female else "f"
