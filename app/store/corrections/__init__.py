"""What people put right, and how it is put into effect."""
