"""Raw documents into analysed ones: pure, without clock, file, network or database."""

from __future__ import annotations

from app.ingest.analyse.analysis import MAX_DOCUMENT_BYTES, analyse, clean

__all__ = ["MAX_DOCUMENT_BYTES", "analyse", "clean"]
