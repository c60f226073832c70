"""What is marked in the texts of a language: which chunks may have it, and what a chunk has, by the analysis that
indexed the text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from app.search.interface import Highlighter
from app.text.analysis import AROUND, Analyser, ChunkTerms, TermSpan, exact_terms
from app.text.folding import fold

# A word begins with its stem, but for stems that end in one of these letters ("happi" of "happy"): it may differ
# in so many at their end. In German and Dutch it may differ elsewhere, too.
_CHANGED: Final = 3
_CHANGED_ENDINGS: Final = {"en": "eily", "fr": "eiltuxy", "es": "et", "it": "et", "pt": "et"}
_CHANGED_FROM_THE_START: Final = frozenset({"de", "nl"})


class Wanted(dict[str, bytes]):
    """What each chunk of texts in a language has, looked for once: whole numbers of 32 bits. How many positions it
    takes and how many marks it has; of each mark start, end and what was matched; of each word of a phrase position,
    word, start and end. All from the chunk's beginning."""

    def __init__(self, highlighter: Highlighter, analyser: Analyser, language: str | None) -> None:
        self._words = frozenset(highlighter.words)
        self._prefixes = tuple(fold(prefix) for prefix in highlighter.prefixes)
        self._exact = frozenset(highlighter.exact)
        self._phrases = tuple(phrase for phrase in highlighter.phrases if phrase)
        self._in_phrases = frozenset(word for phrase in self._phrases for word in phrase)
        self._analyser = analyser
        self._language = language
        self._numbers: dict[str, int] = {}
        self.starts = b"".join(start + b" " for start in self._starts())
        self.phrases = array("i", self._numbered_phrases()).tobytes()

    def __missing__(self, chunk: str) -> bytes:
        marks = [*self._inexact_marks(chunk), *self._exact_marks(chunk)]
        found = array("i", [0, len(marks)])
        for start, end, what in marks:
            found.extend((start, end, self._number(what)))
        if self._phrases:
            found[0] = len(self._analyser.chunk_terms(chunk, self._language).terms)
            found.extend(self._words_of_phrases(chunk))
        packed = self[chunk] = found.tobytes()
        return packed

    def _starts(self) -> tuple[bytes, ...]:
        """With what every word begins that could be marked, folded; nothing where that cannot be said."""
        if self._phrases or self._exact or self._language in _CHANGED_FROM_THE_START:
            return ()
        changed = tuple(_CHANGED_ENDINGS.get(self._language or "", ""))
        starts = set(self._prefixes)
        for word in self._words:
            stem = fold(word)
            starts.add(stem[: max(1, len(stem) - _CHANGED)] if stem.endswith(changed) else stem)
        if not all(start.isascii() and start.isalnum() for start in starts):
            return ()
        return tuple(start.encode() for start in starts)

    def _numbered_phrases(self) -> Iterator[int]:
        """Of each phrase its number, how many words, and theirs."""
        for phrase in self._phrases:
            yield self._number(" ".join(phrase))
            yield len(phrase)
            yield from map(self._number, phrase)

    def _number(self, what: str) -> int:
        return self._numbers.setdefault(what, len(self._numbers))

    def _inexact_marks(self, chunk: str) -> Iterator[tuple[int, int, str]]:
        terms = self._analyser.chunk_terms(chunk, self._language)
        is_likely = not self._words.isdisjoint(terms.terms) or bool(terms.extras)
        if not is_likely and not (self._prefixes and self._has_prefix(fold(chunk))):
            return
        for span in self._spans(chunk, terms):
            matched = next((term for term in span.terms if term in self._words), None)
            if matched is None and self._prefixes and span.word.startswith(self._prefixes):
                matched = span.word
            if matched is not None:
                yield span.start, span.end, matched

    def _spans(self, chunk: str, terms: ChunkTerms) -> Sequence[TermSpan]:
        """As `chunk_spans`, quicker for one plain word with punctuation around it."""
        core = chunk.strip(AROUND)
        if len(terms.terms) == 1 and core.isascii() and core.isalpha():
            start = chunk.index(core)
            found = (*terms.terms, *(term for _, term in terms.extras))
            return (TermSpan(found, core.lower(), start, start + len(core), 0),)
        return self._analyser.chunk_spans(chunk, self._language)

    def _has_prefix(self, folded: str) -> bool:
        return any(prefix in folded for prefix in self._prefixes)

    def _exact_marks(self, chunk: str) -> Iterator[tuple[int, int, str]]:
        for word in self._exact.intersection(exact_terms(chunk)) if self._exact else ():
            at = chunk.find(word)  # not found where letters compose or apostrophes differ
            yield (at, at + len(word), word) if at >= 0 else (0, len(chunk), word)

    def _words_of_phrases(self, chunk: str) -> Iterable[int]:
        """Position, word, start and end of each."""
        terms = self._analyser.chunk_terms(chunk, self._language)
        if self._in_phrases.isdisjoint(terms.terms) and not terms.extras:
            return
        for span in self._analyser.chunk_spans(chunk, self._language):
            for term in dict.fromkeys(span.terms):
                if term in self._in_phrases:
                    yield from (span.position, self._number(term), span.start, span.end)
