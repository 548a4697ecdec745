"""The .docx format: guarded reading, text with places, comments. Knows no facts."""
