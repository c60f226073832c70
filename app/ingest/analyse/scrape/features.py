"""What can be seen of each line and of its neighbours, as numbers for the weights of `weights.py`."""

from __future__ import annotations

import math
from collections import Counter
from itertools import accumulate

from app.ingest.analyse.plain import word_set
from app.ingest.analyse.scrape.chrome import rule_for, section_for
from app.ingest.analyse.scrape.lines import Line, Mark
from app.ingest.analyse.service_words import count_service_words

# The upper bounds of the classes of length in words; a longer line is in the last class.
_LENGTHS = (2, 5, 9, 15, 29, 59)
_QUOTES = frozenset('"“”„«»「')
_BARS = ("|", " / ", " » ", " › ", " > ", " • ", " · ")
_NEAR, _FAR = 3, 8
_AFTER_SECTION = 12
_EDGE = 0.05
_MAX_WORDS_TO_READER = 40
_SURE_SERVICE, _FEW_WORDS = 2, 8
# Those that mean nobody else in their language: German "Sie" and Spanish "su" are not here.
_TO_READER = word_set(
    "you your yours our ours us uns unsere unser unseren dein deine deinen vous votre vos notre nos tu tus"
    " nuestro nuestra nuestros tua tuoi nostro nostra nostri você nosso nossa jouw jou onze ons din ditt vår"
    " våra våre vårt vores twoje naszej nasze naszego vám naše sizin bizim вам ваш ваши наш наши нашем anda"
    " kami"
)

NAMES = (
    "bias", "words_1_2", "words_3_5", "words_6_9", "words_10_15", "words_16_29", "words_30_59", "words_60",
    "ends_sentence", "is_sentence", "several_sentences", "ends_colon", "ends_ellipsis",
    "bullet", "numbered", "heading", "quoted", "bullet_sentence",
    "chrome", "section", "bars", "digits", "capitals", "lower_words", "starts_lower", "starts_quote", "has_quote",
    "commas", "cohesion", "cohesion_sentence", "repeated",
    "previous_sentence", "next_sentence", "between_sentences", "alone_sentence",
    "near_words", "far_words", "previous_chrome", "next_chrome", "near_chrome", "since_section", "just_after_section",
    "centrality", "at_start", "at_end", "nothing_before", "nothing_after", "short_run", "previous_colon", "previous_bullet", "next_bullet",
    "address", "short_between", "chrome_share", "to_reader", "service", "service_share",
)  # fmt: skip


def describe(lines: list[Line]) -> list[list[float]]:
    """A row for each line, in the order of `NAMES`."""
    if not lines:
        return []
    document = _Document(lines)
    return [_row(document, index) for index in range(len(lines))]


