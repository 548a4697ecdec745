"""Typer's own texts in Chinese: the frame of the help pages, and usage errors."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

# The texts of Typer 0.20 to 0.29, which differ slightly.
_HELP = (
    (r"^Usage: ", "用法："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"\[?COMMAND\]? \[ARGS\]\.\.\.", "命令 …"),
    (r"^Options:$", "选项："),
    (r"^Arguments:$", "参数："),
    (r"^Commands:$", "命令："),
    (r"Show this message and exit\.", "显示用法"),
    (r"Install completion for the current shell\.", "为当前的命令行环境安装自动补全"),
    (
        r"Show completion for the current shell, to copy it or\s+customize the installation\.",
        "显示自动补全的脚本",
    ),
    (r"\\?\[required\]", "[必填]"),
    (r"\\?\[default: ", "[默认："),
    (r"\{(\w+)\}", r"\1"),
    (r" <(?:list\[)?str\]?>", ""),
)
_ERRORS = (
    (r"[. ]*\(?(?:Possible options:|Did you mean) '?([^?']+?)'?(?:, .*)?[?)].*$", r"，是不是 \1"),
    (r"Missing argument '(.+?)'\.?", r"缺少参数 \1"),
    (r"Missing option '(.+?)'(?: / '.+')?\.?$", r"缺少选项 \1"),
    (r"Missing command\.?", "缺少命令"),
    (r"No such option:? '?([^\s'，]+?)'?\.?(?=，|$)", r"没有选项 \1"),
    (r"No such command '(.+?)'\.?", r"没有命令 \1"),
    (r"Option '(.+?)' requires an argument\.?", r"选项 \1 后面要写一个值"),
    (r"Option '(.+?)' does not take a value\.?", r"选项 \1 后面不写值"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", r"多余的参数：\1"),
    (r"Invalid value for '?(.+?)'?: (.+)", r"\1：\2"),
    (r"Invalid value: (.+)", r"\1"),
)


def usage_error(message: str) -> str:
    """A usage error in Chinese; messages that Typer does not raise here are left unchanged."""
    return _translated(message, _ERRORS)


class Command(TyperCommand):
    """A command with its help page in Chinese, whose words are taken as they are given.

    An option that takes one value and is given twice is refused: the first value would be lost.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; a usage error for an option that is given twice."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in {one for one in given if given.count(one) > 1}:
            if option.param_type_name == "option" and not (
                option.multiple or getattr(option, "is_flag", False)
            ):
                ctx.fail(f"选项 {option.opts[0]} 写了不止一次，只能写一次")
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, that of help among them."""
        return _taking_words(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _translated(super().get_help(ctx), _HELP)


class Group(TyperGroup):
    """A group of commands, likewise."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, those of help and completion among them."""
        return _taking_words(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _translated(super().get_help(ctx), _HELP)


def _taking_words(parameters: list[Any]) -> list[Any]:
    """Let words pass that Typer would have pydantic convert: that takes longer than parsing."""
    for parameter in parameters:
        convert = parameter.process_value
        if not isinstance(convert, partial):
            parameter.process_value = partial(_as_given, parameter, convert)
    return parameters


def _as_given(parameter: Any, convert: Any, context: Any, value: Any) -> Any:
    """The value of a parameter: a word, words, none, or what `convert` makes of it."""
    several = parameter.multiple or parameter.nargs == -1
    described = getattr(parameter, "type_descriptor", None)
    words = getattr(described, "annotation", None) in (str, list[str])
    if value is None and not parameter.required:
        value = () if several else None
    elif words and several and value and isinstance(value, list | tuple):
        value = list(value)
    elif not words or several or not isinstance(value, str):
        return convert(context, value)
    return value if parameter.callback is None else parameter.callback(context, parameter, value)


def _translated(text: str, words: Iterable[tuple[str, str]]) -> str:
    for pattern, replacement in words:
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    return text
