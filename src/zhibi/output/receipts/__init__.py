"""Receipts: what a report was made from and what its check found, to be confirmed later."""
