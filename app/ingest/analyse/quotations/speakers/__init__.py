"""Whom the phrases mean within the article: names, roles, descriptions, pronouns."""
