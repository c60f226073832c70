"""Jobs, keys and the audit trail."""
