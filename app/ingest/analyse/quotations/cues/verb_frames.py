"""A cue verb at one place of a sentence -> a cue with its frame and subject, or None where it is no cue there.

Stages: (1) is it a verb here, or a noun, a passive, an infinitive? (2) which frame: participle, inverted, subject
before it, coordinate with an earlier cue; (3) is a weak verb ("offered", "called") near enough to content?
"""

from __future__ import annotations

from bisect import bisect_left

from app.ingest.analyse.quotations.cues.cue import Cue, Frame, make_cue
from app.ingest.analyse.quotations.cues.verb_reader import VerbReader
from app.ingest.analyse.quotations.phrases.appositions import end_of_apposition
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind, PhraseReader
from app.ingest.analyse.quotations.phrases.speakable import can_speak
from app.text.languages.table import VerbForm
from app.text.tokens import PUNCTUATION, QUOTATION, WORD, Token

# How far after a weak verb its quotation or that-clause may stand.
_WEAK_DISTANCE = 10
# "Ann Lee was quick to add" and the like, in tokens.
_LONGEST_CLOSING = 8


class VerbFrames:
    """Frames of cue verbs in one sentence."""

    def __init__(self, text: str, reader: PhraseReader) -> None:
        self.text = text
        self.reader = reader
        self.tokens = reader.tokens
        self.language = reader.language
        self.verbs = reader.language.verbs
        self._verb_reader = VerbReader(reader)

    def cue_at(self, index: int, previous: Cue | None) -> Cue | None:
        """The cue whose verb is `tokens[index]`; `previous` is the cue before it in the sentence."""
        token = self.tokens[index]
        form = self.verbs.forms[token.lower]
        if token.is_capital and index > 0 and not token.text.isupper():
            return None
        is_bare = (
            form.lemma in self.verbs.only_before_that
            and self._lower(index + 1) not in self.language.grammar.that
        )
        if is_bare or not self._verb_reader.is_verb_here(index, token, form):
            return None
        framed = self._framed(index, form, previous)
        if framed is None:
            return None
        frame, subject = framed
        if self._is_impersonal(subject, form.lemma, index) or self._is_usage(subject, form):
            return None
        if form.lemma in self.verbs.weak and not self._content_is_near(index, subject, form.lemma):
            return None
        last = (
            index + 2
            if (form.lemma, self._lower(index + 1)) in self.language.grammar.phrasal_verbs
            else index + 1
        )
        is_relative = frame is Frame.SUBJECT_VERB and self._is_relative(index)
        bounds = (index, last)
        return make_cue(self.reader, bounds, form.lemma, frame, subject, is_relative=is_relative)

    def _is_relative(self, index: int) -> bool:
        position = self.reader.skip_verb_group(index, 0)
        return position >= 0 and self._lower(position) in self.language.grammar.relatives

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def _is_word(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == WORD

    # --- (2) frames -----------------------------------------------------------------------------------

    def _framed(
        self, index: int, form: VerbForm, previous: Cue | None
    ) -> tuple[Frame, NounPhrase] | None:
        if form.kind == "ing":
            return self._participle(index, form, previous)
        if form.kind == "base" and self._lower(index - 1) in self.language.grammar.infinitive_marks:
            return self._infinitive(index)
        after = self._subject_after(index, form)
        before = self._subject_before(index, previous)
        if after is not None and (before is None or self._prefers_inversion(index, after, before)):
            return Frame.VERB_SUBJECT, after
        if before is not None:
            return Frame.SUBJECT_VERB, before
        if index > 0 and self._is_coordinate(index):
            subject = previous.subject if previous else self.reader.clause_subject(0, index)
            return (Frame.COORDINATE, subject) if subject else None
        return None

    def _infinitive(self, index: int) -> tuple[Frame, NounPhrase] | None:
        """ "Lee was forced to deny that": the subject is that of the clause, or who was led to say it."""
        closing = self._closing_infinitive(index)
        if closing is not None:
            return Frame.SUBJECT_VERB, closing
        led = self.reader.leftwards(index - 1)
        subject = led if led is not None and led.last == index - 1 else None
        if subject is None or subject.kind is PhraseKind.NOMINAL:
            subject = self.reader.clause_subject(0, index) or subject
        return (Frame.COORDINATE, subject) if subject else None

    def _closing_infinitive(self, index: int) -> NounPhrase | None:
        """ "Not this year, | she | hastened to add": the subject of a frame between marks."""
        if index + 1 < len(self.tokens) and self.tokens[index + 1].kind != PUNCTUATION:
            return None
        first = index - 1
        while (
            first > 0 and self.tokens[first - 1].kind == WORD and index - first < _LONGEST_CLOSING
        ):
            first -= 1
        if first == 0 or self.tokens[first - 1].text not in (",", "") or first >= index - 2:
            return None
        subject = self.reader.rightwards(first, index - 1)
        return subject if subject is not None and subject.last == index - 2 else None

    def _participle(  # noqa: PLR0911 - a list of guards
        self, index: int, form: VerbForm, previous: Cue | None
    ) -> tuple[Frame, NounPhrase] | None:
        if index == 0:
            return None
        before = self.tokens[index - 1]
        subject: NounPhrase | None = None
        if before.lower in self.language.grammar.recorded_as and index >= 3:
            # "Lee is recorded as saying"
            subject = self.reader.leftwards(index - 2)
            return (Frame.SUBJECT_VERB, subject) if subject else None
        if (
            before.text in (",", "—", "–")
            or before.lower in self.language.frames.before_participles
            or before.kind == QUOTATION
        ):
            subject = previous.subject if previous else self.reader.clause_subject(0, index)
            return (Frame.PARTICIPLE, subject) if subject else None
        if (
            before.lower in self.language.words.auxiliaries
            or before.lower in self.language.words.adverbs
        ):
            subject = self.reader.leftwards(index)
            return (Frame.SUBJECT_VERB, subject) if subject else None
        if before.lower in self.language.frames.keeping_verbs:
            subject = self.reader.leftwards(index - 1)
            return (Frame.SUBJECT_VERB, subject) if subject else None
        if before.lower in self.language.frames.documents or (
            form.lemma in self.language.grammar.participle_lemmas and before.kind == WORD
        ):
            subject = self.reader.clause_subject(0, index)
            return (Frame.PARTICIPLE, subject) if subject else None
        return None

    def _subject_after(self, index: int, form: VerbForm) -> NounPhrase | None:
        """The subject of an inverted frame: “...,” said Smith."""
        if index > 1 and self._lower(index - 1) in self.language.grammar.inverted_auxiliaries:
            # “...”, had declared the minister.
            index_of_mark = index - 1
        else:
            index_of_mark = index
        before = self.tokens[index_of_mark - 1] if index_of_mark > 0 else None
        is_after_content = before is not None and (
            before.kind == QUOTATION
            or (before.text in (",", "—", "–", "?", "!") and index_of_mark >= 2)
        )
        if before is not None and is_after_content:
            is_beside_quotation = before.kind == QUOTATION or (
                index_of_mark >= 2 and self.tokens[index_of_mark - 2].kind == QUOTATION
            )
            if form.lemma in self.verbs.attitude and not is_beside_quotation:
                return None
        elif before is not None or form.kind == "base":
            return None
        if (
            form.lemma in self.language.grammar.telling_lemmas
            or form.lemma in self.verbs.with_object
        ):
            return None
        first = self._after_turn_phrase(index + 1)
        if self._is_addressee(first):
            first += 1
        subject = self.reader.rightwards(first)
        if subject is None or not self._may_be_inverted(first - 1, subject, before):
            return None
        return subject

    def _after_turn_phrase(self, index: int) -> int:
        """Past "for her part" between an inverted cue and its subject."""
        possessives = self.language.people.possessive_pronouns
        for phrase in self.language.frames.turn_phrases:
            words = [self._lower(index + offset) for offset in range(len(phrase))]
            if all(
                word in possessives if wanted == "POSS" else word == wanted
                for word, wanted in zip(words, phrase, strict=True)
            ):
                return index + len(phrase)
        return index

    def _is_addressee(self, index: int) -> bool:
        """A bare word before the subject: "assures franceinfo | the entourage"."""
        if index + 1 >= len(self.tokens):
            return False
        token, following = self.tokens[index], self.tokens[index + 1]
        words = self.language.words
        is_bare = (
            token.kind == WORD
            and not token.is_capital
            and following.lower in self.language.words.articles
        )
        return is_bare and not (
            token.lower in words.determiners
            or token.lower in words.prepositions
            or token.lower in words.adverbs
            or token.lower in words.conjunctions
            or token.lower in self.language.people.pronouns
            or token.lower in words.time_words
        )

    def _ends_quotation(self, token: Token) -> bool:
        """Whether a token is a quotation, or the comma right behind its closing mark: “...”, said she."""
        if token.kind == QUOTATION:
            return True
        index = bisect_left(self.tokens, token.start, key=lambda other: other.start)
        return token.text == "," and index > 0 and self.tokens[index - 1].kind == QUOTATION

    def _may_be_inverted(self, index: int, subject: NounPhrase, before: Token | None) -> bool:  # noqa: PLR0911 - a list of guards
        is_after_quotation = before is not None and self._ends_quotation(before)
        if subject.kind is PhraseKind.PRONOUN:
            return is_after_quotation
        if subject.name is not None and any(map(str.isdigit, subject.name.text)):
            return False  # "said N4.2 billion had gone"
        if subject.last < len(self.tokens):
            following = self.tokens[subject.last]
            if (
                following.lower in self.language.words.finite
                and following.lower not in self.language.words.possessives
            ):
                return False
            if (
                following.lower in self.language.grammar.infinitive_marks
                and subject.kind is PhraseKind.NAME
                and not is_after_quotation
            ):
                return False
        if (
            subject.kind is PhraseKind.NOMINAL
            and self._lower(index + 1) not in self.language.words.determiners
        ):
            return is_after_quotation or subject.head in self.language.people.role_nouns
        if subject.kind is PhraseKind.NOMINAL and not is_after_quotation:
            # "Lee, 58, denies four counts"
            if subject.head in self.language.kinds.saying_things:
                return False  # "The paramedic, Steve Oduya, confirmed the story"
            tokens = self.tokens[subject.first : subject.last]
            return can_speak(tokens, subject.head, self.language)
        return True

    def _subject_before(self, index: int, previous: Cue | None) -> NounPhrase | None:
        before = self.tokens[index - 1] if index > 0 else None
        if before is None or before.kind == QUOTATION:
            return None
        if before.text == "," and index >= 2 and self.tokens[index - 2].kind == QUOTATION:
            return None
        subject = self.reader.leftwards(index)
        if subject is not None and subject.head in self.language.grammar.who:
            return self._antecedent(subject.first, previous) or subject
        return subject

    def _antecedent(self, who: int, previous: Cue | None) -> NounPhrase | None:
        """Whom "who" relates to: “...,” said Ann Lee, who added."""
        position = who - 1
        if position >= 0 and self.tokens[position].text == ",":
            position -= 1
        if position < 0:
            return None
        if previous is not None and previous.is_inverted:
            gap = self.tokens[position].start - previous.subject.end
            if gap < 120:
                return previous.subject
        found = self.reader.leftwards(position + 1)
        return found if found is not None and found.kind is not PhraseKind.PRONOUN else None

    def _prefers_inversion(self, index: int, after: NounPhrase, before: NounPhrase) -> bool:
        """Between "Lee, the coach, said" and "..., said Lee": what follows decides, for a subject that is followed
        by a clause is no closing frame."""
        token = self.tokens[index - 1]
        if token.kind == QUOTATION:
            return True
        if token.text != "," or not self._is_definite(after):
            return False
        is_closed = after.last >= len(self.tokens) or self.tokens[after.last].text in (",", ".")
        is_apposed = before.kind is PhraseKind.NAME and (
            before.last >= index - 1 or end_of_apposition(self.reader, before.last) == index
        )
        return is_closed and not is_apposed

    def _is_definite(self, phrase: NounPhrase) -> bool:
        first = self._lower(phrase.first)
        return phrase.kind is PhraseKind.NAME or first in self.language.words.determiners

    def _is_coordinate(self, index: int) -> bool:
        position = self.reader.skip_verb_group(index, 0)
        return position >= 0 and self._lower(position) in self.language.grammar.joiners

    # --- (3) further guards -----------------------------------------------------------------------------

    def _is_impersonal(self, subject: NounPhrase, lemma: str, index: int) -> bool:
        """ "I think", "you know": only beside a quotation, or with the plainest verbs, is it an attribution."""
        if subject.kind is not PhraseKind.PRONOUN:
            return False
        word = self.tokens[subject.first].text
        if word not in self.language.frames.impersonal_subjects or subject.first >= index:
            return False
        is_beside_quotation = any(
            self.tokens[position].kind == QUOTATION for position in range(max(0, index - 3), index)
        )
        if is_beside_quotation:
            return False
        if word == "we" and self._lower(index + 1) in self.language.grammar.that:
            return False
        return word in ("I", "you", "You", "i") or lemma not in self.verbs.plain

    def _is_usage(self, subject: NounPhrase, form: VerbForm) -> bool:
        """ "what the trade calls “fines”", "locals call it “the Hole”": a term in use, which nobody said."""
        is_naming = form.lemma in self.language.frames.naming_verbs and form.kind in ("base", "s")
        is_many = form.kind == "base" or subject.head in self.language.grammar.users
        return is_naming and subject.kind is PhraseKind.NOMINAL and is_many

    def _content_is_near(self, index: int, subject: NounPhrase, lemma: str) -> bool:
        if lemma in self.language.grammar.continuing_lemmas:
            return self._is_after_content(index, subject) or self._lower(index + 1) == ":"
        return (
            self._is_before_content(index)
            or self._is_after_content(index, subject)
            or self.reader.starts_clause(index + 1)
        )

    def _is_before_content(self, index: int) -> bool:
        for position in range(index + 1, min(len(self.tokens), index + _WEAK_DISTANCE)):
            token = self.tokens[position]
            if (
                token.kind == QUOTATION
                or token.lower in self.language.grammar.content_openers
                or token.text == ":"
            ):
                return True
            if token.kind == PUNCTUATION:
                break
        return False

    def _is_after_content(self, index: int, subject: NounPhrase) -> bool:
        first = min(index, subject.first)
        if first == 0:
            return False
        before = self.tokens[first - 1]
        if before.kind == QUOTATION:
            return True
        if before.text != "," or first < 2:
            return False
        is_closed = (
            index + 1 >= len(self.tokens)
            or self.tokens[index + 1].text in (".", ",")
            or self._lower(index + 1) in self.language.words.time_words
            or self._lower(index + 1) in self.language.grammar.verb_particles
        )
        return self.tokens[first - 2].kind == QUOTATION or is_closed
