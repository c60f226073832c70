"""Text to index terms: split, folded and stemmed by the language of the article, with positions.

Used where an index is written, where a query is read and where a hit is marked, so that the three agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import Stemmer  # type: ignore[import-not-found]  # PyStemmer has no types

from app.text.compounds import Compound, split_compounds
from app.text.folding import fold
from app.text.stopwords import ACRONYMS_LIKE_WORDS, STOP_WORDS

STEMMED_LANGUAGES: Final = {
    "en": "english",
    "fr": "french",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
}
_CHUNK: Final = re.compile(r"\S+")
_CHUNK_WITH_GAPS: Final = re.compile(r"(?:\S|(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d)))+")
_GAPS: Final = "\u00a0\u2009\u202f"
_GAP_IN_NUMBER: Final = re.compile(rf"(?<=\d)[{_GAPS}](?=\d{{3}}(?!\d))")
_CAPITALS: Final = re.compile(r"(?<![^\W_])[A-Z]{2,4}(?![^\W_])")
# Punctuation around a chunk is part of no term; the C kernels of indexing have the same list.
AROUND: Final = ".,;:!?\"'()[]“”‘’«»…–—-"
_APOSTROPHES: Final = str.maketrans("‘’‛ʼ′`", "''''''")
# A chunk of the memo is seldom longer, and an adversary's are all different.
_MEMO_CHUNK: Final = 40
# A chunk that is remembered, with its terms; and what remembering may take by default.
_CHUNK_BYTES: Final = 350
_MEMO_BYTES: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class ChunkTerms:
    """Terms of one whitespace-separated chunk. Each of `terms` takes a position; an extra `(i, term)`
    stands at the position of the chunk's i-th term: the joined form of a compound ("email" at the "e"
    of "e-mail"), or an acronym that looks like a function word ("US")."""

    terms: tuple[str, ...]
    extras: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """Terms of a text. A position is an index into `terms`; extras are `(position, term)`."""

    terms: list[str]
    extras: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class TermSpan:
    """Terms that the word `[start, end)` of a text is indexed under, its folded form, its position."""

    terms: tuple[str, ...]
    word: str
    start: int
    end: int
    position: int


class Analyser:
    """Analyses text; remembers what it made of each distinct chunk. Safe to share between threads."""

    def __init__(self) -> None:
        self.remember_within(_MEMO_BYTES)
        self._function_stems: dict[str | None, frozenset[str]] = {}
        self._memo_by_language: dict[str | None, dict[str, ChunkTerms]] = {}
        self._stemmers = {
            # Chunks are remembered here, so the stemmer need not remember words.
            language: Stemmer.Stemmer(name, 0)
            for language, name in STEMMED_LANGUAGES.items()
        }

    def remember_within(self, n_bytes: int) -> None:
        """Bounds what it remembers of chunks, in all languages together."""
        self._n_memo = n_bytes // _CHUNK_BYTES

    @property
    def n_remembered(self) -> int:
        """Chunks that it remembers now."""
        return sum(map(len, list(self._memo_by_language.values())))

    def tokens(self, text: str, language: str | None) -> Tokens:
        """Index terms of `text` in order; linear."""
        terms: list[str] = []
        extras: list[tuple[int, str]] = []
        for chunk in split_chunks(text):
            found = self.chunk_terms(chunk, language)
            if found.extras:
                extras += ((len(terms) + offset, term) for offset, term in found.extras)
            terms += found.terms
        return Tokens(terms, extras)

    def chunk_terms(self, chunk: str, language: str | None) -> ChunkTerms:
        """Terms of one of `split_chunks`' chunks, remembered."""
        memo = self._memo_by_language.setdefault(language, {})
        found = memo.get(chunk)
        if found is None:
            found = self.analyse_chunk(chunk, language)
            if len(chunk) <= _MEMO_CHUNK:
                if self.n_remembered >= self._n_memo:
                    for each in list(self._memo_by_language.values()):
                        each.clear()
                memo[chunk] = found
        return found

    def analyse_chunk(self, chunk: str, language: str | None) -> ChunkTerms:
        """What `chunk_terms` gives, not remembered."""
        core = chunk.strip(AROUND)
        if core.isascii() and core.isalpha() and len(core) <= _MEMO_CHUNK:
            lower = core.lower()
            if len(core) <= 4 and core.isupper() and lower in ACRONYMS_LIKE_WORDS:
                return ChunkTerms((self.stem(lower, language),), ((0, core),))
            # A full stop after initials belongs to them ("U.S."), so those never come here.
            return ChunkTerms((self.stem(lower, language),))
        terms: list[str] = []
        extras: list[tuple[int, str]] = []
        capitals = capitals_of(chunk)
        for compound in _split_chunk(chunk, language):
            extras += (
                (len(terms), term) for term in self._extra_terms(compound, capitals, language)
            )
            terms += (self.stem(piece.word, language) for piece in compound.pieces)
        return ChunkTerms(tuple(terms), tuple(extras))

    def count_telling(self, found: ChunkTerms, language: str | None) -> int:
        """How many of a chunk's terms are no function words: the length of a text is counted in these,
        since the others make it no longer in what it says (nDCG +.003 to +.01 on three of four sets)."""
        stems = self._function_stems.get(language)
        if stems is None:
            words = STOP_WORDS.get(language or "", frozenset())
            stems = frozenset(self.stem(word, language) for word in words)
            self._function_stems[language] = stems
        n_acronyms = sum(term.isupper() for _, term in found.extras)
        return sum(term not in stems for term in found.terms) + n_acronyms

    def stem(self, word: str, language: str | None) -> str:
        """The stem of a folded word; the word itself where it has a figure or the language no stemmer."""
        stemmer = self._stemmers.get(language or "")
        if stemmer is None or not word.isalpha():
            return word
        stemmed: str = stemmer.stemWord(word)
        return stemmed

    def stems(self, words: list[str], language: str | None) -> list[str]:
        """The stems of folded words of letters, a tenth of the cost of one at a time."""
        stemmer = self._stemmers.get(language or "")
        stemmed: list[str] = words if stemmer is None else stemmer.stemWords(words)
        return stemmed

    def surfaces(self, chunk: str, language: str | None) -> list[str]:
        """The folded words of a chunk before stemming, joined forms too: what a reader would recognise
        (suggestions), type wrongly (spelling) or begin (`prefi*`). Not remembered."""
        words: list[str] = []
        for compound in _split_chunk(chunk, language):
            words += (piece.word for piece in compound.pieces)
            if compound.joined is not None:
                words.append(compound.joined)
        return words

    def spans(self, text: str, language: str | None) -> list[TermSpan]:
        """Terms of `text` with code-point offsets into it, in order; the same terms and positions as
        `tokens`. Costs more than `tokens`."""
        found: list[TermSpan] = []
        for match in find_chunks(text):
            n_terms = found[-1].position + 1 if found else 0
            found += (
                replace(
                    span,
                    start=span.start + match.start(),
                    end=span.end + match.start(),
                    position=span.position + n_terms,
                )
                for span in self.chunk_spans(match.group(), language)
            )
        return found

    def chunk_spans(self, chunk: str, language: str | None) -> list[TermSpan]:
        """Terms of one chunk with offsets and positions from its beginning."""
        offsets = fold_offsets(chunk)
        capitals = capitals_of(chunk)
        found: list[TermSpan] = []
        for compound in _split_chunk(chunk, language):
            extras = tuple(self._extra_terms(compound, capitals, language))
            for piece in compound.pieces:
                terms = (self.stem(piece.word, language), *extras)
                start, end = offsets[piece.start], offsets[piece.end - 1] + 1
                found.append(TermSpan(terms, piece.word, start, end, len(found)))
                extras = ()
        return found

    def _extra_terms(
        self, compound: Compound, capitals: frozenset[str], language: str | None
    ) -> list[str]:
        if compound.joined is not None:
            return [self.stem(compound.joined, language)]
        acronym = acronym_of(compound, capitals)
        return [acronym] if acronym else []


