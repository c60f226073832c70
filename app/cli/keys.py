"""`onrecord keys`: who may do what over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from app.cli import console
from app.settings import load_settings
from app.store.administration import keys as stored_keys
from app.store.database import new_session, open_database
from app.store.handles import StoreSession
from app.store.schema.upgrade import ensure_current

app = console.commands("Keys for the API: made, listed, revoked. Only their hashes are kept.")


@app.command("add")
def add_key(
    name: Annotated[str, typer.Argument(help="Who will use it.")],
    scope: Annotated[
        list[str], typer.Option(help=f"What it may do: {', '.join(stored_keys.SCOPES)}.")
    ],
    expires: Annotated[
        str | None,
        typer.Option(help="When it ends: days from now (90d), a day (its end, UTC) or a time."),
    ] = None,
    access: Annotated[
        str | None,
        typer.Option(help=f"How much text it sees: {', '.join(stored_keys.ACCESS_LEVELS)}."),
    ] = None,
) -> None:
    """Make a key and show it, once."""
    with _session() as session:
        try:
            expires_at = None if expires is None else moment_of_expiry(expires, datetime.now(UTC))
            key, secret = stored_keys.create_key(
                session, name, scope, access=access, expires_at=expires_at
            )
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    console.print_line(secret)
    until = f" until {key.expires_at:%Y-%m-%d %H:%M} UTC" if key.expires_at else ""
    console.say(f"This is {key.id}, good{until or ' until it is revoked'}.")
    console.say("It is shown this once; keep it as you keep a password.")


@app.command("list")
def list_keys() -> None:
    """List the keys, without the keys themselves."""
    now = datetime.now(UTC)
    with _session() as session:
        for key in stored_keys.keys(session):
            until = f" until {key.expires_at:%Y-%m-%d}" if key.expires_at else ""
            state = key.refusal(now) or f"valid{until}"
            sees = f"  sees {key.access}" if key.access else ""
            used = f"{key.last_used_at:%Y-%m-%d}" if key.last_used_at else "never"
            console.print_line(
                f"{key.id}  {key.name}  {' '.join(key.scopes)}{sees}  {state}  last used {used}"
            )


@app.command("revoke")
def revoke_key(key: Annotated[str, typer.Argument(help="A key's id.")]) -> None:
    """Make a key useless from now on."""
    with _session() as session:
        stored_keys.revoke_key(session, key)
    console.say(f"{key} is revoked.")


def moment_of_expiry(text: str, now: datetime) -> datetime:
    """`90d`, a day (to its end) or a time as a moment in UTC. Raises ValueError with a sentence."""
    try:
        if text.endswith("d") and text[:-1].isdecimal():
            return now + timedelta(days=int(text[:-1]))
        moment = datetime.fromisoformat(text)
        if "T" not in text:
            moment += timedelta(days=1)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is none of 90d, 2027-01-31, 2027-01-31T12:00:00Z") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _session() -> StoreSession:
    database = open_database(load_settings())
    ensure_current(database)
    return new_session(database)
