"""The results of a check as files: text, JSON, SARIF, HTML, table, annotated .docx."""
