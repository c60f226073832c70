"""What stands in apposition to a noun phrase: "its director, | Ann Lee |, said", "said Ann Lee, | the keeper |."."""

from __future__ import annotations

from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind, PhraseReader
from app.text.names import is_forename, starts_name
from app.text.tokens import PUNCTUATION, QUOTATION, WORD

# An apposition is followed no further than this many tokens.
_LONGEST_APPOSITION = 40
_MOST_AGE_DIGITS = 3


def apposed_name(reader: PhraseReader, phrase: NounPhrase) -> NounPhrase | None:
    """ "the prosecutor, Nora Hay,": the name that says who a described person is, with the description as its role."""
    if phrase.kind is not PhraseKind.NOMINAL or phrase.head in reader.language.people.body_nouns:
        return None
    tokens = reader.tokens
    comma = phrase.last
    if (
        comma + 1 >= len(tokens)
        or tokens[comma].text != ","
        or not (
            starts_name(tokens, comma + 1, reader.language)
            or tokens[comma + 1].lower in reader.language.people.role_nouns
        )
    ):
        return None
    named = reader.rightwards(comma + 1)
    if named is None or named.name is None or named.name.is_body:
        return None
    words = named.name.words
    is_forename_first = len(words) > 1 and is_forename(words[0], reader.language)
    # "its last mate, Ona Reis,": what speaks and has such a name is a person.
    is_set_off = len(words) > 1 and tokens[phrase.first].lower in reader.language.words.determiners
    if not (is_forename_first or is_set_off or describes_person(reader, phrase.head)):
        return None
    after = tokens[named.last] if named.last < len(tokens) else None
    is_closed = after is None or after.kind != WORD
    return (
        named._replace(first=phrase.first, role_first=phrase.first, role_last=comma)
        if is_closed
        else None
    )


def describes_person(reader: PhraseReader, head: str) -> bool:
    """Whether a noun says what somebody is."""
    people = reader.language.people
    singular = head[:-1] if head.endswith("s") and head not in people.role_nouns else head
    if singular in reader.language.kinds.things and singular not in people.role_nouns:
        return False
    return (
        singular in people.role_nouns
        or singular in people.kin_nouns
        or singular in people.gendered_nouns
        or singular.endswith(reader.language.grammar.apposed_endings)
        or ("-" in singular and singular.rsplit("-", maxsplit=1)[-1] in people.role_nouns)
    )


def apposition_after(reader: PhraseReader, index: int) -> tuple[int, int] | None:
    """The bounds of a description after a name, when `tokens[index]` is the comma that opens it.

    An age before it is stepped over. It ends before the next comma, quotation or end of the sentence.
    """
    tokens = reader.tokens
    if index >= len(tokens) or tokens[index].text not in (",", "("):
        return None
    first = index + 1
    if first + 1 < len(tokens) and tokens[first].text.isdecimal():
        if tokens[first + 1].text != ",":
            return None
        first += 2
    if first >= len(tokens) or not _opens_description(reader, first):
        return None
    last = first
    closer = ")" if tokens[index].text == "(" else ","
    while last < len(tokens) and last - first < _LONGEST_APPOSITION:
        token = tokens[last]
        if (
            token.kind == QUOTATION
            or token.text == closer
            or (token.kind == PUNCTUATION and token.text in ".;:—–!?")
        ):
            break
        last += 1
    return (first, last) if last > first else None


def _opens_description(reader: PhraseReader, index: int) -> bool:
    """Whether a description of a person starts here: "the keeper of", "who farms", "of the rescue team"."""
    tokens = reader.tokens
    lower = tokens[index].lower
    if tokens[index].kind != WORD:
        return False
    if lower in reader.language.grammar.who:
        form = (
            reader.language.verbs.forms.get(tokens[index + 1].lower)
            if index + 1 < len(tokens)
            else None
        )
        return form is None or form.lemma not in reader.language.verbs.plain
    if lower in reader.language.grammar.part_prepositions:
        return index + 1 < len(tokens) and (
            tokens[index + 1].lower in reader.language.words.definite_articles
            or tokens[index + 1].is_capital
        )
    return any(describes_person(reader, head) for head in _heads(reader, index))


def _heads(reader: PhraseReader, index: int) -> list[str]:
    """The nouns that may head a phrase beginning here: those before its first preposition or its end."""
    tokens, words = reader.tokens, reader.language.words
    heads: list[str] = []
    for position in range(index, min(len(tokens), index + 9)):
        token = tokens[position]
        if (
            token.kind != WORD
            or token.lower in words.conjunctions
            or (token.lower in words.finite and token.lower not in words.possessives)
        ):
            break
        if token.lower in words.prepositions:
            break
        heads = [token.lower] if not token.is_capital else [*heads, token.lower]
    return heads


def end_of_apposition(reader: PhraseReader, index: int) -> int:
    """One past a description that starts with the comma at `index`, its closing comma included; else `index`."""
    bounds = apposition_after(reader, index)
    if bounds is None:
        return _end_of_age(reader, index)
    last = bounds[1]
    return (
        last + 1 if last < len(reader.tokens) and reader.tokens[last].text in (",", ")") else last
    )


def _end_of_age(reader: PhraseReader, index: int) -> int:
    """One past ", 70," where an age stands alone after a name; else `index`."""
    tokens = reader.tokens
    if index + 1 >= len(tokens) or tokens[index].text != ",":
        return index
    is_age = tokens[index + 1].text.isdecimal() and len(tokens[index + 1].text) <= _MOST_AGE_DIGITS
    if not is_age or (index + 2 < len(tokens) and tokens[index + 2].text not in (",", ".")):
        return index
    return (
        min(index + 3, len(tokens))
        if index + 2 < len(tokens) and tokens[index + 2].text == ","
        else index + 2
    )
