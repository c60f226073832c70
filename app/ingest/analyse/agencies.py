"""News agencies by the names that bylines, datelines and credits give them."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Name that the archive uses: the other names it goes by. Written as they are printed, since "AP" is an
# agency and "ap" is not. Listed from public directories of agencies; general, not of any site.
_NAMES: dict[str, tuple[str, ...]] = {
    "AP": ("Associated Press", "The Associated Press", "THE ASSOCIATED PRESS", "ASSOCIATED PRESS",
           "Associated Press Writer"),
    "Reuters": ("REUTERS", "Thomson Reuters"),
    "AFP": ("Agence France-Presse", "Agence France Presse", "AGENCE FRANCE-PRESSE"),
    "dpa": ("DPA", "Deutsche Presse-Agentur", "dpa-infocom", "dpa-AFX"),
    "UPI": ("United Press International",),
    "EFE": ("Agencia EFE", "Efe", "EFEverde"),
    "Europa Press": ("EUROPA PRESS",),
    "ANSA": ("Ansa", "Agenzia ANSA"),
    "Adnkronos": ("ADNKRONOS",),
    "Bloomberg": ("BLOOMBERG", "Bloomberg News"),
    "PA": ("Press Association", "PA Media", "Press Association Media"),
    "PTI": ("Press Trust of India",),
    "ANI": ("Asian News International",),
    "IANS": ("Indo-Asian News Service",),
    "Xinhua": ("XINHUA", "Xinhua News Agency"),
    "Kyodo": ("KYODO", "Kyodo News"),
    "Jiji": ("Jiji Press", "JIJI"),
    "Yonhap": ("YONHAP", "Yonhap News Agency"),
    "TASS": ("ITAR-TASS", "Tass"),
    "RIA Novosti": ("RIA",),
    "Interfax": ("INTERFAX", "Interfax-Ukraine"),
    "Ukrinform": ("UKRINFORM",),
    "UNIAN": (),
    "CP": ("The Canadian Press", "Canadian Press", "THE CANADIAN PRESS"),
    "AAP": ("Australian Associated Press",),
    "APA": ("Austria Presse Agentur", "Austria Presse-Agentur"),
    "SDA": ("Keystone-SDA", "sda", "ATS", "Keystone-ATS"),
    "Belga": ("BELGA",),
    "ANP": (),
    "TT": ("TT Nyhetsbyrån", "Tidningarnas Telegrambyrå"),
    "NTB": ("Norsk Telegrambyrå",),
    "Ritzau": ("RITZAU", "Ritzaus Bureau"),
    "STT": ("Suomen Tietotoimisto",),
    "PAP": ("Polska Agencja Prasowa",),
    "ČTK": ("ČTK",),
    "MTI": (),
    "Lusa": ("LUSA", "Agência Lusa"),
    "Anadolu": ("AA", "Anadolu Agency", "Anadolu Ajansı", "Anadolu Ajansi", "ANADOLU"),
    "DHA": ("Demirören Haber Ajansı",),
    "Antara": ("ANTARA",),
    "Bernama": ("BERNAMA",),
    "NAN": ("News Agency of Nigeria",),
    "epd": ("Evangelischer Pressedienst",),
    "KNA": ("Katholische Nachrichten-Agentur",),
    "SID": ("Sport-Informations-Dienst",),
    "Télam": ("TELAM", "Telam"),
    "Agência Brasil": (),
    "Notimex": ("NOTIMEX",),
    "States Newsroom": (),
    "CNN": ("CNN Newsource", "CNN Wire"),
}  # fmt: skip
_CANONICAL = {
    name: canonical for canonical, others in _NAMES.items() for name in (canonical, *others)
}
# Longest first: "The Associated Press" before "Associated Press".
AGENCY_PATTERN = "|".join(
    re.escape(name) for name in sorted(_CANONICAL, key=lambda name: (-len(name), name))
)
_ANY = re.compile(rf"(?<![\w@.&-])(?:{AGENCY_PATTERN})(?![\w@&-])")
_TRIM = " \t()[]|/–—-.,;:·•"


def agency_named(text: str) -> str | None:
    """The agency that `text` is the name of ("(The Associated Press)" gives "AP"), None for others."""
    return _CANONICAL.get(text.strip(_TRIM))


def agencies_in(text: str) -> Iterator[str]:
    """The agencies that `text` names, in order."""
    return (_CANONICAL[found.group()] for found in _ANY.finditer(text))
