"""`onrecord keys`: who may do what over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import console
from app.settings import load_settings
from app.store import keys as stored_keys
from app.store.database import new_session, open_database
from app.store.handles import StoreSession
from app.store.upgrade import ensure_current

app = console.commands("Keys for the API: made, listed, revoked. Only their hashes are kept.")


@app.command("add")
def add_key(
    name: Annotated[str, typer.Argument(help="Who will use it.")],
    scope: Annotated[
        list[str], typer.Option(help=f"What it may do: {', '.join(stored_keys.SCOPES)}.")
    ],
) -> None:
    """Make a key and show it, once."""
    with _session() as session:
        try:
            key, secret = stored_keys.create_key(session, name, scope)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    console.print_line(secret)
    console.say(f"This is {key.id}. It is shown this once; keep it as you keep a password.")


@app.command("list")
def list_keys() -> None:
    """List the keys, without the keys themselves."""
    with _session() as session:
        for key in stored_keys.keys(session):
            state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "valid"
            used = f"{key.last_used_at:%Y-%m-%d}" if key.last_used_at else "never"
            console.print_line(
                f"{key.id}  {key.name}  {' '.join(key.scopes)}  {state}  last used {used}"
            )


@app.command("revoke")
def revoke_key(key: Annotated[str, typer.Argument(help="A key's id.")]) -> None:
    """Make a key useless from now on."""
    with _session() as session:
        stored_keys.revoke_key(session, key)
    console.say(f"{key} is revoked.")


def _session() -> StoreSession:
    database = open_database(load_settings())
    ensure_current(database)
    return new_session(database)
