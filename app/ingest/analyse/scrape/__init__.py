"""A plain-text scrape into a cleaned article.

The rooms, in the order of work: `layout` and `lines` make lines of it; `frame_phrases` and `chrome` name what is
no article text; `features`, `weights` and `regions` find where the article lies; `titles`, `captions` and
`labels` say what each line is; `assemble` makes the article.
"""

from __future__ import annotations

from app.ingest.analyse.scrape.cleaning import clean_record_text, clean_scrape

__all__ = ["clean_record_text", "clean_scrape"]
