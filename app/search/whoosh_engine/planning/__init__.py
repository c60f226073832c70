"""From a query to a plan of index terms: aliases, other spellings, prefixes, languages."""
