"""textacy's `direct_quotations` behind the exchange.

It refuses a text with an odd number of quotation marks. Such a text is read again paragraph by
paragraph, as a user of it would, so that one stray mark does not cost a whole article.
"""

from __future__ import annotations

import re
from importlib.metadata import version

import spacy
from textacy.extract import direct_quotations

from bench.peers.exchange import Found, Json, answer, describe_model, english_model, quotation

PLACES = ("start", "end", "speaker_start", "speaker_end")


def main() -> None:
    """Answers standard input."""
    model = english_model()
    nlp = spacy.load(model)

    def quotes_of(text: str) -> list[Json]:
        return [
            quotation(triple.content, triple.speaker, triple.cue)
            for triple in direct_quotations(nlp(text))
        ]

    def find(text: str) -> Found:
        try:
            return Found(quotes_of(text))
        except ValueError:
            found = Found(remark="refused for unpaired marks, read again paragraph by paragraph")
        for paragraph in re.finditer(r"[^\n]+", text):
            try:
                quotes = quotes_of(paragraph.group())
            except ValueError:
                continue
            found.quotes += [moved(quote, paragraph.start()) for quote in quotes]
        return found

    answer(f"textacy {version('textacy')}", describe_model(model), find)


def moved(quote: Json, by: int) -> Json:
    """A paragraph's quotation at its place in the text."""
    return {
        **quote,
        **{place: quote[place] + by for place in PLACES},
        "segments": [[start + by, end + by] for start, end in quote["segments"]],
    }


if __name__ == "__main__":
    main()
