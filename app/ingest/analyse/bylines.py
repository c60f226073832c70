"""A byline or a credit as text -> the people, the agency and the place in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.ingest.analyse.agencies import agencies_in, agency_named
from app.ingest.analyse.datelines import Dateline, find_dateline
from app.ingest.analyse.person_names import is_person, split_names
from app.ingest.analyse.plain import word_set

__all__ = [
    "Byline", "Dateline", "clean_authors", "find_dateline", "parse_byline", "parse_credit",
]  # fmt: skip

_MAX_CHARACTERS = 200
_MAX_WORDS = 26
_MAX_ROLE_WORDS = 4
_TEXT = r"(?:texte?|texto|testo|tekst|words|story|interview|report|reporting|reportage|bericht)"
_PICTURES = r"(?:photos?|photograph(?:s|y)|pictures|fotos?|bild(?:er)?|illustrations?|video)"
_LEAD = re.compile(
    rf"^\W*(?:{_TEXT}(?:\s*(?:&|\+|/|and|und|et|y|e|og|och)\s*{_PICTURES})?|{_PICTURES}\s*(?:&|\+|/|and|und|et|y|e|og|och)\s*{_TEXT})\s*:\s*(?=\S)|"
    r"^\W*(?:(?:written|words|story|reported|report|text|analysis|review|interview|opinion|compiled|posted)"
    r"\s+by|by|from|von|par|por|di|da|af|av|door|texte?|autor(?:in|e|es)?|authors?|auteurs?|author|"
    r"redactor|escrito por|écrit par|geschreven door|skrevet av|oleh|yazan|haber|przez|автор|текст|reporter|"
    r"كتبت?|بقلم|(?:本报)?记者|(?:本報)?記者|作者|撰文|文)"
    r"\s*(?::|：|/|／|\s)\s*(?=\S)",
    re.IGNORECASE,
)
# Leads that are common words as well: the line then has to be nothing but names.
_WEAK_LEAD = re.compile(
    r"^\W*(?:from|di|da|af|av|text|texte|reporter|review|report|interview|story|words)\b",
    re.IGNORECASE,
)
_TIME_TAIL = re.compile(
    r"\s*(?:[|•·,;(/–—-]\s*)?(?<!\w)(?:(?:published|updated|posted|last\s+updated|veröffentlicht|aktualisiert|stand|"
    r"publié|mis\s+à\s+jour|publicado|actualizado|pubblicato|gepubliceerd|on|am|le|el|il)\b.{0,60}\d.*"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s.*\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*"
    r"|(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,4}.*"
    r"|\d{1,2}\.?\s+(?:de\s+)?[^\W\d]{3,10}\.?\s+(?:de\s+)?\d{4}.*|\d{1,2}:\d\d.*|\d+\s*min.*)$",
    re.IGNORECASE,
)
# "Jo LinNews Reporter": two elements of a page without anything between them.
_GLUED = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:News|Sports?|Political|Senior|Chief|Staff|Reporter|Editor|Correspondent)\b)"
)
_HANDLE = re.compile(r"\s*[@(]@?[\w.]*\w@?[\w.]*\)?(?=\s|$)|\S+@\S+")
_ROLE = re.compile(
    r"(?:^|[\s,–—|-]+)(?:(?:our|the|a|an|unser|unsere|notre|nuestro|senior|chief|political|diplomatic|foreign|"
    r"national|european|business|economics?|science|health|staff|special|freelance|associate|deputy|"
    r"managing|investigative|data|digital|sports?|city|local|crime|court|legal|education|technology|tech|arts|"
    r"environment|climate|security|defen[cs]e|white\s+house|world|regional|general)\s+){0,3}"
    r"(?:staff|writers?|reporters?|correspondents?|editors?|journalists?|columnists?|contributors?|bureau(?:\s+chief)?|"
    r"producers?|news\s*desk|desk|redakteur(?:in)?|korrespondent(?:in)?|reporterin|redaktion|redacción|rédaction|"
    r"correspondante?|envoyée?\s+spéciale?|corresponsal|redactora?|corrispondente|inviat[oa]|verslaggever|"
    r"correspondente|muhabiri?|journaliste)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_PLACE_TAIL = re.compile(
    r"\s*(?:,\s*|\s+(?:in|at|aus|à|en|em|a|i|te)\s+)((?:[A-ZÀ-Þ][\w.’'-]+)(?:[ ,]+[A-ZÀ-Þ][\w.’'-]+){0,3})$"
)
_BETWEEN_PARTS = re.compile(
    r"\s*[|/•·]\s*|\s+[–—-]+\s+|\s*[;,]\s*|\s+(?:for|with|für|mit|pour|avec|para|con)\s+"
)
_BESIDE_NAMES = word_set("and und et y e og och en i & in at aus à a from")
_ABOUT_AUTHOR = re.compile(
    r",?\s+(?:is|was|has|travell?ed|stayed|flew|paid|covers|writes|reports|edits|teaches|works|lives|joined|ist|schreibt|berichtet|arbeitet|est|écrit|"
    r"couvre|es|escribe|cubre|è|scrive|é|escreve|schrijft|är|er|skriver|on|jest|yazıyor)\b"
)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”’)]*$")
_INITIAL_END = re.compile(r"\b[A-Z]\.$|\b(?:Jr|Sr)\.$")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says. `place` is where the report was written."""

    authors: tuple[str, ...] = ()
    agency: str | None = None
    contributors: tuple[str, ...] = ()
    place: str | None = None


