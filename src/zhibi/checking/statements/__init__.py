"""Statements without figures: what a clause says beyond the facts of its matter."""
