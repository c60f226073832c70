"""One sentence or two per rule: who says what, with role, outer source and rule."""

from __future__ import annotations

import pytest

from app.ingest.analyse.quotations import find_quotations
from app.records import MentionKind, Quotation, QuotationType

CASES = [
    # text, the words, canonical speaker
    ("“It rained,” said Ann Lee.", "“It rained,”", "Ann Lee"),
    ("Ann Lee left. Lee said that it had rained.", "it had rained", "Ann Lee"),
    ("“Go,” the coach, Tom Hale, told them. “Now.”", "“Go,”", "Tom Hale"),
    ("It will rain, according to Ann Lee, the forecaster.", "It will rain", "Ann Lee"),
    ("The seeds, Tom Hale said, are not for sale.", "The seeds", "Tom Hale"),
    ("In a letter, Ann Lee said, the club had lied to its fans.", "the club had lied to its fans", "Ann Lee"),
    ("Tom Hale sat down. He said he was tired of it.", "he was tired of it", "Tom Hale"),
    ("Ann Lee met Tom Hale. She said it was late.", "it was late", "Ann Lee"),
    ("“It is lost”notes Ann Lee. “All of it.”", "“It is lost”", "Ann Lee"),
    ("“It is over“, assures Ann Lee.", "“It is over“", "Ann Lee"),
    ("“It is over, regrets Ann Lee, and we must go home now.”", "“It is over", "Ann Lee"),
    ("‘The players’ strike isn’t over,’ said Ann Lee.", "‘The players’ strike isn’t over,’", "Ann Lee"),
    ("French President Luc Morel spoke. The French president said it was late.", "it was late", "Luc Morel"),
    ("Ann Lee, 43, sells fish. The 43-year-old said it was late.", "it was late", "Ann Lee"),
    ("Ann Lee of the harbour rose.\n\n“I have said all that I came to say.”\n\nAnn Lee\n\nat the Herald",
     "“I have said all that I came to say.”", "Ann Lee"),
    ("Ann Lee keeps bees.\n\nQ: Why?\n\nA: They ask for nothing at all.", "They ask for nothing at all.", "Ann Lee"),
    ("“We are not a museum”: Ann Lee defends the trains", "“We are not a museum”", "Ann Lee"),
    ("Ann Lee walks home.\n\n— It is not far, says Lee. I count the trees.", "It is not far", "Ann Lee"),
    ("Bill Lee left. Mary Lee stayed. Ms. Lee said it was late.", "it was late", "Mary Lee"),
    ("Bill Lee left. Mary Lee stayed. Lee said he was late.", "he was late", "Bill Lee"),
    ("Ann Lee won. Tom Hale lost. “It was raining,” the prop said.", "“It was raining,”", "Tom Hale"),
    ("Ann Lee, a neighbour, came. “It rained,” the retired printer said.", "“It rained,”", "Ann Lee"),
    ("The head of a school resigned on Monday. Ann Lee, 51, left at once.\n\nThe head said she was tired of it.",
     "she was tired of it", "Ann Lee"),
    ("The harbour's director said it was late. “I am tired,” said Ann Lee.", "it was late", "Ann Lee"),
    ("“It is late,” he said on Monday. Tom Hale opened the shop in 1983.", "“It is late,”", "Tom Hale"),
    ("“Better now,” said Tom Hale with a smile. Ann Lee snorts at that. “He said that about the roof.”", "“He said that", "Ann Lee"),
    ("Tom Hale came with his wife, Ann Lee. His wife was not sure. “It is late,” she said.", "“It is late,”", "Ann Lee"),
    ("Ann Lee met us.\n\nWhy did you go?\n\nI was tired.\n\nDo you miss it?\n\nI miss the sea.\n\nWill you return?\n\nI may.",
     "I miss the sea.", "Ann Lee"),
    ("“It is late,” the 43-year-old says. Ann Lee, 43, sells fish.", "“It is late,”", "Ann Lee"),
]  # fmt: skip


def only(text: str, words: str) -> Quotation:
    """The one quotation of a text that holds some words."""
    found = find_quotations(text).quotations
    (quotation,) = (q for q in found if words.removeprefix("that ") in q.text)
    return quotation


