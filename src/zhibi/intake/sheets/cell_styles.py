"""Number formats, fonts and cell formats of a workbook's styles, and its texts unescaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.word.limits import MAX_STYLES
from zhibi.word.package import bad_file

if TYPE_CHECKING:
    from pathlib import Path

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff]")

Attributes = dict[str, str]
Starts = dict[str, Callable[[Attributes], None]]
Ends = dict[str, Callable[[str], None]]


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The format code of a cell, whether its font is struck, and its indent."""

    code: str = "General"
    struck: bool = False
    indent: int = 0


class StyleReader:
    """Collects number formats, fonts and cell formats of styles.xml."""

    def __init__(self, path: Path) -> None:
        known = read_data("intake", "number_formats")
        self._path = path
        self._codes = {int(number): str(code) for number, code in known["built_in"].items()}
        self._system = {int(number): str(code) for number, code in known["system"].items()}
        self._codes.update(self._system)
        self._struck: list[bool] = []
        self._list = ""
        self.styles: list[CellStyle] = []

    def starts(self) -> Starts:
        """What to do where an element opens."""
        lists = ("fonts", "cellXfs", "cellStyleXfs", "dxfs", "numFmts")
        return {
            **{name: partial(self._start_list, name) for name in lists},
            "numFmt": self._start_format,
            "font": self._start_font,
            "strike": self._start_strike,
            "xf": self._start_cell_format,
            "alignment": self._start_alignment,
        }

    def ends(self) -> Ends:
        """What to do where an element closes."""
        return dict.fromkeys(
            ("fonts", "cellXfs", "cellStyleXfs", "dxfs", "numFmts"), self._end_list
        )

    def _start_list(self, name: str, _: Attributes) -> None:
        self._list = name

    def _end_list(self, _: str) -> None:
        self._list = ""

    def _start_format(self, attributes: Attributes) -> None:
        number = _whole(attributes.get("numFmtId"))
        if self._list == "numFmts" and number not in self._system:
            self._codes[number] = unescaped(attributes.get("formatCode", "General"))

    def _start_font(self, _: Attributes) -> None:
        if self._list == "fonts":
            self._struck.append(False)

    def _start_strike(self, attributes: Attributes) -> None:
        if self._list == "fonts" and self._struck:
            self._struck[-1] = attributes.get("val", "1") not in {"0", "false"}

    def _start_cell_format(self, attributes: Attributes) -> None:
        if self._list == "cellXfs":
            self._add(attributes)

    def _start_alignment(self, attributes: Attributes) -> None:
        if self._list == "cellXfs" and self.styles:
            last = self.styles[-1]
            indent = _whole(attributes.get("indent"))
            self.styles[-1] = CellStyle(last.code, last.struck, indent)

    def _add(self, attributes: Attributes) -> None:
        font = _whole(attributes.get("fontId"))
        struck = font < len(self._struck) and self._struck[font]
        code = self._codes.get(_whole(attributes.get("numFmtId")), "General")
        self.styles.append(CellStyle(code, struck))
        if len(self.styles) > MAX_STYLES:
            hint = "把内容复制到新的工作簿（只粘贴值）再报"
            raise bad_file(self._path, "单元格样式过多", hint)


def unescaped(text: str) -> str:
    """A text of a workbook with its escapes (_x000D_) resolved, without control characters."""
    if text.isprintable() and "_x" not in text:
        return text
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        text = re.sub("[\ud800-\udfff]", "", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n\n", "\n")
    return _CONTROL.sub("", text)


def _whole(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0
