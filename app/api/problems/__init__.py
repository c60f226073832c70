"""Errors as problem+json (RFC 9457): the kinds, the API's own errors, the answers made from them."""
