"""What Prometheus reads: every number that an operator is promised, in the format's own grammar."""

from __future__ import annotations

import re
from typing import Any

from app.observability import Counter, Measured, exposition

LINE = re.compile(
    r'([a-z_]+)(?:\{([a-z_]+="[^"\n]*"(?:,[a-z_]+="[^"\n]*")*)\})? (-?[0-9.e+-]+|\+Inf)'
)


def samples(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            read = LINE.fullmatch(line)
            assert read is not None, line
            found[line.rpartition(" ")[0]] = float(read[3])
    return found


def test_requests_phases_index_lag_and_jobs_are_counted(api: Any) -> None:
    api.get("/v1/articles?q=harbour")
    text = api.get("/metrics").text
    found = samples(text)
    assert found["onrecord_index_ready"] == 1
    assert found["onrecord_index_lag_articles"] == 0
    assert found["onrecord_generation"] > 0
    assert found["onrecord_index_articles"] > 20
    assert sum(name.startswith("onrecord_index_info{generation=") for name in found) == 1
    assert found['onrecord_jobs{state="succeeded"}'] >= 1
    assert found['onrecord_jobs{state="running"}'] == 0
    assert found['onrecord_documents_total{outcome="stored"}'] == found["onrecord_index_articles"]
    assert (
        found['onrecord_requests_total{method="GET",operation="list_articles",status="200"}'] >= 1
    )
    assert found['onrecord_phase_seconds_count{phase="search"}'] >= 1
    named = {name.partition("{")[0] for name in found}
    for name in named:
        bare = re.sub("_(bucket|sum|count)$", "", name)
        assert f"# HELP {bare} " in text
        assert f"# TYPE {bare} " in text


def test_without_an_index_the_numbers_say_so(empty_api: Any) -> None:
    found = samples(empty_api.get("/metrics").text)
    assert found["onrecord_index_ready"] == 0
    assert found['onrecord_documents_total{outcome="stored"}'] == 0


def test_a_large_counter_goes_on_by_one() -> None:
    counter = Counter("onrecord_things_total", "Things.")
    counter.add(12_345_678)
    measured = Measured("onrecord_bytes", "Bytes.", {"": 98_765_432_101.5})
    assert [f"{name} {value}" for name, _, value in counter.samples()] == [
        "onrecord_things_total 12345678"
    ]
    assert "onrecord_bytes 98765432101.5\n" in exposition([measured])
