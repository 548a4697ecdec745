"""Prompts: templates in the top-level folder `prompts/`, filled with what may be sent.

Roles are code's: a template makes the text of one message, so that no value can add a role. Values
are plain text from `escaped`. Templates are sandboxed, and an unknown name is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, Problem

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jinja2.sandbox import ImmutableSandboxedEnvironment


def prompts() -> Traversable:
    """The prompt folder: inside the wheel, or beside `src/` in a checkout."""
    package = resources.files("zhibi")
    bundled = package / "prompts"
    return bundled if bundled.is_dir() else package / ".." / ".." / "prompts"


class Prompts:
    """The templates; those of `folder` stand before the built-in ones, file by file."""

    def __init__(self, folder: str | Path | None = None) -> None:
        self._folder = Path(folder) if folder is not None else None
        if self._folder is not None and not isdir(self._folder):  # noqa: PTH112 - as for styles
            raise InputError(Problem(f"没有提示词文件夹“{folder}”", "检查 --prompts"))
        self._environment = _environment(self._folder)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """One message's text. Raises InputError where a user's own template is at fault."""
        import jinja2

        try:
            return self._environment.get_template(name).render(values).strip() + "\n"
        except jinja2.TemplateError as error:
            line = getattr(error, "lineno", None)
            path = str(self._folder / name) if self._folder is not None else name
            raise InputError(
                Problem(f"提示词模板出错：{error}", "检查模板里用到的名称", path, line)
            ) from error

    def source(self, name: str) -> str:
        """A template's own text: it is part of what decides whether an answer still holds."""
        return _read(self._folder, name)

    def advice(self, code: str, words: str) -> str:
        """What is said to a model about a finding; `words` are its own."""
        return _advice().get(code, "这句不合要求").replace("{words}", words)


def _environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def load(name: str) -> str:
        try:
            return _read(folder, name)
        except OSError as error:
            raise jinja2.TemplateNotFound(name) from error

    return ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(load),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def _read(folder: Path | None, name: str) -> str:
    if folder is not None and (folder / name).is_file():
        return (folder / name).read_text("utf-8")
    return prompts().joinpath(name).read_text("utf-8")


@cache
def _advice() -> dict[str, str]:
    import yaml

    text = prompts().joinpath("advice.yaml").read_text("utf-8")
    rows: dict[str, str] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return rows
