"""The commands of the program, in the usual order of use."""

from __future__ import annotations

from typing import Annotated

import typer

from zhibi.cli import (
    ask,
    batch,
    check,
    desk,
    diff,
    draft,
    facts,
    figures,
    form_and_merge,
    layout,
    mcp,
    prompt,
    runs,
    styles_and_rules,
    verify,
)
from zhibi.cli.chinese import Command, Group

_NAMES = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="zhibi",
    cls=Group,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_NAMES,
    invoke_without_command=True,
)
_batch = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    context_settings=_NAMES,
    invoke_without_command=True,
    help="经批处理接口一次起草多份报告。",
)


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


@app.callback()
def _main(  # the options take effect in their callbacks and in `run`
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="显示版本")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="出错时显示调用栈")] = False,
) -> None:
    """执笔：由事实起草镇乡、街道工作报告，并逐个核对文中的数字。"""
    _help_without_command(context)


for name, command in (
    ("draft", draft.draft_report),
    ("check", check.check_draft),
    ("facts", facts.list_facts),
    ("form", form_and_merge.make_form),
    ("merge", form_and_merge.merge_files),
    ("ask", ask.ask_offices),
    ("figures", figures.list_figures),
    ("diff", diff.diff_drafts),
    ("prompt", prompt.show_prompt),
    ("verify", verify.verify_receipt),
    ("runs", runs.list_or_clean_runs),
    ("styles", styles_and_rules.styles),
    ("rules", styles_and_rules.rules),
    ("layout", layout.show_layout),
    ("schema", styles_and_rules.schemas),
    ("desk", desk.open_desk),
    ("mcp", mcp.serve),
):
    app.command(name, cls=Command)(command)

_batch.callback()(_help_without_command)
_batch.command("write", cls=Command)(batch.write)
_batch.command("collect", cls=Command)(batch.collect)
_batch.command("run", cls=Command)(batch.run)
app.add_typer(_batch, name="batch")
