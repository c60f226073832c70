"""Pure functions on text: folding, tokens, sentences, quotation marks, names."""
