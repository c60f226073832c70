"""Whether an article says that it is a translation: from which language, and whether a machine made it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Longer paragraphs speak of translations; a note about this one is short.
_MAX_CHARACTERS = 300
# A numbered note names the translator of a book.
_FOOTNOTE = re.compile(r"\W*\d")
_MACHINE = re.compile(
    r"\b(?:machine|automatic(?:ally)?|ai|computer)[- ](?:generated )?translat|\btranslated (?:by|with|using) (?:ai|a machine|artificial|deepl|google)"
    r"|\b(?:automatisch|maschinell\w*|automatisiert)\b.{0,20}übersetz|\bki[- ]übersetz|\btradui\w* (?:automatiquement|par (?:une )?(?:ia|machine))|\btraduction automatique"
    r"|\btraducid\w+ (?:automáticamente|con ia|por (?:una )?máquina)|\btraducción automática|\btradott\w+ (?:automaticamente|con (?:l.)?ia)|\btraduzione automatica"
    r"|\btraduzid\w+ (?:automaticamente|por ia)|\btradução automática|\bautomatisch vertaald|\bmachinevertaling|\bmaskin(?:ö|o)versatt|\bmaskinoversat"
    r"|\botomatik (?:olarak )?(?:çevr|tercüme)|\bmakine çevirisi|\bавтоматическ\w+ перев|\bмашинн\w+ перев|\bmachine translation\b",
    re.IGNORECASE,
)
_LANGUAGES = {
    "ar": "arabic arabischen arabe árabe arabo arapça арабского", "bg": "bulgarian bulgarischen bulgare",
    "cs": "czech tschechischen tchèque checo", "da": "danish dänischen danois danés danskan danska",
    "de": "german deutschen allemand alemán tedesco alemão duits tyska tysk almanca немецкого",
    "el": "greek griechischen grec griego greco yunanca", "en": "english englischen anglais inglés inglese inglês engels engelska engelsk ingilizce английского",
    "es": "spanish spanischen espagnol español spagnolo espanhol spaans spanska spansk ispanyolca испанского",
    "fa": "persian farsi persischen persan persa farsça", "fi": "finnish finnischen finnois finska",
    "fr": "french französischen français francés francese francês frans franska fransk fransızca французского",
    "he": "hebrew hebräischen hébreu hebreo ebraico ibranice", "hu": "hungarian ungarischen hongrois",
    "it": "italian italienischen italien italiano italiaans italienska italiensk italyanca итальянского",
    "ja": "japanese japanischen japonais japonés giapponese japonca", "ko": "korean koreanischen coréen coreano",
    "nl": "dutch niederländischen néerlandais neerlandés olandese", "no": "norwegian norwegischen norvégien noruego norska norsk",
    "pl": "polish polnischen polonais polaco polacco lehçe", "pt": "portuguese portugiesischen portugais portugués portoghese português",
    "ro": "romanian rumänischen roumain", "ru": "russian russischen russe ruso russo rusça русского", "sv": "swedish schwedischen suédois sueco svenska svensk",
    "tr": "turkish türkischen turc turco türkçe турецкого", "uk": "ukrainian ukrainischen ukrainien ucraniano",
    "zh": "chinese chinesischen chinois chino cinese çince китайского",
}  # fmt: skip
_CODE_BY_NAME = {name: code for code, names in _LANGUAGES.items() for name in names.split()}
_FROM = re.compile(
    r"(?:\btranslat(?:ed|ion)\b.{0,40}?\bfrom (?:the )?(?:original )?|\bübersetz\w* .{0,20}?aus dem |\baus dem |\b(?:tradui\w*|traduction)\b.{0,40}?\b(?:de l.|du )"
    r"|\b(?:traducid\w+|traducción|traduzid\w+|tradução)\b.{0,40}?\bd(?:el|o) |\b(?:tradott\w+|traduzione)\b.{0,30}?\bdal(?:l.)? ?|\bvertaa?l\w* (?:uit|vanuit) het |\böversatt från |\boversatt fra "
    r"|\bперев\w+ с )(?P<name>[^\W\d_]+)(?P<after>\s+(?:von|übersetzt|übertragen)\b)?",
    re.IGNORECASE,
)
_TURKISH = re.compile(r"\b(?P<name>[^\W\d_]+ca|[^\W\d_]+çe)(?:dan|den) çevr", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Translation:
    """What the notes say; `is_machine` is None where they do not tell."""

    language_of_origin: str | None = None
    is_machine: bool | None = None


def read_translation(notes: Iterable[str]) -> Translation:
    """What short pieces of an article say of its translation. "Translated by" a person leaves
    `is_machine` None: only a machine is told apart."""
    origin: str | None = None
    is_machine: bool | None = None
    for note in notes:
        if _FOOTNOTE.match(note):
            continue
        if len(note) <= _MAX_CHARACTERS:
            is_machine = is_machine or (True if _MACHINE.search(note) else None)
            origin = origin or _origin(note)
    return Translation(origin, is_machine)


def _origin(note: str) -> str | None:
    for match in (*_FROM.finditer(note), *_TURKISH.finditer(note)):
        is_weak = match.group().lower().startswith("aus dem ")
        if is_weak and not match.groupdict().get("after"):
            continue
        if code := _CODE_BY_NAME.get(match.group("name").lower()):
            return code
    return None
