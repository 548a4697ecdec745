"""The command line: parses arguments, calls the library, prints results, sets exit codes."""

from zhibi.cli.run import main

__all__ = ["main"]
