"""An article's text -> its quotations with their speakers, and the people it names.

The rooms, in the order of work: `document` cuts the text up; `cue_finder` and `verb_frames` find what attributes;
`contents` and `openings` find what is attributed; `attribution` makes drafts of both; `people` clusters names;
`resolution` says who a phrase is; `assembly` makes the records. All rules are pure and deterministic.
"""

from __future__ import annotations

from app.ingest.analyse.quotations.finding import QuotationsFound, find_quotations

__all__ = ["QuotationsFound", "find_quotations"]
