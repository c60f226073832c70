"""Every line of the log has one form, whoever wrote it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from app.observability import configure_logging, log_event


@pytest.fixture
def loggers() -> Iterator[None]:
    kept = [
        (one, list(one.handlers), one.propagate, one.level)
        for one in map(logging.getLogger, ("onrecord", "uvicorn"))
    ]
    yield
    for logger, handlers, propagate, level in kept:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.mark.usefixtures("loggers")
def test_lines_of_the_server_are_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info", "json")
    log_event("started", port=8000)
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["started", "Invalid HTTP request received."]
    assert [line["level"] for line in lines] == ["info", "warning"]
    assert all(line["time"].endswith("Z") for line in lines)
