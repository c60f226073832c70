"""From a batch to a commit: documents, tokens, segments, merges, generations built aside."""
