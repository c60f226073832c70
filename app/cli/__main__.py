"""`python -m app.cli` is `onrecord`."""

from app.cli import main

main()
