import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import QueryError
from app.search.query_language import (
    And,
    DateRange,
    Fuzzy,
    InField,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
    Words,
    parse,
    print_query,
)
from app.search.query_language.parser import all_of, any_of, negated, side_by_side

_NOW = datetime(2022, 3, 1, 15, tzinfo=UTC)
_DAY = 86_400


def check(typed: str, expected: Node | None, *warnings: str) -> None:
    parsed = parse(typed, now=_NOW)
    assert parsed.node == expected
    assert len(parsed.warnings) == len(warnings), parsed.warnings
    for warning, part in zip(parsed.warnings, warnings, strict=True):
        assert part in warning


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", None),
        (" \t\n", None),
        ("talks", Word("talks")),
        ("U.S. talks!", Words((Word("U.S"), Word("talks")))),
        ("((talks))", Word("talks")),
        ("NOT NOT talks", Word("talks")),
        ("-talks", Not(Word("talks"))),
        ("peace - talks", Words((Word("peace"), Word("talks")))),
        ("peace -- talks", Words((Word("peace"), Word("talks")))),
        ("(peace talks) now", Words((Word("peace"), Word("talks"), Word("now")))),
        ("x1 AND (y1 AND z1)", And((Word("x1"), Word("y1"), Word("z1")))),
        ('""', Word('""')),
        ('peace ""', Word("peace")),
        ('title:"" peace', Word("peace")),
        ("title:(-peace)", InField("title", Not(Word("peace")))),
        ("TITLE:peace", InField("title", Word("peace"))),
        ("title:pea*", InField("title", Prefix("pea"))),
        ("title:title:x1", InField("title", Word("title:x1"))),
        ("title:=Peace", InField("title", Word("Peace", is_exact=True))),
        ("o'bri*", Prefix("o'bri")),
        ("*really* so", Words((Word("really"), Word("so")))),
        ("date:yesterday", DateRange(19_051 * _DAY, 19_052 * _DAY)),
        ("date:7d", DateRange(19_045 * _DAY, None)),
        ("date:..1969", DateRange(None, 0)),
        ("http://a.org/b?c=d", Words((Word("http://a.org/b"), Word("c"), Word("d")))),
        ("C:\\Users\\x", Words((Word("C"), Word("Users"), Word("x")))),
        ("rock 'n' roll", Words((Word("rock"), Word("n"), Word("roll")))),
    ],
)
def test_a_query_is_read_without_a_warning(typed: str, expected: Node | None) -> None:
    if typed == '""':
        check(typed, expected, "no word")
    else:
        check(typed, expected)


@pytest.mark.parametrize(
    ("typed", "expected", "warning"),
    [
        ("talks)", Word("talks"), "no partner"),
        ("AND talks", Words((Word("and"), Word("talks"))), "nothing to join"),
        ("NOT", Word("not"), "nothing to join"),
        ("talks~9", Fuzzy("talks", 2), "one or two letters"),
        ("ab~1", Word("ab"), "three letters"),
        ("jean-yv*", Word("jean-yv"), "left out"),
        ("talks^nan", Word("talks"), "weights"),
        ('"a b"~1000000', Phrase(("a", "b"), 100), "100 apart"),
        ("spaeker:x1", Word("spaeker:x1"), "“speaker:”"),
        ("title: x1", Words((Word("title"), Word("x1"))), "no space after"),
        ("date:2023..2022", Word("2023..2022"), "is after"),
        ("date:soon", Word("soon"), "is no date"),
        ("title:(body:x1)", InField("title", Words((Word("body"), Word("x1")))), "inside"),
        ("one two three four five six *seven", None, "begin a word with *"),
        ("one two three four five six se*", None, "too short"),
        ("😀", Word("😀"), "no word"),
        ("\ud800", Word("\ufffd"), "no word"),
        ("PEACE TALKS RESUME AND ARMIES OR GUNS", None, "all in capitals"),
    ],
)
def test_trouble_becomes_words_and_a_warning(
    typed: str, expected: Node | None, warning: str
) -> None:
    parsed = parse(typed, now=_NOW)
    assert any(warning in each for each in parsed.warnings), parsed.warnings
    if expected is not None:
        assert parsed.node == expected


@pytest.mark.parametrize(
    ("typed", "position"),
    [("*x", 0), ("peace *talks", 6), ("peace ab*", 6), ("title:a*", 6), ("*", 0)],
)
def test_what_would_look_at_every_word_is_refused_with_its_position(
    typed: str, position: int
) -> None:
    with pytest.raises(QueryError) as error:
        parse(typed)
    assert error.value.position == position


