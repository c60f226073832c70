"""The measured figures as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from bench.golden_sets import Json

_QUOTED = "quoted text of 3 words or more"


def page(figures: Json) -> str:
    """docs/accuracy.md."""
    lines = [
        "# How accurate Onrecord is",
        "",
        "Written by `make accuracy`; the gate in `tests/golden/test_accuracy_gate.py` holds floors under",
        f"these figures. Release {figures['release']}, rules {figures['rules_version']}. The same figures are at "
        "`GET /v1/about/extraction`.",
        "",
        figures["criterion"],
        "",
        "## Quotations",
        "",
        *_quotations(figures["quotations"]),
        "## How far the confidence can be trusted",
        "",
        "On the sets written for this project:",
        "",
        *_reliability(figures["reliability"]),
        "## Cleaning",
        "",
        *_cleaning(figures["cleaning"]),
        "## What is not known",
        "",
        *(f"- {each}" for each in figures["unknown"]),
    ]
    return "\n".join(lines) + "\n"


def _quotations(sets: list[Json]) -> Iterator[str]:
    for each in sets:
        yield f"- **{each['name']}**, {each['n_documents']} documents: {each['description']}"
    yield ""
    yield "| set | type | in gold | found | precision | recall | F1 |"
    yield "|---|---|---|---|---|---|---|"
    for each in sets:
        for one in each["figures"]:
            kind = _QUOTED if one["type"] == "quoted" else one["type"]
            counts = f"{_count(one['n_gold'])} | {_count(one['n_found'])}"
            shares = " | ".join(f"{100 * one[name]:.1f}" for name in ("precision", "recall", "f1"))
            yield f"| {each['name']} | {kind} | {counts} | {shares} |"
    yield ""
    right = ", ".join(f"{100 * each['right_person']:.1f} % ({each['name']})" for each in sets)
    yield f"Quoted text of a named person given to that person: {right}."
    yield ""


def _reliability(bins: list[Json]) -> Iterator[str]:
    yield "| confidence | quotations | mean confidence | share right |"
    yield "|---|---|---|---|"
    for each in bins:
        yield (
            f"| {each['from']:.2f} to {each['to']:.2f} | {each['n_quotations']} | "
            f"{each['mean_confidence']:.2f} | {each['share_right']:.2f} |"
        )
    yield ""


def _cleaning(sets: list[Json]) -> Iterator[str]:
    for each in sets:
        yield f"**{each['name']}**, {each['n_documents']} documents: {each['description']}"
        yield ""
        yield "| measure | value |"
        yield "|---|---|"
        yield f"| body, token F1 | {each['body_f1']:.3f} |"
        for name, share in each["fields_right"].items():
            yield f"| {name} right | {100 * share:.0f} % |"
        if each["n_chrome_left"] is not None:
            yield f"| pieces of chrome left in a body | {each['n_chrome_left']} |"
        yield ""


def _count(number: int | None) -> str:
    return "" if number is None else str(number)
