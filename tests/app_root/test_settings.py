"""Settings are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import SettingsError
from app.settings import load_settings


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ONRECORD_PORT", "eighty"),
        ("ONRECORD_PORT", "70000"),
        ("ONRECORD_LOG_LEVEL", "loud"),
        ("ONRECORD_ACCESS", "everything"),
        ("ONRECORD_QUERY_BUDGET_MS", "0"),
    ],
)
def test_a_wrong_value_is_refused_by_the_variables_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable) as refused:
        load_settings()
    assert refused.value.name == variable


def test_an_unknown_variable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATADIR", "/srv")
    with pytest.raises(SettingsError, match="ONRECORD_DATADIR"):
        load_settings()


def test_the_database_lies_in_the_data_folder_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONRECORD_DATA_DIR", "/srv/archive")
    settings = load_settings()
    assert settings.effective_database_url == "sqlite:////srv/archive/onrecord.db"
    assert settings.index_dir == Path("/srv/archive/index")
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql+psycopg://db/archive")
    assert load_settings().effective_database_url == "postgresql+psycopg://db/archive"
