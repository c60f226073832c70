"""Names of bodies across articles: what is the same in every way to name one.

A seat of government stands for the office that has it (the Élysée is the French presidency); "the entourage of Ann
Lee" is "Ann Lee's entourage". A body that is only described ("the ministry", "their union") has no name to be known by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.text.folding import fold, fold_name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What companies of many countries have to add to their names.
_LEGAL_FORMS: Final = _words(
    """inc incorporated corp corporation company ltd limited plc llc llp lllp pllc gmbh kgaa sarl sasu sprl bvba cvba
    oyj nyrt ojsc pjsc jsc ltda ltee bhd sdn pty pvt srls"""
)
# These are surnames too (Sa, Co, Pao), and count in capitals or with points.
_SHORT_FORMS: Final = _words(
    """co lp ag kg ohg mbh se sa sas snc sca scop spa srl sapa sl slu sau nv bv ab asa aps oy sro doo kft zrt oao zao
    ooo pao kk pte cv"""
)

# Seats by office: common knowledge of the press, in the words that newspapers use for both.
_SEATS: Final = """
french presidency: elysee, elysee palace, french presidential palace
french prime ministers office: matignon, hotel matignon
french foreign ministry: quai dorsay
french finance ministry: bercy
russian presidency: kremlin
us presidency: white house, american presidency
us state department: state department, foggy bottom
us defense department: pentagon, us department of defense
british prime ministers office: downing street, 10 downing street, number 10, no 10, uk prime ministers office
british royal household: buckingham palace
italian presidency: quirinale, quirinal palace
italian prime ministers office: palazzo chigi, chigi palace
spanish prime ministers office: moncloa, moncloa palace
south korean presidency: blue house
brazilian presidency: planalto, planalto palace
argentine presidency: casa rosada
philippine presidency: malacanang, malacanang palace
european commission: eu commission, berlaymont
holy see: vatican
"""
_OFFICE_BY_SEAT: Final = {
    seat.strip(): office
    for office, _, seats in (line.partition(":") for line in _SEATS.strip().splitlines())
    for seat in seats.split(",")
}
_POSSESSED: Final = re.compile(r"^(.+?)(?:[’']s|(?<=s)[’'])\s+(.+)$")
# "the office of the prime minister", but not "University of York": a name is not turned round.
_OF: Final = re.compile(r"^([^\W\dA-Z_]+)\s+of\s+(?:the\s+)?(.+)$")


def has_legal_form(words: Sequence[str]) -> bool:
    """Whether a name of several words ends as companies' names do: "Baker Brothers Inc.", "Aoki Boru K.K."."""
    if len(words) < 2:
        return False
    form, last = words[-1].replace(".", ""), words[-1]
    folded = fold(form)
    return folded in _LEGAL_FORMS or (
        folded in _SHORT_FORMS and (form.isupper() or last.endswith("."))
    )


def organisation_key(name: str) -> str | None:
    """What all ways to name a body have in common; None for a description, which names it in its text alone.
    Empty for a name without letters."""
    words = name.split()
    if words and words[0].lower() == "the":
        words = words[1:]
    plain = " ".join(words)
    # Scripts without capitals have names too.
    if plain == plain.lower() != plain.upper():
        return None
    turned = _OF.match(plain)
    if turned:
        plain = f"{turned[2]} {turned[1]}"
    possessed = _POSSESSED.match(plain)
    if possessed:
        plain = f"{possessed[1]} {possessed[2]}"
    folded = fold_name(plain)
    return _OFFICE_BY_SEAT.get(folded, folded)
