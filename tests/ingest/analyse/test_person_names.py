"""Names out of bylines, and people told from desks, houses, places and links."""

from __future__ import annotations

import pytest

from app.ingest.analyse.person_names import is_person, split_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Morag Linklater and Tom Isbister", ["Morag Linklater", "Tom Isbister"]),
        ("Von Alois Kränzlein, Rita Moos und Jan Ohl", ["Alois Kränzlein", "Rita Moos", "Jan Ohl"]),
        ("Par Solène Kerbrat", ["Solène Kerbrat"]),
        ("Ada Brenn/Lou Marsh", ["Ada Brenn", "Lou Marsh"]),
        ("Ada Brenn (Lisbon); Lou Marsh", ["Ada Brenn", "Lou Marsh"]),
        ("Words by Ada Brenn | 5 min read", ["Ada Brenn", "5 min read"]),
        ("José Luis Ortega y Gasset", ["José Luis Ortega", "Gasset"]),
        ("<b>Ada&nbsp;Brenn</b>", ["Ada Brenn"]),
        ("", []),
    ],
)
def test_a_byline_is_split_into_its_names(text: str, names: list[str]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize(
    "name",
    ["Ada Brenn", "ADA BRENN", "J. K. Lund", "Ludwig van der Velde", "Fouzia bint Aal", "Dr. Max Ohl", "Siân O’Dowd", "Łucja Żak", "王小明",
     "Анна Котова", "Anne-Marie St. Clair"],
)  # fmt: skip
def test_people_are_people(name: str) -> None:
    assert is_person(name, "The Skerry Herald")


@pytest.mark.parametrize(
    "name",
    ["AFP", "dpa", "Associated Press", "The Skerry Herald", "Skerry Herald Reporter", "News Desk", "Redaktion Sport", "ada@herald.example",
     "www.herald.example", "Facebook", "5 min read", "published today", "admin", "Lisbon", "of the", "x" * 80, "A", "Read More"],
)  # fmt: skip
def test_desks_houses_places_and_links_are_no_people(name: str) -> None:
    assert not is_person(name, "The Skerry Herald")
