"""The command line: parses, calls, prints, exits."""

from zhibi.cli.run import main

__all__ = ["main"]
