"""Where content right of a cue ends: before the frame of a later cue, a main clause, or another verb of the speaker."""

from __future__ import annotations

from collections.abc import Sequence

from app.ingest.analyse.quotations.cues.cue import Cue, Frame
from app.ingest.analyse.quotations.phrases.noun_phrases import PhraseReader
from app.text.tokens import PUNCTUATION, QUOTATION, WORD

# How far before a frame the role words of its subject may reach.
_LONGEST_FRAME_START = 8
_SHORTEST_SUBORDINATE = 3


class ContentEnds:
    """Finds the end of content to the right, for the cues of one sentence."""

    def __init__(self, text: str, reader: PhraseReader, cues: Sequence[Cue]) -> None:
        self.text = text
        self.reader = reader
        self.tokens = reader.tokens
        self.cues = cues
        self._words = reader.language.words
        self._verbs = reader.language.verbs

    def right_end(self, number: int, first: int) -> int:
        """One past the last token of content of `cues[number]` that begins at token `first`."""
        cue = self.cues[number]
        last = len(self.tokens)
        for following in self.cues[number + 1 :]:
            bound = self._before_frame(cue, following)
            if bound is not None:
                last = min(last, bound)
                break
        last = self._before_main_clause(cue, first, last)
        last = self._before_object_tail(cue, first, last)
        last = self._before_aside(first, last)
        last = self._after_quotation_alone(first, last)
        last = self._after_closed_quotation(first, last)
        return self._before_second_verb(first, last)

    # --- later cues ------------------------------------------------------------------------------------

    def _before_frame(self, cue: Cue, following: Cue) -> int | None:  # noqa: PLR0911 - a list of guards
        """Where the frame of a later cue ends this content; None where it is part of it."""
        tokens = self.tokens
        if cue.is_relative and self._encloses(following, cue):
            return self._before_verb_group(following)
        if following.frame is Frame.PARTICIPLE:
            return self._before_participle(cue, following)
        if following.frame is Frame.SOURCE:
            return following.first
        if following.frame is Frame.COORDINATE:
            if following.lemma in self._verbs.attitude:
                return None
            return self._before_coordinator(cue.last, following.first)
        if following.is_inverted:
            is_closing = following.lemma not in self._verbs.with_object
            is_apart = following.first - 1 >= cue.last and tokens[following.first - 1].kind != WORD
            if not (is_closing and is_apart):
                return None
            is_quotation = tokens[following.first - 1].kind == QUOTATION
            return following.first if is_quotation else following.first - 1
        if following.frame in (Frame.SUBJECT_VERB, Frame.UNKNOWN_VERB):
            return self._before_clause_of(cue, following)
        return None

    def _encloses(self, main: Cue, relative: Cue) -> bool:
        """Whether the subject of `main` stands before a relative clause: "Lee, who asked for more, | said"."""
        return main.frame is Frame.SUBJECT_VERB and main.subject.last <= relative.first

    def _before_verb_group(self, cue: Cue) -> int:
        """Before ", has since said"."""
        position = self.reader.skip_verb_group(cue.first, 0)
        return position if self.tokens[position].kind == PUNCTUATION else position + 1

    def _before_participle(self, cue: Cue, following: Cue) -> int | None:
        """Before ", saying", "before insisting", "and pointedly saying"."""
        position = self.reader.skip_verb_group(following.first, cue.last)
        if position < cue.last:
            return None
        before = self.tokens[position]
        if before.kind == QUOTATION and self.closes_quotation(position):
            return position + 1
        if before.text in (",", "—", "–"):
            return position
        is_holder = following.lemma in self._verbs.attitude or following.lemma in self._verbs.weak
        return (
            position
            if before.lower in self.reader.language.frames.before_inner_participles
            and not is_holder
            else None
        )

    def _before_coordinator(self, lowest: int, index: int) -> int:
        position = index - 1
        while (
            position > lowest
            and self.tokens[position].lower not in self.reader.language.grammar.verb_joiners
        ):
            position -= 1
        return position if position > lowest else index

    def _before_clause_of(self, cue: Cue, following: Cue) -> int | None:
        """Before ", and Jones said ...", before "; Jones said" and before ", Jones said."."""
        tokens = self.tokens
        position = self._start_of_clause(cue, following)
        if position <= cue.last:
            return None
        before = tokens[position - 1]
        if self.closes_quotation(position - 1):
            return position
        if before.text in (";", ":"):
            return position - 1
        if before.lower in self.reader.language.frames.clause_starters:
            is_after_comma = position - 2 >= cue.last and tokens[position - 2].text == ","
            is_whole_subject = (
                following.frame_first == position
                and before.lower not in self.reader.language.grammar.never_whole
            )
            return position - 1 if is_after_comma or is_whole_subject else None
        is_open = following.last < len(tokens) and (
            tokens[following.last].text not in (".", ",") or self._is_quotation(following.last + 1)
        )
        if position - 1 > cue.last and before.text == "," and is_open:
            is_near = tokens[position].start >= following.subject.start - 25
            return position - 1 if is_near else None
        return None

    def _start_of_clause(self, cue: Cue, following: Cue) -> int:
        """Leftwards from a frame over the words before its subject, up to a mark or a conjunction."""
        tokens = self.tokens
        position = max(cue.last, following.frame_first)
        lowest = max(cue.last, position - _LONGEST_FRAME_START)
        while position > lowest and tokens[position - 1].kind == WORD:
            if tokens[position - 1].lower in self.reader.language.frames.clause_starters:
                break
            position -= 1
        return position

    def _is_quotation(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].kind == QUOTATION

    def closes_quotation(self, index: int) -> bool:
        """Whether a quotation that ends in a comma stands at `index`: the frame after it attributes it."""
        quoted = self.tokens[index].quoted
        if quoted is None or quoted.inner_end <= quoted.inner_start:
            return False
        return self.text[quoted.inner_end - 1] in ",?!"

    # --- what else ends content ---------------------------------------------------------------------------

    def _before_main_clause(self, cue: Cue, first: int, last: int) -> int:
        """ "While he said it would rain, | the match began": a subordinate frame ends with its clause."""
        tokens = self.tokens
        opener = min(cue.first, cue.subject.first) - 1
        if (
            cue.is_inverted
            or opener < 0
            or tokens[opener].lower not in self.reader.language.frames.subordinators
        ):
            return last
        if (
            opener > 0
            and tokens[opener - 1].kind == WORD
            and tokens[opener - 1].lower not in self.reader.language.grammar.plain_joiners
        ):
            return last
        for index in range(first + _SHORTEST_SUBORDINATE, last - 2):
            if tokens[index].text == "," and self._starts_clause(index + 1):
                return index
            if self.closes_quotation(index) and self._starts_clause(index + 1):
                return index + 1
        return last

    def _starts_clause(self, index: int) -> bool:
        """Whether a noun phrase that may be a subject begins here."""
        token = self.tokens[index]
        lower = token.lower
        return token.kind == WORD and (
            token.is_capital
            or lower in self._words.determiners
            or lower in self.reader.language.grammar.clause_subjects
        )

    def _before_object_tail(self, cue: Cue, first: int, last: int) -> int:
        """ "He criticised his opponent, | instead": an object without a clause ends at the first comma."""
        if cue.lemma not in self._verbs.with_object:
            return last
        tokens = self.tokens
        for index in range(first, last):
            token = tokens[index]
            if (
                token.kind == QUOTATION
                or token.lower in self._words.finite
                or token.lower in self.reader.language.grammar.who
            ):
                return last
            if token.kind == PUNCTUATION and token.text in ",;—–" and not self._goes_on(index + 1):
                return index
        return last

    def _goes_on(self, index: int) -> bool:
        """Whether the object goes on after a comma: "the angry, | divisive rhetoric", "several factors, | including"."""
        if index >= len(self.tokens):
            return False
        token, words = self.tokens[index], self._words
        if token.lower in self.reader.language.frames.example_openers:
            return True
        return token.kind == WORD and not (
            token.is_capital
            or token.lower in words.determiners
            or token.lower in words.conjunctions
            or token.lower in words.prepositions
            or token.lower in words.adverbs
            or token.lower in words.finite
            or token.lower in self._verbs.forms
            or token.lower in self.reader.language.people.pronouns
            or self.reader.is_participle(token)
            or self.reader.is_adverb(token)
        )

    def _before_aside(self, first: int, last: int) -> int:
        """Before a dash or ", who": what the writer adds to the words."""
        tokens = self.tokens
        for index in range(first + 3, last - 2):
            token = tokens[index]
            if token.text in ("—", "–", ";"):
                return index
            if token.text == "-" and token.start > tokens[index - 1].end:
                return index
            if (
                token.text == ","
                and tokens[index + 1].lower in self.reader.language.grammar.aside_relatives
            ):
                return index
        return last

    def _after_quotation_alone(self, first: int, last: int) -> int:
        """ "wrote “It is time,” | and shared a link": words in marks that end in a mark stand for themselves."""
        tokens = self.tokens
        if first >= last or tokens[first].kind != QUOTATION:
            return last
        index = first
        while index + 1 < last and tokens[index + 1].kind == QUOTATION:
            index += 1
        return index + 1 if self.closes_quotation(index) else last

    def _after_closed_quotation(self, first: int, last: int) -> int:
        """ "what he called “an honest noise,” | has died": a comma inside the marks closes content before a verb."""
        for index in range(first, last - 1):
            if self.closes_quotation(index) and self.tokens[index + 1].lower in self._words.finite:
                return index + 1
        return last

    def _is_parallel(self, verb: str, first: int, last: int) -> bool:
        """ "she had never missed a day, | and had once worked two": the perfect goes on with the perfect."""
        if verb not in self.reader.language.frames.forms_of_have:
            return False
        return any(token.lower == verb for token in self.tokens[first:last])

    def _before_second_verb(self, first: int, last: int) -> int:
        """Before ", and told ...": a second verb of the speaker, outside what was said."""
        tokens, language = self.tokens, self.reader.language
        for index in range(first + 3, last - 2):
            if (
                tokens[index].text != ","
                or tokens[index + 1].lower not in self.reader.language.grammar.plain_joiners
            ):
                continue
            verb = tokens[index + 2]
            if self._is_parallel(verb.lower, first, index):
                continue
            form = self._verbs.forms.get(verb.lower)
            is_cue = form is not None and form.kind in ("past", "s")
            is_finite = verb.lower in self._words.finite
            is_verb = (is_finite and verb.lower not in language.grammar.present_modals) or (
                is_cue and verb.lower not in self._verbs.noun_like
            )
            if verb.kind == WORD and is_verb:
                return index
        return last
