"""The program as Typer has it, with all its commands or one: for help, completion and errors."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhibi.cli.chinese import Command, Group
from zhibi.cli.commands import BATCH, COMMANDS, function_of
from zhibi.cli.parameters import Parameter, declared

if TYPE_CHECKING:
    from collections.abc import Callable

_SETTINGS = {"help_option_names": ["-h", "--help"]}


def program(command: str | None = None) -> typer.Typer:
    """The program with all its commands, or with this one alone, whose module alone is imported.

    A name that is no command gives all.
    """
    app = typer.Typer(
        name="zhibi",
        cls=Group,
        add_completion=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_SETTINGS,
        invoke_without_command=True,
    )
    app.callback()(_main)
    alone = command in COMMANDS
    _add(app, {command: COMMANDS[command]} if command is not None and alone else COMMANDS)
    if not alone:
        batch = typer.Typer(
            cls=Group,
            rich_markup_mode=None,
            context_settings=_SETTINGS,
            invoke_without_command=True,
            help="经批处理接口一次起草多份报告。",
        )
        batch.callback()(_help_without_command)
        _add(batch, BATCH)
        app.add_typer(batch, name="batch")
    return app


def _add(app: typer.Typer, commands: dict[str, str]) -> None:
    for name, home in commands.items():
        app.command(name, cls=Command)(_for_typer(function_of(home)))


def _for_typer(function: Callable[..., object]) -> Callable[..., object]:
    """A command's function with its parameters as Typer wants them declared."""

    @wraps(function)
    def called(**values: object) -> object:
        return function(**values)

    own = inspect.signature(function)
    annotations = {one.name: Annotated[one.kind, _shown(one.shown)] for one in declared(function)}
    called.__annotations__ = annotations
    parameters = [one.replace(annotation=annotations[one.name]) for one in own.parameters.values()]
    called.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    return called


def _shown(parameter: Parameter) -> Any:
    names, metavar, words = parameter
    if names:
        return typer.Option(*names, metavar=metavar, help=words)
    return typer.Argument(metavar=metavar, help=words)


def _help_without_command(context: typer.Context) -> None:
    """Without a command, print the help page and exit with a usage error."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


def _print_version(wanted: bool) -> None:
    if wanted:
        from zhibi import __version__

        typer.echo(f"zhibi {__version__}")
        raise typer.Exit


def _main(  # the options take effect in their callbacks and in `run`
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="显示版本")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="出错时显示调用栈")] = False,
) -> None:
    """执笔：由事实起草镇乡、街道工作报告，并逐个核对文中的数字。"""
    _help_without_command(context)
