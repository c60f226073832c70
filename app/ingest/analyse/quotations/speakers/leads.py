"""A lead that only describes somebody -> who it is: "The head of a school has banned cakes. ... Ann Holroyd, 51, said".

News often opens with what a person is and names him or her in the next paragraphs, without saying that the two are one.
The first person newly named after the lead is meant, unless something speaks against it: another stated role, another
gender, a place in the sentence that no leading person has.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.ingest.analyse.quotations.document import Document, Paragraph, Sentence
from app.ingest.analyse.quotations.phrases.appositions import apposed_name, describes_person
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase, PhraseKind
from app.ingest.analyse.quotations.speakers.directory import Cluster, Directory, NameMention
from app.text.languages.table import LanguageTable
from app.text.tokens import QUOTATION, WORD

# A lead is among so many first paragraphs, behind a headline and a byline.
_PARAGRAPHS_WITH_LEAD = 3
# And the name follows within so many sentences.
_SENTENCES_TO_NAME = 6


@dataclass(frozen=True, slots=True)
class Lead:
    """The description that opens an article, and the sentence it is the subject of."""

    phrase: NounPhrase
    sentence: Sentence


def note_leads(document: Document, directory: Directory) -> None:
    """Give the persons whom the article's lead, and the openings of its paragraphs, describe that as a role, where
    it can be told who they are."""
    lead = _lead_of(document)
    if lead is not None:
        last = lead.sentence.number + _SENTENCES_TO_NAME
        _note(document, directory, lead, _first_named(document, directory, lead, last))
    stated = set().union(*(cluster.role_heads for cluster in directory.clusters))
    for paragraph in document.paragraphs[1:]:
        opening = _opening_of(paragraph)
        if opening is None or opening.phrase.head in stated:
            continue
        last = paragraph.sentences[-1].number
        named = _first_named(document, directory, opening, last)
        if named is not None and _speaks(named.mentions[0], document):
            _note(document, directory, opening, named)


def _note(document: Document, directory: Directory, lead: Lead, named: Cluster | None) -> None:
    if named is None:
        return
    tokens = lead.sentence.tokens[lead.phrase.first : lead.phrase.last]
    named.role_heads.update(_heads(lead, document.language))
    named.role_words.update(token.lower for token in tokens if token.kind == WORD)
    directory.described_at[lead.phrase.start] = named


def _opening_of(paragraph: Paragraph) -> Lead | None:
    """ "The hospital's chairman said … “…,” said Ann Gower.": who is described at the start of a paragraph that goes on."""
    if len(paragraph.sentences) < 2:
        return None
    sentence = paragraph.sentences[0]
    phrase = sentence.subject
    if phrase is None or phrase.kind is not PhraseKind.NOMINAL:
        return None
    words = sentence.reader.language.words
    is_definite = sentence.tokens[phrase.first].lower in words.definite_articles
    return (
        Lead(phrase, sentence) if is_definite and _describes_one_person(phrase, sentence) else None
    )


def _speaks(mention: NameMention, document: Document) -> bool:
    """Whether a cue verb stands right beside a name."""
    tokens, forms = document.sentences[mention.sentence].tokens, document.language.verbs.forms
    name = mention.name
    before = tokens[name.first - 1].lower if name.first else ""
    after = tokens[name.last].lower if name.last < len(tokens) else ""
    return before in forms or after in forms


def _lead_of(document: Document) -> Lead | None:
    for paragraph in document.paragraphs[:_PARAGRAPHS_WITH_LEAD]:
        if not paragraph.sentences or paragraph.tokens[-1].text != ".":
            continue
        sentence = paragraph.sentences[0]
        phrase = sentence.subject
        is_lead = phrase is not None and _describes_one_person(phrase, sentence)
        return Lead(phrase, sentence) if phrase is not None and is_lead else None
    return None


def _describes_one_person(phrase: NounPhrase, sentence: Sentence) -> bool:
    """ "The head of a school", "A care home manager": one person, not named there and then."""
    reader, language = sentence.reader, sentence.reader.language
    tokens = sentence.tokens
    if phrase.kind is not PhraseKind.NOMINAL or apposed_name(reader, phrase) is not None:
        return False
    if tokens[phrase.first].lower not in language.words.articles or phrase.head.endswith("s"):
        return False
    after = tokens[phrase.last].lower if phrase.last < len(tokens) else ""
    if after in language.words.coordinators:
        return False
    is_person = describes_person(reader, phrase.head)
    return is_person and phrase.head not in language.people.body_nouns


def _heads(lead: Lead, language: LanguageTable) -> set[str]:
    broader = language.people.broader_roles.get(lead.phrase.head, ())
    return {lead.phrase.head, *broader}


def _first_named(document: Document, directory: Directory, lead: Lead, last: int) -> Cluster | None:
    """The first person named only after the lead, up to a sentence, where he or she may be the one described."""
    first = lead.sentence.number + 1
    for number in range(first, min(last + 1, len(document.sentences))):
        for mention, cluster in directory.mentions_by_sentence.get(number, ()):
            is_new = cluster.mentions[0].start == mention.start
            if not (is_new and cluster.is_person and len(cluster.words) > 1):
                continue
            sentence = document.sentences[number]
            is_meant = _leads(mention, sentence) and _agrees(cluster, lead, document.language)
            is_source = _is_indefinite(lead) and _is_inverted(mention, sentence)
            return cluster if is_meant and not is_source else None
    return None


def _leads(mention: NameMention, sentence: Sentence) -> bool:
    """Whether a name opens its clause or speaks: nobody's object, and nobody who only comes in ("prosecuting")."""
    tokens, language = sentence.tokens, sentence.reader.language
    name = mention.name
    if mention.is_possessor:
        return False
    first = name.first
    while first > 0 and tokens[first - 1].lower in language.words.determiners:
        first -= 1
    before = tokens[first - 1] if first else None
    opens = (
        before is None
        or before.kind != WORD
        or before.kind == QUOTATION
        or before.lower in language.verbs.forms
    )
    has_rest = name.last + 1 < len(tokens) and tokens[name.last].text == ","
    comes_in = has_rest and tokens[name.last + 1].lower.endswith(language.grammar.participle_ending)
    return opens and not comes_in


def _is_indefinite(lead: Lead) -> bool:
    opener = lead.sentence.tokens[lead.phrase.first].lower
    return opener not in lead.sentence.reader.language.words.definite_articles


def _is_inverted(mention: NameMention, sentence: Sentence) -> bool:
    """ "said | Ann Lee |": after "a nurse said" she may be anybody."""
    first = mention.name.first
    forms = sentence.reader.language.verbs.forms
    return first > 0 and sentence.tokens[first - 1].lower in forms


def _agrees(cluster: Cluster, lead: Lead, language: LanguageTable) -> bool:
    """Whether what is stated of a person fits the description: nothing, or that same role."""
    gender = language.people.gendered_nouns.get(lead.phrase.head)
    if gender is not None and cluster.gender not in (None, gender):
        return False
    return not cluster.role_heads or lead.phrase.head in cluster.role_heads
