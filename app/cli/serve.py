"""`onrecord serve`: answer HTTP."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from app.cli import console
from app.observability import configure_logging
from app.serving import serve as run_service
from app.settings import PREFIX, load_settings

app = console.commands()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on, before ONRECORD_HOST.")] = "",
    port: Annotated[str, typer.Option(help="Port to listen on, before ONRECORD_PORT.")] = "",
) -> None:
    """Answer HTTP on ONRECORD_HOST:ONRECORD_PORT until Ctrl-C or SIGTERM."""
    for name, value in (("HOST", host), ("PORT", port)):
        if value:
            # The processes of the service read their settings from the environment.
            os.environ[PREFIX + name] = value
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format)
    console.say(f"Onrecord on http://{settings.host}:{settings.port}/docs (Ctrl-C ends it)")
    run_service(settings)