def parse_byline(line: str) -> Byline | None:
    """The byline that a line is ("By BARBARA SURK – Associated Press"), None for other lines.

    Without a "by" only lines with a name and an agency or a journalist's role are bylines; "A B/AFP" is
    a picture's credit.
    """
    line = " ".join(line.split())
    if not line or len(line) > _MAX_CHARACTERS or len(line.split()) > _MAX_WORDS:
        return None
    line = _GLUED.sub(", ", line)
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    rest = _HANDLE.sub("", _TIME_TAIL.sub("", rest)).strip(" ,;|–—-")
    if not rest or (_ENDS_SENTENCE.search(rest) and not _INITIAL_END.search(rest)):
        return None
    found = _read_parts(rest)
    if lead is None:
        is_credit = found.agency is not None and "/" in rest
        is_byline = not is_credit and (found.agency or _ROLE.search(rest))
        return found if found.authors and is_byline else None
    if _WEAK_LEAD.match(line) and not found.authors:
        return None
    return found if found.authors or found.agency else None


def parse_bare_byline(line: str) -> Byline | None:
    """The byline in a line of nothing but names, with a place after them at most ("A B at Road Field"),
    None for other lines. Only where it stands can tell that it is one."""
    line = _TIME_TAIL.sub("", line)
    byline = parse_byline(f"By {line}")
    if byline is None or not byline.authors:
        return None
    written = {word.casefold() for name in byline.authors for word in name.split()}
    written.update((byline.place or "").casefold().split())
    others = [
        word for word in re.findall(r"[^\W\d_][\w.’'-]*", line) if word.casefold() not in written
    ]
    return byline if all(word.casefold() in _BESIDE_NAMES for word in others) else None


def is_role(line: str) -> bool:
    """Whether a line is what a journalist is and nothing else ("Columnist", "Business Editor")."""
    role = _ROLE.match(line)
    return role is not None and len(line.split()) <= _MAX_ROLE_WORDS and not role.group("rest")


def is_about_author(line: str, authors: tuple[str, ...]) -> bool:
    """Whether a line begins with an author's name and says what they are or do ("A B covers the arts.")."""
    named = [name for name in authors if line.startswith(name)]
    return any(_ABOUT_AUTHOR.match(line[len(name) :]) for name in named)


def clean_authors(names: Iterable[str]) -> tuple[str, ...]:
    """The people in a list of authors as found: leads, roles, places, agencies and houses left out,
    names in capitals written as names, each once."""
    people: dict[str, str] = {}
    for text in names:
        for name in _people(text[:2000]):
            people.setdefault(name.casefold(), name)
    return tuple(people.values())


def _read_parts(text: str) -> Byline:
    authors: list[str] = []
    agency = place = None
    for part in _parts(text):
        named = agency_named(part)
        if named:
            agency = agency or named
            continue
        part, found_place = _without_place(_without_role(part))
        place = place or found_place
        authors.extend(_people(part))
    return Byline(tuple(dict.fromkeys(authors)), agency, (), place)


def _parts(text: str) -> Iterator[str]:
    return (part for part in _BETWEEN_PARTS.split(text) if part)


def _without_role(part: str) -> str:
    """A name without what its bearer is, after it or before it ("Staff Reporter A B")."""
    role = _ROLE.search(part)
    if role is None:
        return part
    rest = role.group("rest").strip()
    return rest if role.start() == 0 and is_person(rest) else part[: role.start()]


def _without_place(part: str) -> tuple[str, str | None]:
    match = _PLACE_TAIL.search(part)
    if match and is_person(part[: match.start()].strip()):
        return part[: match.start()], match.group(1)
    return part, None


def _people(text: str) -> list[str]:
    names = split_names(_without_role(text))
    return [_in_name_case(name) for name in names if is_person(name) and not agency_named(name)]


def _in_name_case(name: str) -> str:
    words = name.split()
    return " ".join(
        _capitalised(word) if word.isupper() and len(word) > 2 else word for word in words
    )


