"""A text that lost its line breaks, taken apart: head, sentences, phrases of the page's frame."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.ingest.analyse.agencies import AGENCY_PATTERN
from app.ingest.analyse.frame_phrases import chrome_named, phrase_length
from app.ingest.analyse.person_names import is_person
from app.ingest.analyse.stated_date import parse_stated

_SENTENCE_BREAK = re.compile(r"([.!?…][\"”’»)]*)\s+(?=[\"“‘«(A-ZÀ-ÞĀ-ŽА-Я0-9])|([。！？])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“])(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Lt|Gen|Sen|Rep|Gov|Col|Sgt|Capt|Rev|Hon|Prof|Co|Inc|vs|No|Nr|ca|bzw|Mio|Mrd|Str|"
    r"Jan|Feb|Aug|Sept?|Oct|Nov|Dec|[^\W\d_](?:\.[^\W\d_])*|\d{1,2})$"
)
# "By" and two names; a third capital belongs to them where a capital or an agency follows it.
_INNER_BYLINE = re.compile(
    r"(?<=\s)(?:By|Von|Par|Por|Di|Door|Av|Yazan:|Words by|Interview by)\s+[A-ZÀ-ÞŞİĞÇ][\w.’'-]+\s+[A-ZÀ-ÞŞİĞÇ][\w’'-]+"
    r"(?:\s+(?:and|und|et|y|e|og)\s+[A-ZÀ-Þ][\w.’'-]+\s+[A-ZÀ-Þ][\w’'-]+)?"
    rf"(?:\s*[,–—|/-]?\s*(?:(?:avec|mit|with)\s+)?(?:{AGENCY_PATTERN})(?!\w))?"
)
_INNER_DATELINE = re.compile(
    rf"(?<=\s)[A-ZÀ-Þ][\w’'-]+(?:[ ,]+[A-ZÀ-Þ][\w’'-]+){{0,4}},?(?:\s+\d{{1,2}}\.?\s+\w{{3,10}}\.?)?\s+\((?:{AGENCY_PATTERN})\)"
)
_WIDE_GAP = re.compile(r"\s{3,}|\t+")
_SCRIPTS = tuple(
    re.compile(f"[{letters}]")
    for letters in (
        "A-Za-zÀ-ɏ", "Ͱ-Ͽ", "Ѐ-ӿ", "\u0590-\u05ff", "\u0600-\u06ff", "\u0900-\u0dff", "\u0e00-\u0e7f",
        "\u3040-\u9fff\uac00-\ud7af",
    )
)  # fmt: skip
# So many characters tell which script a text is in.
_SAMPLE = 50_000
# A head is this long at most; a date further on is one that the text tells.
_MAX_HEAD = 400
_MAX_LEADING_WORD = 4
# A date with label, weekday, time, zone and reading time, before a capital.
_INNER_DATE = re.compile(
    r"(?<![^\s(])(?:(?i:first published|published|(?:last )?updated|posted|veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado|"
    r"pubblicato|aggiornato|atualizado|gepubliceerd|bijgewerkt|publicerad|uppdaterad|publisert|oppdatert|publiceret|opdateret|opublikowano|"
    r"aktualizacja|publikováno|yayınlanma|güncelleme|опубликовано|обновлено)\b[:\s]*(?:(?:on|at|am|le|el|il|den|em)\s)?\s*)?"
    r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs?|Fri|Sat|Satur|Sun)(?:day)?\.?,?\s+)?"
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?\.?\s(?:de\s)?[^\W\d]{3,10}\.?,?\s(?:de\s)?\d{4}|[^\W\d]{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})"
    r"(?:[\s,|•·–-]*(?:(?:at|um|à|a las|alle|kl\.?)\s)?\d{1,2}[:.h]\d\d(?:\s?(?i:[ap]m|uhr|h)\b)?)?(?:\s(?:UTC|GMT|BST|C?ES?T|[EPCM][SD]?T|IST)\b)?"
    r"(?:[\s,|•·–-]*\d+\s?min(?:ute)?s?\.?(?:\sread)?\b)?\s+(?=[\"“„«‘(–—]*[A-ZÀ-ÞА-ЯΑ-Ω])",
)
# The two words of a name after a word in small letters that is no preposition.
_NAME_AT_END = re.compile(
    r"(?<=\s)[a-zß-ÿ][\w’']{3,}[?!\"”’»]*\s+(?P<name>[A-ZÀ-Þ][\w.’'-]+\s+[A-ZÀ-Þ][\w’'-]+)$"
)


def take_apart(line: str) -> str:
    """A sentence a line; wide gaps are breaks too, where they are what is left of line breaks."""
    pieces = _WIDE_GAP.split(line) if len(_WIDE_GAP.findall(line)) >= 3 else [line]
    pieces = [part for piece in pieces for part in _scripts_apart(piece)]
    pieces[:1] = _dated_head_apart(pieces[0])
    sentences = [sentence for piece in pieces for sentence in _sentences(piece) if sentence]
    if sentences:
        sentences[:1] = _head_apart(sentences[0])
    return "\n".join(part for sentence in sentences for part in _phrases_apart(sentence))


def _scripts_apart(text: str) -> list[str]:
    """A line for each run of words in another script than most of the text: the page around it."""
    counts = [len(script.findall(text[:_SAMPLE])) for script in _SCRIPTS]
    main = _SCRIPTS[counts.index(max(counts))]
    if sum(counts) == max(counts):
        return [text]
    parts: list[list[str]] = [[]]
    is_main = True
    for word in text.split():
        is_lettered = any(script.search(word) for script in _SCRIPTS)
        if is_lettered and (main.search(word) is not None) != is_main:
            is_main = not is_main
            parts.append(_figures_at_end(parts[-1]) if not is_main else [])
        parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _figures_at_end(words: list[str]) -> list[str]:
    """Takes the figures off the end of a run: they are a date's that goes on in the next script."""
    n_kept = len(words)
    while n_kept and words[n_kept - 1].strip(".,:|–-").isdigit():
        n_kept -= 1
    figures = words[n_kept:]
    del words[n_kept:]
    return figures


