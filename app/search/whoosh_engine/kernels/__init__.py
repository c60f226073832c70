"""Inner loops, compiled where they could be, else in numpy: `query` for searching, `indexing` for writing."""