def split_chunks(text: str) -> list[str]:
    """Splits at white space, but not inside a number ("1 000" with a no-break space)."""
    return close_numbers(text).split()


def close_numbers(text: str) -> str:
    """The text without the no-break spaces inside its numbers."""
    # Looking for each of them is a hundredth of the work of looking for the pattern.
    has_gap = not text.isascii() and any(gap in text for gap in _GAPS)
    return _GAP_IN_NUMBER.sub("", text) if has_gap else text


def find_chunks(text: str) -> Iterator[re.Match[str]]:
    """The chunks of `split_chunks` with their places; a number keeps its no-break spaces."""
    return (_CHUNK_WITH_GAPS if has_number_gaps(text) else _CHUNK).finditer(text)


def has_number_gaps(text: str) -> bool:
    """Whether a number in the text has no-break spaces in it."""
    return not text.isascii() and _GAP_IN_NUMBER.search(text) is not None


def exact_terms(text: str) -> list[str]:
    """Words of a text or a query as written, for `=Exact`: case and accents kept; composed letters,
    plain apostrophes, no possessive; a compound whole and in its pieces."""
    found: list[str] = []
    for chunk in split_chunks(text):
        plain = chunk if chunk.isascii() else _plain(chunk)
        offsets = fold_offsets(plain)
        for compound in _split_chunk(plain, None):
            if not compound.pieces:
                continue
            starts = [offsets[piece.start] for piece in compound.pieces]
            ends = [offsets[piece.end - 1] + 1 for piece in compound.pieces]
            if len(starts) > 1:
                found.append(plain[starts[0] : ends[-1]])
            found += (plain[start:end] for start, end in zip(starts, ends, strict=True))
    return found


def acronym_of(compound: Compound, capitals: frozenset[str]) -> str | None:
    """The term in capitals of an acronym that reads like a function word: "US" for US, U.S. and u.s."""
    if len(compound.pieces) != 1:
        return None
    word = compound.pieces[0].word
    if word in ACRONYMS_LIKE_WORDS and (compound.is_dotted or word in capitals):
        return word.upper()
    return None


def capitals_of(chunk: str) -> frozenset[str]:
    """Folded words of a chunk that are written in two to four capitals."""
    return frozenset(word.lower() for word in _CAPITALS.findall(chunk))


def fold_offsets(chunk: str) -> Sequence[int]:
    """For each code point of the folded chunk, where in the chunk it comes from."""
    if chunk.isascii():
        return range(len(chunk))
    offsets: list[int] = []
    for i, letter in enumerate(chunk):
        offsets += [i] * len(fold(letter))
    if len(offsets) != len(fold(chunk)):  # letters that compose: mark all of the chunk
        return [0] * (len(fold(chunk)) - 1) + [len(chunk) - 1]
    return offsets


def _split_chunk(chunk: str, language: str | None) -> list[Compound]:
    return split_compounds(fold(chunk), language)


def _plain(chunk: str) -> str:
    # Short runs only: composing sorts the marks of a long run in quadratic time.
    composed = unicodedata.normalize("NFC", chunk) if len(chunk) <= 200 else chunk
    return composed.translate(_APOSTROPHES)
