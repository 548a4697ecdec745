"""What the clause of a figure says, compared field by field with the entry that it states."""
