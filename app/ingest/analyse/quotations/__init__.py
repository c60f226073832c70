"""An article's text -> its quotations with their speakers, and the people it names.

The rooms, in the order of work (`finding` calls them):
1. `document` cuts the text into paragraphs, sentences and tokens, a whole quotation being one token.
2. `people` clusters the names; `directory` finds a cluster from any form of its name; `roles` notes what the text says they are.
3. `attribution` makes drafts of quotations, sentence by sentence:
   `cue_finder`, `verb_frames`, `verb_reader` find what attributes, `phrases`, `clauses`, `phrases_right`, `appositions` to whom;
   `contents` (`contents_left`, `contents_right`), `openings`, `content_ends` find what is attributed; `uncovered`, `pull_quotes`, `interrupted`, `dialogue` and
   `quoted_terms` deal with speech that no cue covers, and with marks that quote nobody.
4. `resolution` says who a phrase is: names, `pronouns`, `descriptions`.
5. `assembly` makes the records, with `confidence` as measured.

All rules are pure and deterministic, and all their words are in `app/text/languages`. docs/quotations.md says what counts.
"""

from __future__ import annotations

from app.ingest.analyse.quotations.finding import QuotationsFound, find_quotations

__all__ = ["QuotationsFound", "find_quotations"]
