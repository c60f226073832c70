"""English lead-ins, labels and naming words around quotation marks."""

from __future__ import annotations

from app.text.languages.table import QuotationWords


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in text.splitlines() if line.strip())


QUOTATION_WORDS = QuotationWords(
    question_labels=_words(
        """
        host interviewer journalist moderator q question questioner reporter
        """
    ),
    answer_labels=_words(
        """
        a answer interviewee
        """
    ),
    no_speaker_labels=_words(
        """
        address analysis attendance background breaking byline caption cast cc contact correction cost credit
        date dateline developing director editor's email exclusive from full goals how http https image
        ingredients key latest lineup lineups listen live location method more note opinion phone photo photos
        price rating re read referee related report result results score scorers serves source sources subject
        substitutes summary team teams tel tickets time tip tips to update updated venue verdict video warning
        watch weather website what when where who why
        """
    ),
    source_prepositions=_phrases(
        """
        according to
        in the words of
        in the opinion of
        in the view of
        """
    ),
    # POSS: a possessive pronoun.
    source_possessives=_phrases(
        """
        in POSS view
        in POSS words
        in POSS opinion
        in POSS own words
        by POSS account
        by POSS own account
        """
    ),
    remark_nouns=_words(
        """
        advice answer comment comments conclusion description exclamation joke observation outburst quip remark
        remarks reply response sentence summary verdict warning words
        """
    ),
    naming_words=_words(
        """
        baptised billed branded called captioned christened code-named codenamed dubbed entitled headlined known
        labeled labelled marked named nicknamed so-called stamped subtitled termed titled
        """
    ),
    titled_nouns=_words(
        """
        album anthology article ballad bestseller blog boat book campaign chapter collection column comedy
        course documentary drama episode essay exhibition ferry film frigate game hit installation lecture
        magazine memoir motto movie mural musical nickname novel opera painting play podcast poem program
        programme report sculpture sequel series ship show single sitcom sketch slogan song soundtrack suite
        symphony talk tanker thriller track trawler vessel yacht
        """
    ),
)
