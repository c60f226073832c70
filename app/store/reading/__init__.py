"""What readers of the archive ask: articles, quotations, speakers, stories, sources."""
