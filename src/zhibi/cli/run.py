"""Running a command: every way that it can end becomes an exit code and a plain message.

0 clean, 1 findings, 2 usage, 3 a bad input file or an output that cannot be written,
4 the model or the network, 130 interrupted.
"""

from __future__ import annotations

import os
import re
import sys
from typing import NoReturn

import typer

from zhibi.cli import catalogue, check, compare, draft, facts, figures, page
from zhibi.cli.app import app
from zhibi.errors import ZhibiError

COMMANDS = (catalogue, check, compare, draft, facts, figures, page)

# typer's own usage errors are English; these are the ones that a clerk meets.
_USAGE = (
    (r"Missing argument '(.+?)'\.?", r"缺少参数 \1"),
    (r"Missing option '(.+?)'\.?", r"缺少选项 \1"),
    (r"Missing command\.?", "缺少命令"),
    (r"No such option: (\S+?)\.?(?: Did you mean (.+?)\?)?$", r"没有选项 \1"),
    (r"No such command '(.+?)'\.?", r"没有命令 \1"),
    (r"Option '(.+?)' requires an argument\.?", r"选项 \1 要带一个值"),
    (r"Got unexpected extra arguments? \((.+?)\)", r"多余的参数：\1"),
    (r"Invalid value for (.+?): (.+)", r"\1 的值不对：\2"),
    (r"Invalid value: (.+)", r"值不对：\1"),
    (r"'(.+?)' is not a valid (?:integer|int)\.?", r"“\1”不是整数"),
    (r"'(.+?)' is not a valid float\.?", r"“\1”不是数"),
)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; what went wrong is said on stderr."""
    debug = "--debug" in arguments
    try:
        result = app(arguments, standalone_mode=False, prog_name="zhibi")
        sys.stdout.flush()
    except ZhibiError as error:
        if debug:
            raise
        _say(f"错误：{error}")
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _say("已中断")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except typer.Exit as leave:
        return int(leave.exit_code)
    except Exception as error:
        code = getattr(error, "exit_code", None)
        if debug or code is None or not hasattr(error, "format_message"):
            raise
        _say(f"错误：{chinese_usage(error.format_message())}")
        _say("  建议：用 zhibi --help 或 zhibi 命令 --help 查看用法")
        return int(code)
    return result if isinstance(result, int) else 0


def chinese_usage(message: str) -> str:
    """A usage error in Chinese, as far as it is one of the common ones."""
    for pattern, words in _USAGE:
        message = re.sub(pattern, words, message)
    return message


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
