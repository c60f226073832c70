"""Which rules these are: kept with each article, raised with every change of what analysis gives."""

from __future__ import annotations

RULES_VERSION = "2026.11.4"
