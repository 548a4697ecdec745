"""What the page takes at most."""

from __future__ import annotations

MAX_FILE = 16 << 20
"""Bytes of one file; the readers themselves take no more."""
MAX_FILES = 200
MAX_DIGITS = 18
"""Digits of a number in a header or an address."""
MAX_ALL = 128 << 20
"""Bytes of all files together, which are kept in memory."""
MAX_BODY = 4 << 20
"""Bytes of any other request: a draft, a correction, work taken up again."""
MAX_TEXT = 400_000
"""Characters of a draft."""
MAX_NAME = 80
"""Characters of a file's name: in Chinese, the 255 bytes that file systems allow."""
MAX_KEPT = 20
"""Earlier drafts that can be had back."""
IDLE_HOURS = 12
"""Hours without a request after which everything is forgotten."""
