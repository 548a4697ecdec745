"""The command line: parses arguments, calls the library, prints results, sets exit codes."""

from __future__ import annotations

import atexit
import gc
import os
from typing import NoReturn

__all__ = ["main"]

_COLLECT_EVERY = 1_000_000
"""New objects before the garbage collector runs: a start makes many, and nearly all stay."""


def main() -> NoReturn:
    """Run the command line and exit with its exit code."""
    gc.set_threshold(_COLLECT_EVERY)
    # Files are closed where they are written; at the end no cycle is worth looking for.
    atexit.register(gc.freeze)
    # Looking for plugins, pydantic reads the metadata of every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from zhibi.cli.run import main as run

    run()