def _capitalised(word: str) -> str:
    written = re.sub(r"[^\W\d_]+", lambda run: run.group().capitalize(), word)
    return re.sub(r"^Mc(\w)", lambda start: "Mc" + start.group(1).upper(), written)


# --- credits at the end ----------------------------------------------------------------------------

_NAMES = r"(?P<names>[A-ZÀ-Þ][^.;:!?]{2,200}?)"
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        # Sylvie Corbet and Elaine Ganley contributed to this report from Paris.
        rf"{_NAMES},?\s+(?:also\s+)?contributed(?:\s+(?:to|reporting)\b[^.;]{{0,80}}?)?(?:\s+(?:from|in)\s+(?P<place>[A-ZÀ-Þ][^.;]{{2,60}}))?\s*[.;]?\s*$",
        # Reporting by A in London and B; editing by C.   Additional reporting by A.
        rf"(?:[Aa]dditional\s+)?[Rr]eport(?:ing|ed)\s+by\s+{_NAMES}(?=[.;:]|\s*$|\s+(?:[Ww]riting|[Ee]diting))",
        # A reported from Brenn and B from Kolvik.   A helped with the reporting in Brenn.
        rf"{_NAMES}\s+reported\s+from\s+(?P<place>[A-ZÀ-Þ][\w’'-]+)(?:,?\s+(?:and\s+)?[A-ZÀ-Þ][\w.’' -]{{2,60}}\s+from\s+[A-ZÀ-Þ][\w’'-]+)*\s*\.?\s*$",
        rf"{_NAMES}\s+(?:helped|assisted)\s+(?:with|in)\s+(?:the\s+)?reporting\b[^.;]{{0,60}}\.?\s*$",
        # Mit Material von A.  Mitarbeit: A.  Avec la collaboration de A.  Con información de A.
        rf"(?:Mitarbeit|Mit\s+Material\s+von|Avec\s+(?:la\s+collaboration\s+de\s+)?|Con\s+información\s+de|"
        rf"With\s+(?:reporting|files|additional\s+reporting|contributions|material)\s+(?:by|from))\s*:?\s+{_NAMES}(?=[.;:]|\s*$)",
    )
)
_FROM_AGENCY = re.compile(
    r"\b(?:story|report|article|text)\s+(?:was|is|has\s+been)\s+(?:first\s+|originally\s+)?"
    r"(?:reported|written|produced|published|distributed|compiled|provided)\b[^.]{0,40}?\b(?:by|from)\s+(?P<name>[^.;]{2,60})"
    r"|^Material\s+(?:from|by)\s+(?P<used>[^.;]{2,60}?)\s+(?:was|were|has\s+been)\s+used\b"
)
_STAFF_OF = re.compile(
    r"^(?P<agency>.{2,40}?)\s+(?:staff\s+|video\s+)?(?:writers?|journalists?|reporters?|correspondents?|producers?)\s+"
)


def parse_credit(paragraph: str) -> Byline | None:
    """A closing credit line ("A and B contributed to this report from Paris.", "Reporting by A; editing
    by B", "This story was reported by The Associated Press."), None for other paragraphs."""
    contributors: list[str] = []
    agency = place = None
    if len(paragraph) > 500:
        return None
    for sentence in re.split(r"(?<=[a-z)][.;])\s+(?=[A-ZÀ-Þ])", paragraph.strip(" ()[]_*—–-")):
        if match := _FROM_AGENCY.search(sentence):
            agency = agency or next(agencies_in(match.group("name") or match.group("used")), None)
            continue
        match = next((found for rule in _CREDITS if (found := rule.match(sentence))), None)
        if match is None:
            continue
        staff = _STAFF_OF.match(match.group("names"))
        agency = agency or (next(agencies_in(staff.group("agency")), None) if staff else None)
        names = match.group("names")[staff.end() :] if staff and agency else match.group("names")
        place = place or match.groupdict().get("place") or _place_of(names)
        contributors.extend(_contributing_people(names))
    if not contributors and agency is None:
        return None
    return Byline((), agency, tuple(dict.fromkeys(contributors)), place)


def _contributing_people(names: str) -> Iterator[str]:
    for part in re.split(r"\s*[,;]\s*|\s+(?:and|und|et|y)\s+", names):
        yield from _people(re.sub(r"\s+(?:in|from|aus|à|en)\s+[A-ZÀ-Þ].*$", "", part))


def _place_of(names: str) -> str | None:
    match = re.search(r"\s(?:in|from)\s+([A-ZÀ-Þ][\w’'-]+(?:[ ,]+[A-ZÀ-Þ][\w’'-]+){0,3})$", names)
    return match.group(1) if match else None
