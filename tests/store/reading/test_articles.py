from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import NotFoundError
from app.records import Declared
from app.store.administration.jobs import Outcome
from app.store.database import reading
from app.store.handles import Database
from app.store.reading import articles, quotations, speaker_activity, speakers, stories
from tests.store.samples import Said, archive, sample, store

LONG = (
    "The harbour office of Velm closed its gates on Monday after the pumps had failed for the third "
    "time in a month, and the ferries to the outer islands were turned back while engineers looked "
    "for the fault in the old machine house behind the quay."
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return archive(tmp_path)


def ids(database: Database) -> list[str]:
    with reading(database) as session:
        query = "SELECT public_id FROM article ORDER BY id"
        return list(session.connection().exec_driver_sql(query).scalars())


def test_the_same_source_again_anywhere_changes_nothing(database: Database) -> None:
    first = store(database, sample("a.txt", text=LONG))
    again = store(database, sample("elsewhere/b.txt", text=LONG), sample("a.txt", text=LONG))
    assert [each.outcome for each in again] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert {each.article for each in again} == {first[0].article}


def test_a_changed_source_becomes_a_new_version_and_the_old_one_is_kept(
    database: Database,
) -> None:
    store(database, sample("a.txt", Said("Ann Abel", "It is so"), text=LONG))
    before = ids(database)
    changed = sample("a.txt", Said("Bea Brandt", "It is not"), text=LONG + " Later it rained.")
    assert store(database, changed)[0].outcome is Outcome.REVISED
    assert ids(database) == before
    with reading(database) as session:
        found = articles.versions(session, before[0])
        assert [(each.version, each.reason) for each in found] == [(2, "current"), (1, "revised")]
        assert found[1].article["quotations"][0]["speaker"] == "Ann Abel"
        assert speakers.find(session, "Ann Abel") == []
        assert [q.speaker_name for q in quotations.of_article(session, before[0])] == ["Bea Brandt"]


def test_unrelated_files_of_one_name_are_two_articles_whatever_comes_first(
    database: Database, tmp_path: Path
) -> None:
    other_text = "Quite another matter was heard in court when the two brothers met again."
    pair = [sample("001.txt", text=LONG), sample("001.txt", text=other_text)]
    assert [store(database, each)[0].outcome for each in pair] == [Outcome.STORED] * 2
    (tmp_path / "other").mkdir()
    other = archive(tmp_path / "other")
    store(other, *reversed(pair))
    assert sorted(ids(database)) == sorted(ids(other))


def test_one_address_is_one_article_however_it_is_written(database: Database) -> None:
    forms = [
        "https://www.velm.example/a/pumps?utm_source=feed",
        "http://velm.example/a/pumps/",
        "https://velm.example/a/pumps#top",
    ]
    outcomes = [
        store(database, sample(f"{n}", text=f"{LONG} {n}", declared=Declared(url=url)))[0].outcome
        for n, url in enumerate(forms)
    ]
    assert outcomes == [Outcome.STORED, Outcome.REVISED, Outcome.REVISED]


def test_a_front_page_as_canonical_address_makes_nothing_one(database: Database) -> None:
    declared = Declared(url="https://velm.example/")
    store(database, sample("a", text=LONG, declared=declared))
    store(database, sample("b", text="Something else altogether.", declared=declared))
    assert len(ids(database)) == 2


def test_articles_come_in_the_order_asked_for(database: Database) -> None:
    store(database, *(sample(name, text=f"{name} {LONG}") for name in "abc"))
    wanted = [ids(database)[2], "art_unknown", ids(database)[0]]
    with reading(database) as session:
        assert [row.id for row in articles.by_ids(session, wanted)] == [wanted[0], wanted[2]]
        with pytest.raises(NotFoundError):
            articles.get(session, "art_unknown")


def test_the_source_comes_back_byte_for_byte(database: Database) -> None:
    document = sample("a.txt", text=LONG)
    store(database, document)
    with reading(database) as session:
        assert articles.raw(session, ids(database)[0]).content == document.raw.content


def test_offsets_slice_the_stored_text(database: Database) -> None:
    store(database, sample("a.txt", Said("Ann Abel", "It is 😀 so"), text="Élysée 🌊."))
    with reading(database) as session:
        body = articles.get(session, ids(database)[0]).text
        (found,) = quotations.of_article(session, ids(database)[0])
    assert body[found.start : found.end] == found.text
    assert found.mention is not None
    assert body[found.mention.start : found.mention.end] == "Ann Abel"


def test_copies_make_a_story_led_by_the_earliest(database: Database) -> None:
    store(database, sample("late", text=LONG + " So it went.", published="2024-05-02"))
    store(database, sample("early", text=LONG, published="2024-05-01"))
    store(database, sample("other", text="Nothing of the kind happened elsewhere that day."))
    with reading(database) as session:
        (story,) = stories.listed(session).items
        members = stories.members(session, story.id)
        assert [member.title for member in members] == ["early", "late"]
        assert members[1].relation == "same_text"
        assert members[1].similarity is not None
        assert members[1].similarity > 0.9
        assert [
            each.article.title for each in articles.related(session, members[0].article_id)
        ] == ["late"]


# Words of one's own around the part that all have.
OWN = (
    "Much else was said that nobody else wrote down, of boats, nets and the price of diesel at the pier. "
    * 2
)
ORIGINS = [
    ([(LONG, None), (LONG + " More.", None)], 1),
    ([(LONG, "Seelandia Press"), (LONG + " More.", None)], 1),
    ([(LONG, "Seelandia Press"), (LONG + " More.", "SEELANDIA PRESS")], 1),
    # One text under two names is one origin.
    ([(LONG, "Seelandia Press"), (LONG + " More.", "Norvik Agency")], 1),
    ([(LONG, "Seelandia Press"), (LONG[: len(LONG) * 2 // 3] + OWN, "Norvik Agency")], 2),
    ([(LONG, None), (LONG[: len(LONG) * 2 // 3] + OWN, "Norvik Agency")], 1),
]


@pytest.mark.parametrize(("texts", "expected"), ORIGINS)
def test_origins_of_a_story_are_agencies_credited_with_texts_of_their_own(
    database: Database, texts: list[tuple[str, str | None]], expected: int
) -> None:
    for number, (text, agency) in enumerate(texts):
        made = sample(f"{number}", text=text, published=f"2024-05-0{number + 1}")
        store(database, replace(made, article=replace(made.article, agency=agency)))
    with reading(database) as session:
        [story] = stories.listed(session).items
        assert story.n_articles == len(texts)
        assert story.n_origins == expected
        assert stories.get(session, story.id) == story


def test_a_piece_of_an_article_is_its_excerpt(database: Database) -> None:
    whole = f"{LONG} The mayor was not to be reached, and the shops along the street stayed dark."
    store(database, sample("whole", text=f"{whole} {whole[::-1]} {whole[::-1].upper()}"))
    store(database, sample("piece", text=whole, published="2024-05-02"))
    with reading(database) as session:
        (story,) = stories.listed(session).items
        assert {member.relation for member in stories.members(session, story.id)} == {
            None,
            "excerpt",
        }


def test_a_version_that_shares_nothing_any_more_leaves_the_story(database: Database) -> None:
    url = Declared(url="https://velm.example/a")
    store(database, sample("a", text=LONG), sample("b", text=LONG + " Again.", declared=url))
    store(database, sample("b", text="Words of another kind about something.", declared=url))
    with reading(database) as session:
        assert stories.listed(session).items == []


def test_a_timeline_is_zero_filled(database: Database) -> None:
    for month in ("01", "04"):
        said = Said("Ann Abel", f"In the month {month}")
        store(database, sample(month, said, published=f"2024-{month}-15"))
    with reading(database) as session:
        speaker = speakers.find(session, "Ann Abel")[0].id
        bins = speaker_activity.timeline(session, speaker, "month")
        assert [(each.start.month, each.n_quotations) for each in bins] == [
            (1, 1),
            (2, 0),
            (3, 0),
            (4, 1),
        ]


def test_co_speakers_and_mentions_name_who_is_near(database: Database) -> None:
    ann, bea = Said("Ann Abel", "We shall see"), Said("Bea Brandt", "Ann Abel is wrong here")
    store(database, sample("a", ann, bea))
    with reading(database) as session:
        speaker = speakers.find(session, "Ann Abel")[0].id
        (other,) = speaker_activity.co_speakers(session, speaker)
        assert (other.name, other.n_articles) == ("Bea Brandt", 1)
