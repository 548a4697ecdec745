"""What is known, and where it came from."""
