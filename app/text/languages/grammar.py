"""The shape of the grammar table: closed sets and endings by which the rules tell one construction from another.

All in lower case, lemmas where a name ends so. An empty set or tuple switches off what asks for it: a small table may start so.
"""

from __future__ import annotations

from dataclasses import dataclass

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GrammarWords:
    """What the frames, phrases and contents of one language ask about."""

    # Opens reported clauses: "said that".
    that: frozenset[str] = _NONE
    # Relative pronoun for persons.
    who: frozenset[str] = _NONE
    # Before an infinitive: "to".
    infinitive_marks: frozenset[str] = _NONE
    # Relative pronouns.
    relatives: frozenset[str] = _NONE
    # After a comma they open what the writer adds.
    aside_relatives: frozenset[str] = _NONE
    # Before a second verb of one subject.
    joiners: frozenset[str] = _NONE
    # Those before another deed of the speaker.
    verb_joiners: frozenset[str] = _NONE
    # Those that join clauses or contents.
    clause_joiners: frozenset[str] = _NONE
    # Those that join two main clauses.
    plain_joiners: frozenset[str] = _NONE
    # Words with which no reported clause opens.
    never_opening_clauses: frozenset[str] = _NONE
    # Words inside a noun phrase that join nouns.
    noun_joiners: frozenset[str] = _NONE
    # Subject pronouns that stand for speakers.
    third_persons: frozenset[str] = _NONE
    # Those for one person.
    one_person: frozenset[str] = _NONE
    # "they", "them".
    several_persons: frozenset[str] = _NONE
    # Possessives that stand for speakers.
    third_possessives: frozenset[str] = _NONE
    # Object pronouns that stand for speakers.
    third_objects: frozenset[str] = _NONE
    # Objects right before a quotation that are no part of it.
    objects: frozenset[str] = _NONE
    # Pronouns that are never a subject.
    no_subjects: frozenset[str] = _NONE
    # Pronouns that open a main clause.
    clause_subjects: frozenset[str] = _NONE
    # Pronouns that speak against a person.
    neuters: frozenset[str] = _NONE
    # "it".
    dummy_subjects: frozenset[str] = _NONE
    # Pronouns before a colon that are no speaker.
    never_lead_ins: frozenset[str] = _NONE
    # "we" that speaks for a body.
    stand_ins: frozenset[str] = _NONE
    # Inside a description: "head of", "minister for".
    complement_prepositions: frozenset[str] = _NONE
    # "one of them".
    part_prepositions: frozenset[str] = _NONE
    # Between an anonymous source and its body.
    membership_prepositions: frozenset[str] = _NONE
    # Between a role and its field.
    role_prepositions: frozenset[str] = _NONE
    # After an unknown verb they make it no cue.
    object_prepositions: frozenset[str] = _NONE
    # "we slip at the palace".
    stand_in_prepositions: frozenset[str] = _NONE
    # Before an inverted cue: "had declared the minister".
    inverted_auxiliaries: frozenset[str] = _NONE
    # Participles before a name.
    name_giving: frozenset[str] = _NONE
    # "hours later".
    after_time_spans: frozenset[str] = _NONE
    # "in the past".
    past_words: frozenset[str] = _NONE
    # Between an inverted cue and its subject.
    before_subjects: frozenset[str] = _NONE
    # After a closing cue: "shot back".
    verb_particles: frozenset[str] = _NONE
    # Words that open content.
    content_openers: frozenset[str] = _NONE
    # First words of sources without a verb.
    source_openers: frozenset[str] = _NONE
    # "is recorded as saying".
    recorded_as: frozenset[str] = _NONE
    # Clause starters that never stand right before a frame.
    never_whole: frozenset[str] = _NONE
    # At the start of a sentence.
    connectives: frozenset[str] = _NONE
    # Before an imperative.
    before_imperatives: frozenset[str] = _NONE
    # Words that show a plural subject.
    before_plurals: frozenset[str] = _NONE
    # Left out of the name of a group.
    before_groups: frozenset[str] = _NONE
    # No single person is their subject.
    plural_verbs: frozenset[str] = _NONE
    # Verbs that always have an addressee.
    telling_lemmas: frozenset[str] = _NONE
    # Verbs that close no frame.
    describing_lemmas: frozenset[str] = _NONE
    # Verbs whose frame is closed whatever follows.
    closed_lemmas: frozenset[str] = _NONE
    # Verbs whose participle attributes after any word.
    participle_lemmas: frozenset[str] = _NONE
    # Behind a past participle they make it a passive: "accused | of".
    after_passives: frozenset[str] = _NONE
    # ", he explained, | about the pipe": they go with the words before the frame, not with the frame.
    argument_prepositions: frozenset[str] = _NONE
    # ", says Lee, and | might vanish": what is said goes on; the speaker's own next deed has no such verb.
    present_modals: frozenset[str] = _NONE
    # People at large who use a term: "what the | trade | calls".
    users: frozenset[str] = _NONE
    # "that is | how".
    how: frozenset[str] = _NONE
    # "those", "that": at the start of a sentence they mean the words quoted before it.
    pointing_words: frozenset[str] = _NONE
    # "it is clear that".
    stated_predicates: frozenset[str] = _NONE
    # Cues only after content or before a colon.
    continuing_lemmas: frozenset[str] = _NONE
    # Verbs whose content may open with a preposition.
    saying_lemmas: frozenset[str] = _NONE
    # Ending of adverbs.
    adverb_ending: str = "\0"
    # Ending of adverbs that are no connectives.
    no_adverb_ending: str = "\0"
    # Ending of present participles.
    participle_ending: str = "\0"
    # Endings of adjectives.
    adjective_endings: tuple[str, ...] = ()
    # Endings of abstract nouns, which are no surnames.
    abstract_endings: tuple[str, ...] = ()
    # Endings of what people are.
    role_endings: tuple[str, ...] = ()
    # Endings the same, where a comma shows an apposition.
    apposed_endings: tuple[str, ...] = ()
    # Endings the same, where a cue shows a speaker.
    speaker_endings: tuple[str, ...] = ()
    # "on the side of the rectorate".
    side_phrases: frozenset[tuple[str, str]] = frozenset()
    # "Ann Mary Lee | was born": the name at birth of somebody named otherwise.
    birth_phrases: frozenset[tuple[str, str]] = frozenset()
    # Cue and particle.
    phrasal_verbs: frozenset[tuple[str, str]] = frozenset()
