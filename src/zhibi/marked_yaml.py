"""Reads YAML or JSON into plain data, with the line and column of every key and value.

All scalars stay strings as written (`12.30`, `010`, `on`), so no digit is lost. Duplicate keys,
a full-width colon and anything that is not YAML are problems with a place and a remedy.
Facts files and style files are both read here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from zhibi.data_files import NodeLoader, read_data
from zhibi.errors import InputError, Place, Problem
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]
"""Where a value stands in the data: keys and list positions from the root."""

MAX_DEPTH = 40
MAX_NODES = 500_000
"""Limits on nesting and on nodes with anchors expanded, far above files written by hand."""

_FULL_WIDTH_COLON = lazy_pattern(r"^([ \t]*(?:-[ ]+)?)([A-Za-z_]+)：[ \t]*", re.MULTILINE)
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Tree:
    """Plain data (dict, list, str, None) and the places of its parts, from 1.

    A tree that was put together from other files says in `origins` where its parts come from.
    """

    data: Any
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    origins: dict[Path, Place] = field(default_factory=dict)

    def holds(self, path: Path) -> bool:
        """Whether the data has anything at this place."""
        value = self.data
        for step in path:
            if isinstance(step, int):
                if not isinstance(value, list) or step >= len(value):
                    return False
            elif not isinstance(value, dict) or step not in value:
                return False
            value = value[step]
        return True

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column of a value (or of its key), else of the nearest thing around it."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def origin(self, path: Path, file: str, *, key: bool = False) -> Place:
        """The place of a value (or of its key) in `file`, or in the file that it comes from."""
        if not self.origins:
            return Place(file, *self.place(path, key=key))
        known = self.origins.get(path)
        while known is None and path:
            path = path[:-1]
            known = self.origins.get(path)
        return known or Place(file, cell="")


def read_tree(text: str, path: str) -> tuple[Tree | None, list[Problem]]:
    """The tree of a YAML or JSON text and what is wrong with its syntax.

    The tree is None where the text cannot be read.
    """
    if path.lower().endswith(".json"):
        return _read_json(text, path)
    problems: list[Problem] = []
    shifts: dict[int, int] = {}
    try:
        node = yaml.compose(text, Loader=NodeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        text, problems, shifts = _repair_colons(text, path)
        if not problems:
            return None, [_syntax_problem(error, path)]
        try:
            node = yaml.compose(text, Loader=NodeLoader)
        except (yaml.YAMLError, RecursionError) as second:
            return None, [*problems, _syntax_problem(second, path)]
    if node is None:
        return None, [Problem("文件是空的", "对照示例写上内容，或检查是不是选错了文件", path, 1, 1)]
    builder = _Builder(path, shifts)
    data = builder.build(node, ())
    tree = Tree(data, builder.values, builder.keys)
    return (None if builder.refused else tree), problems + builder.problems


def load_marked(text: str, path: str) -> Tree:
    """The tree of a YAML or JSON text; raises InputError with all problems of its syntax."""
    tree, problems = read_tree(text.removeprefix("\ufeff"), path)
    if tree is None or problems:
        raise InputError(problems)
    return tree


def _read_json(text: str, path: str) -> tuple[Tree | None, list[Problem]]:
    """JSON: data by the JSON parser, places by the YAML composer (escapes blanked for it)."""
    try:
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        return None, [_explain("json", error, path, line, column)]
    builder = _Builder(path, {})
    try:
        node = yaml.compose(re.sub(r"\\.", "__", text.replace("\t", " ")), Loader=NodeLoader)
    except yaml.YAMLError:
        return Tree(_as_strings(data)), []
    builder.build(node, ())
    tree = Tree(_as_strings(data), builder.values, builder.keys)
    return (None if builder.refused else tree), builder.problems


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _as_strings(data: Any) -> Any:
    """JSON booleans as the strings that YAML would give; numbers are strings already."""
    if isinstance(data, dict):
        return {key: _as_strings(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_strings(value) for value in data]
    return str(data).lower() if isinstance(data, bool) else data


class _Builder:
    """Builds data from composed nodes; records places, duplicate keys and exceeded limits."""

    def __init__(self, path: str, shifts: dict[int, int]) -> None:
        self.path = path
        self.shifts = shifts
        self.values: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self.refused = False
        self._nodes = 0

    def build(self, node: Any, at: Path) -> Any:
        self._nodes += 1
        if len(at) > MAX_DEPTH or self._nodes > MAX_NODES:
            self._refuse(node)
            return None
        mark = node.start_mark
        self.values[at] = self._place(node) if self.shifts else (mark.line + 1, mark.column + 1)
        value = node.value
        if isinstance(value, str):
            return None if not node.style and value in NULLS else value
        if isinstance(node, yaml.MappingNode):
            return self._mapping(value, at)
        return [
            self.build(item, (*at, number)) for number, item in enumerate(value) if not self.refused
        ]

    def _mapping(self, pairs: Any, at: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in pairs:
            if self.refused:
                break
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(key_node, "键应当是文字", "检查方括号、花括号是否放错了位置")
                continue
            key = key_node.value
            path = (*at, key)
            if key in result:
                first = self.keys[path][0]
                self._problem(key_node, f"键“{key}”重复（前一处在第 {first} 行）", "删去其中一处")
                continue
            mark = key_node.start_mark
            self.keys[path] = (
                self._place(key_node) if self.shifts else (mark.line + 1, mark.column + 1)
            )
            result[key] = self.build(value_node, path)
        return result

    def _refuse(self, node: Any) -> None:
        if not self.refused:
            self._problem(node, "文件嵌套过深或展开后过大", "检查括号、锚点（&、*）是否误写")
        self.refused = True

    def _problem(self, node: Any, message: str, hint: str) -> None:
        line, column = self._place(node)
        self.problems.append(Problem(message, hint, self.path, line, column))

    def _place(self, node: Any) -> tuple[int, int]:
        mark = node.start_mark
        line, column = mark.line + 1, mark.column + 1
        shift = self.shifts.get(line)
        return line, column - 1 if shift is not None and column > shift else column


def _repair_colons(text: str, path: str) -> tuple[str, list[Problem], dict[int, int]]:
    """The text with `key：` turned into `key: `, a problem for each, and where columns moved."""
    problems = []
    shifts = {}
    for line, match in _lines_with_full_width_colon(text):
        column = match.end(2) - match.start() + 1
        key = match.group(2)
        hint = f"改成半角冒号，后面加一个空格：{key}: …"
        problems.append(Problem(f"“{key}”后面用了全角冒号“：”", hint, path, line, column))
        shifts[line] = column
    return _FULL_WIDTH_COLON.sub(r"\1\2: ", text), problems, shifts


def _lines_with_full_width_colon(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for match in _FULL_WIDTH_COLON.finditer(text):
        yield text.count("\n", 0, match.start(2)) + 1, match


def _syntax_problem(error: Exception, path: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return _explain("yaml", error, path, line, column)


def _explain(parser: str, error: Exception, path: str, line: int, column: int) -> Problem:
    text = str(error)
    row = next(
        row for row in _syntax_errors()[parser] if any(part in text for part in row["match"])
    )
    return Problem(row["message"], row["hint"], path, line, column)


def _syntax_errors() -> Any:
    return read_data("", "syntax_errors")
