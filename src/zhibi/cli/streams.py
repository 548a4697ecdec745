"""Output streams: results to stdout, notes to stderr, progress to stderr if a terminal."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from zhibi.progress import Progress, ProgressCallback

_NOT_SHOWN = {
    **dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)], "\ufffd"),
    **dict.fromkeys(
        [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
    ),
}
"""Control characters, which a terminal obeys, and marks that reverse the order of a line."""
_CLEAR = "\r\x1b[K"  # carriage return, then erase the line


def print_text(text: str) -> None:
    """Print a text for people, in the terminal's encoding."""
    _write(text if text.endswith("\n") else f"{text}\n")


def print_data(data: str) -> None:
    """Print a text for programs or files, in UTF-8 also on a GBK system."""
    data = data if data.endswith("\n") else f"{data}\n"
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        _write(data)
        return
    with _writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(data.encode())
        sys.stdout.buffer.flush()


def print_note(words: str) -> None:
    """Print a line to stderr, replacing a progress line.

    A note that cannot be written (a full disk, a closed pipe) is lost: it changes no exit code.
    """
    words = words.translate(_NOT_SHOWN)
    try:
        sys.stderr.write(f"{_CLEAR if sys.stderr.isatty() else ''}{words}\n")
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)


def progress_line() -> ProgressCallback | None:
    """A function that redraws one line on stderr; None if stderr is not a terminal."""
    if not sys.stderr.isatty():
        return None

    def draw(progress: Progress) -> None:
        sys.stderr.write(f"{_CLEAR}{str(progress).translate(_NOT_SHOWN)}")
        sys.stderr.flush()

    return draw


def flush() -> None:
    """Flush stdout. Raises OutputError."""
    with _writing():
        sys.stdout.flush()


def _write(text: str) -> None:
    with _writing():
        sys.stdout.write(text.translate(_NOT_SHOWN))


@contextmanager
def _writing() -> Iterator[None]:
    """Raise OutputError for failed writes; a closed pipe stays BrokenPipeError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        from zhibi.errors import OutputError
        from zhibi.files import reason

        drop_stdout()
        raise OutputError(
            f"结果写不出去：{reason(error)}", "请检查磁盘空间，或标准输出接到了哪里"
        ) from error


def drop_stdout() -> None:
    """Redirect stdout to the null device, so that the flush at exit does not fail again."""
    _drop(sys.stdout)


def _drop(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
