"""Runs a command and turns its result, or any exception, into an exit code and a message.

0 clean · 1 findings · 2 usage · 3 a bad input file, or an output that cannot be written ·
4 the model or the network · 70 internal error · 130 interrupted · 141 closed pipe.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from zhibi.cli.commands import COMMANDS, function_of
from zhibi.cli.parameters import UsageError, plain_call
from zhibi.cli.streams import drop_stdout, flush, print_note
from zhibi.errors import InputError, ZhibiError

_OWN_FAULT = 70
_INTERRUPTED = 130
_CLOSED_PIPE = 141


def main() -> NoReturn:
    """Run the command line and exit with its exit code."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a GBK console cannot print 𬭼
    sys.exit(run(sys.argv[1:]))


def _open_closed_streams() -> None:
    """Replace closed standard streams (`>&-`, a service, pythonw) by the null device."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; errors are printed to stderr.

    With `--debug` anywhere among the arguments, exceptions are raised instead.
    """
    debug = "--debug" in arguments
    try:
        result = _invoke([word for word in arguments if word != "--debug"])
        flush()
    except BrokenPipeError:
        drop_stdout()
        return _CLOSED_PIPE
    except KeyboardInterrupt:
        print_note("已中断")
        return _INTERRUPTED
    except Exception as error:
        if debug:
            raise
        return _report_error(error)
    return result if isinstance(result, int) else 0


def _invoke(arguments: list[str]) -> object:
    """Call the command, by itself where its arguments are plain."""
    home = COMMANDS.get(arguments[0]) if arguments and "_ZHIBI_COMPLETE" not in os.environ else None
    function = function_of(home) if home is not None else None
    values = plain_call(function, arguments[1:]) if function is not None else None
    if function is None or values is None:
        return _with_typer(arguments)
    return function(**values)


def _with_typer(arguments: list[str]) -> object:
    """Call the command without Typer's handling of interrupts and closed pipes."""
    import typer
    from typer.main import get_command

    from zhibi.cli.app import program

    if "_ZHIBI_COMPLETE" in os.environ:  # shell completion
        return program()(arguments, prog_name="zhibi")
    command = get_command(program(arguments[0] if arguments else None))
    try:
        with command.make_context("zhibi", arguments) as context:
            return command.invoke(context)
    except typer.Exit as leave:
        return int(leave.exit_code)
    except typer.Abort as aborted:
        raise KeyboardInterrupt from aborted


def _report_error(error: Exception) -> int:
    """Print the error and return the exit code."""
    if isinstance(error, ZhibiError):
        problems = error.problems if isinstance(error, InputError) else ()
        many = f"共有 {len(problems)} 处问题\n" if len(problems) > 1 else ""
        print_note(f"错误：{many}{error}")
        return error.exit_code
    if isinstance(error, UsageError):
        print_note(f"错误：{error}")
        print_note("  用法见：zhibi --help")
        return error.exit_code
    if hasattr(error, "format_message"):  # Typer's usage errors
        from zhibi.cli.chinese import usage_error

        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "zhibi"
        print_note(f"错误：{usage_error(error.format_message())}")
        print_note(f"  用法见：{command} --help")
        return int(getattr(error, "exit_code", 2))
    print_note(f"错误：程序内部出错（{type(error).__name__}：{error}）")
    print_note("  建议：加 --debug 再运行一次，把显示的内容报告给维护者")
    return _OWN_FAULT
