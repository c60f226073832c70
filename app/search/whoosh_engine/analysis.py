"""Where the engine's terms come from: `app.text.analysis`, shared with marking and so no part of an engine.

For the writer: `Analyser.chunk_terms(chunk, language)` for each of `split_chunks(text)` gives the terms
that take a position each, and the extras that share the position of one of them; `exact_terms` gives what
`=Exact` looks up. For the reader: `app.text.query_words`.
"""

from __future__ import annotations

from app.text.analysis import Analyser, ChunkTerms, Tokens, exact_terms, split_chunks

__all__ = ["Analyser", "ChunkTerms", "Tokens", "exact_terms", "split_chunks"]
