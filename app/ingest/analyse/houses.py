"""Names of newspapers and broadcasters, by the words that they are made of."""

from __future__ import annotations

import re

_HOUSE = re.compile(
    r"\b(?:news|times|post|herald|tribune|gazette|journal|daily|magazine|online|media|press|radio|tv|today|telegraph|guardian|mirror|chronicle|observer|courier|echo|argus|advertiser|examiner|inquirer|enquirer|express|ledger|dispatch|sentinel|standard|"
    r"zeitung|nachrichten|kurier|anzeiger|blatt|tagblatt|rundschau|spiegel|welt|monde|figaro|matin|diario|periódico|noticias|notizie|corriere|gazzetta|"
    r"jornal|folha|nieuws|krant|dagblad|tidning|nyheter|avisen|haber|gazetesi|новости|газета|podcast|blog|network|channel|bulletin|review)\b|\.\w{2,4}$",
    re.IGNORECASE,
)


def is_house(name: str) -> bool:
    """Whether a name has a word of newspapers and broadcasters ("Gazette", "Rundschau")."""
    return _HOUSE.search(name) is not None
