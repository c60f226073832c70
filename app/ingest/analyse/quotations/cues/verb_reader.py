"""A word that may be a cue verb -> whether it is one at its place, or a noun, an adjective, a passive, an infinitive."""

from __future__ import annotations

from app.ingest.analyse.quotations.phrases.noun_phrases import PhraseKind, PhraseReader
from app.text.languages.table import VerbForm
from app.text.tokens import PUNCTUATION, QUOTATION, WORD, Token


class VerbReader:
    """Tells verbs from their look-alikes in the tokens of one sentence."""

    def __init__(self, reader: PhraseReader) -> None:
        self.reader = reader
        self.tokens = reader.tokens
        self.language = reader.language
        self.verbs = reader.language.verbs

    def _lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def is_verb_here(self, index: int, token: Token, form: VerbForm) -> bool:
        """Whether `token`, which may be the verb form `form`, is that verb at `index`."""
        before = self.tokens[index - 1] if index > 0 else None
        if before is not None and before.kind == WORD:
            is_number = (
                before.text[:1].isdigit() and "-" not in before.text
            )  # "the 34-year-old says"
            if is_number and form.kind in ("base", "s"):
                return False
            if form.kind in ("past", "participle") and self._is_passive(index, form):
                return False
            if (
                token.lower in self.language.frames.bare_participles
                and before.lower not in self.language.frames.forms_of_have
            ):
                return False
        elif token.lower in self.language.frames.bare_participles:
            return False
        if token.lower in self.verbs.noun_like and not self._is_no_noun(index, token, form, before):
            return False
        return form.kind != "base" or self._is_finite_base(index, before)

    def _is_passive(self, index: int, form: VerbForm) -> bool:
        """ "is said", "are not necessarily expected"; "He's said" is none."""
        position = index - 1
        while position > 0 and (
            self._lower(position) in self.language.words.adverbs
            or self.reader.is_adverb(self.tokens[position])
        ):
            position -= 1
        before = self._lower(position)
        is_whole = before in self.language.frames.forms_of_be_and_clitics and form.lemma != "quote"
        return is_whole or self._is_reduced_passive(index, form)

    def _is_reduced_passive(self, index: int, form: VerbForm) -> bool:
        """ "The woman | accused | of theft": a verb that needs an object, and has none but its own subject."""
        before = self._lower(index - 1)
        is_active = (
            before in self.language.frames.forms_of_have or before in self.language.people.pronouns
        )
        return (
            form.lemma in self.verbs.with_object
            and not is_active
            and self._lower(index + 1) in self.language.grammar.after_passives
        )

    def _is_no_noun(self, index: int, token: Token, form: VerbForm, before: Token | None) -> bool:  # noqa: PLR0911 - a list of guards
        """Whether a form that is also a noun ("claims") is the verb here."""
        if before is None:
            return form.kind not in ("base", "s")
        if before.kind == WORD:
            if self._is_subject_pronoun(before):
                return True
            if self._governs_noun(before):
                return False
        if form.kind not in ("base", "s"):
            return True
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if (
            following is not None
            and (form.lemma, following.lower) in self.language.grammar.phrasal_verbs
        ):
            return True
        is_content_next = following is not None and (
            following.lower in self.language.grammar.that or following.kind == QUOTATION
        )
        if is_content_next and form.kind == "s":
            return True
        is_last = following is None or following.kind == PUNCTUATION
        if is_last and not (following is not None and following.text == ":"):
            return before.kind == QUOTATION or self._is_parenthesis(index)
        return self._agrees(before, form)

    def _is_parenthesis(self, index: int) -> bool:
        """ "...,” the document states, ...": a noun phrase between content and a mark."""
        subject = self.reader.leftwards(index)
        if subject is None or subject.first == 0:
            return False
        before = self.tokens[subject.first - 1]
        if before.kind != WORD:
            return before.kind == QUOTATION or before.text == ","
        # "..., figures published by the directorate | show."
        first = self._start_of_words(index)
        is_apart = first > 0 and self.tokens[first - 1].text == ","
        return is_apart and self._has_plural_subject(index)

    def _start_of_words(self, index: int) -> int:
        """Leftwards over words up to a mark."""
        while index > 0 and self.tokens[index - 1].kind == WORD:
            index -= 1
        return index

    def _is_subject_pronoun(self, token: Token) -> bool:
        people = self.language.people
        is_possessive = token.lower in people.possessive_pronouns
        return (
            token.lower in people.pronouns
            and not is_possessive
            and token.lower not in self.language.grammar.dummy_subjects
        )

    def _governs_noun(self, token: Token) -> bool:
        words = self.language.words
        if token.lower in words.determiners or token.lower in words.prepositions:
            return True
        if token.lower in words.possessives:
            return True
        return not token.is_capital and token.lower.endswith(
            self.language.grammar.adjective_endings
        )

    def _agrees(self, before: Token, form: VerbForm) -> bool:
        """Whether the word before can be the subject of "claims" or of "claim"."""
        if form.kind == "s":
            if before.kind != WORD:
                return before.text == "," or before.kind == QUOTATION
            return self._may_be_singular_subject(before)
        if before.kind != WORD:
            return False
        return (
            before.lower in self.language.people.pronouns
            or before.lower in self.language.words.auxiliaries
            or before.lower in self.language.people.group_nouns
            or before.lower.endswith("s")
        )

    def _may_be_singular_subject(self, before: Token) -> bool:
        people = self.language.people
        is_name = before.is_capital and before.text not in people.never_names
        return (
            is_name
            or before.lower in people.pronouns
            or before.lower in self.language.words.auxiliaries
            or before.lower in people.role_nouns
            or before.lower in self.language.words.adverbs
        )

    def _is_finite_base(self, index: int, before: Token | None) -> bool:  # noqa: PLR0911 - a list of guards
        """A base form needs a plural subject, a modal verb, or content right after an infinitive."""
        if before is None:
            return False
        if before.lower in self.language.grammar.infinitive_marks:
            return self._is_reporting_infinitive(index)
        if before.kind != WORD:
            return before.text == ","
        lower = before.lower
        if lower in self.language.words.auxiliaries or lower in self.language.words.adverbs:
            return lower in self.language.frames.before_base_forms
        if self._lower(0) == before.lower and before.text in self.language.people.never_names:
            return True
        if before.is_capital and not lower.endswith("s") and not self._is_plural_name(before):
            return self._has_plural_subject(index)
        return (
            lower not in self.language.words.prepositions
            and lower not in self.language.grammar.before_imperatives
        )

    def _is_reporting_infinitive(self, index: int) -> bool:
        """ "to argue that", "to say: “...”": an infinitive reports only with its content beside it."""
        if index + 1 >= len(self.tokens) or index < 2:
            return False
        following = self.tokens[index + 1]
        is_closing = following.text in (",", ".") and any(
            token.text == "," for token in self.tokens[max(0, index - 6) : index]
        )
        return (
            following.lower in self.language.grammar.that
            or following.kind == QUOTATION
            or following.text == ":"
            or is_closing
        )

    def _has_plural_subject(self, index: int) -> bool:
        """ "Residents of Salt Lane | say": the head of the phrase decides, not the name inside it."""
        subject = self.reader.rightwards(self._start_of_words(index), index)
        if subject is None or subject.kind is not PhraseKind.NOMINAL:
            return False
        return any(
            token.lower in self.language.people.group_nouns
            or (token.lower.endswith("s") and token.lower not in self.language.words.possessives)
            for token in self.tokens[subject.first : subject.last]
            if token.lower not in self.language.words.determiners
        )

    def _is_plural_name(self, before: Token) -> bool:
        """ "Trump and Ryan say"."""
        position = self.tokens.index(before)
        return any(
            self._lower(i) in self.language.grammar.before_plurals
            for i in range(position - 3, position)
        )
