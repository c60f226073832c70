"""Names out of a byline's text, and whether a name is a person's."""

from __future__ import annotations

import re
import unicodedata

from app.ingest.analyse.plain import plain, word_set

_MAX_NAME_CHARACTERS = 60
_MAX_NAME_WORDS = 6

_LEAD = re.compile(
    r"^\s*(?:(?:written|words|story|reported|text|texte|photographs?|edited|interview|analysis|opinion)"
    r"\s+by|by|von|par|por|di|da|af|av|door|de la main de|text(?:e)?|autor(?:in)?|author|auteur|skrevet av|"
    r"geschreven door|oleh|przez|от|автор|текст|yazan|haber|كتبت?|بقلم|(?:本报)?记者|(?:本報)?記者|作者|撰文)\s*(?:[:：/／]\s*|\s+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:[;|•·/／、，\n]|\s[-–—]\s|,\s+(?:and|und|et|y|e|og|och|en|i|dan|ve)\s+|,\s*"
    r"|\s+(?:and|und|et|og|och|dan|ve|і|и)\s+|\s+&\s+|\s+(?:in|aus)\s+(?=[A-ZÄÖÜ]\w+$)|\s+with\s+)\s*"
)
# Spanish, Italian, Portuguese and Polish "and" are letters that initials have too.
_BETWEEN_NAMES = re.compile(r"(?<=\w\w)\s+(?:y|e|i|en)\s+(?=\w\w)")
_IN_BRACKETS = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]")
_TRIM = " ,;:|·•-–—/\t\"'“”„"
# Words of a desk, a job or a house, not of a person's name.
_NOT_PERSON_WORDS = word_set(
    """
    admin administrator agencies agency agencia agence agenzia agentur ajansı ajans associated author
    autor autorin broadcasting bureau by bulletin channel chronicle club column columnist comment
    communications company contributor contributors copy correspondent corporation daily dagblad
    department desk deutschland digital editor editorial editors editoren english express foundation
    gazette gmbh group guest haber herald http https inc institute international journal journalist
    kolumne ltd magazin magazine mail media medien ministry monitor network networks news newsdesk
    newspaper newsroom nachrichten nyheter office online partner post press presse prensa produced
    producer publisher radio redaccion redacción redactie redaksi redaksjonen redaktion redakteur
    redaktionen redaktor redakcja redazione rédaction report reporter reporters review service
    services site society sponsored sport sports staff standard studio sun team telegraph television
    times tribune tv university unknown user verlag video web website weekly wire writer writers
    zeitung autoren mitarbeiter mitarbeiterin volontär quelle source sources copyright none null
    undefined anonymous report: follow updated published read more share facebook twitter instagram
    linkedin whatsapp youtube telegram threads bluesky mastodon rss subscribe newsletter home view all download pdf app
    """
)
_AGENCIES = word_set(
    """
    afp agi ansa ap apa aap adnkronos belga bbc bernama cnn dapd dpa dts efe epd ers interfax
    ians jiji kna kyodo lusa mti ntb pa pap pti ria ritzau sda sid sna spa tass tt unian upi xinhua yonhap
    reuters bloomberg anp ats dpad
    """
)
_NAME_PARTICLES = word_set(
    "al af av bin bint da das de degli dei del della den der des di dos du e el ibn la le los mac ten"
    " ter van von vom y zu zum zur und o'"
)
_NOBODY = word_set(
    "admin administrator author editor guest none null redaktion staff undefined unknown user webmaster"
    " facebook twitter instagram www"
)
_ADDRESS = re.compile(
    r"https?:|www\.|@|\w\.(?:com|net|org|de|at|ch|tr|uk|fr|it|es|no|news|info|tv)\b", re.I
)
_NOT_IN_NAMES = re.compile(r"[\d_=<>{}#%+*!?\"|]")
_EAST_ASIAN_NAME = re.compile(r"^[\u3400-\u9fff\uac00-\ud7af\u3041-\u30ff]{2,8}$")
_LETTER_RUN = re.compile(r"[^\W\d_]+")


def split_names(text: str) -> list[str]:
    """The names in a byline ("By A and B, City" gives A, B and City; `is_person` tells which is one)."""
    text = _IN_BRACKETS.sub("", plain(text))
    while (shorter := _LEAD.sub("", text, count=1)) != text:
        text = shorter
    parts = [piece for part in _BETWEEN.split(text) for piece in _BETWEEN_NAMES.split(part)]
    return [name for part in parts if (name := _LEAD.sub("", part.strip(_TRIM)).strip(_TRIM))]


def is_person(name: str, source: str | None = None, *, single_words: bool = False) -> bool:
    """Whether `name` has the form of a person's name and is not the publisher's. One word counts as a
    name only with `single_words`, where something else says that it is an author's."""
    words = name.split()
    if not 2 <= len(name) <= _MAX_NAME_CHARACTERS or len(words) > _MAX_NAME_WORDS:
        return False
    if _NOT_IN_NAMES.search(name) or _ADDRESS.search(name) or _is_source(name, source):
        return False
    folded = [word.casefold().strip(".,'") for word in words]
    if any(word in _NOT_PERSON_WORDS or word in _AGENCIES for word in folded):
        return False
    if len(words) == 1:
        return _is_single_name(name, single_words)
    return _is_written_as_name(words)


def is_organisation(name: str) -> bool:
    """Whether a name that is no person's can be a desk's, an agency's or a house's."""
    if not 2 <= len(name) <= _MAX_NAME_CHARACTERS or "://" in name or "@" in name:
        return False
    return name.casefold() not in _NOBODY and any(map(str.isalpha, name))


def _is_source(name: str, source: str | None) -> bool:
    if not source:
        return False
    ours, theirs = _letters(name), _letters(source)
    return bool(ours) and (ours in theirs or (len(theirs) > 4 and theirs in ours))


def _letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(_LETTER_RUN.findall(decomposed))


def _is_single_name(word: str, single_words: bool) -> bool:
    # Chinese, Japanese and Korean write a whole name as one word; elsewhere one word is a nickname,
    # initials or a desk.
    if _EAST_ASIAN_NAME.match(word):
        return True
    return single_words and word.istitle() and len(word) > 3


def _is_written_as_name(words: list[str]) -> bool:
    cased = [word for word in words if word[0].isupper() or word[0].islower()]
    if not cased:
        return all(word[0].isalpha() for word in words)
    names = [word for word in cased if word.casefold().strip("'’") not in _NAME_PARTICLES]
    ends_open = words[-1].casefold() in _NAME_PARTICLES
    return bool(names) and not ends_open and all(word[0].isupper() for word in names)
