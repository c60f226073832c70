"""A key that may do everything in the running archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import onrecord

SCOPES = ("read", "read:text", "ingest", "correct", "admin")


@pytest.fixture(scope="session")
def key(served_archive: Path, sample_server: str) -> str:
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    done = onrecord("keys", "add", "samples", *scopes, data_dir=served_archive)
    return done.stdout.decode().strip()
