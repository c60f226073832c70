"""A name of one word that no full name explains ("Macron", "Selkabel") -> does a person bear it?

Every mention votes: titles, roles, "who", "he" and what only persons do speak for a person; articles, "its" and places
against. Who speaks and has nothing against it is a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.text.languages.table import LanguageTable
from app.text.names import Name
from app.text.tokens import Token

# Votes: what nearly proves it, what makes it likely, what tips a balance.
_SURE, _LIKELY, _SLIGHT = 4.0, 2.0, 1.0
# A pronoun that means the name is looked for so far behind it.
_PRONOUN_REACH = 12
_WORD_WITH_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|[0-9.]")
_SURNAME_WITH_INNER_CAPITAL = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|O['’]|D['’])[A-Z][a-z]+$")  # fmt: skip


class LoneNames:
    """Votes on the names of one word in an article."""

    def __init__(self, language: LanguageTable) -> None:
        self.language = language
        self._votes: dict[str, float] = {}
        self._read_as_body: dict[str, bool] = {}

    def note(self, name: Name, tokens: Sequence[Token]) -> None:
        """Count what stands around one mention."""
        word = name.words[0]
        if self._reads_as_body(word):
            self._votes.setdefault(word, 0.0)
            return
        self._votes[word] = self._votes.get(word, 0.0) + self._around(name, tokens)

    def is_person(self, name: Name) -> bool:
        """Whether the mentions together say that a person bears this name."""
        return self._votes.get(name.words[0], 0.0) > 0 and not self.looks_like_body(name.words[0])

    def is_body(self, name: Name) -> bool:
        """Whether the mentions, or the word alone, say that this is no person."""
        return self._votes.get(name.words[0], 0.0) < 0 or self.looks_like_body(name.words[0])

    def looks_like_body(self, word: str) -> bool:
        """Whether a word says that it is no surname: a country, an acronym, "SeaWorks", "Development"."""
        # Lethra, where there are Lethrans: a country.
        if word.endswith("a") and word + "n" in self._votes:
            return True
        return self._reads_as_body(word)

    def _reads_as_body(self, word: str) -> bool:
        known = self._read_as_body.get(word)
        if known is None:
            known = self._is_known_word(word) or self._has_form_of_body(word)
            self._read_as_body[word] = known
        return known

    def _is_known_word(self, word: str) -> bool:
        lower, kinds, people = word.lower(), self.language.kinds, self.language.people
        if lower in kinds.places or lower in kinds.known_bodies or lower in people.nationalities:
            return True
        if lower in people.body_nouns or lower in people.group_nouns:
            return True
        if lower.removesuffix("s") in self.language.nation_adjectives:
            return True
        return lower in kinds.saying_people or word in people.never_names

    def _has_form_of_body(self, word: str) -> bool:
        if (len(word) > 1 and word.isupper()) or word.endswith(
            self.language.grammar.abstract_endings
        ):
            return True
        return bool(_WORD_WITH_INNER_CAPITAL.search(word)) and not _SURNAME_WITH_INNER_CAPITAL.match(word)  # fmt: skip

    def _around(self, name: Name, tokens: Sequence[Token]) -> float:
        if name.first == 0 and name.words[0].endswith(self.language.grammar.participle_ending):
            return 0.0
        before = self._before(name, tokens)
        is_governed = (
            name.first > 0 and tokens[name.first - 1].lower in self.language.words.prepositions
        )
        # "the librarian in Tarnby, who": what follows speaks of somebody else.
        return before if is_governed or before < 0 else before + self._after(name, tokens)

    def _before(self, name: Name, tokens: Sequence[Token]) -> float:
        if name.first == 0:
            return 0.0
        before = tokens[name.first - 1]
        lower, people = before.lower, self.language.people
        if lower in self.language.words.articles:
            return -_LIKELY
        if lower in people.role_nouns or lower in people.kin_nouns:
            return 0.0 if before.is_capital else _LIKELY
        if lower in self.language.kinds.person_objects:
            return _SLIGHT
        if self._says(before) and not before.is_capital:
            return _SLIGHT
        return -_LIKELY if lower in self.language.kinds.place_prepositions else 0.0

    def _after(self, name: Name, tokens: Sequence[Token]) -> float:
        if name.last >= len(tokens):
            return 0.0
        after = tokens[name.last]
        if self._is_proof(name, tokens):
            return _SURE
        if after.lower in self.language.words.possessives:
            return 0.0
        if after.lower in self.language.grammar.plural_verbs:
            return -_LIKELY
        votes = _SURE if after.lower in self.language.kinds.person_verbs else 0.0
        if self._says(after):
            # "Audiences said": an ordinary plural may open a sentence.
            is_plural = name.first == 0 and name.words[0].endswith("s")
            votes += 0.0 if is_plural else _SLIGHT
        elif name.first == 0 and after.lower not in self.language.words.finite:
            # "Patrol boats": a capital at the start of a sentence proves no name.
            return votes + min(0.0, self._pronoun_after(tokens, name.last))
        return votes + self._pronoun_after(tokens, name.last)

    def _is_proof(self, name: Name, tokens: Sequence[Token]) -> bool:
        """ "Lee, who", "Lee who", "Lee's wife", "Lee, 43,": only persons have these."""
        if name.last + 1 >= len(tokens):
            return False
        after, following = tokens[name.last], tokens[name.last + 1]
        if after.text == ",":
            return following.lower in self.language.grammar.who or self._is_age(
                tokens, name.last + 1
            )
        if after.lower in self.language.words.possessives:
            return following.lower in self.language.people.kin_nouns
        # "Volunteers who can read" opens a sentence with an ordinary word.
        return after.lower in self.language.grammar.who and name.first > 0

    def _is_age(self, tokens: Sequence[Token], index: int) -> bool:
        is_number = tokens[index].text.isdecimal() and len(tokens[index].text) <= 2
        return is_number and (index + 1 >= len(tokens) or tokens[index + 1].text in (",", "."))

    def _says(self, token: Token) -> bool:
        form = self.language.verbs.forms.get(token.lower)
        return form is not None and form.kind in ("past", "s")

    def _pronoun_after(self, tokens: Sequence[Token], index: int) -> float:
        """ "Macron said he", "Selkabel and its": the first pronoun behind the name, before any other name."""
        pronouns, never_names = self.language.people.pronouns, self.language.people.never_names
        for token in tokens[index : index + _PRONOUN_REACH]:
            if token.is_capital and token.text not in never_names:
                return 0.0
            kind = pronouns.get(token.lower)
            if kind in ("m", "f"):
                return _LIKELY
            if token.text in ";:":
                return 0.0
            if token.lower in self.language.grammar.neuters:
                return -_LIKELY
        return 0.0
