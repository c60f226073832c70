"""Other extractors behind one exchange of JSON lines; each runs in an environment of its own (README.md)."""
