"""From messy sources to stored, linked and indexed articles."""
