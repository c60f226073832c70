"""A store of bytes: within its bound, what was used last is there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.caches import ByteCache, CacheBudget


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 70))), st.integers(0, 100))
def test_a_cache_is_within_its_bound_and_holds_what_came_last(
    kept: list[tuple[int, int]], most: int
) -> None:
    cache: ByteCache[int, int] = ByteCache(most)
    size_by_key: dict[int, int] = {}
    for key, n_bytes in kept:
        cache.keep(key, n_bytes, n_bytes)
        if n_bytes <= most:
            size_by_key[key] = n_bytes
            assert cache.find(key) == n_bytes
        held = {key: found for key in size_by_key if (found := cache.find(key)) is not None}
        assert cache.n_bytes == sum(held.values()) <= most
        assert held.items() <= size_by_key.items()


def test_what_was_used_longest_ago_makes_room() -> None:
    cache: ByteCache[str, str] = ByteCache(100)
    cache.keep("a", "first", 40)
    cache.keep("b", "second", 40)
    assert cache.find("a") == "first"
    cache.keep("c", "third", 40)
    assert cache.find("b") is None
    assert (cache.find("a"), cache.find("c")) == ("first", "third")
    cache.keep("d", "larger than the whole", 101)
    assert cache.find("d") is None


@given(st.integers(8, 65_536))
def test_the_parts_of_a_budget_are_no_more_than_the_whole(n_megabytes: int) -> None:
    budget = CacheBudget.of_megabytes(n_megabytes)
    parts = (budget.names, budget.values, budget.words, budget.scratch, budget.answers)
    assert sum(parts) <= budget.total == n_megabytes * 1_000_000
    assert all(parts)
