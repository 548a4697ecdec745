"""Words that a clause borrows from another matter."""