def _dated_head_apart(text: str) -> list[str]:
    """Headline, author and date where a date stands between them and the first sentence: before a
    capital, without a word of a sentence that leads to it ("on")."""
    for date in _INNER_DATE.finditer(text, 0, _MAX_HEAD):
        before = text[: date.start()].rstrip(" ,|•·–—-")
        last = before.rsplit(None, 1)[-1] if before else ""
        if not parse_stated(date.group()) or (last.islower() and len(last) <= _MAX_LEADING_WORD):
            continue
        head = [before]
        name = _NAME_AT_END.search(before)
        if name and is_person(name.group("name")):
            head = [before[: name.start("name")].rstrip(), name.group("name")]
        told = _named_words_apart(text[date.end() :])
        return [part for part in (*head, date.group().strip(), *told) if part]
    return [text]


def _named_words_apart(text: str) -> list[str]:
    """A line for each word of the page's frame ("Share") that stands before a text's own first capital."""
    parts: list[str] = []
    while True:
        word, _, rest = text.partition(" ")
        if not (rest[:1].isupper() and chrome_named(word)):
            return [*parts, text]
        parts.append(word)
        text = rest


def _head_apart(text: str) -> list[str]:
    """Headline, byline and dateline that run into the first sentence."""
    parts = []
    if byline := _INNER_BYLINE.search(text):
        parts = [text[: byline.start()].strip(), byline.group().strip()]
        text = text[byline.end() :].strip()
    if dateline := _INNER_DATELINE.search(f" {text}"):
        start = dateline.start() - 1
        parts.append(text[:start].strip())
        text = text[start:]
    return [part for part in (*parts, text) if part]


def _phrases_apart(sentence: str) -> list[str]:
    """A line before and after each phrase of the page's frame ("Share this article")."""
    words = sentence.split()
    parts: list[list[str]] = [[]]
    index = 0
    while index < len(words):
        length = phrase_length(words, index)
        if length:
            parts += [words[index : index + length], []]
            index += length
        else:
            parts[-1].append(words[index])
            index += 1
    return [" ".join(part) for part in parts if part]


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE_BREAK.finditer(text):
        before = text[max(start, match.start() - 12) : match.start()]
        if match.group().startswith(".") and _ABBREVIATION.search(before):
            continue
        end = match.end(1) if match.group(1) else match.end()
        yield text[start:end].strip()
        start = end
    yield text[start:].strip()
