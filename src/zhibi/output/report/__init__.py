"""A draft as .docx in an office's layout."""
