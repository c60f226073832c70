"""The shape of a language table: every word that the rules of names, cues and resolution look at.

A new language needs cue verbs with their forms, pronouns, determiners, prepositions, conjunctions, auxiliaries and titles;
whatever is left empty switches off what asks for it. `tests/ingest/analyse/quotations/test_another_language.py` has a
table of forty lines that finds quotations and their speakers in French.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.text.languages.grammar import GrammarWords

FormKind = Literal["base", "s", "past", "participle", "ing"]
# he, she, singular or plural they, it, first person, second person, relative.
PronounKind = Literal["m", "f", "p", "n", "1", "2", "r"]


_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One inflected form of a cue verb."""

    lemma: str
    kind: FormKind


@dataclass(frozen=True, slots=True)
class Verbs:
    """Cue verbs: all their forms, and the classes (sets of lemmas) that the frames ask about."""

    forms: Mapping[str, VerbForm] = field(default_factory=dict)
    # think, hope, see: what somebody holds rather than says; never inverted ("thinks Smith").
    attitude: frozenset[str] = _NONE
    # call, describe, accuse: an object stands between the verb and what is said of it.
    with_object: frozenset[str] = _NONE
    # offer, show, call: cues only where a quotation or a that-clause is near.
    weak: frozenset[str] = _NONE
    # promise, vow, threaten: "to do it" is content.
    with_infinitive: frozenset[str] = _NONE
    # say, tell, write, announce ...: cues even with "I" and "you" as subject.
    plain: frozenset[str] = _NONE
    # Verbs of which the noun is as common: "reports", "claims", "notes".
    noun_like: frozenset[str] = _NONE
    # "his claim that ...": nouns that report.
    nouns: frozenset[str] = _NONE
    # hold: a cue only right before "that".
    only_before_that: frozenset[str] = _NONE
    # Of regular past tenses; and of most finite verbs.
    past_ending: str = "\0"
    finite_endings: tuple[str, ...] = ()
    # Of the forms in which an unknown verb may be a cue.
    cue_endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """Closed classes, lower case."""

    determiners: frozenset[str] = _NONE
    # "the"; "the", "a", "an"; and all that bring in somebody new: "a", "one", "another".
    definite_articles: frozenset[str] = _NONE
    articles: frozenset[str] = _NONE
    introducing_articles: frozenset[str] = _NONE
    auxiliaries: frozenset[str] = _NONE
    # Adverbs that stand between subject and verb, beside those in -ly.
    adverbs: frozenset[str] = _NONE
    # Forms that show that a clause has a finite verb.
    finite: frozenset[str] = _NONE
    # Past tenses of common verbs that no ending shows: they end a noun phrase, and show that a clause has a verb.
    common_verbs: frozenset[str] = _NONE
    prepositions: frozenset[str] = _NONE
    conjunctions: frozenset[str] = _NONE
    coordinators: frozenset[str] = _NONE
    # Words that open a subordinate clause or an adverbial at the start of a sentence.
    openers: frozenset[str] = _NONE
    time_words: frozenset[str] = _NONE
    clitics: frozenset[str] = _NONE
    possessives: frozenset[str] = _NONE


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """What names and descriptions of people and bodies are made of."""

    pronouns: Mapping[str, PronounKind] = field(default_factory=dict)
    possessive_pronouns: frozenset[str] = _NONE
    # "told | her |": pronouns that are no subject.
    object_pronouns: frozenset[str] = _NONE
    # Capitalised words that are no part of a name when they start a sentence.
    never_names: frozenset[str] = _NONE
    titles: frozenset[str] = _NONE
    # Titles after which a single capitalised word is a person's surname.
    personal_titles: frozenset[str] = _NONE
    title_genders: Mapping[str, str] = field(default_factory=dict)
    # Titles that say nothing of what somebody does: "Mr", "Dr", "Sir".
    courtesy_titles: frozenset[str] = _NONE
    name_particles: frozenset[str] = _NONE
    name_suffixes: frozenset[str] = _NONE
    organisation_words: frozenset[str] = _NONE
    role_nouns: frozenset[str] = _NONE
    # "leader" may stand for a president: broader word by narrower word.
    broader_roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gendered_nouns: Mapping[str, str] = field(default_factory=dict)
    # Heads of anonymous sources ("officials", "sources", "residents").
    group_nouns: frozenset[str] = _NONE
    # Roles whose bearers are often quoted without a name: "the spokesman said".
    often_unnamed: frozenset[str] = _NONE
    # Bodies that speak: campaign, ministry, company ...
    body_nouns: frozenset[str] = _NONE
    nationalities: Mapping[str, str] = field(default_factory=dict)
    # "the Spaniard": nouns for one person of a nation -> the adjective.
    demonyms: Mapping[str, str] = field(default_factory=dict)
    female_forenames: frozenset[str] = _NONE
    male_forenames: frozenset[str] = _NONE
    # Lower-case nouns after a possessor that make it another speaker: "Rubio's campaign".
    weekdays: frozenset[str] = _NONE
    months: frozenset[str] = _NONE
    kin_nouns: frozenset[str] = _NONE
    # What somebody is to others or for the moment: no occupation that rules out another ("neighbour", "teenager").
    relations: frozenset[str] = _NONE


