"""Prompts: templates in the top-level folder `prompts/`, filled with what may be sent.

Roles are code's: a template makes the text of one message, so that no value can add a role. Values
are plain text from `escaped`. Templates are sandboxed, and an unknown name is an error. The
templates of a user's own folder may come from others: they read nothing outside that folder, use
a part of the language that cannot make a text grow by itself, and have limits of size and time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, Problem
from zhibi.files import decode, read_bytes
from zhibi.models.daemon import start

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_TEMPLATE = 64 << 10
"""Bytes of one template of a user's folder."""
MAX_MESSAGE = 2_000_000
"""Characters of one message; the longest known context holds fewer."""
MAX_SECONDS = 20.0
"""For one message; the built-in templates take a few milliseconds."""
MAX_LOOPS = 3
"""Loops within one another in a template of a user's folder."""
_FILTERS = frozenset({"default", "first", "join", "last", "length", "lower", "replace", "trim"})


def prompts() -> Traversable:
    """The prompt folder: inside the wheel, or beside `src/` in a checkout."""
    package = resources.files("zhibi")
    bundled = package / "prompts"
    return bundled if bundled.is_dir() else package / ".." / ".." / "prompts"


def prompt_texts(folder: str | Path | None) -> dict[str, str]:
    """The text of every template by its file's name, those of `folder` before the built-in ones.

    Raises InputError for a folder that cannot be used.
    """
    own = Path(folder) if folder is not None else None
    _ensure_folder(own)
    names = {item.name for item in prompts().iterdir() if item.is_file()}
    if own is not None:
        names |= {item.name for item in own.iterdir() if item.is_file()}
    return {name: _read(own, name) for name in sorted(names)}


class Prompts:
    """The templates; those of `folder` stand before the built-in ones, file by file.

    Raises InputError, with the line, for a folder or a template that cannot be used.
    """

    def __init__(self, folder: str | Path | None) -> None:
        self._folder = Path(folder) if folder is not None else None
        _ensure_folder(self._folder)
        self._environment = _environment(self._folder)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """One message's text. Raises InputError where a user's own template is at fault."""
        import jinja2

        try:
            template = self._environment.get_template(name)
            if self._folder is None:
                return template.render(values).strip() + "\n"
            return start(lambda: _bounded(template, values), "zhibi-prompt").result(MAX_SECONDS)
        except (TimeoutError, RecursionError, MemoryError) as error:
            endless = isinstance(error, TimeoutError)
            message = "提示词模板没完没了" if endless else "提示词模板嵌套过深"
            hint = "检查模板里的循环和引用"
            raise InputError(Problem(message, hint, self._path_of(name))) from None
        except jinja2.TemplateError as error:
            raise InputError(
                Problem(
                    f"提示词模板出错：{error.message or type(error).__name__}",
                    "检查模板里用到的名称",
                    self._path_of(getattr(error, "name", None) or name),
                    getattr(error, "lineno", None) or _line_of(error),
                )
            ) from error
        except (TypeError, ValueError, LookupError, ArithmeticError) as error:
            raise InputError(
                Problem(
                    f"提示词模板出错：{error}",
                    "检查这一行用到的名称和它的种类",
                    self._path_of(name),
                    _line_of(error),
                )
            ) from error

    def source(self, name: str) -> str:
        """A template's own text: it is part of what decides whether an answer still holds."""
        return _read(self._folder, name)

    def advice(self, code: str, words: str, cause: str = "") -> str:
        """What is said to a model about a finding; `words` are its own, `cause` what is so.

        Raises KeyError for a code that has no advice: no finding is sent without its reason.
        """
        usual, _, known = _advice()[code].partition(" | ")
        chosen = known if cause and known else usual
        return chosen.replace("{cause}", cause).replace("{words}", words)

    def _path_of(self, name: str) -> str:
        if self._folder is not None and (self._folder / name).is_file():
            return str(self._folder / name)
        return name


def _bounded(template: jinja2.Template, values: Mapping[str, Any]) -> str:
    """A message of at most `MAX_MESSAGE` characters. Raises InputError for a longer one."""
    pieces, length = [], 0
    for piece in template.generate(values):
        pieces.append(piece)
        length += len(piece)
        if length > MAX_MESSAGE:
            hint = "检查模板里的循环和引用"
            raise InputError(Problem("提示词模板写出的文字过长", hint, template.name or ""))
    return "".join(pieces).strip() + "\n"


def _line_of(error: BaseException) -> int | None:
    """The line of the template in which an error arose."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:  # Jinja's frames of templates
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _ensure_folder(folder: Path | None) -> None:
    if folder is not None and not isdir(folder):  # noqa: PTH112 - as for styles
        raise InputError(Problem(f"没有提示词文件夹“{folder}”", "检查 --prompts"))


def _environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def load(name: str) -> tuple[str, str, None]:
        try:
            source = _read(folder, name)
        except OSError as error:
            raise jinja2.TemplateNotFound(name) from error
        if folder is not None and (folder / name).is_file():
            _ensure_plain(source, environment, str(folder / name))
        return source, name, None

    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(load),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    return environment


def _ensure_plain(source: str, environment: jinja2.Environment, path: str) -> None:
    """Raise InputError for what a template of others may not use: calls, macros, arithmetic."""
    from jinja2 import nodes

    plain = (
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr,
        nodes.Getitem, nodes.For, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand,
        nodes.And, nodes.Or, nodes.Not, nodes.Include, nodes.Test, nodes.Filter, nodes.Assign,
    )  # fmt: skip

    def visit(node: nodes.Node, loops: int) -> None:
        loops += isinstance(node, nodes.For)
        filtered = isinstance(node, nodes.Filter) and node.name not in _FILTERS
        if not isinstance(node, plain) or filtered or loops > MAX_LOOPS:
            what = node.name if isinstance(node, nodes.Filter) else type(node).__name__
            message = "循环套得太深" if loops > MAX_LOOPS else f"提示词模板里不能用“{what}”"
            hint = "模板里可以用：取值、if、for、include 和少数几种过滤器，见 docs/models.md"
            raise InputError(Problem(message, hint, path, node.lineno))
        for child in node.iter_child_nodes():
            visit(child, loops)

    visit(environment.parse(source), 0)


def _read(folder: Path | None, name: str) -> str:
    """A template's text. Raises OSError where there is none, InputError where it is refused."""
    if Path(name).name != name:
        hint = "include 只写文件名"
        raise InputError(Problem(f"提示词模板“{name}”不在提示词文件夹里", hint))
    if folder is None or not (folder / name).exists():
        return prompts().joinpath(name).read_text("utf-8")
    path = (folder / name).resolve()
    if path.parent != folder.resolve() or not path.is_file():
        hint = "把文件本身放进文件夹，不用链接"
        raise InputError(Problem("提示词模板指到了文件夹外面", hint, str(folder / name)))
    return decode(read_bytes(path, MAX_TEMPLATE), str(folder / name), utf8_only=True)


@cache
def _advice() -> dict[str, str]:
    import yaml

    text = prompts().joinpath("advice.yaml").read_text("utf-8")
    rows: dict[str, str] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return rows
