"""sayswho behind the exchange: whole where its two models are installed, else its quotation finder alone.

sayswho rewrites a text before it reads it (spaces beside marks, closing marks, plural possessives);
its offsets are taken back to the text as it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from difflib import SequenceMatcher
from importlib.metadata import version
from typing import Any

import spacy
from sayswho import SaysWho
from sayswho.helpers import prep_text_for_quote_detection, pronoun_check, span_contains
from sayswho.quote_finder import quote_finder

from bench.peers.exchange import Found, Json, answer, describe_model, english_model, quotation

# SaysWho's own defaults; the first is published on a page of releases only, not as a package.
COREFERENCE_MODEL = "en_coreference_web_trf"
BASE_MODEL = "en_core_web_lg"


def main() -> None:
    """Answers standard input."""
    name = f"sayswho {version('sayswho')}"
    if spacy.util.is_package(COREFERENCE_MODEL) and spacy.util.is_package(BASE_MODEL):
        answer(name, describe_model(BASE_MODEL), whole_sayswho())
    else:
        model = english_model()
        label = f"{name}, its finder without its coreference model"
        answer(label, describe_model(model), finder_alone(model))


def whole_sayswho() -> Callable[[str], Found]:
    """sayswho as documented; the canonical speaker is the fullest name of the cluster."""
    system = SaysWho()

    def find(text: str) -> Found:
        system.attribute(text)
        back = Offsets(text, system.doc.text)
        names = canonical_names(system)
        quotes = []
        for place, triple in enumerate(system.quotes):
            quote = quotation(triple.content, triple.speaker, triple.cue)
            quote["speaker_canonical"] = names.get(place, quote["speaker_text"])
            quotes.append(back.restore(quote))
        return Found(quotes)

    return find


def canonical_names(system: Any) -> dict[int, str]:
    """By the place of a quotation: the longest person of its cluster, else its longest mention."""
    names = {}
    for match in system.quote_matches:
        cluster = [span for span in system.clusters[match.cluster_index] if not pronoun_check(span)]
        people = [
            person.text
            for person in system.persons
            if any(span_contains(person, span) for span in cluster)
        ]
        candidates = people or [span.text for span in cluster]
        if candidates:
            longest = max(candidates, key=len)
            names[match.quote_index] = max(names.get(match.quote_index, ""), longest, key=len)
    return names


def finder_alone(model: str) -> Callable[[str], Found]:
    """The stage that finds quotations and mentions of speakers, which needs no coreference."""
    nlp = spacy.load(model)

    def find(text: str) -> Found:
        prepared = prep_text_for_quote_detection(text)
        back = Offsets(text, prepared)
        return Found(
            [
                back.restore(quotation(triple.content, triple.speaker, triple.cue))
                for triple in quote_finder(nlp(prepared))
            ]
        )

    return find


class Offsets:
    """Takes places of a rewritten text back to the text it was made from."""

    def __init__(self, text: str, rewritten: str) -> None:
        """Aligns both."""
        self.text = text
        blocks = SequenceMatcher(None, rewritten, text, autojunk=False).get_matching_blocks()
        self.blocks = [block for block in blocks if block.size]
        self.starts = [block.a for block in self.blocks]

    def back(self, place: int) -> int:
        """The same place in the text; what was inserted falls to the end of what stands before it."""
        at = bisect_right(self.starts, place) - 1
        if at < 0:
            return 0
        block = self.blocks[at]
        return block.b + min(place - block.a, block.size)

    def restore(self, quote: Json) -> Json:
        """A quotation with all its places taken back; its end is where its last character was."""
        places = {place: self.back(quote[place]) for place in ("start", "speaker_start")}
        places |= {place: self.back(quote[place] - 1) + 1 for place in ("end", "speaker_end")}
        places["end"] = min(places["end"], len(self.text))
        speaker = self.text[places["speaker_start"] : places["speaker_end"]]
        canonical = quote["speaker_canonical"]
        return {
            **quote,
            **places,
            "segments": [[places["start"], places["end"]]],
            "text": self.text[places["start"] : places["end"]],
            "speaker_text": speaker,
            "speaker_canonical": speaker if canonical == quote["speaker_text"] else canonical,
        }


if __name__ == "__main__":
    main()