@dataclass(frozen=True, slots=True)
class QuotationWords:
    """Lead-ins and labels around quotations."""

    # "Q", "A", "Question": labels of turns in an interview.
    question_labels: frozenset[str] = _NONE
    answer_labels: frozenset[str] = _NONE
    # Labels before a colon that are no speaker: "Update", "Note".
    no_speaker_labels: frozenset[str] = _NONE
    # "according" + "to", "in the words of" and the like, as tuples of lower-case words.
    source_prepositions: tuple[tuple[str, ...], ...] = ()
    source_possessives: tuple[tuple[str, ...], ...] = ()
    # What a quotation is called afterwards: "the remark", "those words".
    remark_nouns: frozenset[str] = _NONE
    # Words before a quoted name or term: "so-called", "dubbed", "entitled".
    naming_words: frozenset[str] = _NONE
    # Nouns of things with titles: "film", "book", "song".
    titled_nouns: frozenset[str] = _NONE


@dataclass(frozen=True, slots=True)
class FrameWords:
    """Small closed sets that the frames, their content and noun phrases ask about; lower case or lemmas."""

    # Conjunctions after which a frame is a clause of its own.
    clause_starters: frozenset[str] = _NONE
    # Conjunctions that make a frame subordinate: its content ends with its clause.
    subordinators: frozenset[str] = _NONE
    # Words before a participle that ends the content before it: "before insisting".
    before_inner_participles: frozenset[str] = _NONE
    # Words that may follow a closing frame: "Smith said last week".
    after_frames: frozenset[str] = _NONE
    # Words that open an adjunct of the frame, not more content.
    adjunct_starters: frozenset[str] = _NONE
    # "who asked not to be named": participles that end such a clause.
    naming_participles: frozenset[str] = _NONE
    # "asked | whether": verbs of asking, and what opens an indirect question.
    asking_verbs: frozenset[str] = _NONE
    question_openers: frozenset[str] = _NONE
    # "several factors, | including": words after which an object goes on.
    example_openers: frozenset[str] = _NONE
    # Verbs whose object may be a thing that was not said: "concede a goal"; "announce a tariff" says it.
    things_too: frozenset[str] = _NONE
    # Verbs that give a name: "call", "dub".
    naming_verbs: frozenset[str] = _NONE
    # Attitude verbs that take a bare clause: "thinks it will".
    holding_verbs: frozenset[str] = _NONE
    # "expressed concern that": verbs of such phrases.
    expressing_verbs: frozenset[str] = _NONE
    # Before "clear" in "has been clear that".
    forms_of_be: frozenset[str] = _NONE
    # Before "clear" in "made it clear that".
    making_verbs: frozenset[str] = _NONE
    # "clear" itself and its like; and the words that may stand between.
    made_predicates: frozenset[str] = _NONE
    between_made: frozenset[str] = _NONE
    # Between an inverted cue and its subject: "regrets | for her part | Lee". POSS: a possessive pronoun.
    turn_phrases: tuple[tuple[str, ...], ...] = ()
    # Adverbs that attribute like a verb, in translations: "thus Smith".
    source_adverbs: frozenset[str] = _NONE
    # Pronouns that may be a speaker.
    subject_pronouns: frozenset[str] = _NONE
    # Words that bring in somebody new: "a", "several".
    indefinites: frozenset[str] = _NONE
    # Lemmas after which a noun phrase is who was told.
    addressee_verbs: frozenset[str] = _NONE
    # Lemmas after which "that" may stand far off, behind who was told.
    possible_addressee_verbs: frozenset[str] = _NONE
    # Words that open an adverbial between a cue and its content.
    adverbial_starters: frozenset[str] = _NONE
    # Prepositions that show that the adverbial before them has ended.
    adverbial_enders: frozenset[str] = _NONE
    # Prepositions that belong to the noun before them: "head of the agency".
    attaching_prepositions: frozenset[str] = _NONE
    # Prepositions of what somebody is charged with: "chairman of the inquiry | into the collapse".
    topic_prepositions: frozenset[str] = _NONE
    # Adjectives between a determiner and a name: "the late Ann Lee".
    before_names: frozenset[str] = _NONE
    # Prepositions of phrases that may stand between a subject and its verb.
    inserting_prepositions: frozenset[str] = _NONE
    # Plural units of time: "hours later, Smith said".
    time_units: frozenset[str] = _NONE
    # Words that are a noun phrase alone: "others".
    nominal_pronouns: frozenset[str] = _NONE
    # Verbs that show that a line is a sentence and no attribution line.
    sentence_verbs: frozenset[str] = _NONE
    # Words in lower case inside titles of works.
    small_title_words: frozenset[str] = _NONE
    # Verbs between a person and a role: "Lee is the coach".
    copulas: frozenset[str] = _NONE
    # Before a past participle they make a passive.
    forms_of_be_and_clitics: frozenset[str] = _NONE
    # Before a participle they make a verb of it.
    forms_of_have: frozenset[str] = _NONE
    # Participles that differ from the past tense: alone they are adjectives.
    bare_participles: frozenset[str] = _NONE
    # Auxiliaries and adverbs that may stand before a finite base form.
    before_base_forms: frozenset[str] = _NONE
    # Words before a participle that attributes: "by saying".
    before_participles: frozenset[str] = _NONE
    # Nouns before a participle that attributes: "a letter saying".
    documents: frozenset[str] = _NONE
    # "kept saying": verbs before a participle.
    keeping_verbs: frozenset[str] = _NONE
    # "I think", "you know": subjects that rarely attribute.
    impersonal_subjects: frozenset[str] = _NONE


