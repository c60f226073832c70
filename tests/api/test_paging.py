"""Cursors are good for the search they were made for, and for nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.paging import CursorSigner, load_secret
from app.api.walk import PAGES_BACK
from app.errors import CursorError

SIGNER = CursorSigner(b"a secret of this test")
positions = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=50),
    st.integers(-(2**53), 2**53),
    st.tuples(st.text(st.characters(codec="utf-8"), max_size=20), st.integers(0, 2**53)),
)


@given(positions, st.text(st.characters(codec="utf-8")))
def test_a_cursor_gives_its_position_back(position: object, search: str) -> None:
    found = SIGNER.read(SIGNER.write(position, search), search)
    assert found == (list(position) if isinstance(position, tuple) else position)


@given(st.text(max_size=60))
def test_what_was_made_up_is_refused(cursor: str) -> None:
    with pytest.raises(CursorError):
        SIGNER.read(cursor, "list")


@given(st.integers(0, 30), st.integers(1, 255))
def test_a_changed_cursor_is_refused(place: int, change: int) -> None:
    cursor = SIGNER.write(["2022-02-07", 17], "list")
    place %= len(cursor)
    changed = chr((ord(cursor[place]) + change) % 128)
    if changed != cursor[place]:
        with pytest.raises(CursorError):
            SIGNER.read(cursor[:place] + changed + cursor[place + 1 :], "list")


def test_a_cursor_of_another_search_is_refused() -> None:
    cursor = SIGNER.write(20, "/v1/articles?q=bridge")
    with pytest.raises(CursorError):
        SIGNER.read(cursor, "/v1/articles?q=ferry")


def test_a_cursor_of_another_archive_is_refused() -> None:
    with pytest.raises(CursorError):
        CursorSigner(b"another secret").read(SIGNER.write(20, "list"), "list")


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = load_secret("", tmp_path / "new")
    assert len(first) == 32
    assert load_secret("", tmp_path / "new") == first
    kept = next((tmp_path / "new").iterdir())
    assert kept.stat().st_mode & 0o077 == 0
    assert load_secret("configured", tmp_path) == b"configured"


@pytest.mark.parametrize(
    "address",
    [
        "/v1/articles?limit=1",
        "/v1/quotations?q=the&match=any&limit=4",
        "/v1/speakers?limit=9",
        "/v1/sources?limit=2",
    ],
)
def test_a_list_is_walked_back_as_it_was_walked_forth(api: Any, address: str) -> None:
    forth = [api.get(address).json()]
    while forth[-1]["next"] and len(forth) < PAGES_BACK + 4:
        forth.append(api.get(forth[-1]["next"]).json())
    assert len(forth) > 2
    assert forth[0]["prev"] is None
    back = [forth[-1]]
    while back[-1]["prev"]:
        back.append(api.get(back[-1]["prev"]).json())
    n_back = min(len(forth), PAGES_BACK + 1)
    assert [page["items"] for page in back] == [
        page["items"] for page in list(reversed(forth))[:n_back]
    ]
