"""Onrecord: a self-hosted archive of news articles that knows who said what."""
