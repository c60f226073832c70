"""Bare surnames and descriptions mean a person where other articles show it, whatever came first."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.records import Analysed, MentionKind
from app.store.database import engine_for, new_session
from app.store.handles import Database
from app.store.identity.identification import Candidate, Statement, Unplaced, bearer, office_holder
from app.store.reading import quotations, speakers
from app.store.reading.quotations import QuotationRow
from tests.store.samples import Said, archive, sample, store


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return archive(tmp_path)


def president(name: str, published: str | None, words: str = "") -> Analysed:
    said = Said(name, words or f"Words of {name} on {published}", role="Velmian President")
    return sample(f"{name} {published} {words}", said, published=published)


def described(published: str | None, words: str = "We will not go there") -> Analysed:
    said = Said("Velmian president", words, MentionKind.ANONYMOUS, mention="the Velmian president")
    return sample(f"described {published} {words}", said, published=published)


def bare(
    name: str, *others: str, role: str | None = None, published: str = "2024-05-01"
) -> Analysed:
    said = Said(name, f"What {name} said beside {others}", role=role)
    return sample(f"bare {name} {others} {role}", said, named=others, published=published)


def full(
    name: str, *others: str, role: str | None = None, published: str = "2024-03-01"
) -> Analysed:
    said = Said(name, f"What {name} said in full with {others}", role=role)
    return sample(f"full {name} {others} {role}", said, named=others, published=published)


def said_by(database: Database, start: str) -> QuotationRow:
    with new_session(database) as session:
        everybody = speakers.listed(session, speakers.SpeakerFilter(), limit=100).items
        found = [row for one in everybody for row in quotations.of_speaker(session, one.id)]
    return next(row for row in found if row.text.startswith(start))


def test_a_description_of_an_office_means_who_had_it_at_the_time(database: Database) -> None:
    for name, year in (("Mira Ostrand", 2018), ("Karl Lund", 2022)):
        store(database, president(name, f"{year}-02-01"), president(name, f"{year}-11-01"))
    store(
        database, described("2018-06-01", "Words of 2018"), described("2022-06-01", "Words of 2022")
    )
    assert said_by(database, "Words of 2018").speaker_name == "Mira Ostrand"
    row = said_by(database, "Words of 2022")
    assert row.speaker_name == "Karl Lund"
    assert row.identified is not None
    assert (row.identified.kind, row.identified.role) == ("role", "Velmian President")
    assert len(row.identified.articles) == 2
    assert row.identified.confidence == 0.75


@pytest.mark.parametrize("published", ["2020-06-01", None, "2012-01-01"])
def test_nobody_is_meant_where_two_may_be_or_nothing_is_known_of_the_time(
    database: Database, published: str | None
) -> None:
    store(
        database, president("Mira Ostrand", "2019-12-01"), president("Mira Ostrand", "2019-01-01")
    )
    store(database, president("Karl Lund", "2021-01-01"), president("Karl Lund", "2021-06-01"))
    store(database, described(published))
    row = said_by(database, "We will not")
    assert (row.speaker_name, row.identified) == ("Velmian president", None)


def test_one_article_alone_does_not_say_who_has_an_office(database: Database) -> None:
    store(database, president("Mira Ostrand", "2024-01-01"), described("2024-01-02"))
    assert said_by(database, "We will not").speaker_name == "Velmian president"
    store(database, president("Mira Ostrand", "2024-01-03"))
    assert said_by(database, "We will not").speaker_name == "Mira Ostrand"


@pytest.mark.parametrize(
    ("speaker", "mention"),
    [
        ("Velmian president", "a Velmian president"),
        ("president", "the president"),
        ("Velmian official", "the Velmian official"),
    ],
)
def test_sources_that_may_be_anybody_stay_unnamed(
    database: Database, speaker: str, mention: str
) -> None:
    role = f"Velmian {speaker.rpartition(' ')[2]}"
    for day in ("01", "03"):
        said = Said("Mira Ostrand", f"Words of day {day}", role=role)
        store(database, sample(day, said, published=f"2024-01-{day}"))
    said = Said(speaker, "I may be anybody at all", MentionKind.ANONYMOUS, mention=mention)
    store(database, sample("anon", said, published="2024-01-02"))
    assert said_by(database, "I may be").speaker_kind == "anonymous"


def test_a_bare_surname_in_known_company_is_the_person(database: Database) -> None:
    store(database, full("Mira Ostrand", "Ann Abel", "Bea Brandt"))
    store(database, bare("Ostrand", "Ann Abel", "Bea Brandt"))
    row = said_by(database, "What Ostrand")
    assert row.speaker_name == "Mira Ostrand"
    assert row.identified is not None
    assert row.identified.kind == "company"
    assert set(row.identified.shared) == {"Ann Abel", "Bea Brandt"}


def test_one_common_acquaintance_is_not_enough(database: Database) -> None:
    store(database, full("Mira Ostrand", "Ann Abel"), bare("Ostrand", "Ann Abel", "Bea Brandt"))
    assert said_by(database, "What Ostrand").speaker_name == "Ostrand"


def test_a_role_that_the_person_never_has_speaks_against_company(database: Database) -> None:
    store(database, full("Mira Ostrand", "Ann Abel", "Bea Brandt", role="mayor"))
    store(database, bare("Ostrand", "Ann Abel", "Bea Brandt", role="farmer"))
    assert said_by(database, "What Ostrand").speaker_name == "Ostrand"


def test_two_persons_of_one_surname_in_one_company_stay_two(database: Database) -> None:
    article = bare("Ostrand", "Ann Abel", "Bea Brandt")
    store(database, full("Mira Ostrand", "Ann Abel", "Bea Brandt"), article)
    assert said_by(database, "What Ostrand").speaker_name == "Mira Ostrand"
    store(database, full("Karl Ostrand", "Ann Abel", "Bea Brandt"))
    assert said_by(database, "What Ostrand").speaker_name == "Ostrand"


def test_evidence_that_an_article_takes_back_is_gone(database: Database) -> None:
    store(
        database,
        full("Mira Ostrand", "Ann Abel", "Bea Brandt"),
        bare("Ostrand", "Ann Abel", "Bea Brandt"),
    )
    was = full("Mira Ostrand", "Ann Abel", "Bea Brandt")
    now = sample(was.raw.origin, Said("Mira Ostrand", "Something else"), published="2024-03-01")
    assert store(database, now)[0].outcome == "revised"
    assert said_by(database, "What Ostrand").speaker_name == "Ostrand"


def test_presidents_of_one_surname_are_told_apart_by_the_time(database: Database) -> None:
    for name, year in (("Mira Ostrand", 1990), ("Karl Ostrand", 2004)):
        store(database, full(name, role="President", published=f"{year}-01-01"))
        store(database, bare("Ostrand", str(year), role="President", published=f"{year}-05-01"))
    assert said_by(database, "What Ostrand said beside ('1990").speaker_name == "Mira Ostrand"
    assert said_by(database, "What Ostrand said beside ('2004").speaker_name == "Karl Ostrand"


CORPUS = [
    full("Mira Ostrand", "Ann Abel", "Bea Brandt", role="mayor of Velm"),
    full("Mira J. Ostrand", "Cy Coster", published="2021-01-01"),
    full("Karl Ostrand", "Dov Dahl", "Eve Ebner", role="farmer"),
    bare("Ostrand", "Ann Abel", "Bea Brandt"),
    bare("Ostrand", "Ann Abel", "Dov Dahl"),
    bare("Ostrand", role="Mayor"),
    bare("Ostrand", "Cy Coster", "Ann Abel"),
    president("Mira Ostrand", "2024-01-01"),
    president("Ostrand", "2024-06-01"),
    president("Karl Lund", "2020-01-01"),
    president("Lund", "2020-06-01"),
    president("Karl Lund", "2020-09-01"),
    described("2024-02-01", "Words of early 2024"),
    described("2020-03-01", "Words of 2020"),
    described(None, "Words of no date"),
]


@cache
def empty_archive() -> bytes:
    with TemporaryDirectory() as folder:
        archive(Path(folder)).dispose()
        return (Path(folder) / "archive.db").read_bytes()


def who_is_who(batches: list[list[Analysed]]) -> set[tuple[str, str | None, str | None]]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "archive.db").write_bytes(empty_archive())
        database = engine_for(f"sqlite:///{Path(folder) / 'archive.db'}")
        for batch in batches:
            store(database, *batch)
        with new_session(database) as session:
            everybody = speakers.listed(session, speakers.SpeakerFilter(), limit=100).items
            rows = [row for one in everybody for row in quotations.of_speaker(session, one.id)]
        database.dispose()
    return {(row.text, row.speaker_name, row.identified and row.identified.kind) for row in rows}


@pytest.fixture(scope="module")
def expected() -> set[tuple[str, str | None, str | None]]:
    return who_is_who([[each] for each in CORPUS])


def test_the_corpus_of_the_property_has_all_cases(
    expected: set[tuple[str, str | None, str | None]],
) -> None:
    assert {kind for _, _, kind in expected} == {None, "role", "company"}
    assert len(expected) == len(CORPUS)


@settings(max_examples=40)
@given(order=st.permutations(range(len(CORPUS))), cuts=st.sets(st.integers(1, len(CORPUS) - 1)))
def test_who_is_meant_does_not_depend_on_the_order_of_arrival(
    expected: set[tuple[str, str | None, str | None]], order: list[int], cuts: set[int]
) -> None:
    bounds = [0, *sorted(cuts), len(CORPUS)]
    batches = [[CORPUS[i] for i in order[start:end]] for start, end in pairwise(bounds)]
    assert who_is_who(batches) == expected


def at(year: int) -> datetime:
    return datetime(year, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_an_office_that_two_hold_in_turns_is_nobodys(order: tuple[int, ...]) -> None:
    people = [(1, 2001), (2, 2003), (1, 2005), (2, 2007)]
    statements = [Statement(people[i][0], f"art_{i}", at(people[i][1]), "senator") for i in order]
    assert office_holder(statements, at(2004)) is None


def test_the_nearest_statements_are_the_evidence() -> None:
    statements = [Statement(1, f"art_{year}", at(year), "mayor") for year in range(2000, 2020)]
    found = office_holder(statements, at(2010))
    assert found is not None
    assert found.articles[0] == "art_2010"
    assert found.n_evidence == 20


def test_who_is_alone_possible_is_not_yet_shown_to_be_meant() -> None:
    unplaced = Unplaced(9, None, (), frozenset())
    assert bearer(unplaced, [Candidate(1, (), frozenset())]) is None
