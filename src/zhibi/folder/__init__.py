"""A whole folder of reports in one call: every file drafted, checked or listed, then compared."""
