"""A page layout: the standard's as data, an office's own on top of it, and how they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from zhibi.data_files import data_text
from zhibi.errors import InputError, Problem
from zhibi.marked_yaml import load_marked, read_tree

Align = Literal["left", "center", "right", "justify"]
AiNote = Literal["none", "properties", "page"]
LEVELS = ("heading1", "heading2", "heading3", "heading4")

_POINTS_PER_MM = Decimal(72) / Decimal("25.4")
_FONT_KEYS = ("title", "heiti", "kaiti", "fangsong", "songti", "latin")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|pt)")
_CHOICES: dict[str, tuple[str, ...]] = {
    "align": ("left", "center", "right", "justify"),
    "odd": ("left", "center", "right"),
    "even": ("left", "center", "right"),
    "grid": ("lines", "chars"),
    "ai_note": ("none", "properties", "page"),
}
_WHOLE = {
    "lines": (10, 60),
    "chars": (10, 60),
    "indent": (0, 10),
    "inset": (0, 10),
    "right": (0, 20),
    "date_shift": (0, 20),
    "blank_before": (0, 10),
    "blank_after": (0, 10),
}


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a kind of paragraph is set; size in points, indent in characters."""

    font: str
    size: Decimal
    bold: bool
    indent: int
    align: Align


@dataclass(frozen=True, slots=True)
class Layout:
    """A page layout; `values` holds every parameter by its path in the file (`page.top`)."""

    values: dict[str, Any]

    def mm(self, path: str) -> Decimal:
        """A length in millimetres."""
        return cast("Decimal", self.values[path])

    def points(self, path: str) -> Decimal:
        """A type size in points, or a length turned into points."""
        value = cast("Decimal", self.values[path])
        return value if path.endswith("size") else value * _POINTS_PER_MM

    def whole(self, path: str) -> int:
        """A number of lines or characters."""
        return cast("int", self.values[path])

    def flag(self, path: str) -> bool:
        """A yes or no."""
        return cast("bool", self.values[path])

    def word(self, path: str) -> str:
        """A name or a choice."""
        return cast("str", self.values[path])

    def fonts(self, key: str) -> tuple[str, ...]:
        """The font names of a key, the preferred one first."""
        return cast("tuple[str, ...]", self.values[f"fonts.{key}"])

    def style(self, name: str) -> TextStyle:
        """The style of `title`, `body` or `heading1` to `heading4`."""
        get = self.values.__getitem__
        prefix = f"text.{name}."
        return TextStyle(
            font=get(prefix + "font"),
            size=get(prefix + "size"),
            bold=get(prefix + "bold"),
            indent=get(prefix + "indent"),
            align=get(prefix + "align"),
        )

    @property
    def text_width(self) -> Decimal:
        """Width of the text block (版心) in points."""
        return (self.mm("page.width") - self.mm("page.left") - self.mm("page.right")) * (
            _POINTS_PER_MM
        )

    @property
    def text_height(self) -> Decimal:
        """Height of the text block in points."""
        return (self.mm("page.height") - self.mm("page.top") - self.mm("page.bottom")) * (
            _POINTS_PER_MM
        )

    @property
    def line_pitch(self) -> Decimal:
        """Line spacing in points: rounded down to a twentieth, so that all lines fit."""
        return (self.text_height / self.whole("page.lines") * 20 // 1) / 20

    @property
    def char_pitch(self) -> Decimal:
        """Width of one character cell in points."""
        return self.text_width / self.whole("page.chars")


@cache
def standard_layout() -> Layout:
    """The layout of GB/T 9704—2012."""
    values, problems = _read(layout_source(), "layout.yaml")
    assert not problems, problems
    return Layout(values)


def layout_source() -> str:
    """The standard's layout file, for an office to start its own from."""
    return data_text("output.report", "layout.yaml")


def load_layout(path: str | Path) -> Layout:
    """An office's layout: the standard's, with what the file changes. Raises InputError."""
    try:
        text = Path(path).read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(Problem("没有这个版式文件", "请检查路径", path=str(path))) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem("版式文件读不出来，应是 UTF-8 文本", path=str(path))) from error
    standard = standard_layout()
    values, problems = _read(text, str(path), frozenset(standard.values))
    if not problems:
        layout = Layout({**standard.values, **values})
        if min(layout.text_width, layout.text_height) > 72:
            return layout
        problems.append(Problem("页边距太大，版心放不下文字", path=str(path)))
    raise InputError(problems)


