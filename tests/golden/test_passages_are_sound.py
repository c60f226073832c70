"""The annotated passages bear out their annotations; nothing here looks at the extractor."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
KINDS_OF_SPEAKER = {"named", "pronoun", "nominal", "organisation", "other", "none"}
PRONOUNS = {"he", "she", "they", "i", "we", "it", "him", "her"}


def load(name: str) -> ModuleType:
    """The loader beside this file; the suite imports tests by path, so that no package is needed."""
    spec = importlib.util.spec_from_file_location(f"golden_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


passages = load("passages")
PASSAGES = passages.load_passages()
by_id = pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.id)


def test_there_are_at_least_120_passages_of_many_kinds() -> None:
    assert len(PASSAGES) >= 120
    assert len({passage.kind for passage in PASSAGES}) >= 20


def test_ids_are_unique_and_one_kind_has_one_prefix() -> None:
    assert [name for name, n in Counter(p.id for p in PASSAGES).items() if n > 1] == []
    for passage in PASSAGES:
        assert re.fullmatch(r"[a-z]+-\d\d", passage.id)
    prefixes = {(passage.kind, passage.id.rsplit("-", 1)[0]) for passage in PASSAGES}
    assert (
        len({kind for kind, _ in prefixes}) == len({name for _, name in prefixes}) == len(prefixes)
    )


def test_no_text_is_there_twice() -> None:
    assert len({passage.text for passage in PASSAGES}) == len(PASSAGES)


def test_some_passages_have_no_quotation_and_some_quoted_spans_are_none() -> None:
    assert sum(not passage.quotes for passage in PASSAGES) >= 5
    assert sum(len(passage.not_quotes) for passage in PASSAGES) >= 25


def test_every_type_and_kind_of_speaker_occurs() -> None:
    quotes = [quote for passage in PASSAGES for quote in passage.quotes]
    assert {quote["type"] for quote in quotes} == {"direct", "mixed", "indirect"}
    assert {quote["canon_kind"] for quote in quotes} == KINDS_OF_SPEAKER
    assert sum(quote["via"] is not None for quote in quotes) >= 8
    assert sum(quote["speaker_role"] is not None for quote in quotes) >= 40


@by_id
def test_segments_are_in_order_and_inside_the_text(passage: Any) -> None:
    for quote in passage.quotes:
        edges = [edge for segment in quote["segments"] for edge in segment]
        assert edges == sorted(edges)
        assert len(set(edges)) == len(edges)
        assert 0 <= edges[0] < edges[-1] <= len(passage.text)


@by_id
def test_types_are_what_the_marks_say(passage: Any) -> None:
    for quote in passage.quotes:
        text = passage.text
        assert quote["type"] == passages.quotation_type(text, quote["segments"], quote["form"])


@by_id
def test_speakers_have_a_mention_a_name_and_a_kind(passage: Any) -> None:
    for quote in passage.quotes:
        assert quote["canon_kind"] in KINDS_OF_SPEAKER
        assert (quote["speaker_text"] is None) == (quote["canon_kind"] == "none")
        assert (quote["speaker_text"] is None) == (quote["speaker_canonical"] is None)
        if (quote["speaker_text"] or "").lower() in PRONOUNS:
            assert quote["canon_kind"] in {"pronoun", "organisation", "other"}


@by_id
def test_cues_and_roles_stand_in_the_passage(passage: Any) -> None:
    for quote in passage.quotes:
        for words in (quote["cue"], quote["speaker_role"]):
            assert words is None or passages.occurrences(passage.text, words)


@by_id
def test_people_are_speakers_or_sources_with_their_own_name_among_the_aliases(
    passage: Any,
) -> None:
    for name, aliases in passage.people.items():
        assert name in aliases
        assert len(set(aliases)) == len(aliases)


def test_a_passage_is_written_as_the_scorer_reads_it() -> None:
    line = json.loads(json.dumps(PASSAGES[0].gold()))
    assert set(line) == {"id", "kind", "text", "quotes"}
    quote = line["quotes"][0]
    assert line["text"][quote["start"] : quote["end"]].startswith(quote["text"][:10])


@pytest.mark.parametrize(
    ("quote", "fault"),
    [
        ({"text": "It rained", "type": "indirect", "canon_kind": "none"}, "not in the text"),
        ({"text": "wind", "type": "indirect", "canon_kind": "none"}, "2 times"),
        ({"text": "wind", "nth": 3, "type": "indirect", "canon_kind": "none"}, "no occurrence 3"),
    ],
)
def test_an_annotation_that_the_text_does_not_bear_out_is_refused(
    quote: dict[str, object], fault: str
) -> None:
    source = {"id": "x-01", "kind": "x", "text": "The wind fell, the wind rose.", "quotes": [quote]}
    with pytest.raises(passages.UnsoundPassageError, match=fault):
        passages.resolve(source)
