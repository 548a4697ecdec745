"""Turns rows with a figure into indicators: value, unit, comparisons, remarks, parts."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.figures.quantity import parse_quantity
from zhibi.intake.sheets import vocabulary
from zhibi.intake.sheets.attributes import split_attributes
from zhibi.intake.sheets.children import Above, Children, add_part
from zhibi.intake.sheets.header_words import (
    bare_label,
    since_january,
    unit_in_brackets,
    without_unit,
)
from zhibi.intake.sheets.parts import parse_parts
from zhibi.intake.sheets.quantities import (
    CellError,
    bare_number,
    checked_text,
    decimals_of,
    follows,
    measures,
    percent_text,
    period_text,
    quantity_text,
    split_list,
    unit_among,
)
from zhibi.intake.sheets.remarks import Remark, remark_in, without_remark
from zhibi.intake.sheets.row_fields import RowFields, as_list, chosen
from zhibi.intake.sheets.row_kinds import RowName, read_name, tells_a_figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhibi.errors import Problem
    from zhibi.facts.model import Part
    from zhibi.intake.sheets.grid import Cell, Grid
    from zhibi.intake.sheets.table import Row, Table
    from zhibi.intake.submission import Submission

_NOT_ZERO = re.compile(r"[^\d]*[\d,.]*[1-9]")
_PERCENT = frozenset({"%", "％"})
_AMBIGUOUS_GROWTH = 1
_AMBIGUOUS_COMPLETION = 3
"""Below these, a bare number may be a ratio as well as a percentage (0.98 or 1.02 for 102 %)."""


class IndicatorRows(RowFields):
    """Reads the rows that state an indicator."""

    def __init__(
        self, grid: Grid, table: Table, part: Part | None, into: Submission, problems: list[Problem]
    ) -> None:
        super().__init__(grid, table, part, into, problems)
        self._unit = ""
        self._children: dict[int, Children] = {}

    def _indicator(self, row: Row) -> None:
        written = self._text(row, "name")
        label = written or next((cell.text for cell in row.cells.values() if cell.text), "")
        name = read_name(label)
        if name.kind != "fact" or not written or "value" not in row.given:
            self._not_a_fact(row, name, written)
            return
        children = self._children.setdefault(row.family, Children())
        indent = row.cells["name"].indent
        parent = children.parent(name, indent)
        if name.mark and parent is None:
            hint = "补上总数那一行，或删去“其中”“#”"
            self._problem(row, "name", f"“{label}”上面没有它所属的总数", hint)
            return
        data = self._indicator_data(row, name.text)
        if "value" not in data:
            return
        is_part = parent is not None and self._add_part(row, parent, data, name)
        below_part = parent is not None and parent.is_part
        children.add(name, indent, data, part=is_part or below_part)
        if not is_part:
            if self._table.of_aims:
                self._take_as_aim(row, data)
            self._hide_zero(row, data)
            self._add(self._into.facts, row, data, "value")

    def _take_as_aim(self, row: Row, data: dict[str, Any]) -> None:
        """A value that is a target: not done, and of the report's own year not printed; told."""
        data.setdefault("status", "target")
        if self._part != "plan":
            data.setdefault("show", "hidden")
        header = row.columns["value"].header
        message = f"表里只有“{header}”，没有完成数：当作目标"
        if not any(note.message == message for note in self._into.notes):
            self._note(message, "已经完成的，表头改成 完成数", self._place(row, "value"))

    def _hide_zero(self, row: Row, data: dict[str, Any]) -> None:
        """Keep a value of 0 out of the report unless the row says that it is written; told."""
        written = data["value"]
        if "show" in data or _NOT_ZERO.match(written) or parse_quantity(written).value != 0:
            return
        data["show"] = "hidden"
        message = f"“{data['name']}”是{data['value']}，只用于核对，不写进报告"
        self._note(message, "要写的，在“是否必写”一栏写“必写”", self._place(row, "value"))

    def _not_a_fact(self, row: Row, name: RowName, written: str) -> None:
        """Tell of a row that is no fact: a sum, a note, a signature, a title, a row with a gap."""
        label = name.text
        if name.kind == "total" or not name.mark:
            self._children.clear()
        if name.kind == "total":
            note = f"“{label}”行没有读入"
            self._note(note, "要写进报告的，给它一个名称", self._place(row, "name"))
            self.left[row.number] = "合计行"
        elif name.kind != "fact":
            self.left[row.number] = "表下的说明和落款"
        elif written:
            hint = "补上数值"
            if tells_a_figure(label):
                hint = "数填到数值栏；要照原话写进报告的，写成一句话，以句号结尾"
            self._note(f"“{label}”没有数值，没有读入", hint, self._place(row, "name"))
            place = self._full_place(row, "name")
            self._into.missing.append(f"{label}（{self._source(row, 'name') or place.in_words}）")
            self.left[row.number] = "没有数值的行"
        elif "value" in row.given:
            self._problem(row, "value", "这一行有数值，没有名称", "补上名称，或删去这一行")

    def _indicator_data(self, row: Row, written: str) -> dict[str, Any]:
        """The fields of an indicator; without `value` where that could not be read."""
        try:
            name, unit, from_title = self._name_and_unit(row, written)
        except CellError as error:
            key = "unit" if row.cells.get("unit") else "value"
            self._problem(row, key, str(error), error.hint)
            return {}
        data = self._start(row, "name", name)
        self._read_field(data, row, "aliases", as_list)
        remarks: list[Remark] = []

        def read_value(cell: Cell) -> str:
            bare, remark = without_remark(cell)
            remarks.append(remark)
            return remark.hedge + quantity_text(bare, unit, own_unit=from_title, name=name)

        self._read_field(data, row, "value", read_value)
        if "value" not in data:
            return data
        self._read_field(data, row, "period", period_text)
        if "period" not in data and row.period:
            data["period"] = since_january(row.period) if "累计" in name else row.period
        if "growth" in row.given and not self._is_difference(row):
            self._read_field(data, row, "growth", self._percent(row, "growth", _AMBIGUOUS_GROWTH))
        also = self._also(row)
        for key in ("previous", "forecast", "target"):
            if key not in row.given:
                continue
            read = self._comparison_value(row, key, unit, name=name, printed=key in also)
            self._read_field(data, row, key, read)
        if "completion" in row.given:
            read = self._percent(row, "completion", _AMBIGUOUS_COMPLETION)
            self._read_field(data, row, "completion", read)
            self._name_completion(data, row)
        if "of_which" in row.given:
            self._read_field(data, row, "of_which", lambda cell: self._of_which(row, cell))
        for key in ("names", "answers"):
            self._read_field(data, row, key, as_list)
        self._common(data, row, "value")
        if "note" in data and (noted := remark_in(str(data["note"]))) is not None:
            self._is_told(row)
            remarks.append(noted)
        for remark in remarks:
            self._take_remark(data, row, remark)
        return data

    def _take_remark(self, data: dict[str, Any], row: Row, remark: Remark) -> None:
        """Give the fact what a remark says; one against the row's own column is a problem."""
        for key, said in (("status", remark.status), ("period", remark.period)):
            if said and not _agrees(data.setdefault(key, said), said):
                other = vocabulary.label_for(key, data[key]) if key == "status" else data[key]
                message = f"旁注与“{other}”不一致"
                self._problem(row, "value", message, "把两处写成一样")
        if remark.hedge and data["value"][0].isdigit():
            data["value"] = remark.hedge + data["value"]

    def _name_completion(self, data: dict[str, Any], row: Row) -> None:
        """Say what a completion is of, where its header does and no target is given."""
        header = row.columns["completion"].header if "completion" in row.columns else ""
        names: dict[str, str] = read_data("intake", "columns")["completions"]
        name = next((name for word, name in names.items() if word in header), "")
        done = data.get("completion")
        if name and isinstance(done, str) and not data.get("target"):
            data["completion"] = {"value": done, "name": name}

    def _add_part(self, row: Row, parent: Above, data: dict[str, Any], name: RowName) -> bool:
        """Add a row to the fact that it is a part of; told where only its indent says so.

        A part of a part is a fact of its own, under the names of both.
        """
        whole = parent.fact["name"]
        if parent.is_part:
            data["name"] = f"{whole}（{data['name']}）"
            message = f"“{name.text}”是“{whole}”的一部分，另立一条“{data['name']}”"
            self._note(message, "核对名称是否妥当", self._place(row, "name"))
            return False
        if not add_part(parent.fact, data):
            message = f"“{name.text}”在“{whole}”之下，单位不同或自有分项，另立一条"
            self._note(message, "核对名称是否要写全", self._place(row, "name"))
            return False
        self.used |= self._reading
        if not name.mark:
            message = f"“{name.text}”按缩进当作“{whole}”的其中项"
            self._note(message, "不是的，去掉名称前的空格", self._place(row, "name"))
        return True

    def _percent(self, row: Row, key: str, least: int) -> Callable[[Cell], Any]:
        column = row.columns.get(key)

        exact = _percentage(row, key)

        def read(cell: Cell) -> Any:
            bare, more = _with_attributes(cell)
            text = percent_text(bare, column.unit if column else "", least=least, exact=exact)
            return {"value": text, **more} if more else text

        return read

    def _is_difference(self, row: Row) -> bool:
        """Whether the number under 增减 is the difference to last year's, not per cent; told.

        Where neither year's figure tells which it is, and the header does not, it is a problem.
        """
        column = row.columns["growth"]
        change = bare_number(row.given["growth"])
        if change is None or column.unit in _PERCENT or row.given["growth"].kind == "percent":
            return False
        value, before = bare_number(row.given.get("value")), bare_number(row.given.get("previous"))
        exact = _percentage(row, "growth")
        finer = value is not None and decimals_of(change) > decimals_of(value)
        if finer or (exact is not None and follows(change, exact)):
            return False
        if value is not None and before is not None and change == value - before:
            self._skip(row, "growth", "增减的数，不是百分数")
            return True
        open_header = bare_label(column.header) in read_data("intake", "columns")["changes"]
        if open_header and not _PERCENT & set(self._table.titles.units):
            message = f"“{row.given['growth'].text}”看不出是百分之几，还是增减了多少"
            hint = f"百分数写成 {change}%；增减的数，表头写 增减额，或删去这一栏"
            self._problem(row, "growth", message, hint)
            return True
        return False

    def _skip(self, row: Row, key: str, why: str) -> None:
        """Leave the figures of a column; told once."""
        column = row.columns[key]
        if column.index not in self._table.unused:
            self._table.unused[column.index] = why
            message = f"“{column.header}”栏是{why}，没有读入"
            self._note(message, "本期和上年同期已读入，增减由它们算出", self._place(row, key))

    def _comparison_value(
        self, row: Row, key: str, unit: str, *, name: str, printed: bool
    ) -> Callable[[Cell], Any]:
        """Reads 上年同期, 全年预计 or 目标: in the value's unit unless it has its own.

        上年同期 and 目标 are used in checks, and printed only if 一并写出 names them.
        """
        column = row.columns.get(key)
        own = column.unit if column else ""

        def read(cell: Cell) -> Any:
            bare, more = _with_attributes(cell)
            fallback = "" if bare.kind == "percent" else own or unit
            text = quantity_text(bare, fallback, own_unit=True, name=name)
            if not printed and key != "forecast":
                more.setdefault("show", "hidden")
            return {"value": text, **more} if more else text

        return read

    def _also(self, row: Row) -> set[str]:
        """Which of 上年同期 and 目标 are printed, not only used in checks."""
        text = self._text(row, "also")
        return (
            {vocabulary.keyword_for("also", item) or "" for item in split_list(text)}
            if text
            else set()
        )

    def _of_which(self, row: Row, cell: Cell) -> Any:
        parts = parse_parts(checked_text(cell))
        closed = self._text(row, "closed")
        if closed and chosen("closed", closed) == "true":
            return {"closed": "true", "parts": parts}
        return {"parts": parts}

    def _name_and_unit(self, row: Row, written: str) -> tuple[str, str, bool]:
        """The name without its unit, the unit that stands nearest, and whether a title gives it.

        Nearest is a bracket behind the name, then the unit's column, the header, the title.
        """
        unit = self._text(row, "unit")
        if unit in read_data("intake", "columns")["same"]:
            unit = self._unit
        self._unit = unit
        own = unit_in_brackets(written)
        if own and unit and own != unit:
            message = f"名称里写的单位是“{own}”，单位栏写的是“{unit}”"
            raise CellError(message, "把两处单位写成一样")
        name = without_unit(written) if own else written
        value = row.columns.get("value")
        near = own or unit or (value.unit if value else "")
        if near:
            return name, near, False
        return name, self._unit_of_title(name, row.cells.get("value")), True

    def _unit_of_title(self, name: str, value: Cell | None) -> str:
        """The unit that the rows above the table give, where it can be that of this row."""
        listed = self._table.titles.units
        if not listed or (value is not None and value.kind == "percent"):
            return ""
        if len(listed) > 1 and (certain := unit_among(listed, name)):
            return certain
        units = [unit for unit in listed if measures(unit)]
        plain = [unit for unit in units if unit not in _PERCENT]
        if len(plain) > 1 or (not plain and len(listed) > 1):
            message = f"表的上面写了几个单位（{'、'.join(listed)}），看不出这一行是哪一个"
            raise CellError(message, "加一栏“单位”，逐行写明")
        unit = (plain or units or listed)[0]
        others = tuple(read_data("intake", "columns")["not_money"])
        if name.endswith(others) and measures(unit) and parse_quantity(f"1{unit}").kind == "money":
            message = f"表的上面写的是“单位：{unit}”，“{name}”看来不以{unit}计"
            raise CellError(message, "在名称后的括号里或单位栏写明这一行的单位")
        return unit


def _percentage(row: Row, key: str) -> Decimal | None:
    """The growth or completion in per cent that the row's own figures give."""
    value = bare_number(row.given.get("value"))
    base = bare_number(row.given.get("previous" if key == "growth" else "target"))
    if value is None or not base:
        return None
    return (value - base) / base * 100 if key == "growth" else value / base * 100


def _agrees(own: str, said: str) -> bool:
    """Whether two statuses are one, or two periods end in one month (1—11月, 截至11月底)."""
    ends = [re.findall(r"(\d+)(?=月)", text)[-1:] for text in (own, said)]
    return own == said or (ends[0] == ends[1] != [])


def _with_attributes(cell: Cell) -> tuple[Cell, dict[str, Any]]:
    text, more = split_attributes(checked_text(cell))
    return (replace(cell, text=text) if more else cell), more
