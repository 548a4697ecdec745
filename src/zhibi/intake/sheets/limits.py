"""Limits on a spreadsheet: what would make openpyxl build millions of cells is counted first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.word.package import bad_file, read_package

if TYPE_CHECKING:
    from pathlib import Path

MAX_TEXT = 32 << 20  # bytes of a .csv, .tsv or .txt
MAX_CELLS = 500_000
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_FORMATS = 65_500
MAX_MERGED_AREA = 200_000
MAX_RANGES = 20_000

_CELLS = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROWS = re.compile(rb"<(?:\w+:)?row[\s/>]")
_STRINGS = re.compile(rb"<(?:\w+:)?si[\s/>]")
_FORMATS = re.compile(rb"<(?:\w+:)?xf[\s/>]")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?[\"']"
)
_MERGED_AT_ALL = re.compile(rb"<(?:\w+:)?mergeCell[\s/>]")
_REFERENCE = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*[\"']([A-Z]{0,3})(\d+)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_RANGES = re.compile(rb"<(?:\w+:)?(?:conditionalFormatting|dataValidation|col)\s")


def ensure_bounded(path: Path) -> bool:
    """Refuse (InputError) a workbook that is broken, locked or built to exhaust the reader.

    Returns whether any sheet holds a formula.
    """
    has_formulas = False
    for name, data in read_package(path, xml_only=True).parts.items():
        _ensure_sheet_bounded(data, name, path)
        has_formulas = has_formulas or _FORMULA.search(data) is not None
    return has_formulas


def _ensure_sheet_bounded(data: bytes, name: str, path: Path) -> None:
    """Count what a part would make the reader build. A sheet may lie under any name."""
    if _exceeds(_CELLS, data, MAX_CELLS) or _exceeds(_ROWS, data, MAX_ROWS):
        raise bad_file(path, f"表格过大（{name}）", "删去多余的空行空列，或拆成几个文件")
    if _exceeds(_STRINGS, data, MAX_CELLS):
        raise bad_file(path, "文字过多", "拆成几个文件")
    if _exceeds(_FORMATS, data, MAX_FORMATS) or _exceeds(_RANGES, data, MAX_RANGES):
        hint = "把内容复制到新的工作簿（只粘贴值）再报"
        raise bad_file(path, f"单元格样式、条件格式或列设置过多（{name}）", hint)
    right, bottom = 0, 0
    for match in _REFERENCE.finditer(data):
        right, bottom = max(right, _column(match[1])), max(bottom, _row(match[2]))
    if right > MAX_COLUMNS or bottom > MAX_ROWS or right * bottom > MAX_CELLS:
        message = f"表格范围过大（{name} 到第 {bottom} 行、第 {right} 列）"
        raise bad_file(path, message, "右下角有多余的单元格：选中数据以外的行和列，删除后再存")
    _ensure_merges_bounded(data, name, path)


def _ensure_merges_bounded(data: bytes, name: str, path: Path) -> None:
    area, understood = 0, 0
    for match in _MERGED.finditer(data):
        understood += 1
        if match[3]:
            width = abs(_column(match[3]) - _column(match[1])) + 1
            area += width * (abs(_row(match[4]) - _row(match[2])) + 1)
    count = sum(1 for _ in _MERGED_AT_ALL.finditer(data))
    if area > MAX_MERGED_AREA or count > MAX_RANGES or understood != count:
        raise bad_file(path, f"合并单元格的范围过大或写法不对（{name}）", "取消整行整列的合并再存")


def _exceeds(pattern: re.Pattern[bytes], data: bytes, limit: int) -> bool:
    return sum(1 for _ in pattern.finditer(data)) > limit


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _row(digits: bytes) -> int:
    return int(digits[:9])