def test_positions_slice_the_typed_query() -> None:
    node = parse('peace "open line" talks').node
    assert isinstance(node, Words)
    typed = 'peace "open line" talks'
    assert [typed[each.start : each.end] for each in node.children] == [  # type: ignore[union-attr]
        "peace",
        '"open line"',
        "talks",
    ]


def test_a_very_long_sentence_is_cut_with_a_warning() -> None:
    parsed = parse(" ".join(f"w{i % 400}" for i in range(1500)))
    assert isinstance(parsed.node, Words)
    assert len({child.text for child in parsed.node.children if isinstance(child, Word)}) == 256
    assert any("256" in warning for warning in parsed.warnings)


@pytest.mark.parametrize(
    "typed",
    ["(" * 8000, '"' * 8000, "-" * 8000, "-x" * 4000, "+-" * 4000, "a:" * 4000, "NOT " * 2000 + "x1",
     "(x1 OR " * 1100, "title:(" * 1100, "\u0301" * 8000, "abc* " * 1600, "x1 OR " * 1300, ")(" * 4000],
)  # fmt: skip
def test_an_attack_takes_milliseconds(typed: str) -> None:
    started = time.process_time()
    parsed = parse(typed)
    assert print_query(parse(print_query(parsed.node)).node) == print_query(parsed.node)
    assert time.process_time() - started < 0.5
    assert len(parsed.warnings) <= 10


_ALPHABET = st.sampled_from(
    ["a", "é", "9", "pea", " ", " ", "(", ")", '"', "“", "-", "+", "*", "~", "~2", "=", ":", "title:",
     "date:", "2022", "2022-02", "..", " AND ", " OR ", " NOT ", "\\", "'", "’", ".", "^2", "\u0301", "😀", "普", "_"]
)  # fmt: skip


@given(st.lists(_ALPHABET, max_size=25).map("".join) | st.text(max_size=60))
def test_only_a_query_error_is_raised_and_printing_keeps_the_meaning(typed: str) -> None:
    try:
        node = parse(typed, now=_NOW).node
    except QueryError:
        return
    assert parse(print_query(node), now=_NOW).node == node


_PLAIN_WORD = st.sampled_from(["a", "Peace", "OR", "AND", "x9", "2022", "NOT"])
_PLAIN_WORDS = st.lists(_PLAIN_WORD, min_size=1, max_size=6)


@given(_PLAIN_WORDS)
def test_plain_words_are_read_the_same_with_and_without_signs(words: list[str]) -> None:
    plain = parse(" ".join(words))
    signed = parse(" ".join(words) + " ,")
    assert plain == signed
    assert repr(plain) == repr(signed)  # positions, too


_WORD_TEXT = st.sampled_from(
    ["peace", "Élysée", "U.S", "o’brien", "jean-yves", "9/11", "OR", "title:x"]
)
_DAYS = st.integers(-40_000, 40_000).map(lambda day: day * _DAY)
_LEAVES: st.SearchStrategy[Node] = st.one_of(
    _WORD_TEXT.map(Word),
    st.sampled_from(["Polish", "US"]).map(lambda text: Word(text, is_exact=True)),
    st.builds(Phrase, st.lists(_WORD_TEXT, min_size=1, max_size=3).map(tuple), st.integers(0, 100)),
    st.sampled_from(["pre", "Élys"]).map(Prefix),
    st.builds(Fuzzy, st.just("Lindqvist"), st.integers(1, 2)),
)
_DATES = st.tuples(_DAYS, st.integers(1, 900)).map(
    lambda pair: DateRange(pair[0], pair[0] + pair[1] * _DAY)
)


def _combine(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=1, max_size=3)
    return st.one_of(
        several.map(all_of), several.map(any_of), several.map(side_by_side), nodes.map(negated)
    )


_IN_ONE_FIELD = st.recursive(_LEAVES, _combine, max_leaves=3)
_TREES = st.recursive(
    _LEAVES | _DATES | st.builds(InField, st.sampled_from(["title", "speaker"]), _IN_ONE_FIELD),
    _combine,
    max_leaves=6,
)


@given(_TREES)
def test_a_printed_tree_is_parsed_to_the_same_tree(tree: Node) -> None:
    assert parse(print_query(tree)).node == tree


def test_parsing_takes_linear_time() -> None:
    def cost(n: int) -> float:
        text = ('peace AND (talks OR "open line") -x9 title:y9 ' * n)[:8000]
        started = time.process_time()
        for _ in range(5):
            parse(text)
        return time.process_time() - started

    cost(20)
    assert cost(160) < 30 * max(cost(20), 0.0005)
