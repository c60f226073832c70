"""Bytes in, RawDocument out: one module for each kind of source."""
