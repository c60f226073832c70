"""Where the engine's terms come from: `app.text.analysis`, shared with marking and so no part of an engine.

For the writer: `Analyser.analyse_chunk(chunk, language)` gives the terms that take a position each, and the
extras that share the position of one of them; `exact_terms` gives what `=Exact` looks up.

Stems are not words: "negoti" is neither what `negotiat*` begins nor what a reader types. So an index also
keeps a vocabulary: each distinct `(surface, stem)` of its text with the number of articles or occurrences,
sorted by surface. The writer gets it from `Analyser.surfaces(chunk, language)`, once per distinct chunk and
times the chunk's count, not once per token. `prefi*` is expanded there and becomes the stems;
`spelling` and `suggest` are built from it.

For the reader: `app.text.query_words` (`read_words`, `mark_stop_words`, `languages_by_size`). A `Form` with
languages counts only in articles of those languages.
"""

from __future__ import annotations

from app.text.analysis import Analyser, ChunkTerms, Tokens, close_numbers, exact_terms

__all__ = ["Analyser", "ChunkTerms", "Tokens", "close_numbers", "exact_terms"]