class _Document:
    """What is counted once for all lines."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        n = len(lines)
        self.sentences = [line.is_sentence for line in lines]
        self.chrome = [rule_for(line) is not None for line in lines]
        self.sections = [section_for(line) is not None for line in lines]
        weights = [
            line.n_words if is_sentence and not is_chrome else 0
            for line, is_sentence, is_chrome in zip(lines, self.sentences, self.chrome, strict=True)
        ]
        self.until = [0, *accumulate(weights)]
        self.total = max(1, self.until[-1])
        self.chrome_until = [0, *accumulate(map(int, self.chrome))]
        self.repeats = Counter(line.text for line in lines)
        self.vocabulary = _shared_words(lines, self.sentences)
        self.since_section = _distances(self.sections)
        self.short_runs = _short_runs(self.sentences)
        self.n = n
        self.chrome_share = min(1.0, 4 * (sum(self.chrome) + sum(self.sections)) / n)

    def words_around(self, index: int, reach: int) -> int:
        """Words in sentences of the lines around, the line itself left out."""
        low, high = max(0, index - reach), min(self.n, index + reach + 1)
        own = self.until[index + 1] - self.until[index]
        return self.until[high] - self.until[low] - own

    def chrome_around(self, index: int) -> int:
        """How many of the lines around are chrome."""
        low, high = max(0, index - _NEAR), min(self.n, index + _NEAR + 1)
        return self.chrome_until[high] - self.chrome_until[low] - self.chrome[index]


def _row(document: _Document, index: int) -> list[float]:
    line = document.lines[index]
    return [*_own(line, document, index), *_neighbours(document, index)]


def _own(line: Line, document: _Document, index: int) -> list[float]:
    text, n_words = line.text, line.n_words
    lengths = [0.0] * 7
    lengths[next((i for i, bound in enumerate(_LENGTHS) if n_words <= bound), 6)] = 1.0
    initials = [word[0] for word in line.words]
    n_lower = sum(map(str.islower, initials))
    n_cased = n_lower + sum(map(str.isupper, initials))
    is_sentence = document.sentences[index]
    cohesion = _cohesion(line, document.vocabulary)
    return [
        1.0,
        *lengths,
        float(line.ends_sentence),
        float(is_sentence),
        float(n_words >= 12 and line.count_sentences() >= 2),
        float(text.endswith((":", "："))),
        float(text.endswith(("…", "..."))),
        float(line.mark is Mark.BULLET),
        float(line.mark is Mark.NUMBERED),
        float(line.mark is Mark.HEADING),
        float(line.mark is Mark.QUOTED),
        float(line.mark is Mark.BULLET and is_sentence),
        float(document.chrome[index]),
        float(document.sections[index]),
        float(any(bar in text for bar in _BARS)),
        float(sum(map(str.isdigit, text)) * 4 > len(text)),
        float(text.isupper()),
        n_lower / n_cased if n_cased else 0.6,
        float(text[0].islower()),
        float(text[0] in _QUOTES),
        float(not _QUOTES.isdisjoint(text)),
        min(1.0, (text.count(",") + text.count("，") + text.count("、")) / 4),
        cohesion,
        cohesion if is_sentence else 0.0,
        float(document.repeats[text] > 1),
    ]


def _neighbours(document: _Document, index: int) -> list[float]:
    lines, sentences, chrome = document.lines, document.sentences, document.chrome
    last = document.n - 1
    before = index > 0 and sentences[index - 1]
    after = index < last and sentences[index + 1]
    own = sentences[index]
    since = document.since_section[index]
    share_before = document.until[index] / document.total
    share_after = 1 - document.until[index + 1] / document.total
    return [
        float(before),
        float(after),
        float(before and after),
        float(own and not before and not after),
        math.log1p(document.words_around(index, _NEAR)) / 5,
        math.log1p(document.words_around(index, _FAR)) / 5,
        float(index > 0 and chrome[index - 1]),
        float(index < last and chrome[index + 1]),
        document.chrome_around(index) / 6,
        max(0.0, 1 - since / _AFTER_SECTION),
        float(since in {1, 2}),
        min(share_before, share_after),
        float(share_before < _EDGE),
        float(share_after < _EDGE),
        float(document.until[index] == 0),
        float(document.until[index + 1] == document.until[-1]),
        min(1.0, document.short_runs[index] / 12),
        float(index > 0 and lines[index - 1].text.endswith(":")),
        float(index > 0 and lines[index - 1].mark is Mark.BULLET),
        float(index < last and lines[index + 1].mark is Mark.BULLET),
        float(
            "http" in lines[index].text or "@" in lines[index].text or "www." in lines[index].text
        ),
        float(not own and before and after and lines[index].n_words <= 12),
        document.chrome_share,
        float(speaks_to_reader(lines[index])),
        *_service(lines[index]),
    ]


def _service(line: Line) -> tuple[float, float]:
    """How many words of its line a page speaks of itself with, and their share."""
    if line.n_words > _MAX_WORDS_TO_READER:
        return 0.0, 0.0
    n_found = count_service_words(line.plain_words, line.text)
    return min(1.0, n_found / 2), min(1.0, 2 * n_found / line.n_words)


def speaks_of_page(line: Line) -> bool:
    """Whether it is about letters, subscriptions, apps or privacy rather than the day's events."""
    if line.n_words > _MAX_WORDS_TO_READER:
        return False
    n_found = count_service_words(line.plain_words, line.text)
    return n_found >= _SURE_SERVICE or (n_found > 0 and line.n_words <= _FEW_WORDS)


def speaks_to_reader(line: Line) -> bool:
    """Whether it says "you", "your", "our" outside quotation marks, as frames do."""
    return (
        line.n_words <= _MAX_WORDS_TO_READER
        and not _TO_READER.isdisjoint(line.plain_words)
        and _QUOTES.isdisjoint(line.text)
    )


def _shared_words(lines: list[Line], sentences: list[bool]) -> frozenset[str]:
    """The words that at least two sentences have: what the page is about."""
    counts: Counter[str] = Counter()
    for line, is_sentence in zip(lines, sentences, strict=True):
        if is_sentence:
            counts.update(line.stems)
    return frozenset(word for word, count in counts.items() if count > 1)


def _cohesion(line: Line, vocabulary: frozenset[str]) -> float:
    words = line.stems
    return len(words & vocabulary) / len(words) if words else 0.5


def _distances(marks: list[bool]) -> list[int]:
    """How many lines ago a mark was; a large number before the first."""
    distances = []
    distance = 1_000
    for mark in marks:
        distance = 0 if mark else distance + 1
        distances.append(distance)
    return distances


def _short_runs(sentences: list[bool]) -> list[int]:
    """The length of the run of lines without a sentence that a line stands in; 0 for a sentence."""
    runs = [0] * len(sentences)
    start = 0
    for index, is_sentence in enumerate([*sentences, True]):
        if is_sentence:
            runs[start:index] = [index - start] * (index - start)
            start = index + 1
    return runs
