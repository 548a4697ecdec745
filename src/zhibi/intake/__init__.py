"""Forms for offices, and the spreadsheets and paragraphs that they submit, merged into facts."""
