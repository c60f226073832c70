"""English closed classes: determiners, auxiliaries, prepositions, conjunctions, adverbs of time."""

from __future__ import annotations

from app.text.languages.table import FunctionWords


def _words(text: str) -> frozenset[str]:
    """The words of a text, with both kinds of apostrophe."""
    words = text.split()
    return frozenset(words) | frozenset(word.replace("'", "’") for word in words)


TIME_WORDS = _words(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight week month year
    night morning afternoon evening weekend summer spring autumn winter fall january february march april june july august
    september october november december"""
)

WORDS = FunctionWords(
    determiners=_words(
        """the a an this that these those his her their its my our your no some any every each another one two
        three four five six seven eight nine ten several many most few both other all various numerous dozens
        hundreds thousands"""
    ),
    definite_articles=_words("the"),
    articles=_words("the a an"),
    introducing_articles=_words("a an one another"),
    auxiliaries=_words(
        """has have had is are was were be been being am will would could should may might can must did do does
        's 'd 'll 've 're 'm isn't wasn't aren't weren't doesn't didn't don't won't wouldn't can't cannot couldn't
        shouldn't hasn't haven't hadn't"""
    ),
    adverbs=_words(
        """also then later once now often never always recently again still further merely simply only even just
        not soon too instead ever first back earlier twice themselves himself herself itself myself all
        afterwards afterward meanwhile today yesterday reportedly famously both already since today long too
        on"""
    )
    - {"on"},
    finite=_words(
        """is are was were has have had will would can could should may might must do does did am cannot 's 're 'd
        'll 've 'm isn't aren't wasn't weren't doesn't didn't don't won't wouldn't can't couldn't shouldn't hasn't
        haven't hadn't needs wants"""
    ),
    common_verbs=_words(
        """went came took made got gave left put set sent held kept began ran lost won met led brought built bought
        caught fell flew rose drew grew stood became broke chose cut hit let paid sold sat spent struck taught
        threw wore drove ate bore beat bent bound bred burnt cast clung crept dealt dug drank fed fought fled forgot
        forgave froze hung hid hurt knelt laid lay lent lit meant quit rode rang shook shone shot shut sank slept slid
        sprang stole stuck stung swept swam swung tore woke wept wound goes comes takes makes gets gives leaves
        puts sets sends holds keeps begins runs loses wins meets leads brings"""
    ),
    prepositions=_words(
        """of in on at for from to with by about into over under against during after before since until till
        between through as than like without within among amid amidst via per near despite toward towards
        including inside outside across around behind beside beyond upon throughout alongside following regarding
        concerning above below off up down onto aboard unlike opposite ahead because except"""
    ),
    conjunctions=_words(
        """and but or nor so yet while when if because although though whereas unless once whether where that
        which who whom whose as what how why until since after before lest"""
    ),
    coordinators=_words("and but or nor yet so then"),
    openers=_words(
        """of in on at for from to with by about over under against during after before since until between
        through as like without within amid despite following when while if because although though whereas
        unless once asked speaking pressed questioned responding writing noting citing referring later earlier
        meanwhile instead however also still given whether where wherever upon throughout alongside outside
        inside across near unlike addressing describing recalling explaining looking turning commenting
        reflecting appearing standing sitting quoting visibly"""
    ),
    time_words=TIME_WORDS,
    clitics=_words("'s 'd 'll 've 're 'm '"),
    possessives=_words("'s '"),
)
