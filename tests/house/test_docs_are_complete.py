"""A setting, command or error that the docs do not name fails here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

from app import cli
from app.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]


def read_doc(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("field", sorted(Settings.model_fields))
def test_every_setting_is_documented_with_its_default(field: str) -> None:
    variable = PREFIX + field.upper()
    rows = [
        line for line in read_doc("settings.md").splitlines() if line.startswith(f"| `{variable}`")
    ]
    assert len(rows) == 1, f"{variable} needs one row in docs/settings.md"
    default = Settings.model_fields[field].default
    shown = getattr(default, "get_secret_value", lambda: default)()
    if str(shown):
        value = str(shown).lower() if isinstance(shown, bool) else str(shown)
        assert f"`{value}`" in rows[0], f"{variable}: the docs do not give its default {value}"


def test_no_setting_is_documented_that_does_not_exist() -> None:
    rows = [
        line for line in read_doc("settings.md").splitlines() if line.startswith("| `ONRECORD_")
    ]
    documented = {row.split("`")[1] for row in rows}
    assert documented == {PREFIX + field.upper() for field in Settings.model_fields}


def commands(group: Any, prefix: str = "onrecord") -> list[tuple[str, Any]]:
    """Every command with its full name, groups opened."""
    context = typer.Context(group)
    found: list[tuple[str, Any]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        full = f"{prefix} {name}"
        found += commands(command, full) if hasattr(command, "list_commands") else [(full, command)]
    return found


COMMANDS = commands(typer.main.get_command(cli.app))


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_command_is_documented(name: str) -> None:
    rows = [line for line in read_doc("commands.md").splitlines() if line.startswith(f"| `{name}")]
    assert rows, f"{name} needs a row in docs/commands.md"


def test_every_command_and_option_has_a_help_text() -> None:
    silent = [name for name, command in COMMANDS if not command.help]
    silent += [
        f"{name} {parameter.name}"
        for name, command in COMMANDS
        for parameter in command.params
        if hasattr(parameter, "help") and not parameter.help
    ]
    assert silent == []
