"""Tokens -> names: capitalised runs, split into titles, the name itself, and what speaks for a body or a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.text.languages.table import LanguageTable
from app.text.organisations import has_legal_form
from app.text.tokens import WORD, Token

# A name comes back many times in an article, and in the next one.
_RUNS_KEPT = 20_000
# Longer runs are headlines or lists, never one name.
_LONGEST_NAME = 7


class Name(NamedTuple):
    """A capitalised run `tokens[first:last]`; the name proper begins at `core`, titles stand before it."""

    first: int
    core: int
    last: int
    words: tuple[str, ...]
    titles: tuple[str, ...]
    is_body: bool

    @property
    def text(self) -> str:
        """The name proper, single-spaced."""
        return " ".join(self.words)


def find_names(tokens: Sequence[Token], language: LanguageTable) -> Iterator[Name]:
    """The names among the tokens of one sentence, left to right."""
    last = 0
    capitals = [index for index, token in enumerate(tokens) if token.is_capital]
    for index in capitals:
        if index >= last and starts_name(tokens, index, language):
            last = end_of_name(tokens, index, language)
            if not is_description(tokens, index, last, language):
                yield parse_name(tokens, index, last, language)


def starts_name(tokens: Sequence[Token], index: int, language: LanguageTable) -> bool:
    """Whether the token may be the first word of a name."""
    token = tokens[index]
    if not token.is_capital:
        return False
    if index == 0 and "-" in token.text and token.text[token.text.index("-") :].islower():
        return False  # "Second-placed Ann Lee"
    if token.text not in language.people.never_names:
        return True
    # "Farmers' League"
    if (
        index + 1 < len(tokens)
        and tokens[index + 1].text in ("'", "’")
        and _possesses_body(tokens, index + 1, language)
    ):
        return True
    # "May", "Will" and "Mark" are names in the middle of a sentence, or before another capital.
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    is_forename = (
        token.lower in language.people.male_forenames
        or token.lower in language.people.female_forenames
    )
    return is_forename and following is not None and following.is_capital


def end_of_name(tokens: Sequence[Token], first: int, language: LanguageTable) -> int:
    """One past the last token of the run that starts at `first`."""
    people = language.people
    last = first + 1
    while last < len(tokens):
        token = tokens[last]
        if token.text in ("'", "’") and _possesses_body(tokens, last, language):
            last += 2
            continue
        if token.kind != WORD:
            break
        if token.is_capital:
            if token.text in people.weekdays or token.text in people.months:
                break
        elif token.kind != WORD or not (
            _joins_name(tokens, last, language) or _joins_body(tokens, last, language)
        ):
            break
        last += 1
    if (
        last + 1 < len(tokens)
        and tokens[last].text == ","
        and tokens[last + 1].text in people.name_suffixes
    ):
        last += 2
    return last


def is_description(tokens: Sequence[Token], first: int, last: int, language: LanguageTable) -> bool:
    """Whether a capitalised run is a description: "the French President", "the Foreign Minister"."""
    if first == 0 or tokens[first - 1].lower not in language.words.articles:
        return False
    head = tokens[last - 1].lower
    return head in language.people.role_nouns or (
        last - first == 1 and head in language.people.demonyms
    )


def _joins_name(tokens: Sequence[Token], index: int, language: LanguageTable) -> bool:
    """A particle between two capitals: "Ursula von der Leyen"."""
    token = tokens[index]
    if (
        token.lower not in language.people.name_particles
        or token.lower in language.grammar.part_prepositions
    ):
        return False
    for following in tokens[index + 1 : index + 3]:
        if following.is_capital:
            return True
        if following.lower not in language.people.name_particles:
            return False
    return False


def _joins_body(tokens: Sequence[Token], index: int, language: LanguageTable) -> bool:
    """A preposition inside the name of a body: "Ministry of Fisheries", "University of the Cape"."""
    if tokens[index - 1].text not in language.people.organisation_words:
        return tokens[index].lower in language.words.definite_articles and _joins_body_before(
            tokens, index, language
        )
    if tokens[index].lower not in language.grammar.complement_prepositions or index + 1 >= len(
        tokens
    ):
        return False
    following = tokens[index + 1]
    if following.lower in language.words.definite_articles and index + 2 < len(tokens):
        following = tokens[index + 2]
    return following.is_capital and following.text not in language.people.never_names


def _joins_body_before(tokens: Sequence[Token], index: int, language: LanguageTable) -> bool:
    """ "of | the" inside such a name."""
    is_inside = index >= 2 and tokens[index - 1].lower in language.grammar.complement_prepositions
    return is_inside and tokens[index - 2].text in language.people.organisation_words


def _possesses_body(tokens: Sequence[Token], index: int, language: LanguageTable) -> bool:
    """The apostrophe in "Dockers' Union"."""
    if index + 1 >= len(tokens) or tokens[index - 1].end != tokens[index].start:
        return False
    return tokens[index + 1].text in language.people.organisation_words


def parse_name(tokens: Sequence[Token], first: int, last: int, language: LanguageTable) -> Name:
    """Split a run into titles and name."""
    run = _parse_run(tuple([token.text for token in tokens[first:last]]), language)
    return Name(first, first + run.core, first + run.end, run.words, run.titles, run.is_body)


class _Run(NamedTuple):
    """The parts of a capitalised run: `texts[core:end]` is the name proper."""

    core: int
    end: int
    words: tuple[str, ...]
    titles: tuple[str, ...]
    is_body: bool


@lru_cache(maxsize=_RUNS_KEPT)
def _parse_run(texts: tuple[str, ...], language: LanguageTable) -> _Run:
    suffixes = language.people.name_suffixes
    end = len(texts)
    while end > 1 and (texts[end - 1] in suffixes or texts[end - 1] == ","):
        end -= 1
    core = 0
    for index in range(end - 1):
        if _is_title(texts[index], language):
            core = index + 1
    if core == 0:
        while core < end - 2 and _is_acronym(texts[core]):
            core += 1  # "CNN Anderson Cooper"
        if core == 0 and end > 2 and _is_role(texts[0], language) and not _is_body(texts, language):
            core = 1  # "Neighbour Emlyn Rees said": a capital that is the sentence's
    words = tuple(_joined(texts[core:end]))
    titles = tuple(text.lower().rstrip(".") for text in texts[:core])
    is_person = any(title in language.people.personal_titles for title in titles)
    return _Run(core, end, words, titles, not is_person and _is_body(words, language))


def _joined(texts: Sequence[str]) -> list[str]:
    """The words of a name; an apostrophe belongs to the word before it."""
    words: list[str] = []
    for text in texts:
        if words and not text[0].isalnum():
            words[-1] += text
        else:
            words.append(text)
    return words


def is_title(token: Token, language: LanguageTable) -> bool:
    """Whether a capitalised word is a title: "Mr.", "President"."""
    return _is_title(token.text, language)


def _is_title(text: str, language: LanguageTable) -> bool:
    return text.lower().rstrip(".") in language.people.titles


def _is_role(text: str, language: LanguageTable) -> bool:
    people, lower = language.people, text.lower()
    is_role = lower in people.role_nouns or lower in people.relations
    return is_role and not is_forename(text, language)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not word.endswith(".")


def _is_body(words: tuple[str, ...], language: LanguageTable) -> bool:
    if not words:
        return False
    if has_legal_form(words):
        return True
    if any(word in language.people.organisation_words for word in words):
        # "Lord West", "Anna Bridge": a known forename before it makes it a person.
        return len(words) != 2 or not is_forename(words[0], language)
    return (_is_acronym(words[-1]) and len(words) == 1) or len(words) > _LONGEST_NAME


def is_forename(word: str, language: LanguageTable) -> bool:
    """Whether a word is a known forename, accents left aside by the table's spelling."""
    return gender_of_forename(word, language) is not None


def gender_of_forename(word: str, language: LanguageTable) -> str | None:
    """ "f", "m" or None for a forename."""
    lower = word.lower()
    people = language.people
    if lower in people.female_forenames:
        return "f"
    if lower in people.male_forenames:
        return "m"
    head = lower.split("-", maxsplit=1)[0]
    if head != lower:
        return gender_of_forename(head, language)
    return None
