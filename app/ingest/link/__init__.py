"""Analysed plus what is stored, to ids: near-duplicates and speakers."""
