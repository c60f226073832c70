"""English small sets for frames, content and noun phrases; what each is for: `FrameWords` in table.py."""

from __future__ import annotations

from app.text.languages.table import FrameWords


def _words(text: str) -> frozenset[str]:
    """The words of a text, with both kinds of apostrophe."""
    words = text.split()
    return frozenset(words) | frozenset(word.replace("'", "’") for word in words)


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in text.split(";"))


FRAMES = FrameWords(
    clause_starters=_words("although and because but even though whereas while"),
    subordinators=_words("after although as because if since though when whereas whether while"),
    before_inner_participles=_words("after and before by in while without"),
    after_frames=_words(
        """after and as before during earlier last later this today when while who yesterday"""
    ),
    adjunct_starters=_words(
        """according adding after arguing before calling citing during noting pointing referring saying
        speaking when where which while who whose"""
    ),
    naming_participles=_words("named identified quoted"),
    asking_verbs=_words("ask inquire enquire wonder"),
    question_openers=_words("if whether how why"),
    example_openers=_words("including particularly especially notably such"),
    things_too=_words("accept admit concede hear project record"),
    naming_verbs=_words("call dub label brand term"),
    holding_verbs=_words("believe estimate expect fear feel guess hope reckon think worry"),
    expressing_verbs=_words("expressed expresses expressing raised raises voiced voices voicing"),
    forms_of_be=_words("are be been being is was were"),
    making_verbs=_words("made make makes making let lets"),
    made_predicates=_words("clear known plain slip"),
    between_made=_words("it be very quite abundantly perfectly crystal"),
    turn_phrases=_phrases("for POSS part;on POSS side;on POSS part;in turn;in POSS turn;also"),
    source_adverbs=_words("so thus"),
    subject_pronouns=_words("he it she they we"),
    indefinites=_words("a an another few five four many most one other several some three two"),
    addressee_verbs=_words("assure inform notify reassure remind tell"),
    possible_addressee_verbs=_words(
        """advise assure caution express inform instruct make remind show tell warn"""
    ),
    adverbial_starters=_words(
        """about after at before by during earlier early for from in last late later next of on over this
        through to via with"""
    ),
    adverbial_enders=_words("at during in on"),
    attaching_prepositions=_words("at for from in of with"),
    topic_prepositions=_words("into on"),
    before_names=_words("acting fellow former late longtime old outgoing then veteran young"),
    inserting_prepositions=_words("after amid at before by during in on over since via"),
    time_units=_words("days hours minutes moments months seconds weeks years"),
    nominal_pronouns=_words(
        """all another anything both everyone everything few many most nobody nothing one others several some
        someone something"""
    ),
    sentence_verbs=_words("are had has have is said says was were will would"),
    small_title_words=_words("a an and as at by for from in is it no not of on or the to vs with"),
    copulas=_words("became is remains was"),
    forms_of_be_and_clitics=_words("'s are be been being is was were"),
    forms_of_have=_words("'ve had has have having"),
    bare_participles=_words("known shown spoken sung sworn understood written"),
    before_base_forms=_words(
        """all also always can could did didn't do does doesn't don't have may might must never now often only
        repeatedly should simply still to will won't would wouldn't"""
    ),
    before_participles=_words("after and before by for in while without"),
    documents=_words(
        """ad email interview letter memo message note post release report statement tweet"""
    ),
    keeping_verbs=_words("began begins continued continues keep keeps kept started stopped"),
    impersonal_subjects=_words("I It We You i it we you"),
)
