"""Who is who across articles: spellings, bare surnames, offices."""
