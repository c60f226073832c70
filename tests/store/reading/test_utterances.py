from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from app.store.database import reading
from app.store.reading.quotations import Origins, of_utterance, origins
from tests.store.samples import Said, archive, sample, store

STORY = (
    "The harbour office of Velm closed its gates on Monday after the pumps had failed for the third "
    "time in a month, and the ferries to the outer islands were turned back while engineers looked "
    "for the fault in the old machine house behind the quay."
)
OWN_REPORT = (
    "Nobody on the islands had bread that evening. The baker of the northern village drove to the quay with "
    "an empty van, waited there for two hours beside the fishermen, and learned from a neighbour's radio what "
    "Ms Ostrand had told the council. The mayor wants a second supplier, a helicopter has been asked for, and the "
    "school stays closed until the boats run, which the children do not mind."
)
WHOLE = "We will open the gates again when the last of the pumps has been repaired and tested"
CUT = "open the gates again when the last of the pumps has been repaired"


def n_in_utterances(folder: Path, order: tuple[int, ...], *said: Said) -> list[int]:
    """How many quotations each utterance has when the articles of a story come in this order."""
    database = archive(folder)
    for i in order:
        store(database, sample(f"{i}", said[i], text=f"{STORY} Edition {i}."))
    with reading(database) as session:
        query = "SELECT DISTINCT utterance FROM quotation WHERE utterance IS NOT NULL"
        utterances = session.connection().exec_driver_sql(query).scalars().all()
        return sorted(len(of_utterance(session, each)) for each in utterances)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_statement_that_copies_cut_differently_is_one_in_any_order(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    said = [
        Said("Mira Ostrand", WHOLE),
        Said("Mira Ostrand", CUT),
        Said("Mira Ostrand", "Nobody has told me anything about the pumps"),
    ]
    assert n_in_utterances(tmp_path, order, *said) == [1, 2]


def test_what_two_people_say_is_two_statements(tmp_path: Path) -> None:
    said = [Said("Mira Ostrand", WHOLE), Said("Karl Lund", CUT)]
    assert n_in_utterances(tmp_path, (0, 1), *said) == [1, 1]


def test_equal_words_are_one_statement_without_a_story(tmp_path: Path) -> None:
    database = archive(tmp_path)
    store(database, sample("a", Said("Mira Ostrand", WHOLE)))
    store(database, sample("b", Said("Mira Ostrand", WHOLE + "."), text="Another day in Velm."))
    with reading(database) as session:
        query = "SELECT count(DISTINCT utterance) FROM quotation"
        assert session.connection().exec_driver_sql(query).scalar() == 1


def test_copies_of_a_text_are_one_origin_of_its_statements(tmp_path: Path) -> None:
    database = archive(tmp_path)
    said = Said("Mira Ostrand", WHOLE)
    for i in range(3):
        store(database, sample(f"wire {i}", said, text=f"{STORY} Edition {i}."))
    store(database, sample("own", said, text=OWN_REPORT))
    with reading(database) as session:
        query = "SELECT DISTINCT utterance FROM quotation"
        [utterance] = session.connection().exec_driver_sql(query).scalars().all()
        assert origins(session, [utterance]) == {utterance: Origins(n_articles=4, n_origins=2)}


def test_a_few_words_are_no_statement_of_their_own(tmp_path: Path) -> None:
    said = [Said("Mira Ostrand", "No comment"), Said("Mira Ostrand", "No comment")]
    assert n_in_utterances(tmp_path, (0, 1), *said) == []
