"""The typer application that the commands register with, and what they share of options."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    name="zhibi",
    help="执笔：由事实起草镇乡、街道工作报告，并逐个核对文中的数字。",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

FactsPath = Annotated[str, typer.Argument(metavar="FACTS", help="事实文件（.yaml 或 .json）")]
Format = Annotated[str, typer.Option("--format", metavar="text|json", help="输出格式")]


def one_of(value: str, allowed: tuple[str, ...], option: str) -> str:
    """The value if it is allowed; else a usage error that lists what is."""
    if value not in allowed:
        raise typer.BadParameter(f"“{value}”不可用，可写：{'、'.join(allowed)}", param_hint=option)
    return value


def _version(wanted: bool) -> None:
    if wanted:
        from zhibi import __version__

        typer.echo(f"zhibi {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示调用栈")] = False,
) -> None:
    """执笔：由事实起草镇乡、街道工作报告，并逐个核对文中的数字。"""