def layout_deviations(layout: Layout) -> list[str]:
    """Where a layout departs from GB/T 9704—2012, one line each, with the clause."""
    text = data_text("output.report", "gbt9704.yaml")
    data = load_marked(text, "gbt9704.yaml").data
    standard = standard_layout()
    found = []
    for path, row in data["clauses"].items():
        mine, theirs = layout.values[path], standard.values[path]
        kind = row.get("class")
        if mine == theirs or (kind and mine[0] in data["font_classes"][kind]):
            continue
        rule = row["clause"]
        source = rule if rule.startswith("GB") else f"GB/T 9704—2012 {rule}"
        wanted = kind or _shown(path, theirs)
        found.append(f"{row['name']}：{_shown(path, mine)}，标准为{wanted}（{source}）")
    return found


def _shown(path: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return str(value[0])
    if isinstance(value, Decimal):
        return f"{value.normalize():f}{'pt' if path.endswith('size') else 'mm'}"
    return str(value)


def _read(
    text: str, path: str, known: frozenset[str] | None = None
) -> tuple[dict[str, Any], list[Problem]]:
    """The parameters of a layout file by path, and what is wrong with them."""
    tree, problems = read_tree(text, path)
    if tree is None:
        return {}, problems
    values: dict[str, Any] = {}
    for keys, raw in _leaves(tree.data, ()):
        key = ".".join(map(str, keys))
        place = path, *tree.place(keys)
        if known is not None and key not in known:
            problems.append(Problem(f"版式中没有“{key}”这一项", _known_hint(key), *place))
            continue
        try:
            values[key] = _value(key, raw)
        except ValueError as error:
            problems.append(Problem(f"{key}：{error}", "对照默认版式改正", *place))
    return values, problems


def _leaves(data: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Parameters and their values: a list of font names is one value."""
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _leaves(value, (*keys, str(key)))
    else:
        yield keys, data


def _value(path: str, raw: Any) -> Any:
    """The typed value of one parameter. Raises ValueError with what is expected."""
    name = path.rpartition(".")[2]
    if path.startswith("fonts."):
        names = [raw] if isinstance(raw, str) else raw
        if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
            raise ValueError("请写一个或几个字体名")
        return tuple(names)
    if not isinstance(raw, str):
        raise ValueError("这里应当只写一个值")  # noqa: TRY004  a user's value, not a program's type
    text = raw.strip()
    if name in _WHOLE and path != "page.right":
        return _whole(text, *_WHOLE[name])
    if name in {"bold", "show", "keep_units"}:
        return _flag(text)
    if name == "font":
        return _choice(text, _FONT_KEYS)
    if name in _CHOICES:
        return _choice(text, _CHOICES[name])
    if name == "dash":
        return text
    return _length(text, "pt" if name == "size" else "mm")


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise ValueError(f"应当是 {'、'.join(choices)} 之一")
    return text


def _whole(text: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ValueError(f"应当是 {least} 到 {most} 之间的整数")
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() in {"yes", "true", "是"}:
        return True
    if text.lower() in {"no", "false", "否"}:
        return False
    raise ValueError("应当是 yes 或 no")


def _length(text: str, unit: str) -> Decimal:
    match = _LENGTH.fullmatch(text)
    if match is None or match[2] != unit:
        raise ValueError(f"应当写成带单位的长度，如 {'16pt' if unit == 'pt' else '37mm'}")
    value = Decimal(match[1])
    if not 0 < value < 2000:
        raise ValueError("这个长度不合常理")
    return value


def _known_hint(key: str) -> str:
    group = key.partition(".")[0]
    known = [path for path in standard_layout().values if path.partition(".")[0] == group]
    return f"可以写：{'、'.join(known)}" if known else "用 zhibi layout 看有哪些项"
