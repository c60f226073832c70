from __future__ import annotations

import pytest

from app.ingest.analyse.bylines import clean_authors, find_dateline, parse_byline, parse_credit


@pytest.mark.parametrize(
    ("line", "authors", "agency"),
    [
        ("By ODA LINDQVIST – Associated Press", ("Oda Lindqvist",), "AP"),
        ("By Jane Doe and John Smith, Staff Writers", ("Jane Doe", "John Smith"), None),
        ("Jane Doe, The Associated Press", ("Jane Doe",), "AP"),
        ("Von Max Meier und Eva Schulz", ("Max Meier", "Eva Schulz"), None),
        ("Par Marie Dupont avec AFP", ("Marie Dupont",), "AFP"),
        ("Por Juan Pérez / EFE", ("Juan Pérez",), "EFE"),
        ("By Jane Doe | March 3, 2022", ("Jane Doe",), None),
        ("By Noel Fitch • March 3, 2022", ("Noel Fitch",), None),
        ("By Jane Doe Political Correspondent", ("Jane Doe",), None),
        ("By The Associated Press", (), "AP"),
        ("By Anne O'Brien @aob", ("Anne O'Brien",), None),
        ("记者 林晓岚", ("林晓岚",), None),
        ("文/王小明", ("王小明",), None),
        ("كتبت: سلمى الحداد", ("سلمى الحداد",), None),
        ("Текст: Анна Ветлугина", ("Анна Ветлугина",), None),
    ],
)
def test_bylines_name_people_and_agencies(
    line: str, authors: tuple[str, ...], agency: str | None
) -> None:
    byline = parse_byline(line)
    assert byline is not None
    assert (byline.authors, byline.agency) == (authors, agency)


@pytest.mark.parametrize(
    "line",
    [
        "By the end of the year it will be over.",
        "By Monday",
        "From Russia with love",
        "",
        "Jane Doe",
        "文化部长周三访问上海",
        "x" * 5_000,
    ],
)
def test_other_lines_are_no_bylines(line: str) -> None:
    assert parse_byline(line) is None


@pytest.mark.parametrize(
    ("paragraph", "place", "agency", "rest"),
    [
        ("NICE, France (AP) – While most", "NICE, France", "AP", "While most"),
        ("WASHINGTON, March 3 (Reuters) - The", "WASHINGTON", "Reuters", "The"),
        ("Berlin (dpa/lno) – Die", "Berlin", "dpa", "Die"),
        ("Madrid, 3 mar (EFE).- El", "Madrid", "EFE", "El"),
        ("(ANSA) - ROMA, 03 MAR - Il", "ROMA", "ANSA", "Il"),
        ("Paris, France | AFP | Le", "Paris, France", "AFP", "Le"),
        ("LONDON — The", "LONDON", None, "The"),
        ("NEW DELHI: The minister", "NEW DELHI", None, "The minister"),
        ("PORT AUREL, Lethra (SNA) – The boat", "PORT AUREL, Lethra", "SNA", "The boat"),
    ],
)
def test_datelines_are_read_with_their_length(
    paragraph: str, place: str, agency: str | None, rest: str
) -> None:
    dateline = find_dateline(paragraph)
    assert dateline is not None
    assert (dateline.place, dateline.agency) == (place, agency)
    assert paragraph[dateline.length :] == rest


@pytest.mark.parametrize(
    "paragraph",
    [
        "UPDATE: New",
        "The group (WHO) – said",
        "NATO — the alliance",
        "Ann (left) said",
        "",
        "A" * 9_999,
    ],
)
def test_other_openings_are_no_datelines(paragraph: str) -> None:
    assert find_dateline(paragraph) is None


@pytest.mark.parametrize(
    ("paragraph", "contributors", "agency", "place"),
    [
        ("Ida Berg and Elio Conti contributed to this report from Paris.", ("Ida Berg", "Elio Conti"), None, "Paris"),
        ("This story was reported by The Associated Press. AP writers Ida Berg and Elio Conti contributed to this"
         " report from Paris.", ("Ida Berg", "Elio Conti"), "AP", "Paris"),
        ("Ida Berg in Bern, Switzerland contributed.", ("Ida Berg",), None, "Bern, Switzerland"),
        ("Reporting by Jane Doe in London; Editing by John Roe", ("Jane Doe",), None, "London"),
    ],
)  # fmt: skip
def test_credits_name_contributors(
    paragraph: str, contributors: tuple[str, ...], agency: str | None, place: str | None
) -> None:
    credit = parse_credit(paragraph)
    assert credit is not None
    assert (credit.contributors, credit.agency, credit.place) == (contributors, agency, place)


def test_sentences_about_contributing_are_no_credits() -> None:
    assert parse_credit("The company contributed to the delay, he said.") is None


def test_authors_are_people_each_once() -> None:
    names = ["By Jane Doe", "JANE DOE", "Reuters", "Staff", "Eva Schulz, Redakteurin"]
    assert clean_authors(names) == ("Jane Doe", "Eva Schulz")
