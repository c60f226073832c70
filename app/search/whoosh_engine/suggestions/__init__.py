"""What goes on as typed: words, people, sources, titles."""
