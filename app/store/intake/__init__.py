"""What the one writer asks and changes, a batch at a time."""
