"""The names of an article -> its directory: which of them are one person or one body.

Stages: (1) collect the names; (2) what the text says of each decides whether a person bears it; (3) full names become
clusters; (4) all other names join them or stand alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.ingest.analyse.quotations.document import Document, Paragraph, Sentence
from app.ingest.analyse.quotations.phrases.appositions import apposition_after, describes_person
from app.ingest.analyse.quotations.phrases.noun_phrases import PhraseKind, PhraseReader
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory, NameMention
from app.ingest.analyse.quotations.speakers.lone_names import LoneNames
from app.text.folding import fold
from app.text.languages.table import LanguageTable
from app.text.names import Name, find_names, gender_of_forename
from app.text.tokens import WORD, Token

# A line of more than this share of capitalised words is a headline: its runs of capitals are no names.
_HEADLINE_SHARE = 0.65
_LONGEST_FULL_NAME = 5
_YOUNGEST, _OLDEST = 4, 115


def build_directory(document: Document) -> Directory:
    """Cluster the names of a document."""
    found = list(_collect(document))
    evidence = _Evidence(document.language)
    for mention, reader in found:
        evidence.note(mention, reader)
    directory = Directory(document.language)
    for mention, reader in found:
        name = mention.name
        if 1 < len(name.words) <= _LONGEST_FULL_NAME and not directory.knows(name.words):
            grown = _grown(directory, name, reader)
            if grown is None:
                _add_full_name(directory, name, evidence)
            else:
                directory.name_too(name.words, grown)
    for mention, _ in found:
        cluster = directory.find(mention.name, mention.start)
        if cluster is None:
            cluster = _lone_cluster(mention.name, evidence)
            directory.add(cluster)
        directory.join(cluster, mention)
    return directory


def _collect(document: Document) -> Iterable[tuple[NameMention, PhraseReader]]:
    for paragraph in document.paragraphs:
        if _is_headline(paragraph):
            continue
        for sentence in paragraph.sentences:
            for name in find_names(sentence.tokens, document.language):
                if name.words:
                    yield _mention(name, sentence), sentence.reader


def _is_headline(paragraph: Paragraph) -> bool:
    is_prose = paragraph.number or len(paragraph.sentences) > 1
    if not paragraph.tokens or (is_prose and paragraph.tokens[-1].text in (".", "…")):
        return False
    words = [token for token in paragraph.tokens if token.kind == WORD]
    if len(words) < 5:
        return False
    return sum(token.is_capital for token in words) > _HEADLINE_SHARE * len(words)


def _mention(name: Name, sentence: Sentence) -> NameMention:
    tokens = sentence.tokens
    after = tokens[name.last].lower if name.last < len(tokens) else ""
    return NameMention(
        name,
        tokens[name.core].start,
        tokens[name.last - 1].end,
        sentence.number,
        sentence.paragraph,
        is_possessor=after not in ("'", "’")
        and after in sentence.reader.language.words.possessives,
    )


class _Evidence:
    """What the whole text says of a surname or a name: whether a person bears it."""

    def __init__(self, language: LanguageTable) -> None:
        self.language = language
        self.person_surnames: set[str] = set()
        self.lone_words: set[str] = set()
        self.full_names: set[tuple[str, ...]] = set()
        self.lone_names = LoneNames(language)

    def note(self, mention: NameMention, reader: PhraseReader) -> None:
        """Count what one mention says of its name."""
        name, tokens = mention.name, reader.tokens
        people = self.language.people
        if any(title in people.personal_titles for title in name.titles):
            self.person_surnames.add(name.words[-1])
        if len(name.words) == 1:
            self.lone_words.add(name.words[0])
            self.lone_names.note(name, tokens)
            if not name.is_body and self._is_apposed(name, reader):
                self.person_surnames.add(name.words[0])
            return
        if name.words in self.full_names:
            return
        if (
            gender_of_forename(name.words[0], self.language)
            or _age_after(name, tokens) is not None
            or (not name.is_body and self._is_described(name, reader))
        ):
            self.full_names.add(name.words)

    def _is_described(self, name: Name, reader: PhraseReader) -> bool:
        """Whether the words around say that this is a person: a role, "who", a verb of saying."""
        tokens = reader.tokens
        if apposition_after(reader, name.last) is not None or self._is_apposed(name, reader):
            return True
        forms = self.language.verbs.forms
        after = tokens[name.last].lower if name.last < len(tokens) else ""
        before = tokens[name.first - 1] if name.first else None
        if after in forms and forms[after].kind in ("past", "s"):
            return True
        return before is not None and (
            reader.is_person_noun(before.lower) or (before.lower in forms and not before.is_capital)
        )

    def _is_apposed(self, name: Name, reader: PhraseReader) -> bool:
        """ "his widow, Clémence, said", "a boy named Bram"."""
        if name.first < 2:
            return False
        before = reader.tokens[name.first - 1]
        if before.lower in self.language.grammar.name_giving:
            return True
        if before.text != ",":
            return False
        described = reader.leftwards(name.first - 1)
        return (
            described is not None
            and described.last == name.first - 1
            and described.kind is PhraseKind.NOMINAL
            and describes_person(reader, described.head)
        )

    def bears_alone(self, name: Name) -> bool:
        """Whether a person bears this name of one word, of whom no full name is given."""
        if name.is_body:
            return False
        if name.titles and name.words[0] in self.person_surnames:
            return True
        is_place = name.words[0].lower() in self.language.kinds.places
        is_named = name.words[0] in self.person_surnames and not is_place
        return is_named or self.lone_names.is_person(name)

    def is_person(self, name: Name) -> bool:
        if name.is_body:
            return False
        if name.words in self.full_names or name.titles:
            return True
        surname = name.words[-1]
        return surname in self.person_surnames or surname in self.lone_words


def _age_after(name: Name, tokens: Sequence[Token]) -> int | None:
    """The age in "Ann Lee, 43, said"."""
    if name.last + 1 >= len(tokens) or tokens[name.last].text != ",":
        return None
    word = tokens[name.last + 1].text
    if not word.isdecimal() or len(word) > 3 or not _YOUNGEST <= int(word) <= _OLDEST:
        return None
    is_closed = name.last + 2 >= len(tokens) or tokens[name.last + 2].text in (",", ".", ")")
    return int(word) if is_closed else None


def _grown(directory: Directory, name: Name, reader: PhraseReader) -> Cluster | None:
    """ "Ann Rusk … has died. | Ann Mary Eden | was born": who had that name at birth, by the forename."""
    after = reader.tokens[name.last : name.last + 2]
    if tuple(token.lower for token in after) not in reader.language.grammar.birth_phrases:
        return None
    return directory.only_bearer_of_forename(name.words[0])


def _add_full_name(directory: Directory, name: Name, evidence: _Evidence) -> None:
    is_person = evidence.is_person(name)
    same = directory.find(name, 0) if is_person else None
    if same is not None:
        directory.name_too(name.words, same)
        # "Jose Garcia" is shown as José García where the text writes both.
        if same.canonical.isascii() and fold(name.text) == fold(same.canonical):
            same.canonical = _readable(name)
    else:
        directory.add(Cluster(_readable(name), name.words, is_person, name.is_body))


def _lone_cluster(name: Name, evidence: _Evidence) -> Cluster:
    is_person = len(name.words) == 1 and evidence.bears_alone(name)
    is_body = name.is_body or (len(name.words) == 1 and evidence.lone_names.is_body(name))
    return Cluster(_readable(name), name.words, is_person, is_body)


def _readable(name: Name) -> str:
    """ "HELENA BROCK" in a transcript is Helena Brock, "Ms BROCK" is Brock."""
    is_shouted = (len(name.words) > 1 or bool(name.titles)) and all(
        word.isupper() and len(word) > 1 for word in name.words
    )
    return " ".join(word.capitalize() for word in name.words) if is_shouted else name.text
