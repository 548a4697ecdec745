"""From facts and a style to a draft."""
