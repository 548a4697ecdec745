"""The commands of the program, in the usual order of use."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from zhibi.cli.chinese import Command, Group

COMMANDS = {
    "draft": "draft.draft_report",
    "check": "check.check_draft",
    "facts": "facts.list_facts",
    "form": "form_and_merge.make_form",
    "merge": "form_and_merge.merge_files",
    "ask": "ask.ask_offices",
    "figures": "figures.list_figures",
    "diff": "diff.diff_drafts",
    "prompt": "prompt.show_prompt",
    "verify": "verify.verify_receipt",
    "runs": "runs.list_or_clean_runs",
    "styles": "styles_and_rules.styles",
    "rules": "styles_and_rules.rules",
    "layout": "layout.show_layout",
    "schema": "styles_and_rules.schemas",
    "desk": "desk.open_desk",
    "mcp": "mcp.serve",
}
"""Each command's module in this package and its function."""

BATCH = {"write": "batch.write", "collect": "batch.collect", "run": "batch.run"}
"""The commands of the group `batch`."""

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
        module, _, function = home.partition(".")
        called = getattr(import_module(f"zhibi.cli.{module}"), function)
        app.command(name, cls=Command)(called)


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
