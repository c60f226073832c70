"""What every search engine must do, whatever it is made of."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import CursorError, IndexUnavailableError
from app.search.engines import open_engine
from app.search.interface import (
    Collection,
    Duplicates,
    Filter,
    IndexBatch,
    Match,
    SearchBackend,
    SearchEngine,
    SearchPage,
    SearchRequest,
    Sort,
)
from app.search.query_language import parse
from app.settings import Settings
from tests.contract.engine_samples import DAY, JANUARY_2022, article, harbour, quotation


@pytest.fixture
def backend(tmp_path: Path) -> SearchBackend:
    return open_engine(Settings(data_dir=tmp_path, writer_lock_seconds=0.2))


@pytest.fixture
def engine(backend: SearchBackend) -> Iterator[SearchEngine]:
    backend.rebuild([harbour()])
    reader = backend.reader()
    yield reader
    reader.close()


def ask(query: str, **changed: object) -> SearchRequest:
    return replace(SearchRequest(query=parse(query).node), **changed)


def ids(page: SearchPage) -> list[str]:
    return [hit.id for hit in page.hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("minister", "abcd"),
        ("ministers", "abcd"),
        ("MINISTER", "abcd"),
        ("boats return", "ab"),
        ("prime minister", "cd"),
        ('"prime minister"', "d"),
        ('"minister prime"', ""),
        ('"minister prime"~1', "d"),
        ('"minister fisheries"~1', "a"),
        ("elysee", "b"),
        ("Élysée", "b"),
        ("email", "d"),
        ("e-mail", "d"),
        ("US", "d"),
        ('"IT WAS THE PRIME CUT"', "c"),
        ("fish OR visit", "bcd"),
        ("minister -boats", "cd"),
        ("minister NOT (boats OR fish)", "d"),
        ("minist*", "abcd"),
        ("fisherie*", "a"),
        ("minsiter~2", "abcd"),
        ("=Ministers", "c"),
        ("=ministers", ""),
        ("title:boats", "b"),
        ("body:harbour", "ab"),
        ("title:harbour", "a"),
        ("body:opens", "a"),
        ("body:visit", "d"),
        ("body:prices", "c"),
        ("quote:boats", "a"),
        ("speaker:holm", "ad"),
        ('speaker:"Ada Holm" visited', "d"),
        ("speaker:spk_rask", "d"),
        ("source:herald minister", "ad"),
        ("lang:fr", "e"),
        ("bateau", "e"),
        ("date:2022-01 minister", "ab"),
        ("date:2022-02..2022-03", "c"),
        ("-minister", "ef"),
        ("zebra", ""),
    ],
)
def test_a_query_finds_these_articles(engine: SearchEngine, query: str, expected: str) -> None:
    page = engine.search(ask(query, match=Match.ALL))
    assert sorted(name[-1] for name in ids(page)) == list(expected)
    assert page.total == len(expected)


@pytest.fixture
def one_in_a_hundred(backend: SearchBackend) -> Iterator[SearchEngine]:
    """Many English articles, one in Polish, one in French, one of which nobody knows the language."""
    english = [article(f"art_{n:03}", f"Reeves met ministers {n}") for n in range(200)]
    others = [
        article("pl", "Kamienice Krakowie Reeves Ministrowie", language="pl"),
        article("fr", "Vendredi, la ministre a démissionné.", language="fr"),
        article("none", "Loyal old customers Reeves", language=None),
    ]
    backend.rebuild([IndexBatch(articles=[*english, *others])])
    reader = backend.reader()
    yield reader
    reader.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Kamienice", ["pl"]),
        ("kamienice Krakowie", ["pl"]),
        ('"Kamienice Krakowie"', ["pl"]),
        ("Ministrowie", ["pl"]),
        ("vendredi", ["fr"]),
        ("démissionné", ["fr"]),
        ("customers", ["none"]),
        ("customers Reeves", ["none"]),
    ],
)
def test_an_article_in_a_language_of_few_others_is_found_by_its_own_words(
    one_in_a_hundred: SearchEngine, query: str, expected: list[str]
) -> None:
    assert ids(one_in_a_hundred.search(ask(query))) == expected


def test_a_name_is_one_word_in_all_languages_and_no_rarer_in_one_of_few_articles(
    one_in_a_hundred: SearchEngine,
) -> None:
    page = one_in_a_hundred.search(ask("Reeves", limit=300))
    assert page.total == 202
    scores = {hit.id: hit.score for hit in page.hits}
    assert scores["pl"] == pytest.approx(scores["art_000"])
    assert scores["none"] == pytest.approx(scores["art_000"])


def test_no_query_finds_everything_in_order_of_id(engine: SearchEngine) -> None:
    assert [name[-1] for name in ids(engine.search(SearchRequest()))] == list("abcdef")


def test_few_words_are_relaxed_when_nothing_has_all_of_them(engine: SearchEngine) -> None:
    page = engine.search(ask("minister zebra"))
    assert page.total == 4
    assert page.interpretation.relaxed
    assert page.warnings


def test_a_title_typed_exactly_comes_first(engine: SearchEngine) -> None:
    assert ids(engine.search(ask("fish prices")))[0] == "art_c"
    assert ids(engine.search(ask("boats return", match=Match.ANY)))[0] == "art_b"


def test_function_words_are_dropped_and_said(engine: SearchEngine) -> None:
    page = engine.search(ask("the minister of fisheries"))
    assert ids(page) == ["art_a"]
    assert page.interpretation.dropped == ("the", "of")


def test_an_alias_finds_the_same_person(engine: SearchEngine) -> None:
    page = engine.search(ask("premier", synonyms={"premier": ("minister",)}))
    assert page.total == 4
    assert page.interpretation.expanded == {"premier": ("minister",)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"filters": (Filter("source", ("src_herald",)),)}, "ad"),
        ({"filters": (Filter("source", ("src_herald", "src_post")),)}, "abcd"),
        ({"filters": (Filter("source", (), ("src_herald",)),)}, "bcef"),
        ({"filters": (Filter("speaker", ("spk_holm",)), Filter("source", ("src_post",)))}, ""),
        ({"filters": (Filter("speaker", ("spk_holm",), ("spk_rask",)),)}, "a"),
        ({"filters": (Filter("author", ("Ira Blum",)),)}, "c"),
        ({"published_from": JANUARY_2022 + DAY}, "bc"),
        ({"published_to": JANUARY_2022 + DAY}, "a"),
        ({"has_quotations": True}, "ad"),
        ({"has_quotations": False}, "bcef"),
        ({"duplicates": Duplicates.ONLY}, "ab"),
    ],
)
def test_a_filter_leaves_these_articles(
    engine: SearchEngine, changes: dict[str, object], expected: str
) -> None:
    page = engine.search(replace(SearchRequest(), **changes))
    assert sorted(name[-1] for name in ids(page)) == list(expected)
    assert page.total == len(expected)


def test_facets_leave_their_own_filter_out(engine: SearchEngine) -> None:
    request = SearchRequest(
        filters=(Filter("source", ("src_post",)),), facets=("source", "speaker", "language")
    )
    facets = engine.search(request).facets
    assert [(v.value, v.count) for v in facets["source"]] == [("src_herald", 2), ("src_post", 2)]
    assert facets["speaker"] == ()
    assert [(v.value, v.count) for v in facets["language"]] == [("en", 2)]


def test_facets_of_several_values_count_each(engine: SearchEngine) -> None:
    facets = engine.search(SearchRequest(facets=("speaker",), facet_size=1)).facets
    assert [(v.value, v.count) for v in facets["speaker"]] == [("spk_holm", 2)]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [(Sort.NEWEST, "cbadef"), (Sort.OLDEST, "abcdef")],
)
def test_undated_articles_come_last_by_date(
    engine: SearchEngine, sort: Sort, expected: str
) -> None:
    found = ids(engine.search(SearchRequest(sort=sort)))
    assert [name[-1] for name in found] == list(expected)


def test_a_random_order_is_the_same_for_one_seed(engine: SearchEngine) -> None:
    orders = {
        seed: ids(engine.search(SearchRequest(sort=Sort.RANDOM, seed=seed))) for seed in range(6)
    }
    assert all(sorted(order) == sorted(orders[0]) for order in orders.values())
    assert len({tuple(order) for order in orders.values()}) > 2
    assert ids(engine.search(SearchRequest(sort=Sort.RANDOM, seed=3))) == orders[3]


def test_copies_collapse_into_the_best_of_their_story(engine: SearchEngine) -> None:
    page = engine.search(ask("boats", duplicates=Duplicates.COLLAPSE))
    assert page.total == 1
    assert page.hits[0].collapsed == 1


def test_quotations_are_searched_and_grouped_by_utterance(engine: SearchEngine) -> None:
    request = ask("boats", collection=Collection.QUOTATIONS)
    assert sorted(ids(engine.search(request))) == ["quo_1", "quo_2", "quo_3"]
    grouped = engine.search(replace(request, group_by_utterance=True))
    assert grouped.total == 2
    assert {hit.id: hit.collapsed for hit in grouped.hits}["quo_1"] == 1
    assert ids(engine.search(replace(request, min_confidence=0.5, sort=Sort.NEWEST))) == [
        "quo_1",
        "quo_2",
    ]
    speaker = replace(request, filters=(Filter("speaker", ("spk_rask",)),))
    assert ids(engine.search(speaker)) == ["quo_3"]


@pytest.mark.parametrize("sort", list(Sort))
def test_paging_shows_each_hit_once_while_articles_arrive(
    backend: SearchBackend, sort: Sort
) -> None:
    first = [article(f"art_{i:02}", "same words here") for i in range(23)]
    backend.rebuild([IndexBatch(articles=first)])
    engine, writer = backend.reader(), backend.writer()
    request = ask("words", limit=5, sort=sort)
    seen: list[str] = []
    page = engine.search(request)
    while True:
        assert page.total == 23
        seen += ids(page)
        if page.next_after is None:
            break
        number = len(seen)
        writer.write(IndexBatch(articles=[article(f"art_new{number}", "words", title="words")]))
        page = engine.search(replace(request, after=page.next_after))
    writer.close()
    assert sorted(seen) == [each.id for each in first]


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST])
@pytest.mark.parametrize("duplicates", [Duplicates.SHOW, Duplicates.COLLAPSE])
def test_equal_hits_come_in_the_order_in_which_they_were_stored(
    backend: SearchBackend, sort: Sort, duplicates: Duplicates
) -> None:
    names = [f"art_{i * 37 % 60:02}" for i in range(60)]
    stored = [article(name, "same words", number=i) for i, name in enumerate(names)]
    copies = [article(f"cop_{i:02}", "same words", number=99 - i, story="sto") for i in range(9)]
    request = ask("words", sort=sort, duplicates=duplicates, limit=7)
    first_copies = 1 if duplicates is Duplicates.COLLAPSE else 9
    expected = [*names, *(f"cop_{i:02}" for i in reversed(range(9)))][: 60 + first_copies]
    backend.rebuild([IndexBatch(articles=[*stored[20:40], *copies[:5]])])
    engine, writer = backend.reader(), backend.writer()
    writer.write(IndexBatch(articles=stored[40:]))
    writer.write(IndexBatch(articles=[*stored[:20], *copies[5:]]))
    assert _to_the_end(engine, request) == expected
    writer.write(IndexBatch(articles=stored[1:60:7]))
    assert _to_the_end(engine, request) == expected
    writer.optimise()
    writer.close()
    assert _to_the_end(engine, request) == expected


def _to_the_end(engine: SearchEngine, request: SearchRequest) -> list[str]:
    page = engine.search(request)
    seen = ids(page)
    while page.next_after is not None:
        page = engine.search(replace(request, after=page.next_after))
        seen += ids(page)
    return seen


def test_a_cursor_of_another_search_is_refused(engine: SearchEngine) -> None:
    after = engine.search(ask("minister", limit=1)).next_after
    with pytest.raises(CursorError):
        engine.search(ask("boats", after=after))
    for bad in ("", "x", "a|b|c|d", "v1-0-0.1|||", "../../x.1|a|0x1p0|b"):
        with pytest.raises(CursorError):
            engine.search(ask("minister", after=bad or "-"))


def test_a_changed_article_replaces_itself_and_its_quotations(backend: SearchBackend) -> None:
    backend.rebuild([harbour()])
    writer = backend.writer()
    writer.write(
        IndexBatch(
            articles=[article("art_d", "zebra")],
            quotations=[quotation("quo_9", "art_d", "zebra")],
            deleted=["art_f", "art_unknown"],
        )
    )
    writer.close()
    engine = backend.reader()
    assert engine.search(ask('"prime minister"')).total == 0
    assert ids(engine.search(ask("zebra"))) == ["art_d"]
    quotations = engine.search(SearchRequest(collection=Collection.QUOTATIONS))
    assert ids(quotations) == ["quo_1", "quo_9"]
    health = engine.health()
    assert (health.n_articles, health.n_quotations) == (5, 2)


def test_a_reader_sees_a_commit_within_a_second(backend: SearchBackend) -> None:
    backend.rebuild([harbour()])
    engine, writer = backend.reader(), backend.writer()
    assert engine.search(ask("zebra")).total == 0
    writer.write(IndexBatch(articles=[article("art_z", "zebra")]))
    deadline = 20
    while engine.search(ask("zebra")).total == 0 and deadline:
        deadline -= 1
        time.sleep(0.05)
    writer.close()
    assert deadline


def test_an_explanation_sums_to_the_score(engine: SearchEngine) -> None:
    for query in (
        "minister boats harbour return",
        '"prime minister"',
        "minist* fish",
        "boats return",
    ):
        for hit in engine.search(ask(query, explain=True, match=Match.ANY)).hits:
            assert hit.explanation is not None
            assert hit.explanation["value"] == pytest.approx(hit.score)
            check_sums(hit.explanation)


def check_sums(told: dict[str, object]) -> None:
    parts = told["parts"]
    assert isinstance(parts, list)
    if parts:
        assert sum(part["value"] for part in parts) == pytest.approx(told["value"])
    for part in parts:
        check_sums(part)


def test_a_histogram_is_zero_filled_and_leaves_undated_hits_out(engine: SearchEngine) -> None:
    months = engine.histogram(SearchRequest(), "month")
    assert months == [(JANUARY_2022, 2), (JANUARY_2022 + 31 * DAY, 1)]
    days = engine.histogram(SearchRequest(), "day")
    assert (len(days), sum(count for _, count in days)) == (41, 3)
    assert engine.histogram(ask("zebra"), "year") == []


def test_similar_articles_share_telling_words(engine: SearchEngine) -> None:
    assert next(hit.id for hit in engine.similar("art_a", 2)) == "art_b"
    assert engine.similar("art_unknown", 2) == []


def test_without_an_index_there_is_a_clear_word_and_no_crash(backend: SearchBackend) -> None:
    engine = backend.reader()
    health = engine.health()
    assert not health.is_ready
    assert "onrecord reindex" in (health.problem or "")
    with pytest.raises(IndexUnavailableError):
        engine.search(SearchRequest())
    with pytest.raises(IndexUnavailableError):
        backend.writer()
    assert backend.verify()
    backend.rebuild([])
    assert engine.search(SearchRequest()).total == 0
    assert backend.verify() == []


def test_a_second_writer_waits_and_gives_up(backend: SearchBackend) -> None:
    backend.rebuild([])
    writer = backend.writer()
    with pytest.raises(IndexUnavailableError):
        backend.writer()
    writer.close()
    backend.writer().close()


def test_a_rebuild_replaces_the_index_under_a_reader(backend: SearchBackend) -> None:
    backend.rebuild([harbour()])
    engine = backend.reader()
    before = engine.search(ask("minister", limit=1))
    backend.rebuild([IndexBatch(articles=[article("art_z", "minister")])])
    after = replace(ask("minister", limit=1), after=before.next_after)
    assert engine.search(after).total == 4
    time.sleep(0.25)
    assert engine.search(ask("minister")).total == 1


def test_no_time_means_a_partial_answer(engine: SearchEngine) -> None:
    page = engine.search(ask("minister", time_budget_ms=0))
    assert page.partial
    assert page.warnings


@pytest.mark.parametrize(
    ("prefix", "kind", "expected"),
    [
        ("harb", "term", ["harbour"]),
        ("ada", "speaker", ["Ada Holm"]),
        ("hol", "speaker", ["Ada Holm"]),
        ("coast", "source", ["Coast Post"]),
        ("boats ret", "title", ["Boats return"]),
        ("fis", "title", ["Fish prices"]),
        ("zeb", "term", []),
        ("boats ret", "term", ["boats return"]),
        ("boats vis", "term", []),
        ("e-m", "term", ["e-mail"]),
        ("", "term", []),
    ],
)
def test_a_beginning_is_completed(
    engine: SearchEngine, prefix: str, kind: str, expected: list[str]
) -> None:
    assert [each.text for each in engine.suggest(prefix, [kind], 5)] == expected


def test_a_misspelt_word_is_corrected_and_said(engine: SearchEngine) -> None:
    page = engine.search(ask("harbuor minister"))
    assert sorted(ids(page)) == ["art_a", "art_b"]
    assert page.did_you_mean == "harbour minister"
    assert page.warnings
    assert engine.search(ask("minister")).did_you_mean is None
