"""Names across articles: what is the same in every spelling of a person's name.

A name has a family (the skeleton of its surname, in which transliterations of one name agree: Poutine
and Putin, Gorbatchev and Gorbachev) and given names, brought to one form (Bill = William, Sergueï =
Sergei). Skeletons are for comparing only, never shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.text.folding import fold, fold_name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Forms that are one name, transliterated or short; each row's first is the key.
_ONE_NAME: Final = (
    "alexander alexandre alexandr aleksandr aleksander oleksandr alex sasha",
    "alexei alexey aleksei aleksey alexi oleksiy oleksii",
    "andrew andy drew", "andrei andrey andriy andrii", "anthony antony tony", "benjamin ben",
    "catherine katherine kate cathy kathy katie", "charles charlie chuck", "christopher chris",
    "daniel dan danny", "david dave", "deborah debbie", "dmitry dmitri dmitriy dimitri dmytro",
    "donald don", "edward ed eddie ted", "elizabeth liz beth lisa betsy", "frederick fred",
    "gregory greg", "isaac ike", "jacob jake", "james jim jimmy jamie", "jeffrey jeff geoffrey",
    "jennifer jen jenny", "joseph joe", "joshua josh", "kenneth ken", "lawrence larry laurence",
    "leonard leo len", "margaret maggie peggy", "matthew matt", "michael mike mick",
    "mikhail michail mykhailo mikhailo", "mohammed muhammad mohamed mohammad muhammed mohamad",
    "nicholas nick nicolas", "nikolai nikolay mykola", "patricia pat patty tricia",
    "patrick paddy", "peter pete", "philip phil phillip philippe", "rebecca becky", "richard rick dick",
    "robert bob bobby rob", "ronald ron", "samuel sam", "sergei sergey serge sergueï serhiy serhii",
    "stephen steven steve", "susan sue", "theodore theo", "thomas tom tommy", "timothy tim",
    "victoria vicky", "vladimir volodymyr wladimir", "walter walt", "william bill billy will",
    "yevgeny evgeny yevgeni evgeni yevhen evgueni eugeny", "yuri yury youri iouri yuriy iurii",
    "zachary zach",
)  # fmt: skip
# King, Prince, Pope and the like are not among them: they stand for the given name.
_TITLES: Final = _words(
    "mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron rev reverend fr sr sra "
    "president vice prime minister premier chancellor archbishop "
    "bishop cardinal rabbi imam sheikh ayatollah senator sen congressman congresswoman rep "
    "representative governor gov mayor judge justice gen general lt col colonel capt captain major "
    "maj sgt sergeant cpl corporal pvt admiral adm cmdr commander officer detective inspector "
    "superintendent constable chief secretary ambassador attorney coach mme mlle monsieur madame "
    "herr frau senor senora signor signora former ex acting deputy the"
)
_SUFFIXES: Final = _words("jr sr ii iii iv esq phd md qc kc mp")
GENERATIONS: Final = _words("jr sr ii iii iv")
_PARTICLES: Final = _words(
    "de la le les du des da do dos di del della der den van von zu zur zum ter ten te het bin bint "
    "ibn ben abu al el ul ad as af av y e"
)
_ARTICLE: Final = re.compile(r"^(?:al|el|as|ad|ul)-(?=.{3})")
_WORD: Final = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*\.?")
# Particles that are also given names: in front of one other word they are one.
_ALSO_GIVEN: Final = _words("al ben")
# Words of a role that every role may have.
_EMPTY: Final = _words(
    "a an the of at in on for to and or with from by as its their his her our who is was de la du "
    "des le les et der die das und von del el y"
)
# In this order: longer spellings of one sound first.
_SOUNDS: Final = (
    ("shch", "s"), ("chtch", "s"), ("tsch", "s"), ("tch", "s"), ("sch", "s"), ("cz", "s"), ("sh", "s"),
    ("ch", "s"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("th", "t"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("ou", "u"), ("oo", "u"),
    ("oe", "o"), ("ue", "u"), ("ae", "a"), ("w", "v"), ("j", "i"), ("y", "i"), ("ie", "e"), ("ee", "i"),
)  # fmt: skip
_ENDINGS: Final = (
    ("off", "ov"),
    ("eff", "ev"),
    ("iev", "ev"),
    ("yev", "ev"),
    ("jev", "ev"),
    ("ine", "in"),
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name for comparison. `family` is the surname's skeleton; `given` the given names in
    one form each, initials as single letters; `generation` is jr, sr, ii ... or empty."""

    family: str
    given: tuple[str, ...]
    generation: str = ""

    @property
    def is_bare(self) -> bool:
        """Only a surname."""
        return not self.given


@lru_cache(maxsize=50_000)
def person_name(name: str) -> PersonName | None:
    """Takes a name apart; None for one that has no letters or nothing but titles."""
    words = [fold(word).strip(".") for word in _WORD.findall(name)]
    words = [word for word in words if word]
    generation = next((word for word in words[1:] if word in GENERATIONS), "")
    words = [word for i, word in enumerate(words) if i == 0 or word not in _SUFFIXES]
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    words = _without_particles(words)
    if not words or words == ["the"]:
        return None
    # "J.K." and "J. K." are two initials.
    given: list[str] = []
    for word in words[:-1]:
        given.extend(_given(piece) for piece in word.split(".") if piece)
    return PersonName(skeleton(words[-1]), tuple(given), generation)


def _without_particles(words: list[str]) -> list[str]:
    if len(words) == 2 and words[0] in _ALSO_GIVEN:
        return words
    kept = [word for word in words if word not in _PARTICLES]
    return kept or words[-1:]


@lru_cache(maxsize=20_000)
def role_words(role: str) -> frozenset[str]:
    """The words of a role that tell it from others."""
    return frozenset(fold_name(role).split()) - _EMPTY


def without_title(name: str) -> str:
    """A name as written without leading titles ("Mr. Macron" gives "Macron")."""
    words = name.split()
    while len(words) > 1 and fold(words[0]).strip(".") in _TITLES:
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """What is left of a surname when its transliterations are made equal."""
    plain = _ARTICLE.sub("", fold(word))
    letters = "".join(letter for letter in plain if letter.isalnum())
    if not letters.isascii():
        return letters
    for ending, plain in _ENDINGS:
        if len(letters) > len(ending) + 1 and letters.endswith(ending):
            letters = letters[: -len(ending)] + plain
    for sound, plain in _SOUNDS:
        letters = letters.replace(sound, plain)
    return re.sub(r"(.)\1+", r"\1", letters)


def _given(word: str) -> str:
    plain = "".join(letter for letter in word if letter.isalnum())
    return _KEY_BY_FORM.get(plain) or skeleton(plain)[: len(plain)]


_KEY_BY_FORM: Final = {
    fold(form): skeleton(row.split()[0]) for row in _ONE_NAME for form in row.split()
}
