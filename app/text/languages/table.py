"""The shape of a language table: every word that the rules of names, cues and resolution look at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FormKind = Literal["base", "s", "past", "participle", "ing"]
# he, she, singular or plural they, it, first person, second person, relative.
PronounKind = Literal["m", "f", "p", "n", "1", "2", "r"]


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One inflected form of a cue verb."""

    lemma: str
    kind: FormKind


@dataclass(frozen=True, slots=True)
class Verbs:
    """Cue verbs: all their forms, and the classes (sets of lemmas) that the frames ask about."""

    forms: Mapping[str, VerbForm]
    # think, hope, see: what somebody holds rather than says; never inverted ("thinks Smith").
    attitude: frozenset[str]
    # call, describe, accuse: an object stands between the verb and what is said of it.
    with_object: frozenset[str]
    # offer, show, call: cues only where a quotation or a that-clause is near.
    weak: frozenset[str]
    # tell, remind, assure: the noun phrase after the verb is who was told.
    with_addressee: frozenset[str]
    # promise, vow, threaten: "to do it" is content.
    with_infinitive: frozenset[str]
    # say, tell, write, announce ...: cues even with "I" and "you" as subject.
    plain: frozenset[str]
    # Verbs of which the noun is as common: "reports", "claims", "notes".
    noun_like: frozenset[str]
    # "his claim that ...": nouns that report.
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """Closed classes, lower case."""

    determiners: frozenset[str]
    auxiliaries: frozenset[str]
    # Adverbs that stand between subject and verb, beside those in -ly.
    adverbs: frozenset[str]
    # Forms that show that a clause has a finite verb.
    finite: frozenset[str]
    negations: frozenset[str]
    # Past tenses of common verbs that no ending shows: they end a noun phrase, and show that a clause has a verb.
    common_verbs: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    coordinators: frozenset[str]
    # Words that open a subordinate clause or an adverbial at the start of a sentence.
    openers: frozenset[str]
    relatives: frozenset[str]
    quantifiers: frozenset[str]
    time_words: frozenset[str]
    clitics: frozenset[str]
    possessives: frozenset[str]
    complementisers: frozenset[str]


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """What names and descriptions of people and bodies are made of."""

    pronouns: Mapping[str, PronounKind]
    possessive_pronouns: frozenset[str]
    # Capitalised words that are no part of a name when they start a sentence.
    never_names: frozenset[str]
    titles: frozenset[str]
    # Titles after which a single capitalised word is a person's surname.
    personal_titles: frozenset[str]
    title_genders: Mapping[str, str]
    # Titles that say nothing of what somebody does: "Mr", "Dr", "Sir".
    courtesy_titles: frozenset[str]
    name_particles: frozenset[str]
    name_suffixes: frozenset[str]
    organisation_words: frozenset[str]
    role_nouns: frozenset[str]
    # "leader" may stand for a president: broader word by narrower word.
    broader_roles: Mapping[str, tuple[str, ...]]
    gendered_nouns: Mapping[str, str]
    # Heads of anonymous sources ("officials", "sources", "residents").
    group_nouns: frozenset[str]
    # Roles whose bearers are often quoted without a name: "the spokesman said".
    often_unnamed: frozenset[str]
    # Bodies that speak: campaign, ministry, company ...
    body_nouns: frozenset[str]
    nationalities: Mapping[str, str]
    female_forenames: frozenset[str]
    male_forenames: frozenset[str]
    # Lower-case nouns after a possessor that make it another speaker: "Rubio's campaign".
    weekdays: frozenset[str]
    months: frozenset[str]
    kin_nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuotationWords:
    """Lead-ins and labels around quotations."""

    # "Q", "A", "Question": labels of turns in an interview.
    question_labels: frozenset[str]
    answer_labels: frozenset[str]
    # Labels before a colon that are no speaker: "Update", "Note".
    no_speaker_labels: frozenset[str]
    # "according" + "to", "in the words of" and the like, as tuples of lower-case words.
    source_prepositions: tuple[tuple[str, ...], ...]
    source_possessives: tuple[tuple[str, ...], ...]
    # Words before a quoted name or term: "so-called", "dubbed", "entitled".
    naming_words: frozenset[str]
    # Nouns of things with titles: "film", "book", "song".
    titled_nouns: frozenset[str]
    anonymity_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class LanguageTable:
    """Everything the quotation rules know about one language."""

    code: str
    verbs: Verbs
    words: FunctionWords
    people: PeopleWords
    quotations: QuotationWords
    abbreviations: frozenset[str]
    # Words that begin with an apostrophe: 'tis, 'em, '90s (without the mark).
    elisions: frozenset[str]
    # One token of the running text; see `app/text/tokens.py` for what it must match.
    token_pattern: re.Pattern[str]
