"""Words of a query to the index terms that they stand for, in the languages that the archive holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from app.text.analysis import Analyser, acronym_of, capitals_of, fold_offsets, split_chunks
from app.text.compounds import Compound, split_compounds
from app.text.folding import fold
from app.text.stopwords import STOP_WORDS

# Words after these add nothing but time.
MAX_WORDS: Final = 256
# A query in another language than most of the archive shows it by this many more function words.
_GUESS_LEAD: Final = 2
# In fewer words capitals tell acronyms (WHO IS IT), and a capital "A" or "I" is more likely a name (Plan A)
# than the start of a sentence.
N_SENTENCE: Final = 4


@dataclass(frozen=True, slots=True)
class Form:
    """An index term for a word. `languages`: only articles in these count (another language's stem
    of the word would be an unrelated word of theirs); None: any article."""

    term: str
    languages: frozenset[str | None] | None = None


@dataclass(frozen=True, slots=True)
class QueryWord:
    """What one typed word asks for: `parts` in a row, each in any of its forms, or `joined` as one term
    ("e-mail": e then mail, or email). `is_stop`: a function word, dropped outside phrases."""

    text: str
    folded: str
    parts: tuple[tuple[Form, ...], ...]
    joined: tuple[Form, ...] = ()
    is_stop: bool = False


def languages_by_size(n_articles_by_language: Mapping[str | None, int]) -> tuple[str | None, ...]:
    """The languages that a query is read in, most articles first; English for an empty archive."""
    by_size = sorted(n_articles_by_language.items(), key=lambda item: (-item[1], item[0] or ""))
    return tuple(language for language, n in by_size if n) or ("en",)


def read_words(text: str, languages: Sequence[str | None], analyser: Analyser) -> list[QueryWord]:
    """Reads typed text (a word, or several) as query words, in order; none is marked as a stop word yet."""
    words: list[QueryWord] = []
    for chunk in split_chunks(text):
        plain = _plain_word(chunk, languages, analyser)
        if plain is not None:
            words.append(plain)
            continue
        folded, offsets, capitals = fold(chunk), fold_offsets(chunk), capitals_of(chunk)
        readings = [split_compounds(folded, language) for language in languages]
        words += (
            _word(chunk, offsets, capitals, same, languages, analyser)
            for same in islice(zip(*readings, strict=True), MAX_WORDS)
            if same[0].pieces
        )
        if len(words) >= MAX_WORDS:
            break
    return words[:MAX_WORDS]


def mark_stop_words(words: Sequence[QueryWord], languages: Sequence[str | None]) -> list[QueryWord]:
    """Marks the function words of the language that the words seem to be in; none where all of them are
    ("to be or not to be"), and none written in capitals (US, WHO, IT, Plan A)."""
    stops = STOP_WORDS.get(guess_language([word.folded for word in words], languages) or "")
    if not stops:
        return list(words)
    if len(words) >= N_SENTENCE and all(word.text == word.text.upper() for word in words):
        marks = [word.folded in stops for word in words]  # capitals say nothing here
    else:
        marks = [_is_stop(word, i, len(words), stops) for i, word in enumerate(words)]
    if all(marks):
        return list(words)
    return [
        replace(word, is_stop=True) if mark else word
        for word, mark in zip(words, marks, strict=True)
    ]


def guess_language(folded_words: Sequence[str], languages: Sequence[str | None]) -> str | None:
    """The language of a query: the archive's first, unless function words speak clearly for another."""
    counts = {
        language: len(STOP_WORDS.get(language or "", frozenset()).intersection(folded_words))
        for language in languages
    }
    best = max(languages, key=lambda language: counts[language])
    return best if counts[best] >= counts[languages[0]] + _GUESS_LEAD else languages[0]


def _plain_word(
    chunk: str, languages: Sequence[str | None], analyser: Analyser
) -> QueryWord | None:
    """Most of what is typed, at a fraction of the cost: letters of ASCII that are no acronym."""
    if not (chunk.isascii() and chunk.isalpha()) or (chunk.isupper() and len(chunk) < 5):
        return None
    folded = chunk.lower()
    return QueryWord(chunk, folded, (_forms([folded] * len(languages), languages, analyser),))


def _word(
    chunk: str,
    offsets: Sequence[int],
    capitals: frozenset[str],
    readings: Sequence[Compound],
    languages: Sequence[str | None],
    analyser: Analyser,
) -> QueryWord:
    first = readings[0]
    text = chunk[offsets[first.pieces[0].start] : offsets[first.pieces[-1].end - 1] + 1]
    acronym = acronym_of(first, capitals)
    if acronym:
        return QueryWord(text, first.pieces[0].word, ((Form(acronym),),))
    parts = tuple(
        _forms([reading.pieces[i].word for reading in readings], languages, analyser)
        for i in range(min(len(reading.pieces) for reading in readings))
    )
    joined = next((reading.joined for reading in readings if reading.joined), None)
    return QueryWord(
        text,
        first.pieces[0].word if len(parts) == 1 else fold(text),
        parts,
        _forms([joined] * len(languages), languages, analyser) if joined else (),
    )


def _forms(
    words: Sequence[str], languages: Sequence[str | None], analyser: Analyser
) -> tuple[Form, ...]:
    languages_by_term: dict[str, set[str | None]] = {}
    for word, language in zip(words, languages, strict=True):
        languages_by_term.setdefault(analyser.stem(word, language), set()).add(language)
    if len(languages_by_term) == 1:
        return (Form(next(iter(languages_by_term))),)
    return tuple(Form(term, frozenset(each)) for term, each in languages_by_term.items())


def _is_stop(word: QueryWord, place: int, n_words: int, stops: frozenset[str]) -> bool:
    if len(word.parts) != 1 or word.folded not in stops:
        return False
    if word.parts[0][0].term.isupper():  # an acronym: u.s.
        return False
    if not word.text.isupper():
        return True
    is_sentence = n_words >= N_SENTENCE
    return is_sentence and len(word.text) == 1 and (word.text == "I" or place == 0)
