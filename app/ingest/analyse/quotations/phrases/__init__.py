"""Noun phrases: who or what may be a speaker, and what stands in apposition to it."""
