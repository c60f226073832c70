"""Every table and every query: the database is the truth."""
