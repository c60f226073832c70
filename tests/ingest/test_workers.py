from __future__ import annotations

import time
from pathlib import Path

from app.ingest.limits import analyse_here
from app.ingest.workers import Done, WorkerPool
from app.records import MediaType, RawDocument, Rejected, RejectedReason
from tests.ingest.faulty_analysis import by_word


def document(text: str) -> RawDocument:
    return RawDocument(text.encode(), MediaType.TEXT, text, text)


def reasons(texts: list[str], n_workers: int = 2, timeout_seconds: float = 30) -> list[str]:
    with WorkerPool(by_word, n_workers, timeout_seconds) as pool:
        results = list(pool.run(document(text) for text in texts))
    assert [each.origin for each in results if isinstance(each, Rejected)] == texts
    return [each.reason.value for each in results if isinstance(each, Rejected)]


def test_results_come_in_the_order_of_the_documents_whatever_happens(tmp_path: Path) -> None:
    texts = [f"ok {n}" for n in range(40)]
    texts[7], texts[20], texts[33] = "die", "raise this", f"die-once {tmp_path / 'tried'}"
    expected = ["no_article"] * 40
    expected[7] = expected[20] = "failed"
    assert reasons(texts) == expected


def test_nobody_pays_for_another_document_while_the_caller_is_busy() -> None:
    texts = [f"ok {n} {'x' * 20_000}" for n in range(40)]
    texts[30] = "die"
    with WorkerPool(by_word, 1, 30) as pool:
        results = pool.run(document(text) for text in texts)
        first = next(results)
        time.sleep(0.5)  # what the worker has to say does not fit into the pipe
        found = [first, *results]
    failed = [
        each.origin
        for each in found
        if isinstance(each, Rejected) and each.reason is RejectedReason.FAILED
    ]
    assert failed == ["die"]


def test_a_stuck_worker_is_replaced_and_its_document_rejected() -> None:
    texts = ["ok 1", "hang", "ok 2", "ok 3"]
    assert reasons(texts, 1, 1.0) == ["no_article", "timed_out", "no_article", "no_article"]


def test_a_busy_machine_refuses_nothing() -> None:
    assert reasons(["crawl", "ok"], 1, 1.0) == ["no_article", "no_article"]


def test_the_limit_is_cpu_time_and_holds_inside_a_call_that_does_not_return() -> None:
    texts = ["ok 1", "spin", "ok 2", "never-return", "ok 3"]
    assert reasons(texts, 1, 0.5) == [
        "no_article",
        "timed_out",
        "no_article",
        "timed_out",
        "no_article",
    ]


def test_what_needs_no_analysis_keeps_its_place() -> None:
    known = Done(document("known"))
    with WorkerPool(by_word, 1, 30) as pool:
        results = list(pool.run([known, document("ok"), known]))
    assert [isinstance(each, Done) for each in results] == [True, False, True]


def test_a_run_without_work_starts_no_process() -> None:
    known = Done(document("known"))
    with WorkerPool(by_word, 4, 30) as pool:
        assert list(pool.run([known] * 1_000)) == [known] * 1_000
        assert pool.n_started == 0


def test_a_document_that_never_ends_is_rejected_here_too() -> None:
    result = analyse_here(by_word, document("spin"), 0.2)
    assert isinstance(result, Rejected)
    assert result.reason is RejectedReason.TIMED_OUT
    assert result.raw is not None
