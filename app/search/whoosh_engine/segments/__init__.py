"""What is on disk: files of arrays, the codec in Whoosh's terms, a segment's fields, words and live documents, the
snapshot of a commit."""
