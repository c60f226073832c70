"""Of what kind a speaker is: persons, bodies, descriptions; and phrases that can say nothing."""

from __future__ import annotations

import pytest

from app.ingest.analyse.quotations import find_quotations
from app.records import MentionKind

ONE_WORD_NAMES = [
    # text, name, kind
    ("Velmar said he was hopeful about the talks.", "Velmar", MentionKind.NAMED),
    ("The host met his counterpart Velmar. Velmar said that it had rained.", "Velmar", MentionKind.NAMED),
    ("Velmar, who keeps bees, said that it had rained.", "Velmar", MentionKind.NAMED),
    ("Velmar’s wife waited. Velmar said that it had rained.", "Velmar", MentionKind.NAMED),
    ("Velmar, 52, said that it had rained.", "Velmar", MentionKind.NAMED),
    ("Velmar sat down and smiled. Later Velmar said that it had rained.", "Velmar", MentionKind.NAMED),
    ("“It has rained,” Velmar said.", "Velmar", MentionKind.NAMED),
    ("President Velmar arrived. Velmar said that it had rained.", "Velmar", MentionKind.NAMED),
    ("Velmar and its partners met. Velmar said that it had rained.", "Velmar", MentionKind.ORGANISATION),
    ("The boats lay in Velmar. Snow fell in Velmar. Velmar said that it had rained.", "Velmar", MentionKind.ORGANISATION),
    ("The Velmar said that it had rained.", "Velmar", MentionKind.ORGANISATION),
    ("VLMR said that it had rained.", "VLMR", MentionKind.ORGANISATION),
    ("Norway said that it had rained.", "Norway", MentionKind.ORGANISATION),
    ("A Velmaran pilot came. Velmara said that it had rained.", "Velmara", MentionKind.ORGANISATION),
    ("SeaWorks said that it had rained.", "SeaWorks", MentionKind.ORGANISATION),
]  # fmt: skip

DESCRIPTIONS = [
    # text, canonical, kind
    ("Critics said that it had rained.", "Critics", MentionKind.ANONYMOUS),
    ("Their union said that it had rained.", "union", MentionKind.ORGANISATION),
    ("The old Farmers’ League said that it had rained.", "Farmers’ League", MentionKind.ORGANISATION),
    ("A librarian in Tarnby said that it had rained.", "librarian in Tarnby", MentionKind.ANONYMOUS),
    ("The cox said that it had rained.", "cox", MentionKind.NOMINAL),
    ("A study said that it had rained.", "study", MentionKind.ORGANISATION),
    ("An engineer who asked not to be named told the Gazette that it had rained.", "engineer", MentionKind.ANONYMOUS),
    ("Everyone said that it had rained.", None, MentionKind.ANONYMOUS),
]  # fmt: skip

NOT_SPEAKERS = [
    "The strait, 26 miles wide at its narrowest, said that it had rained.",
    "A deeper trench said that it had rained.",
    "The owners’ anxiety said that it had rained.",
    "Nobody said that it had rained.",
]


@pytest.mark.parametrize(("text", "name", "kind"), ONE_WORD_NAMES)
def test_a_name_of_one_word_is_of_the_kind_that_the_text_shows(
    text: str, name: str, kind: MentionKind
) -> None:
    speakers = [q.speaker for q in find_quotations(text).quotations if q.speaker is not None]
    assert [(speaker.canonical, speaker.kind) for speaker in speakers] == [(name, kind)]


@pytest.mark.parametrize(("text", "canonical", "kind"), DESCRIPTIONS)
def test_a_description_is_of_its_kind(text: str, canonical: str | None, kind: MentionKind) -> None:
    speakers = [q.speaker for q in find_quotations(text).quotations if q.speaker is not None]
    assert [(speaker.canonical, speaker.kind) for speaker in speakers] == [(canonical, kind)]


@pytest.mark.parametrize("text", NOT_SPEAKERS)
def test_what_can_say_nothing_is_no_speaker(text: str) -> None:
    assert find_quotations(text).quotations == ()


def test_the_person_and_the_speaker_are_of_one_kind() -> None:
    found = find_quotations("“It has rained,” Velmar said.")
    assert [person.kind for person in found.people] == [MentionKind.NAMED]
