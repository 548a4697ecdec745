"""Styles as data: skeleton, headings, openings, words."""
