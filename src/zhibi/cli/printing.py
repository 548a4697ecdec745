"""Where words go: what was asked for to stdout, notes to stderr, progress to a terminal alone."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    with _writing():
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


def finish() -> None:
    """Write what stdout still holds. Raises OutputError."""
    with _writing():
        sys.stdout.flush()


def _write(text: str) -> None:
    with _writing():
        sys.stdout.write(text)


@contextmanager
def _writing() -> Iterator[None]:
    """A full disk is an output that cannot be written; a reader gone away is told apart."""
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
    """Nobody takes what stdout holds: let Python not try again, and complain, when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