@dataclass(frozen=True, slots=True)
class KindWords:
    """What tells persons from bodies and places, and what can say something; lower case, singular."""

    # Countries, capitals and the like: alone they stand for those who govern there.
    places: frozenset[str] = _NONE
    # Bodies known by one word that looks like a surname.
    known_bodies: frozenset[str] = _NONE
    # Forms of verbs that only persons are the subject of: "smiled".
    person_verbs: frozenset[str] = _NONE
    # Forms of verbs whose object is mostly a person: "told Smith".
    person_objects: frozenset[str] = _NONE
    # Prepositions that mostly stand before places.
    place_prepositions: frozenset[str] = _NONE
    # Documents and data that "say" something.
    saying_things: frozenset[str] = _NONE
    # Things whose names end like those of people: "water", "corner".
    things: frozenset[str] = _NONE
    # People and groups of them, beside roles and bodies.
    saying_people: frozenset[str] = _NONE
    # Words that count people: "half of them".
    counting_words: frozenset[str] = _NONE
    # Pronouns that mean nobody in particular, and nobody at all.
    everybody_words: frozenset[str] = _NONE
    nobody_words: frozenset[str] = _NONE


# Compared by identity: there is one table for a language, and caches are keyed by it.
@dataclass(frozen=True, slots=True, eq=False)
class LanguageTable:
    """Everything the quotation rules know about one language."""

    code: str
    verbs: Verbs
    words: FunctionWords
    people: PeopleWords
    quotations: QuotationWords
    frames: FrameWords
    grammar: GrammarWords
    kinds: KindWords
    abbreviations: frozenset[str]
    # Words that begin with an apostrophe: 'tis, 'em, '90s (without the mark).
    elisions: frozenset[str]
    # One token of the running text where it is more than letters; no white space but in brackets. See `app/text/tokens.py`.
    token_pattern: re.Pattern[str]
    # Made from the other tables: every word with which a cue may begin.
    cue_openers: frozenset[str] = field(init=False)
    # And every adjective of a nation: "french".
    nation_adjectives: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        sources = self.quotations.source_prepositions + self.quotations.source_possessives
        openers = frozenset(phrase[0] for phrase in sources) | self.verbs.nouns
        openers |= self.frames.expressing_verbs | self.frames.making_verbs
        openers |= self.grammar.stated_predicates
        object.__setattr__(self, "cue_openers", openers | frozenset(self.verbs.forms))
        adjectives = frozenset(self.people.nationalities.values())
        object.__setattr__(self, "nation_adjectives", adjectives)
