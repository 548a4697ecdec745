"""The clause reading: what a sentence says of each of its figures, field by field."""
