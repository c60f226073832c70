"""Addresses that are answered whatever the load."""

# A probe must never be refused, or the archive is taken for dead.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
