"""English lead-ins, labels and naming words around quotation marks."""

from __future__ import annotations

from app.text.languages.table import QuotationWords


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in text.splitlines() if line.strip())


QUOTATION_WORDS = QuotationWords(
    question_labels=frozenset(
        ["q", "question", "interviewer", "reporter", "journalist", "questioner", "moderator", "host"]
    ),
    answer_labels=frozenset(["a", "answer", "interviewee"]),
    no_speaker_labels=frozenset(
        ["update", "updated", "note", "related", "more", "watch", "read", "listen", "photo", "photos", "video", "image", "caption", "breaking", "correction", "editor's", "source", "sources", "credit", "time", "date", "venue", "where", "when", "who", "what", "why", "how", "location", "price", "cost", "rating", "director", "cast", "verdict", "result", "results", "score", "teams", "team", "report", "weather", "background", "summary", "key", "tip", "tips", "warning", "live", "latest", "developing", "analysis", "opinion", "exclusive", "tickets", "address", "email", "phone", "tel", "website", "contact", "byline", "dateline", "subject", "re", "from", "to", "cc", "http", "https", "analysis", "full", "lineups", "lineup", "substitutes", "referee", "attendance", "goals", "scorers", "ingredients", "method", "serves"]
    ),
    source_prepositions=_phrases("""
        according to
        in the words of
        in the opinion of
        in the view of
    """),
    source_possessives=_phrases("""
        in POSS view
        in POSS words
        in POSS opinion
        in POSS own words
        by POSS account
        by POSS own account
    """),
    naming_words=frozenset(
        ["called", "named", "titled", "entitled", "dubbed", "nicknamed", "known", "so-called", "billed", "branded", "labelled", "labeled", "termed", "christened", "subtitled", "headlined", "captioned", "baptised", "codenamed", "code-named", "marked", "stamped"]
    ),
    titled_nouns=frozenset(
        ["film", "movie", "book", "novel", "song", "album", "single", "show", "series", "play", "musical", "opera", "documentary", "podcast", "programme", "program", "magazine", "painting", "exhibition", "poem", "essay", "article", "memoir", "ballad", "track", "episode", "sitcom", "drama", "comedy", "sequel", "game", "ship", "boat", "yacht", "ferry", "vessel", "trawler", "tanker", "frigate", "hit", "column", "blog", "report", "chapter", "anthology", "collection", "suite", "symphony", "sketch", "mural", "sculpture", "installation", "lecture", "talk", "course", "nickname", "slogan", "motto", "campaign", "bestseller", "thriller", "soundtrack"]
    ),
    anonymity_words=frozenset(["anonymity", "anonymous", "anonymously", "unnamed", "unidentified"]),
)
