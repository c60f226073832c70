"""Roles that one person holds at a time, and names of bodies, in their many wordings."""

from __future__ import annotations

import pytest

from app.text.offices import office_described, office_stated
from app.text.organisations import has_legal_form, organisation_key

SAME = [
    ("French President", "the French president", "France's president"),
    ("mayor of Velm", "Velm mayor", "the mayor of Velm"),
    ("US President", "U.S. president", "American president"),
]
NOT_HELD = [
    "a senator",
    "former mayor of Velm",
    "Then French President",
    "its director",
    "who mends nets",
]
DESCRIBED = {
    "The French president": "french president",
    "France's foreign minister": "foreign french minister",
    "the mayor of Velm": "mayor velm",
    "A French official": None,
    "the French official": None,
    "the president": None,
    "the Foreign Minister": None,
    "the former French president": None,
}
ONE_BODY = [
    ("the Élysée", "Elysee", "the French presidency"),
    ("the entourage of Ann Lee", "Ann Lee’s entourage"),
    ("The Farmers' League", "Farmers League"),
]


@pytest.mark.parametrize("roles", SAME)
def test_wordings_of_one_office_have_one_key(roles: tuple[str, ...]) -> None:
    assert len({office_stated(role, "en") for role in roles}) == 1


@pytest.mark.parametrize("role", NOT_HELD)
def test_a_role_of_several_or_of_another_time_is_no_office(role: str) -> None:
    assert office_stated(role, "en") is None


@pytest.mark.parametrize("mention", DESCRIBED)
def test_a_description_names_an_office_only_where_it_says_which(mention: str) -> None:
    first, _, rest = mention.partition(" ")
    description = rest if first.lower() in {"the", "a"} else mention
    assert office_described(mention, description, "en") == DESCRIBED[mention]


def test_a_language_without_a_table_has_no_descriptions_of_offices() -> None:
    assert office_described("the French president", "French president", "fr") is None


@pytest.mark.parametrize("names", ONE_BODY)
def test_names_of_one_body_have_one_key(names: tuple[str, ...]) -> None:
    assert len({organisation_key(name) for name in names}) == 1


@pytest.mark.parametrize("name", ["the ministry", "union", "office of the prime minister"])
def test_a_body_without_a_name_has_no_key(name: str) -> None:
    assert organisation_key(name) is None


def test_a_name_with_of_is_not_turned_round() -> None:
    assert organisation_key("University of York") != organisation_key("York University")


@pytest.mark.parametrize(
    "name", ["Ann Baker Inc.", "Lee Brothers plc", "Aoki Boru K.K.", "Adam Opel AG", "Rossi S.p.A."]
)
def test_a_legal_form_at_the_end_makes_a_company_of_a_name(name: str) -> None:
    assert has_legal_form(name.split())


@pytest.mark.parametrize(
    "name", ["Inc", "Ann Sa", "Gene Pao", "Huy Co", "Ann Baker Jr.", "Inc Ann"]
)
def test_surnames_that_look_like_a_legal_form_stay_persons(name: str) -> None:
    assert not has_legal_form(name.split())
