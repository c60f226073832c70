from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.ingest.link.near_duplicates import MAX_REGROUPED
from app.records import Analysed, Declared
from app.store.database import reading
from app.store.handles import Database
from tests.store.samples import Said, archive, sample, store

WORDS = [f"word{number}" for number in range(700)]
LARGE = MAX_REGROUPED + 20


def text(topic: int, *, changed: int = 0, cut: tuple[int, int] = (0, 200)) -> str:
    """Two hundred words of a topic: with some of them changed by `changed`, and a part cut out of it."""
    chance = random.Random(topic)  # noqa: S311 - no secret
    words = [chance.choice(WORDS) for _ in range(200)]
    places = random.Random(changed).sample(range(200), 6)  # noqa: S311 - no secret
    for place in places if changed else ():
        words[place] = f"changed{changed}x{place}"
    return " ".join(words[slice(*cut)])


def copy(
    number: int,
    *,
    topic: int = 1,
    now: int | None = None,
    edition: int = 0,
    cut: tuple[int, int] = (0, 200),
) -> Analysed:
    """A copy of a topic's text. One with the same number is a new version of it: another `edition`, or
    the text of the topic that it is about `now`."""
    name = f"copy-{topic}-{number}"
    changed = number + 1 + 1000 * edition
    return sample(
        name,
        text=text(topic if now is None else now, changed=changed, cut=cut),
        published=f"2024-03-{number % 28 + 1:02}",
        declared=Declared(external_id=name, source=f"Paper {number % 7}"),
    )


def stories(database: Database) -> list[list[tuple[str, str | None, float | None]]]:
    """The members of each story, by title, with relation and similarity."""
    query = (
        "SELECT story.public_id, article.title, relation, similarity FROM article "
        "JOIN story ON story.id = article.story_id ORDER BY story.public_id, article.title"
    )
    found: dict[str, list[tuple[str, str | None, float | None]]] = {}
    with reading(database) as session:
        for story, *row in session.connection().exec_driver_sql(query):
            found.setdefault(story, []).append((row[0], row[1], row[2]))
    return list(found.values())


def sizes(database: Database) -> list[int]:
    """The sizes of the stories, as their rows have them; they are those of their members."""
    with reading(database) as session:
        rows = session.connection().exec_driver_sql("SELECT n_articles FROM story").scalars()
        said = sorted(rows)
    assert said == sorted(map(len, stories(database)))
    return said


def lead(database: Database) -> str:
    query = "SELECT article.title FROM story JOIN article ON article.id = story.lead_id"
    with reading(database) as session:
        return str(session.connection().exec_driver_sql(query).scalar_one())


ARTICLES = [
    *(copy(number) for number in range(9)),
    copy(9, cut=(20, 100)),
    *(copy(number, topic=2) for number in range(4)),
    copy(0, topic=3),
]


@pytest.mark.parametrize("seed", range(4))
def test_stories_are_the_same_in_any_order_of_arrival_and_any_batches(
    tmp_path: Path, seed: int
) -> None:
    together = archive(tmp_path)
    store(together, *ARTICLES)
    (tmp_path / "other").mkdir()
    one_by_one = archive(tmp_path / "other")
    order = random.Random(seed).sample(ARTICLES, len(ARTICLES))  # noqa: S311 - no secret
    for each in order:
        store(one_by_one, each)
    assert sizes(together) == [4, 10]
    assert stories(one_by_one) == stories(together)


def of_story(folder: Path, articles: Sequence[Analysed]) -> Database:
    database = archive(folder)
    store(database, *articles)
    return database


def test_a_large_story_takes_in_more_and_keeps_its_lead(tmp_path: Path) -> None:
    database = of_story(tmp_path, [copy(number + 3) for number in range(LARGE)])
    assert sizes(database) == [LARGE]
    before = lead(database)
    store(database, copy(0), copy(0, topic=2))
    assert sizes(database) == [LARGE + 1]
    assert lead(database) == before
    (members,) = stories(database)
    assert {relation for _, relation, _ in members} == {None, "same_text", "update"}
    assert all(similarity > 0.7 for _, _, similarity in members if similarity is not None)


def test_an_article_with_a_part_of_a_large_storys_lead_alone_is_not_in_it(tmp_path: Path) -> None:
    first, second = text(1).split(), text(2).split()
    round_up = sample("round-up", text=" ".join(first + second), published="2024-01-01")
    reports = [copy(number) for number in range(LARGE)]
    database = of_story(tmp_path, [round_up, *reports, copy(0, topic=2), copy(1, topic=2)])
    assert sizes(database) == [2, LARGE + 1]


def test_a_large_storys_lead_stays_when_it_is_revised_and_goes_when_it_is_another_text(
    tmp_path: Path,
) -> None:
    database = of_story(tmp_path, [copy(number) for number in range(LARGE)])
    first = lead(database)
    assert first == "copy-1-0"
    store(database, copy(0, edition=1))
    assert lead(database) == first
    assert sizes(database) == [LARGE]
    store(database, copy(0, now=5))
    assert sizes(database) == [LARGE - 1]
    assert lead(database) != first
    (members,) = stories(database)
    assert all(similarity > 0.7 for _, _, similarity in members if similarity is not None)


def test_a_member_with_another_text_leaves_a_large_story_and_the_rest_stay(tmp_path: Path) -> None:
    database = of_story(tmp_path, [copy(number) for number in range(LARGE)])
    store(database, copy(1, now=5))
    assert (sizes(database), lead(database)) == ([LARGE - 1], "copy-1-0")


def test_a_statement_has_one_utterance_in_a_large_story(tmp_path: Path) -> None:
    whole = "We will open the gates again when the last of the pumps has been repaired"
    cut = whole.removesuffix(" has been repaired")
    articles = [
        sample(f"{n}", Said("Mira Ostrand", cut if n % 2 else whole), text=text(1, changed=n + 1))
        for n in range(LARGE)
    ]
    database = of_story(tmp_path, articles)
    with reading(database) as session:
        query = "SELECT DISTINCT utterance FROM quotation"
        assert len(session.connection().exec_driver_sql(query).all()) == 1
