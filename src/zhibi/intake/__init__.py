"""What offices hand in and are handed: forms, spreadsheets and paragraphs, merged into facts."""
