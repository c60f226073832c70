"""The search engine on a Whoosh index with our own codec and execution."""
