"""The search for cues in one sentence, left to right.

At each word, in this order: (1) sources without a verb ("according to"), (2) nouns that report ("his claim that"),
(3) set phrases with a verb ("made it clear that", "expressed concern that"), (4) verbs unknown to the table that stand
where only a cue can stand, (5) cue verbs, whose guards and frames are in `verb_frames`.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.ingest.analyse.quotations.cues.cue import Cue, Frame, make_cue
from app.ingest.analyse.quotations.cues.verb_frames import VerbFrames
from app.ingest.analyse.quotations.document import Document, Sentence
from app.ingest.analyse.quotations.phrases.appositions import describes_person
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind
from app.text.languages.table import LanguageTable
from app.text.tokens import PUNCTUATION, QUOTATION, WORD, Token

# An unknown verb is believed to be a cue only beside a quotation of more than this many characters.
_SHORTEST_BESIDE_UNKNOWN = 15
# A quotation that ends without a comma must be longer than this to be speech beside an unknown verb.
_LONG_WITHOUT_COMMA = 30
# How far behind a quotation an unknown verb may stand, its subject between them.
_UNKNOWN_DISTANCE = 11
# A "sentence" with more cues is a list or worse; the rest of it is not read.
_MOST_CUES = 12
_ENDS_QUOTATION = frozenset(",?!.…")


def find_cues(document: Document, sentence: Sentence) -> list[Cue]:
    """The cues of a sentence, left to right; a cue without a subject is none."""
    places = _places(sentence, document.language)
    return _CueFinder(document, sentence).find(places) if places else []


def _places(sentence: Sentence, language: LanguageTable) -> list[int]:
    """The tokens that may begin a cue: words of the table, and lower-case words behind a quotation."""
    tokens, openers = sentence.tokens, language.cue_openers
    places = [index for index, token in enumerate(tokens) if token.lower in openers]
    if not sentence.quotations:
        return places
    behind = set(places)
    for position in sentence.quotations:
        behind.update(range(position + 1, position + 1 + _UNKNOWN_DISTANCE))
    return [i for i in sorted(behind) if i < len(tokens) and tokens[i].kind == WORD]


class _CueFinder:
    def __init__(self, document: Document, sentence: Sentence) -> None:
        self.text = document.text
        self.tokens = sentence.tokens
        self.language = document.language
        self.reader = sentence.reader
        self.frames = VerbFrames(self.text, self.reader)
        self.cues: list[Cue] = []

    def _with_stand_in(self, cue: Cue) -> Cue:
        """ "we slip at the Élysée": the body that an impersonal "we" speaks for."""
        if cue.subject.head not in self.language.grammar.stand_ins:
            return cue
        index = cue.last
        if self._lower(index) in self.language.grammar.stand_in_prepositions:
            named = self.reader.rightwards(index + 1)
            return cue._replace(subject=named, frame_last=named.last) if named else cue
        for position in range(cue.subject.first - 1):
            if (
                self._lower(position),
                self._lower(position + 1),
            ) in self.language.grammar.side_phrases:
                named = self.reader.rightwards(position + 2, cue.subject.first)
                return cue._replace(subject=named) if named else cue
        return cue

    def find(self, places: Sequence[int]) -> list[Cue]:
        """The cues at these places."""
        last = 0
        for index in places:
            if index < last:
                continue
            if len(self.cues) >= _MOST_CUES:
                break
            cue = self._cue_at(index, self.tokens[index])
            if cue is not None:
                last = cue.last
                self.cues.append(self._with_stand_in(cue))
        return self.cues

    def _cue_at(self, index: int, token: Token) -> Cue | None:
        lower = token.lower
        if lower not in self.language.cue_openers:
            return self._unknown_verb(index, token)
        if lower in self.language.grammar.source_openers:
            source = self._source(index)
            if source is not None:
                return source
        if lower in self.language.verbs.nouns:
            noun = self._reporting_noun(index)
            if noun is not None:
                return noun
        if (
            lower in self.language.frames.making_verbs
            or lower in self.language.frames.expressing_verbs
            or lower in self.language.grammar.stated_predicates
        ):
            phrase = self._set_phrase(index)
            if phrase is not None:
                return phrase
        if lower not in self.language.verbs.forms:
            return self._unknown_verb(index, token)
        return self.frames.cue_at(index, self.cues[-1] if self.cues else None)

    def _make(self, first: int, last: int, lemma: str, frame: Frame, subject: NounPhrase) -> Cue:
        return make_cue(self.reader, (first, last), lemma, frame, subject)

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    # --- (1) sources without a verb --------------------------------------------------------------------

    def _source(self, index: int) -> Cue | None:
        labels, word = self.language.quotations, self._lower(index)
        for phrase in labels.source_prepositions:
            if phrase[0] == word and self._matches(index, phrase):
                last = index + len(phrase)
                subject = self._source_subject(last)
                return (
                    self._make(index, last, "according", Frame.SOURCE, subject) if subject else None
                )
        for phrase in labels.source_possessives:
            if phrase[0] == word and self._matches(index, phrase):
                subject = self._possessor(index + phrase.index("POSS"))
                return self._make(index, index + len(phrase), "according", Frame.SOURCE, subject)
        return None

    def _matches(self, index: int, phrase: tuple[str, ...]) -> bool:
        for offset, word in enumerate(phrase):
            lower = self._lower(index + offset)
            if word == "POSS":
                if lower not in self.language.grammar.third_possessives:
                    return False
            elif lower != word:
                return False
        return True

    def _source_subject(self, index: int) -> NounPhrase | None:
        """ "him" is no subject elsewhere; after "according to" it is."""
        token = self.tokens[index] if index < len(self.tokens) else None
        if (
            token is not None
            and token.lower in self.language.grammar.third_objects
            and not self._is_possessive(index)
        ):
            return NounPhrase(
                index, index + 1, token.start, token.end, PhraseKind.PRONOUN, head=token.lower
            )
        return self.reader.rightwards(index)

    def _is_possessive(self, index: int) -> bool:
        return (
            self._lower(index) in self.language.grammar.third_possessives
            and index + 1 < len(self.tokens)
            and self.tokens[index + 1].kind == WORD
        )

    def _possessor(self, index: int) -> NounPhrase:
        token = self.tokens[index]
        return NounPhrase(
            index, index + 1, token.start, token.end, PhraseKind.PRONOUN, head=token.lower
        )

    # --- (2) nouns that report -----------------------------------------------------------------------------

    def _reporting_noun(self, index: int) -> Cue | None:
        if index == 0 or not self._that_follows(index):
            return None
        before = self._lower(index - 1)
        subject = None
        if before in self.language.grammar.third_possessives:
            subject = self._possessor(index - 1)
        elif before in self.language.words.possessives and index >= 2:
            subject = self.reader.leftwards(index - 1)
        return self._make(index, index + 1, "claim", Frame.NOUN, subject) if subject else None

    def _that_follows(self, index: int) -> bool:
        """ "her claim that", "her claim during the debate that"."""
        for position in range(index + 1, min(index + 6, len(self.tokens))):
            token = self.tokens[position]
            if token.lower in self.language.grammar.that:
                return True
            if token.kind != WORD or token.lower in self.language.words.finite:
                return False
            if token.lower in self.language.verbs.forms:
                return False
        return False

    # --- (3) set phrases ---------------------------------------------------------------------------------

    def _set_phrase(self, index: int) -> Cue | None:
        last = self._end_of_set_phrase(index)
        if last is None:
            return None
        subject = self.reader.leftwards(index) or self.reader.clause_subject(0, index)
        if subject is None or (
            self._lower(index) in self.language.grammar.stated_predicates
            and not self._is_personal(subject)
        ):
            return None
        return self._make(index, last, "express", Frame.SUBJECT_VERB, subject)

    def _is_personal(self, subject: NounPhrase) -> bool:
        """Whether a phrase may mean people: "the idea is clear" attributes to nobody."""
        if subject.kind is PhraseKind.PRONOUN:
            return subject.head in self.language.grammar.third_persons
        return subject.kind is PhraseKind.NAME or describes_person(self.reader, subject.head)

    def _end_of_set_phrase(self, index: int) -> int | None:
        lower = self._lower(index)
        if lower in self.language.frames.making_verbs:
            return self._end_of_clear(index + 1)
        if lower in self.language.grammar.stated_predicates:
            is_predicate = self._lower(index - 1) in self.language.frames.forms_of_be
            return self._end_of_clear(index) if is_predicate else None
        for position in range(index + 2, index + 5):
            if self._lower(position) in self.language.grammar.that:
                return position
        return None

    def _end_of_clear(self, position: int) -> int | None:
        """ "made it perfectly clear that", "has been clear from the start:"."""
        frames = self.language.frames
        while self._lower(position) in frames.between_made:
            position += 1
        if self._lower(position) not in frames.made_predicates:
            return None
        if self._lower(position + 1) in self.language.grammar.that:
            return position + 1
        for following in range(position + 1, min(position + 7, len(self.tokens))):
            token = self.tokens[following]
            if token.text == ":" or token.kind == QUOTATION:
                return following
            if token.kind == PUNCTUATION:
                return None
        return None

    # --- (4) unknown verbs ------------------------------------------------------------------------------

    def _unknown_verb(self, index: int, token: Token) -> Cue | None:  # noqa: PLR0911 - a list of guards
        if token.is_capital:
            return None
        if (
            token.lower in self.language.frames.source_adverbs
            and self._quotation_before(index) is not None
        ):
            return self._unknown_inverted(index)
        if self._is_function_word(token):
            return None
        if self._quotation_before(index) is not None:
            return self._unknown_inverted(index)
        before = self._lower(index - 1)
        if (
            before in self.language.frames.subject_pronouns
            and self._quotation_before(index - 1) is not None
        ):
            return self._unknown_after_pronoun(index)
        if token.lower.endswith(self.language.verbs.cue_endings) and index >= 2:
            return self._unknown_after_subject(index)
        return None

    def _is_function_word(self, token: Token) -> bool:
        words = self.language.words
        lower = token.lower
        return (
            lower in words.prepositions
            or lower in words.conjunctions
            or lower in words.auxiliaries
            or lower in words.determiners
            or lower in words.adverbs
            or lower in self.language.people.pronouns
        )

    def _quotation_before(self, index: int) -> Token | None:
        """The quotation that ends right before `index`, a comma between them or not."""
        position = index - 1
        if position >= 1 and self.tokens[position].text in (",", "—", "–"):
            position -= 1
        if position < 0 or self.tokens[position].kind != QUOTATION:
            return None
        return self.tokens[position]

    def _unknown_inverted(self, index: int) -> Cue | None:
        """“...” slips the diplomat."""
        quotation = self._quotation_before(index)
        word = self._lower(index)
        if quotation is None or not self._may_be_said(quotation, index):
            return None
        if word.endswith(self.language.grammar.participle_ending) or self.reader.is_person_noun(
            word
        ):
            return None
        subject = self.reader.rightwards(index + 1)
        if subject is None or subject.kind is PhraseKind.PRONOUN:
            return None
        is_full_name = subject.name is not None and (
            len(subject.name.words) > 1 or self._lower(index) in self.language.frames.source_adverbs
        )
        is_described = (
            describes_person(self.reader, subject.head)
            or subject.head in self.language.people.body_nouns
        )
        is_definite = self._lower(index + 1) in self.language.words.definite_articles
        # “Sir,” begins a letter: after a comma inside the marks only a frame can stand.
        is_definite = is_definite or (
            self._lower(index + 1) in self.language.words.articles
            and self._last_inside(quotation) == ","
        )
        if not (is_full_name or (is_definite and is_described)):
            return None
        if not (self._frame_ends(subject.last) or self._is_relative(subject.last)):
            return None
        return self._make(index, index + 1, "say", Frame.UNKNOWN_VERB, subject)

    def _is_relative(self, index: int) -> bool:
        return self._lower(index) in self.language.grammar.relatives

    def _unknown_after_pronoun(self, index: int) -> Cue | None:
        if not (
            self._frame_ends(index + 1)
            or self._lower(index + 1) in self.language.grammar.verb_particles
        ):
            return None
        quotation = self._quotation_before(index - 1)
        if quotation is None or not self._may_be_said(quotation, index - 1):
            return None
        token = self.tokens[index - 1]
        subject = NounPhrase(
            index - 1, index, token.start, token.end, PhraseKind.PRONOUN, head=token.lower
        )
        return self._make(index, index + 1, "say", Frame.UNKNOWN_VERB, subject)

    def _unknown_after_subject(self, index: int) -> Cue | None:  # noqa: PLR0911 - a list of guards
        """“...,” Ann Lee beamed."""
        if (
            not self._frame_ends(index + 1)
            or self._lower(index + 1) in self.language.grammar.object_prepositions
        ):
            return None
        position = index - 1
        while position > 0 and index - position < 10 and self.tokens[position].kind == WORD:
            position -= 1
        quotation = self.tokens[position]
        if (
            quotation.kind != QUOTATION
            or quotation.end - quotation.start <= _SHORTEST_BESIDE_UNKNOWN
        ):
            return None
        if self._last_inside(quotation) not in _ENDS_QUOTATION:
            return None
        words = self.tokens[position + 1 : index]
        if any(token.lower in self.language.verbs.forms for token in words):
            return None
        subject = self.reader.leftwards(index, position + 1)
        if subject is None or subject.first != position + 1 or not self._is_personal(subject):
            return None
        if subject.last != index:
            return None  # "Mrs. Clinton has struggled"
        return self._make(index, index + 1, "say", Frame.UNKNOWN_VERB, subject)

    def _may_be_said(self, quotation: Token, index: int) -> bool:
        """Whether a quotation before a supposed frame looks like speech: closed by a comma, or long."""
        if self._last_inside(quotation) in _ENDS_QUOTATION or self.tokens[index - 1].text == ",":
            return True
        return quotation.end - quotation.start > _LONG_WITHOUT_COMMA

    def _last_inside(self, quotation: Token) -> str:
        quoted = quotation.quoted
        return (
            self.text[quoted.inner_end - 1]
            if quoted and quoted.inner_end > quoted.inner_start
            else " "
        )

    def _frame_ends(self, index: int) -> bool:
        if index >= len(self.tokens):
            return True
        token = self.tokens[index]
        if token.lower in self.language.words.adverbs:
            return index + 1 >= len(self.tokens) or self.tokens[index + 1].kind == PUNCTUATION
        return (
            token.kind in (PUNCTUATION, QUOTATION)
            or token.lower in self.language.words.prepositions
        )
