"""Finds a style by name or path and loads it, or reports all problems of its files."""

from __future__ import annotations

from functools import cache
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zhibi.data_files import data_folder, data_text, read_data
from zhibi.errors import InputError, Problem
from zhibi.files import decode, read_bytes
from zhibi.marked_yaml import Tree, load_marked
from zhibi.styles.folding import File, fold
from zhibi.styles.validate import validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.styles.model import Style

_DEEPEST = 20
"""The longest chain of files that extend one another."""
_MAX_BYTES = 1 << 20


class StyleName(NamedTuple):
    """A built-in style: `key` (township) is its file's stem."""

    key: str
    name: str
    aliases: tuple[str, ...]
    about: str


def style_names() -> list[StyleName]:
    """The built-in styles, by key."""
    return [
        StyleName(key, data["name"], tuple(data["aliases"]), data["about"])
        for key, data in _built_in().items()
        if data["abstract"] != "true"
    ]


def style_source(name_or_path: str) -> str:
    """The text of a style's file, or of `base`, which all styles extend. Raises InputError."""
    return _read(_built_in_path("base") if name_or_path == "base" else _find(name_or_path, None))


def style_files(name_or_path: str, *, asked_at: tuple[str, int, int] | None) -> tuple[str, ...]:
    """The user's own files that a style is made of: none for a built-in one. Raises InputError."""
    path = _find(name_or_path, asked_at)
    if _is_built_in(path):
        return ()
    return tuple(file.path for file in _chain(path) if not _is_built_in(file.path))


def load_style(
    name_or_path: str, kind: str = "annual", *, asked_at: tuple[str, int, int] | None = None
) -> Style:
    """The style of this name, alias or path, for one kind of report.

    `asked_at` is the file, line and column where the style is asked for: an unknown name is
    reported there, and a relative path is also looked for beside that file. Raises InputError
    with all that is wrong with the style's file, each with its place.
    """
    path = _find(name_or_path, asked_at)
    chain = _built_in_chain(path) if _is_built_in(path) else _chain(path)
    kinds = _kinds(chain)
    if kind not in kinds:
        place = asked_at or ("", None, None)
        hint = f"这个样式有：{'、'.join(kinds)}；别的写进自己的样式文件的 kinds"
        raise InputError(Problem(f"样式里没有“{kind}”这种报告", hint, *place))
    return _load_built_in(path, kind) if _is_built_in(path) else _load(chain, path, kind)


def kinds_of(name_or_path: str) -> tuple[str, ...]:
    """The kinds of report that a style has. Raises InputError."""
    path = _find(name_or_path, None)
    return _kinds(_built_in_chain(path) if _is_built_in(path) else _chain(path))


@cache
def _built_in_chain(path: str) -> list[File]:
    """The files of a built-in style without places: nothing is wrong with them."""
    data = read_data("styles", _key(path))
    wanted = data.get("extends")
    basis = [] if wanted is None else _built_in_chain(_find(wanted, (path, 1, 1)))
    return [*basis, File(path, Tree(data))]


@cache
def _load_built_in(path: str, kind: str) -> Style:
    return _load(_built_in_chain(path), path, kind)


def _load(chain: list[File], path: str, kind: str) -> Style:
    """The style for one kind. The mistakes for all kinds are told, in a user's own files."""
    kinds = _kinds(chain)
    known = _kinds(chain[:-1])
    styles: dict[str, Style] = {}
    problems: dict[tuple[str, int | None, int | None, str], Problem] = {}
    for each in (kind,) if _is_built_in(path) else kinds:
        style, found = validate(fold(chain, each), _key(path), each, known)
        if style is not None:
            styles[each] = style
        for problem in found:
            place_of = (problem.path, problem.line, problem.column, problem.message)
            problems.setdefault(place_of, problem)
    if problems:
        raise InputError(
            sorted(problems.values(), key=lambda one: (one.path, one.line or 0, one.column or 0))
        )
    return styles[kind]


def _kinds(chain: Sequence[File]) -> tuple[str, ...]:
    """The kinds of report that the files of a style have, the most basic first."""
    found: dict[str, None] = {}
    for file in chain:
        kinds = file.tree.data.get("kinds")
        if isinstance(kinds, dict):
            found |= dict.fromkeys(kinds)
    return tuple(found)


def _chain(path: str) -> list[File]:
    """The file and all files that it extends, the most basic first."""
    chain: list[File] = []
    seen = {path}
    while True:
        tree = _tree(path)
        if not isinstance(tree.data, dict):
            hint = "对照示例，从“extends: 镇乡”写起"
            raise InputError(Problem("样式文件应当由“键: 值”组成", hint, path, 1, 1))
        chain.append(File(path, tree))
        wanted = tree.data.get("extends")
        line, column = tree.place(("extends",))
        if wanted is None:
            if not _is_built_in(path):
                hint = "第一行写上所依据的样式，如 extends: 镇乡"
                raise InputError(Problem("缺少“extends”", hint, path, 1, 1))
            return chain[::-1]
        if not isinstance(wanted, str):
            hint = "写成 extends: 镇乡"
            raise InputError(Problem("“extends”应当是一个样式的名称", hint, path, line, column))
        path = _find(wanted, (path, line, column))
        if path in seen or len(chain) > _DEEPEST:
            hint = "几个样式互相依据，改掉其中一处"
            message = f"“extends: {wanted}”绕回了自己"
            raise InputError(Problem(message, hint, chain[-1].path, line, column))
        seen.add(path)


def _find(wanted: str, asked_at: tuple[str, int, int] | None) -> str:
    """The path of a user's file, or `内置样式:township`."""
    if wanted == "base" and asked_at is not None:
        return _built_in_path("base")
    for place in _candidates(wanted, asked_at):
        if isfile(place):  # noqa: PTH113 - Path.is_file raises for a name too long
            return str(place)
    for name in style_names():
        if wanted in (name.key, name.name, *name.aliases):
            return _built_in_path(name.key)
    known = "、".join(f"{name.name}（{name.key}）" for name in style_names())
    hint = f"可用：{known}；自己的样式写文件的路径"
    path, line, column = asked_at or ("", None, None)
    raise InputError(Problem(f"没有“{wanted}”这种样式", hint, path, line, column))


def _candidates(wanted: str, asked_at: tuple[str, int, int] | None) -> list[Path]:
    if not wanted or "\0" in wanted:
        return []
    beside = [Path(asked_at[0]).parent / wanted] if asked_at is not None else []
    return [Path(wanted), *beside]


def _tree(path: str) -> Tree:
    return _built_in_tree(_key(path)) if _is_built_in(path) else load_marked(_read(path), path)


def _read(path: str) -> str:
    if _is_built_in(path):
        return _built_in_text(_key(path))
    return decode(read_bytes(path, _MAX_BYTES), path, utf8_only=True)


_PREFIX = "内置样式:"


def _built_in_path(key: str) -> str:
    return _PREFIX + key


def _is_built_in(path: str) -> bool:
    return path.startswith(_PREFIX)


def _key(path: str) -> str:
    return path.removeprefix(_PREFIX)


@cache
def _built_in_text(key: str) -> str:
    return data_text("styles", f"{key}.yaml")


@cache
def _built_in() -> dict[str, dict[str, str]]:
    """The data of the built-in styles, by file stem."""
    keys = sorted(path.stem for path in data_folder("styles").glob("*.yaml"))
    return {key: read_data("styles", key) for key in keys}


@cache
def _built_in_tree(key: str) -> Tree:
    return load_marked(_built_in_text(key), _built_in_path(key))
