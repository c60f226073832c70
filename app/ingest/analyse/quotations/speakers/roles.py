"""What an article says people are: "Ann Lee, head of the harbour", "French President Emmanuel Macron", "She is the coach".

Two uses: the role stated at a speaker's mention, and the roles by which later descriptions ("the coach said") find
the person.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.ingest.analyse.quotations.document import Document, Sentence
from app.ingest.analyse.quotations.phrases.appositions import apposition_after, describes_person
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind, PhraseReader
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory, NameMention
from app.text.languages.table import LanguageTable
from app.text.tokens import WORD, Token

_LONGEST_ROLE = 40
# "the outgoing Social Democratic | President": more words before a title are a clause.
_MOST_ADJECTIVES = 2


def stated_role(document: Document, sentence: Sentence, phrase: NounPhrase) -> str | None:
    """The role stated beside a named speaker: after the name, else before it. Courtesy titles are no roles."""
    if phrase.kind is not PhraseKind.NAME or phrase.name is None:
        return None
    reader = sentence.reader
    bounds = _after(reader, phrase.last)
    if bounds is None:
        bounds = _before(reader, phrase)
    if bounds is None:
        return None
    tokens = sentence.tokens
    return document.text[tokens[bounds[0]].start : tokens[bounds[1] - 1].end]


def _after(reader: PhraseReader, index: int) -> tuple[int, int] | None:
    """The description that follows a name, "(40)" and the like stepped over."""
    bounds = apposition_after(reader, index)
    return bounds if bounds and bounds[1] - bounds[0] <= _LONGEST_ROLE else None


def _before(reader: PhraseReader, phrase: NounPhrase) -> tuple[int, int] | None:
    """The description in front of a name without its article: "the | prosecutor |, Nora Hay"."""
    tokens, words = reader.tokens, reader.language.words
    first, last = phrase.role_first, phrase.role_last
    while first < last and tokens[first].lower in words.determiners:
        first += 1
    while first < last and tokens[last - 1].text == ",":
        last -= 1
    if first >= last or last - first > _LONGEST_ROLE:
        return None
    if all(_is_courtesy(token, reader.language) for token in tokens[first:last]):
        return None
    return first, last


def _is_courtesy(token: Token, language: LanguageTable) -> bool:
    """ "Mr.", "Dr", "Sir": a way to address people, not what they are."""
    return token.lower.rstrip(".") in language.people.courtesy_titles


# --- roles of clusters ---------------------------------------------------------------------------------


def note_roles(document: Document, directory: Directory) -> None:
    """Write the roles that the text states into the clusters."""
    for paragraph in document.paragraphs:
        for sentence in paragraph.sentences:
            mentions = directory.mentions_by_sentence.get(sentence.number)
            if mentions:
                reader = sentence.reader
                for mention, cluster in mentions:
                    if cluster.is_person:
                        _note_at(document, reader, mention, cluster)


def _note_at(
    document: Document, reader: PhraseReader, mention: NameMention, cluster: Cluster
) -> None:
    name = mention.name
    tokens = reader.tokens
    if name.core > name.first:
        first = _start_of_title(reader, name.first)
        _add(document, tokens[first : name.core], cluster, reader)
    elif name.first > 0 and describes_person(reader, tokens[name.first - 1].lower):
        first = _start_of_lower_role(reader, name.first)
        _add(document, tokens[first : name.first], cluster, reader)
    elif name.first > 1 and tokens[name.first - 1].text == "," and _is_closed(tokens, name.last):
        _note_apposed(document, reader, name.first - 1, cluster)
    bounds = apposition_after(reader, name.last)
    if bounds is not None and tokens[bounds[0]].lower not in reader.language.grammar.who:
        _add(document, tokens[bounds[0] : bounds[1]], cluster, reader)
    elif name.last + 2 < len(tokens) and tokens[name.last].lower in reader.language.frames.copulas:
        _note_predicate(document, reader, name.last + 1, cluster)
    _note_age(tokens, name.last, cluster)


def _start_of_title(reader: PhraseReader, index: int) -> int:
    """Leftwards over "then" in "then | President Ann Lee", and over other words where an article or a possessor sets
    them off ("the Social Democratic | President"): else they may be anything."""
    tokens, words, frames = reader.tokens, reader.language.words, reader.language.frames
    if _is_courtesy(tokens[index], reader.language):
        return index
    first = _start_of_lower_role(reader, index)
    before = tokens[first - 1].lower if first > 0 else ""
    is_set_off = before in words.determiners or before in words.possessives
    is_phrase = not any(token.lower in words.finite for token in tokens[first:index])
    if is_set_off and is_phrase and index - first <= _MOST_ADJECTIVES:
        return first
    while index > 0 and tokens[index - 1].lower in frames.before_names:
        index -= 1
    return index


def _start_of_lower_role(reader: PhraseReader, index: int) -> int:
    """Leftwards over the words of a role: "the club's new | manager Ann Lee"."""
    first = index
    tokens, words = reader.tokens, reader.language.words
    while first > 0 and index - first < 6 and tokens[first - 1].kind == WORD:
        lower = tokens[first - 1].lower
        if lower in words.prepositions or lower in words.conjunctions or lower in words.determiners:
            break
        if lower in reader.language.verbs.forms and lower not in reader.language.verbs.noun_like:
            break
        first -= 1
    return first


def _note_apposed(document: Document, reader: PhraseReader, comma: int, cluster: Cluster) -> None:
    """ "The prosecutor, | Nora Hay, said": the description before the name."""
    described = reader.leftwards(comma)
    if described is None or described.kind is not PhraseKind.NOMINAL:
        return
    if described.last == comma and describes_person(reader, described.head):
        _add(document, reader.tokens[described.first : comma], cluster, reader)


def _is_closed(tokens: Sequence[Token], index: int) -> bool:
    """ "By the president, | Lee has": without a second comma the name opens its own clause."""
    return index >= len(tokens) or tokens[index].kind != WORD


def _note_predicate(document: Document, reader: PhraseReader, index: int, cluster: Cluster) -> None:
    """ "Ann Lee is the coach of": what a person is said to be."""
    if reader.tokens[index].lower not in reader.language.words.articles:
        return
    described = reader.rightwards(index)
    is_nominal = described is not None and described.kind is PhraseKind.NOMINAL
    if described is not None and is_nominal and describes_person(reader, described.head):
        _add(document, reader.tokens[described.first : described.last], cluster, reader)


def _note_age(tokens: Sequence[Token], index: int, cluster: Cluster) -> None:
    if index + 1 < len(tokens) and tokens[index].text == "," and tokens[index + 1].text.isdecimal():
        cluster.age = int(tokens[index + 1].text[:3])


def _add(
    document: Document, tokens: Sequence[Token], cluster: Cluster, reader: PhraseReader
) -> None:
    """Keep a role's text, its head nouns with their broader words, and its other words."""
    words = [token for token in tokens if token.kind == WORD]
    if not words or all(_is_courtesy(token, reader.language) for token in words):
        for token in words:
            cluster.role_heads.update(
                reader.language.people.broader_roles.get(token.lower.rstrip("."), ())
            )
        return
    text = document.text[words[0].start : words[-1].end]
    cluster.roles.setdefault(text, words[0].start)
    people = reader.language.people
    for token in words:
        lower = token.lower.rstrip(".")
        cluster.role_words.add(lower)
        adjective = people.nationalities.get(lower)
        if adjective is not None:
            cluster.role_words.add(adjective)
        if describes_person(reader, lower) or lower in people.broader_roles:
            cluster.role_heads.add(lower)
            cluster.role_heads.update(people.broader_roles.get(lower, ()))
        gender = people.gendered_nouns.get(lower)
        if gender is not None and cluster.gender is None and lower in people.role_nouns:
            cluster.gender = gender
