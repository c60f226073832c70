from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from app.records import MentionKind
from app.store.database import new_session
from app.store.handles import Database
from app.store.reading import speakers
from tests.store.samples import Said, archive, sample, store

ONE_PERSON = [
    ("Vladimir Putin", "Vladimir Poutine"),
    ("Dominique Moisi", "Dominique Moïsi"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "Volodymyr Zelenskyy", "Vladimir Zelensky"),
    ("Mikhail Gorbachev", "Mikhaïl Gorbatchev"),
    ("Antony Blinken", "Tony Blinken", "Anthony Blinken"),
    ("William Hartley", "Bill Hartley", "W. Hartley", "William J. Hartley"),
    ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", "Recep Erdogan"),
    ("Mohammed al-Sisi", "Mohamed Al Sisi"),
]
SEVERAL = [
    ("Bill Clinton", "Hillary Clinton"),
    ("Mohammed bin Salman", "Mohammed bin Zayed"),
    ("Donald Trump", "Donald Trump Jr."),
    ("George W. Bush", "George H. W. Bush"),
    ("Angela Merkel", "Angela Markel"),
    ("Marine Le Pen", "Sean Penn"),
    ("Prince William", "Prince Harry"),
]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return archive(tmp_path)


def speakers_of(database: Database, *names: str, role: str | None = None) -> list[str]:
    """Stores an article for each name, then lists who the archive says was quoted."""
    articles = [
        sample(f"{i}.txt", Said(name, f"These are the words number {i}", role=role))
        for i, name in enumerate(names)
    ]
    for article in articles:
        store(database, article)
    return listed(database)


def listed(database: Database) -> list[str]:
    with new_session(database) as session:
        found = speakers.listed(session, speakers.SpeakerFilter(), limit=100)
        return sorted(row.name for row in found.items)


@pytest.mark.parametrize("names", ONE_PERSON)
def test_one_person_in_many_spellings_is_one_speaker(
    database: Database, names: tuple[str, ...]
) -> None:
    assert len(speakers_of(database, *names)) == 1


@pytest.mark.parametrize("names", SEVERAL)
def test_persons_who_share_a_name_stay_apart(database: Database, names: tuple[str, ...]) -> None:
    assert len(speakers_of(database, *names)) == len(names)


@pytest.mark.parametrize("names", list(permutations(["J. Ostrand", "Jane Ostrand", "Jon Ostrand"])))
def test_an_initial_that_fits_two_persons_stays_apart_in_any_order(
    database: Database, names: tuple[str, ...]
) -> None:
    assert speakers_of(database, *names) == ["J. Ostrand", "Jane Ostrand", "Jon Ostrand"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_who_is_who_does_not_depend_on_the_order_of_arrival(
    database: Database, order: tuple[int, ...]
) -> None:
    articles = [
        sample("a.txt", Said("Ostrand", "The first words of all", role="Mayor of Velm")),
        sample("b.txt", Said("Mira Ostrand", "The second words of all", role="Velm mayor")),
        sample("c.txt", Said("Karl Ostrand", "The third words of all", role="farmer")),
    ]
    for i in order:
        store(database, articles[i])
    assert listed(database) == ["Karl Ostrand", "Mira Ostrand"]
    with new_session(database) as session:
        assert speakers.find(session, "Mira Ostrand")[0].n_quotations == 2


def test_a_bare_surname_without_a_role_belongs_to_its_article(database: Database) -> None:
    assert speakers_of(database, "Ostrand", "Mira Ostrand", "Ostrand") == [
        "Mira Ostrand",
        "Ostrand",
        "Ostrand",
    ]


def test_a_bare_surname_is_the_full_name_that_its_article_gives(database: Database) -> None:
    store(database, sample("a", Said("Ostrand", "We are not going"), named=["Mira Ostrand"]))
    assert listed(database) == ["Mira Ostrand"]


def test_anonymous_sources_are_never_one_across_articles(database: Database) -> None:
    said = Said("French official", "It went badly for us", MentionKind.ANONYMOUS)
    store(database, sample("a.txt", said, said), sample("b.txt", said, text="Another day."))
    assert listed(database) == ["French official", "French official"]


def test_an_organisation_is_one_with_and_without_accents_and_article(database: Database) -> None:
    store(
        database,
        sample("a.txt", Said("the Élysée", "We said no", MentionKind.ORGANISATION)),
        sample("b.txt", Said("Elysee", "We said yes", MentionKind.ORGANISATION)),
    )
    assert len(listed(database)) == 1


def test_a_speaker_is_found_by_any_form_of_the_name(database: Database) -> None:
    speakers_of(database, "Vladimir Putin", "Bill Clinton", "Hillary Clinton")
    with new_session(database) as session:
        for name in ("vladimir putin", "Poutine", "President Vladimir Poutine", "PUTIN"):
            assert [row.name for row in speakers.find(session, name)] == ["Vladimir Putin"]
        assert len(speakers.find(session, "Clinton")) == 2
        assert speakers.find(session, "Nobody Known") == []


def test_a_list_is_paged_without_gaps_in_every_order(database: Database) -> None:
    names = ["Ann Abel", "Bea Brandt", "Cy Coster", "Dov Dahl", "Eve Ebner"]
    for n, name in enumerate(names):
        for i in range(n % 3 + 1):
            text = f"Words number {n} and {i}"
            store(database, sample(f"{n}-{i}", Said(name, text), published=f"2024-0{n + 1}-01"))
    with new_session(database) as session:
        for sort in speakers.SpeakerSort:
            seen, after = [], None
            while True:
                page = speakers.listed(
                    session, speakers.SpeakerFilter(), sort=sort, limit=2, after=after
                )
                assert page.total == 5
                seen += [row.name for row in page.items]
                if page.next_after is None:
                    break
                after = page.next_after
            assert sorted(seen) == names
            assert len(seen) == 5


def test_counts_follow_the_quotations(database: Database) -> None:
    store(database, sample("a", Said("Ann Abel", "One of them"), published="2024-03-01"))
    store(database, sample("b", Said("Ann Abel", "Two of them"), published="2023-03-01"))
    with new_session(database) as session:
        row = speakers.find(session, "Ann Abel")[0]
    assert (row.n_quotations, row.n_articles) == (2, 2)
    assert row.first_quoted_at is not None
    assert row.last_quoted_at is not None
    assert (row.first_quoted_at.year, row.last_quoted_at.year) == (2023, 2024)