@pytest.mark.parametrize(("text", "words", "canonical"), CASES)
def test_the_speaker_is_found(text: str, words: str, canonical: str) -> None:
    speaker = only(text, words).speaker
    assert speaker is not None
    assert speaker.canonical == canonical


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("“It rained,” said Ann Lee, head of the harbour in Dunmoor.", "head of the harbour in Dunmoor"),
        ("Harbour master Ann Lee said that it rained.", "Harbour master"),
        ("The prosecutor, Ann Lee, said that it rained.", "prosecutor"),
        ("“It rained,” Ann Lee, who sells fish, said.", "who sells fish"),
        ("Mr. Lee said that it rained.", None),
    ],
)  # fmt: skip
def test_the_role_is_the_one_stated(text: str, role: str | None) -> None:
    (quotation,) = find_quotations(text).quotations
    assert quotation.speaker is not None
    assert quotation.speaker.role == role


@pytest.mark.parametrize(
    "text",
    [
        "The trawler “Northern Light” came in at noon.",
        "She was reading “The Glass Orchard” by the window.",
        "Nothing was said about the budget at all.",
        "The so-called “smart” traffic lights failed again.",
        "The court papers run to 900 pages.",
    ],
)
def test_what_nobody_said_is_no_quotation(text: str) -> None:
    assert find_quotations(text).quotations == ()


def test_the_description_after_said_is_no_quotation() -> None:
    (quotation,) = find_quotations("“It rained,” said Ann Lee, the keeper.").quotations
    assert quotation.text == "“It rained,”"
    assert quotation.type is QuotationType.DIRECT


def test_questions_to_nobody_make_no_interview() -> None:
    text = "Ann Lee fell.\n\nWhy did it rain?\n\nI do not know.\n\nWas it late?\n\nI was asleep.\n\nWho knows?\n\nI do not."
    assert find_quotations(text).quotations == ()


def test_a_nurse_who_said_something_is_not_the_next_person_quoted() -> None:
    text = "A nurse said it was late. Nobody heard.\n\n“It was early,” said Ann Lee."
    speakers = [q.speaker.canonical for q in find_quotations(text).quotations if q.speaker]
    assert speakers == ["nurse", "Ann Lee"]


def test_a_nested_attribution_keeps_both_sources() -> None:
    text = "Ann Lee said the port was “closed for good”, according to a city official."
    inner = next(q for q in find_quotations(text).quotations if q.via is not None)
    assert inner.speaker is not None
    assert inner.speaker.canonical == "Ann Lee"
    assert inner.via is not None
    assert inner.via.kind is MentionKind.ANONYMOUS
    assert inner.via.canonical == "city official"


def test_an_anonymous_official_keeps_the_description() -> None:
    text = "A port official spoke to reporters. “It is closed,” the official said."
    (quotation,) = find_quotations(text).quotations
    assert quotation.speaker is not None
    assert quotation.speaker.kind is MentionKind.ANONYMOUS
    assert quotation.speaker.canonical == "port official"


def test_a_campaign_is_not_its_candidate() -> None:
    text = "Ann Lee ran again. Lee’s campaign said that it was confident."
    (quotation,) = find_quotations(text).quotations
    assert quotation.speaker is not None
    assert quotation.speaker.kind is MentionKind.ORGANISATION
    assert quotation.speaker.canonical == "Lee’s campaign"


def test_paragraphs_that_repeat_the_mark_are_one_speaker() -> None:
    text = "Ann Lee spoke. “It rained on Monday,” Lee said.\n\n“It rained on Tuesday.\n\n“It snowed on Friday.”"
    speakers = {q.speaker.canonical for q in find_quotations(text).quotations if q.speaker}
    assert speakers == {"Ann Lee"}
    assert len(find_quotations(text).quotations) == 3


def test_spellings_of_one_name_are_one_person() -> None:
    text = "Vladimir Putin came. Later Vladimir Poutine left. Putin said it was late."
    people = [person for person in find_quotations(text).people if "Putin" in person.canonical]
    assert [person.canonical for person in people] == ["Vladimir Putin"]
    assert set(people[0].aliases) == {"Vladimir Putin", "Vladimir Poutine", "Putin"}
