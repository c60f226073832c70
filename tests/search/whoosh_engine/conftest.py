"""A small index in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.search.interface import SearchBackend
from app.search.whoosh_engine.backend import WhooshBackend
from tests.contract.engine_samples import harbour


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def backend(index_dir: Path) -> SearchBackend:
    made = WhooshBackend(index_dir, lock_seconds=0.2)
    made.rebuild([harbour()])
    return made
