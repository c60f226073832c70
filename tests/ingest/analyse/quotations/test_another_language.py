"""Another language is a table and not a rewrite: a small French one finds quotations and their speakers."""

from __future__ import annotations

import re

import pytest

from app.ingest.analyse.quotations.finding import attribute_quotations
from app.text.languages.grammar import GrammarWords
from app.text.languages.table import (
    FrameWords,
    FunctionWords,
    KindWords,
    LanguageTable,
    PeopleWords,
    QuotationWords,
    VerbForm,
    Verbs,
)


def words(text: str) -> frozenset[str]:
    """The words of a text, with both kinds of apostrophe."""
    found = text.split()
    return frozenset(found) | frozenset(word.replace("'", "’") for word in found)


PRESENT = "dit explique affirme raconte estime assure précise ajoute répond regrette confie"
PAST = "expliqué affirmé raconté estimé assuré précisé ajouté répondu regretté confié déclaré"
FRENCH = LanguageTable(
    code="fr",
    verbs=Verbs(
        forms={
            **{form: VerbForm(form, "s") for form in PRESENT.split()},
            **{form: VerbForm(form, "past") for form in PAST.split()},
        },
        plain=words(PRESENT),
    ),
    words=FunctionWords(
        determiners=words("le la les l' un une des du ce cette son sa ses leur leurs"),
        definite_articles=words("le la les l'"),
        articles=words("le la les l' un une des"),
        introducing_articles=words("un une"),
        auxiliaries=words("a ont avait avaient est sont était"),
        finite=words("a ont avait est sont était sera fut"),
        adverbs=words("aussi encore ensuite alors"),
        prepositions=words("de d' du des en à au aux sur dans pour par avec après avant selon"),
        conjunctions=words("et ou mais que qu' qui quand si comme"),
        openers=words("selon après avant dans en à sur pour"),
    ),
    people=PeopleWords(
        pronouns={"il": "m", "elle": "f", "-il": "m", "-t-il": "m", "-elle": "f", "-t-elle": "f"},
        never_names=words(
            "Le La Les L' Un Une Des Il Elle Selon Dans En Sur Pour Mais Et Ce Cette"
        ),
        titles=words("m mme"),
        personal_titles=words("m mme"),
        title_genders={"m": "m", "mme": "f"},
        courtesy_titles=words("m mme"),
        name_particles=words("de du la le"),
        role_nouns=words("maire ministre porte-parole directrice directeur boulanger"),
        often_unnamed=words("porte-parole"),
        female_forenames=words("claire hélène"),
        male_forenames=words("luc paul"),
    ),
    quotations=QuotationWords(source_prepositions=(("selon",), ("d'après",), ("d’après",))),
    frames=FrameWords(subject_pronouns=words("il elle")),
    grammar=GrammarWords(
        inverted_auxiliaries=words("a avait ont"),
        complement_prepositions=words("de d' du des"),
        source_openers=words("selon d'"),
    ),
    kinds=KindWords(),
    abbreviations=frozenset(["M", "Mme"]),
    elisions=frozenset(),
    token_pattern=re.compile(
        r"-(?:t-)?(?:il|elle)\b|[^\W_]+[’'](?=[^\W_])|[^\W_]+(?:-(?!t-|il\b|elle\b)[^\W_]+)*|\S"
    ),
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "« La digue tiendra », a déclaré Luc Ferrand, le maire de Bréhal.",
            [("« La digue tiendra »", "Luc Ferrand")],
        ),
        (
            "Claire Morin a perdu son moulin. « Je le reconstruirai », assure-t-elle.",
            [("« Je le reconstruirai »", "Claire Morin")],
        ),
        (
            "« C’est l’eau qui décide », explique Mme Morin. « Nous, on attend. »",
            [("« C’est l’eau qui décide »", "Morin"), ("« Nous, on attend. »", "Morin")],
        ),
        (
            "Paul Garnier, le boulanger, n’a rien vu. « Je dormais », répond le boulanger.",
            [("« Je dormais »", "Paul Garnier")],
        ),
        (
            "« Rien n’est signé », précise un porte-parole de la commune.",
            [("« Rien n’est signé »", "porte-parole de la commune")],
        ),
        (
            "Le moulin fermera en mars, selon Hélène Roy.",
            [("Le moulin fermera en mars", "Hélène Roy")],
        ),
    ],
)
def test_a_small_table_finds_quotations_and_speakers(
    text: str, wanted: list[tuple[str, str]]
) -> None:
    found = attribute_quotations(text, FRENCH).quotations
    speakers = [(q.text, q.speaker.canonical if q.speaker else None) for q in found]
    assert speakers == wanted
