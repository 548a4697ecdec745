"""A draft as a file: .docx, Markdown, text, JSON."""
