"""What commands take: options and arguments as they are declared, and plain calls read at once.

Typer takes as long to import as a page takes to check. A call that has only known options, each
with its value, and the right arguments needs nothing of it: `plain_call` reads it. Help, completion
and every usage error are left to Typer (`zhibi.cli.app`).
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class UsageError(Exception):
    """A call that cannot be meant so: what is wrong, and with which parameter."""

    exit_code = 2

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(f"{parameter}：{message}" if parameter else message)


class Parameter(NamedTuple):
    """An option with its names, or an argument, which has none; as the help page shows it."""

    names: tuple[str, ...]
    metavar: str | None
    help: str


def option(*names: str, metavar: str | None = None, help: str) -> Parameter:  # noqa: A002
    """An option of these names; `metavar` stands for its value on the help page."""
    return Parameter(names, metavar, help)


def argument(*, metavar: str, help: str) -> Parameter:  # noqa: A002
    """An argument, shown as `metavar`."""
    return Parameter((), metavar, help)


class Declared(NamedTuple):
    """A parameter of a command's function: its name there, its type, whether it must be given."""

    name: str
    kind: Any
    required: bool
    shown: Parameter

    @property
    def several(self) -> bool:
        """Whether it takes several values."""
        return list[str] in (self.kind, *get_args(self.kind))


def declared(function: Callable[..., object]) -> Iterator[Declared]:
    """The parameters of a command's function, in order."""
    hints = get_type_hints(function, include_extras=True)
    for name, one in inspect.signature(function).parameters.items():
        kind, shown = get_args(hints[name])
        yield Declared(name, kind, one.default is inspect.Parameter.empty, shown)


def plain_call(function: Callable[..., object], words: Sequence[str]) -> dict[str, Any] | None:
    """The values that words give a command's parameters; None for what Typer is to read."""
    known = list(declared(function))
    options = {name: one for one in known for name in one.shown.names}
    given: dict[str, Any] = {}
    loose: list[str] = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-") or word == "-":
            loose.append(word)
            continue
        name, equals, value = word.partition("=")
        one = options.get(name)
        if one is None or (equals and (one.kind is bool or not name.startswith("--"))):
            return None
        if one.kind is bool:
            given[one.name] = True
            continue
        value = value if equals else next(rest, "-?")
        if value.startswith("-") and value != "-" and not equals:
            return None
        if one.several:
            given.setdefault(one.name, []).append(value)
        elif one.name in given:
            return None
        else:
            given[one.name] = value
    if not _share_out(loose, [one for one in known if not one.shown.names], given):
        return None
    return given if all(one.name in given for one in known if one.required) else None


def _share_out(words: list[str], arguments: list[Declared], given: dict[str, Any]) -> bool:
    """Give arguments their words, in order; whether none is left over."""
    for one in arguments:
        if words:
            given[one.name] = [*words] if one.several else words[0]
            del words[: len(words) if one.several else 1]
    return not words
