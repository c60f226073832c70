"""English: the complete table."""

from __future__ import annotations

import re

from app.text.languages.english.frame_words import FRAMES
from app.text.languages.english.function_words import WORDS
from app.text.languages.english.grammar_words import GRAMMAR
from app.text.languages.english.kind_words import KINDS
from app.text.languages.english.people_words import PEOPLE
from app.text.languages.english.quotation_words import QUOTATION_WORDS
from app.text.languages.english.verbs import VERBS
from app.text.languages.table import LanguageTable

_ABBREVIATIONS = """
    Mr Mrs Ms Mx Mme Mlle Dr Sen Rep Gov Gen Lt Col Sgt Rev Hon Prof St Jr Sr Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec Inc Corp
    Co Ltd Capt Sens Reps Messrs Cllr Det Insp Supt Maj Cpl Adm Cmdr Ave Blvd Dept Univ Assn Bros No vs Mt Ft
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va
    Vt Wash Wis Wyo
"""

# "U.S." and "3.5" are one token each, so is a web address. A party and constituency, "(R-Texas)", is one match and no
# token. The full stops of abbreviations and initials are joined to them by the tokeniser.
_TOKEN_PATTERN = re.compile(
    r"(?:[A-Z]\.){2,}"
    r"|\d+(?:[.,:]\d+)+"
    r"|[^\W_]+(?:[-’'][^\W_]+|\.(?:com|org|net|gov|edu|info|co\.uk)\b)*"
    r"|\((?:[DRI]|Dem|Rep)\.?[-–][^)\n]{1,14}\)"
    r"|\.\.\.|\S"
)

ENGLISH = LanguageTable(
    code="en",
    verbs=VERBS,
    words=WORDS,
    people=PEOPLE,
    quotations=QUOTATION_WORDS,
    frames=FRAMES,
    grammar=GRAMMAR,
    kinds=KINDS,
    abbreviations=frozenset(_ABBREVIATIONS.split()),
    elisions=frozenset(
        [
            "tis",
            "twas",
            "twere",
            "em",
            "cause",
            "til",
            "bout",
            "round",
            "n",
            "cos",
            "coz",
            "ere",
            "neath",
            "gainst",
            "nuff",
            "ello",
            "ave",
            "im",
            "er",
        ]
    ),
    token_pattern=_TOKEN_PATTERN,
)
