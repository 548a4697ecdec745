"""The page layout: the standard's as data, an office's own over it, and their differences."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache, reduce
from pathlib import Path
from typing import Annotated, Any, Literal

from zhibi.data_files import data_text, read_data
from zhibi.errors import InputError, Problem
from zhibi.files import decode, read_bytes
from zhibi.marked_yaml import load_marked
from zhibi.styles.folding import File, Folded
from zhibi.styles.validate import explain
from zhibi.typed_data import Before, Between, Record, Size

HEADINGS = ("heading1", "heading2", "heading3", "heading4")
_MAX_BYTES = 1 << 20
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|pt)")
_NARROWEST = 72  # points of text width or height


def _length(unit: str, example: str) -> Callable[[Any], Decimal]:
    """A validator of lengths such as `37mm`, with the one unit that a field takes."""

    def parse(value: Any) -> Decimal:
        match = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None or match[2] != unit:
            raise ValueError(f"应当写成带单位的长度，如 {example}")
        if not 0 < Decimal(match[1]) < 2000:
            raise ValueError("这个长度不合常理")
        return Decimal(match[1])

    return parse


Millimetres = Annotated[Decimal, Before(_length("mm", "37mm"))]
Points = Annotated[Decimal, Before(_length("pt", "16pt"))]
PerPage = Annotated[int, Between(10, 60)]
Count = Annotated[int, Between(0, 20)]
YesNo = Annotated[bool, Before(lambda value: {"是": True, "否": False}.get(value, value))]
FontNames = Annotated[
    tuple[str, ...],
    Before(lambda value: [value] if isinstance(value, str) else value),
    Size(1),
]
"""Names of one typeface, the preferred one first."""
FontKey = Literal["title", "heiti", "kaiti", "fangsong", "songti", "latin"]
Side = Literal["left", "center", "right"]


class _Data(Record, strip=True):
    """A mapping of the file."""


class Page(_Data):
    """Paper, margins, and lines per page and characters per line."""

    width: Millimetres
    height: Millimetres
    top: Millimetres
    bottom: Millimetres
    left: Millimetres
    right: Millimetres
    lines: PerPage
    chars: PerPage
    grid: Literal["lines", "chars"]


class Fonts(_Data):
    """The typefaces by key."""

    title: FontNames
    heiti: FontNames
    kaiti: FontNames
    fangsong: FontNames
    songti: FontNames
    latin: FontNames


class TextStyle(_Data):
    """The format of one kind of paragraph; indent in characters."""

    font: FontKey
    size: Points
    bold: YesNo
    indent: Count
    align: Literal["left", "center", "right", "justify"]


class TextStyles(_Data):
    """The formats by kind of paragraph."""

    title: TextStyle
    body: TextStyle
    heading1: TextStyle
    heading2: TextStyle
    heading3: TextStyle
    heading4: TextStyle


class TitleSpace(_Data):
    """Blank lines around the title."""

    blank_before: Count
    blank_after: Count


class PageNumber(_Data):
    """The page number; `below` is its distance from the text, `inset` is in characters."""

    show: YesNo
    font: FontKey
    size: Points
    below: Millimetres
    inset: Count
    dash: str
    odd: Side
    even: Side


class Signature(_Data):
    """Places of 署名 and 成文日期, in characters."""

    right: Count
    date_shift: Count


class Layout(_Data):
    """A page layout; the fields are explained in `data/layout.yaml`."""

    page: Page
    fonts: Fonts
    text: TextStyles
    title: TitleSpace
    page_number: PageNumber
    signature: Signature
    keep_units: YesNo
    ai_note: Literal["none", "properties", "page"]

    @property
    def text_width(self) -> Decimal:
        """Width of the text block (版心) in points."""
        return in_points(self.page.width - self.page.left - self.page.right)

    @property
    def text_height(self) -> Decimal:
        """Height of the text block in points."""
        return in_points(self.page.height - self.page.top - self.page.bottom)

    @property
    def line_pitch(self) -> Decimal:
        """Line spacing in points, rounded down to a twentieth so that all lines fit."""
        return (self.text_height / self.page.lines * 20 // 1) / 20

    @property
    def char_pitch(self) -> Decimal:
        """Width of one character cell in points."""
        return self.text_width / self.page.chars


def in_points(millimetres: Decimal) -> Decimal:
    """A length in points."""
    return millimetres * (Decimal(72) / Decimal("25.4"))


@cache
def standard_layout() -> Layout:
    """The layout of GB/T 9704—2012."""
    layout, _ = Layout.read(read_data("output.report", "layout"))
    return layout


def layout_source() -> str:
    """The text of the standard's layout file, as a template for an office's own."""
    return data_text("output.report", "layout.yaml")


def load_layout(path: str | Path) -> Layout:
    """An office's layout: the standard's with the file's changes. Raises InputError."""
    text = decode(read_bytes(Path(path), _MAX_BYTES), str(path), utf8_only=True)
    files = [
        File("layout.yaml", load_marked(layout_source(), "layout.yaml")),
        File(str(path), load_marked(text, str(path))),
    ]
    folded = Folded(files[-1])
    for file in files:
        if not isinstance(file.tree.data, dict):
            hint = "对照 zhibi layout 打印的默认版式"
            raise InputError(Problem("版式文件应当由“键: 值”组成", hint, str(path), 1, 1))
        folded.lay(file, file.tree.data, ())
    layout, faults = Layout.read(folded.data)
    if faults:
        raise InputError([explain(fault, folded, Layout) for fault in faults])
    if min(layout.text_width, layout.text_height) <= _NARROWEST:
        hint = "减小 page 里的 top、bottom、left、right"
        raise InputError(Problem("页边距太大，版心放不下文字", hint, str(path)))
    return layout


def layout_deviations(layout: Layout) -> list[str]:
    """The differences of a layout from GB/T 9704—2012, one line each, with the clause."""
    data = read_data("output.report", "gbt9704")
    found = []
    for path, row in data["clauses"].items():
        keys = path.split(".")
        own: Any = reduce(getattr, keys, layout)
        standard: Any = reduce(getattr, keys, standard_layout())
        kind = row.get("class")
        if own == standard or (kind and own[0] in data["font_classes"][kind]):
            continue
        rule = row["clause"]
        source = rule if rule.startswith("GB") else f"GB/T 9704—2012 {rule}"
        wanted = kind or _value_text(path, standard)
        found.append(f"{row['name']}：{_value_text(path, own)}，标准为{wanted}（{source}）")
    return found


def _value_text(path: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return str(value[0])
    if isinstance(value, Decimal):
        return f"{value.normalize():f}{'pt' if path.endswith('size') else 'mm'}"
    return str(value)
