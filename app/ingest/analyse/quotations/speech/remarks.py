"""Quotations that another clause speaks about: “...” is how Lee put it; “...” Those were the words of the keeper.

What shows it is a word that can only mean the quotation ("those words", "the remark", "that is how"); who said it
stands behind "how" or "of", before "'s", or is the one person whom the sentence names.
"""

from __future__ import annotations

from app.ingest.analyse.quotations.document import Document, Sentence
from app.ingest.analyse.quotations.phrases.appositions import apposed_name
from app.ingest.analyse.quotations.phrases.noun_phrases import NounPhrase
from app.ingest.analyse.quotations.speakers.directory import Directory
from app.text.tokens import QUOTATION

# "Those were the | words", "The | remark": how far from the start the noun may stand.
_NOUN_WITHIN = 5


def speaker_of_predicate(document: Document, sentence: Sentence, index: int) -> NounPhrase | None:
    """Who said the quotation at `index` of a sentence that goes on "is how Lee put it" or "was Lee's verdict"."""
    return _named(sentence, _in_predicate(document, sentence, index))


def _in_predicate(document: Document, sentence: Sentence, index: int) -> NounPhrase | None:
    tokens, frames = sentence.tokens, document.language.frames
    verb = index + 1
    if verb < len(tokens) and tokens[verb].text == ",":
        verb += 1
    if verb + 2 >= len(tokens) or tokens[verb].lower not in frames.forms_of_be:
        return None
    if tokens[verb + 1].lower in document.language.grammar.how:
        return sentence.reader.rightwards(verb + 2)
    noun = _remark_noun(document, sentence, verb + 1)
    return _beside_noun(document, sentence, noun) if noun is not None else None


def speaker_in_comment(
    document: Document, directory: Directory, sentence: Sentence
) -> NounPhrase | None:
    """Who said the quotation right before a sentence that speaks about it; None where it does not."""
    return _named(sentence, _in_comment(document, directory, sentence))


def _in_comment(document: Document, directory: Directory, sentence: Sentence) -> NounPhrase | None:
    tokens, language = sentence.tokens, document.language
    pointing = language.grammar.pointing_words
    if len(tokens) < 4 or not any(token.lower in pointing for token in tokens[:2]):
        return None
    is_how = tokens[2].lower in language.grammar.how
    if is_how and tokens[1].lower in language.frames.forms_of_be:
        return sentence.reader.rightwards(3)
    noun = _remark_noun(document, sentence, 1)
    if noun is None:
        return None
    beside = _beside_noun(document, sentence, noun)
    if beside is not None or tokens[0].lower not in pointing:
        return beside or sentence.reader.rightwards(noun + 1)
    return _only_person(directory, sentence)


def _named(sentence: Sentence, phrase: NounPhrase | None) -> NounPhrase | None:
    """ "the county engineer, | Ann Lee |,": whom an apposition names."""
    return phrase and (apposed_name(sentence.reader, phrase) or phrase)


def _remark_noun(document: Document, sentence: Sentence, first: int) -> int | None:
    """The place of "words", "verdict" among the tokens from `first`."""
    tokens = sentence.tokens
    for index in range(first, min(len(tokens), first + _NOUN_WITHIN)):
        if tokens[index].kind == QUOTATION:
            return None
        if tokens[index].lower in document.language.quotations.remark_nouns:
            return index
    return None


def _beside_noun(document: Document, sentence: Sentence, noun: int) -> NounPhrase | None:
    """ "the words of | Lee", "| Lee |'s verdict"."""
    tokens, language = sentence.tokens, document.language
    after = tokens[noun + 1].lower if noun + 1 < len(tokens) else ""
    if after in language.grammar.part_prepositions:
        return sentence.reader.rightwards(noun + 2)
    if noun > 1 and tokens[noun - 1].lower in language.words.possessives:
        return sentence.reader.leftwards(noun - 1)
    return None


def _only_person(directory: Directory, sentence: Sentence) -> NounPhrase | None:
    mentions = directory.mentions_by_sentence.get(sentence.number, ())
    named = {
        id(cluster): mention
        for mention, cluster in mentions
        if cluster.is_person or (len(cluster.words) > 1 and not cluster.is_body)
    }
    if len(named) != 1:
        return None
    return sentence.reader.rightwards(next(iter(named.values())).name.first)
