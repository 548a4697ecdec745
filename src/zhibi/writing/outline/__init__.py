"""The outline of a report: which headings, in what order, with which facts."""
