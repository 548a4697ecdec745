"""Drafts and findings as files."""
