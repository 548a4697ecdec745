"""Where words go: what was asked for to stdout, notes to stderr, progress to a terminal alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_CLEAR = "\r\x1b[K"  # to the line's beginning, and away with what stands there


def show(text: str) -> None:
    """Print a text that people read, in the terminal's own encoding."""
    _write(text if text.endswith("\n") else f"{text}\n")


def emit(data: str) -> None:
    """Print what programs read, or what is saved as a file: in UTF-8, also on a GBK system."""
    data = data if data.endswith("\n") else f"{data}\n"
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        _write(data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data.encode())
    sys.stdout.buffer.flush()


def note(words: str) -> None:
    """Say something beside the result, in a line of its own: a progress line gives way."""
    sys.stderr.write(f"{_CLEAR if sys.stderr.isatty() else ''}{words}\n")


def progress() -> Callable[[str], None] | None:
    """A line on stderr that is drawn over again; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        return None

    def draw(words: str) -> None:
        sys.stderr.write(f"{_CLEAR}{words}")
        sys.stderr.flush()

    return draw


def _write(text: str) -> None:
    sys.stdout.write(text)
