"""The ledger against a text."""
