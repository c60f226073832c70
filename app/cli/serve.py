"""`onrecord serve`: answer HTTP."""

from __future__ import annotations

from app.cli import console
from app.observability import configure_logging
from app.serving import serve as run_service
from app.settings import load_settings

app = console.commands()


@app.command()
def serve() -> None:
    """Answer HTTP on ONRECORD_HOST:ONRECORD_PORT until Ctrl-C or SIGTERM."""
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format)
    console.say(f"Onrecord on http://{settings.host}:{settings.port}/docs (Ctrl-C ends it)")
    run_service(settings)
