"""What offices hand in and are submitted: forms, spreadsheets and paragraphs, merged into facts."""
