"""The archive from end to end: for its index, for newer rules, for exports."""
