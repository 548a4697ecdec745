"""Turns the rows of a table into facts; each problem names its cell."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.errors import Problem
from zhibi.figures.quantity import parse_quantity
from zhibi.intake.sheets import vocabulary
from zhibi.intake.sheets.attributes import split_attributes
from zhibi.intake.sheets.children import Children, add_part
from zhibi.intake.sheets.header_words import (
    MEASURES,
    since_january,
    unit_in_brackets,
    without_unit,
)
from zhibi.intake.sheets.parts import parse_parts
from zhibi.intake.sheets.quantities import (
    CellError,
    checked_text,
    is_empty,
    measures,
    percent_text,
    period_text,
    quantity_text,
    split_list,
)
from zhibi.intake.sheets.remarks import Remark, remark_in, without_remark
from zhibi.intake.sheets.row_kinds import RowName, one_line, read_name
from zhibi.intake.submission import SubmittedItem, SubmittedSection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zhibi.errors import Place
    from zhibi.facts.model import Part
    from zhibi.intake.sheets.grid import Cell, Grid
    from zhibi.intake.sheets.table import Row, Table
    from zhibi.intake.submission import Submission

_HAS_PLACE = re.compile(r"(?:[A-Z]{1,3}\d+|第\d+[段行])$")
_LONG_TEXTS = frozenset({"text", "figures", "note"})
_AMBIGUOUS_GROWTH = 1
_AMBIGUOUS_COMPLETION = 3
"""Below these, a bare number may be a ratio as well as a percentage (0.98 or 1.02 for 102 %)."""


class RowReader:
    """Reads the rows of one table into a submission; problems are collected, not raised."""

    def __init__(
        self, grid: Grid, table: Table, part: Part | None, into: Submission, problems: list[Problem]
    ) -> None:
        self._grid = grid
        self._table = table
        self._part = part
        self._into = into
        self._problems = problems
        self._topic = ""
        self._unit = ""
        self._children: dict[int, Children] = {}
        self._reading: set[str] = set()
        self.used: set[str] = set()
        """The cells that are in a fact."""
        self.left: dict[int, str] = dict(table.left)
        """Rows that are no facts, each with the reason."""

    def read(self) -> None:
        """Read all rows."""
        readers: dict[str, Callable[[Row], None]] = {
            "indicator": self._indicator_row,
            "statement": self._statement,
            "section": self._section,
        }
        read = readers[self._table.kind]
        for message, hint, cell in self._table.refused:
            place = self._grid.place(cell)
            self._problems.append(Problem(message, hint, self._grid.path, cell=place))
        for row in self._table.rows:
            self._reading = set()
            read(row)
        hidden = list(dict.fromkeys(str(row.number) for row in self._table.rows if row.hidden))
        if hidden:
            message = f"第 {'、'.join(hidden)} 行是隐藏的，已照常读入"
            self._note(message, "不该报的，删去这些行", self._grid.sheet)
        self._tell_hidden_columns()
        for header in self._table.ignored:
            self._note(f"没有用到的一栏：{header}", "要用就改成表头里认得的名称", "")
        for message, hint in self._table.told:
            self._note(message, hint, self._grid.sheet)

    def _tell_hidden_columns(self) -> None:
        indexes = {
            column.index + 1: column
            for row in self._table.rows[:1]
            for column in row.columns.values()
        }
        hidden = [
            one.header
            for number, one in sorted(indexes.items())
            if number in self._grid.hidden_columns
        ]
        if hidden:
            message = f"“{'、'.join(hidden)}”栏是隐藏的，已照常读入"
            self._note(message, "不该报的，删去这些栏", self._grid.sheet)

    def _indicator_row(self, row: Row) -> None:
        if "check" in row.cells and row.cells["check"].text:
            self._add(self._into.checks, row, {"check": row.cells["check"].text}, "check")
        elif "formula" in row.cells and row.cells["formula"].text:
            self._derivation(row)
        elif self._table.columns.keys() & {"value", "name"}:
            self._indicator(row)

    def _indicator(self, row: Row) -> None:
        written = self._text(row, "name")
        value = row.cells.get("value")
        label = written or next((cell.text for cell in row.cells.values() if cell.text), "")
        name = read_name(label)
        if name.kind != "fact" or not written or value is None or is_empty(value):
            self._not_a_fact(row, name, written, value)
            return
        children = self._children.setdefault(id(row.columns), Children())
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
        children.add(name, indent, parent if is_part and name.mark else data, part=is_part)
        if not is_part:
            self._add(self._into.facts, row, data, "value")

    def _not_a_fact(self, row: Row, name: RowName, written: str, value: Cell | None) -> None:
        """Tell of a row that is no fact: a sum, a note, a signature, a title, a row with a gap."""
        label = name.text
        for children in self._children.values():
            if name.kind == "total" or not name.mark:
                children.clear()
        if name.kind == "total":
            note = f"“{label}”行没有读入"
            self._note(note, "要写进报告的，给它一个名称", self._place(row, "name"))
            self.left[row.number] = "合计行"
        elif name.kind != "fact":
            self.left[row.number] = "表下的说明和落款"
        elif written:
            self._note(f"“{label}”没有数值，没有读入", "补上数值", self._place(row, "name"))
            place = self._full_place(row, "name")
            self._into.missing.append(f"{label}（{self._source(row, 'name') or place.in_words}）")
            self.left[row.number] = "没有数值的行"
        elif value is not None and not is_empty(value):
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
        self._read_field(data, row, "aliases", _list)
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
        self._read_field(data, row, "growth", self._percent(row, "growth", _AMBIGUOUS_GROWTH))
        also = self._also(row)
        for key in ("previous", "forecast", "target"):
            read = self._comparison_value(row, key, unit, name=name, printed=key in also)
            self._read_field(data, row, key, read)
        self._read_field(
            data, row, "completion", self._percent(row, "completion", _AMBIGUOUS_COMPLETION)
        )
        self._name_completion(data, row)
        self._read_field(data, row, "of_which", lambda cell: self._of_which(row, cell))
        for key in ("names", "answers"):
            self._read_field(data, row, key, _list)
        self._common(data, row, "value")
        for remark in [*remarks, remark_in(str(data.get("note") or "")) or Remark()]:
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

    def _add_part(
        self, row: Row, parent: dict[str, Any], data: dict[str, Any], name: RowName
    ) -> bool:
        """Add a row to the fact that it is a part of; told where only its indent says so."""
        whole = parent["name"]
        if not add_part(parent, data):
            message = f"“{name.text}”在“{whole}”之下，单位不同或自有分项，另立一条"
            self._note(message, "核对名称是否要写全", self._place(row, "name"))
            return False
        self.used |= self._reading
        if not name.mark:
            message = f"“{name.text}”按缩进当作“{whole}”的其中项"
            self._note(message, "不是的，去掉名称前的空格", self._place(row, "name"))
        return True

    def _derivation(self, row: Row) -> None:
        data = self._start(row, "name", self._text(row, "name"))
        self._read_field(data, row, "aliases", _list)
        data["formula"] = self._text(row, "formula")
        self._read_field(data, row, "form", checked_text)
        if "form" in data:
            data["as"] = data.pop("form")
        self._read_field(data, row, "period", period_text)
        self._common(data, row, "formula")
        data.pop("source", None)
        self._add(self._into.derive, row, data, "formula")

    def _statement(self, row: Row) -> None:
        text = self._text(row, "text")
        if not text:
            return
        data = self._start(row, "text", text)
        self._read_field(data, row, "names", _list)
        self._read_field(data, row, "figures", lambda cell: _figures(checked_text(cell)))
        self._read_field(data, row, "period", period_text)
        self._read_field(data, row, "answers", _list)
        self._common(data, row, "text")
        self._add(self._into.facts, row, data, "text")

    def _section(self, row: Row) -> None:
        data: dict[str, Any] = {}
        self._read_field(data, row, "id", checked_text)
        self._read_field(data, row, "part", _choice("part"))
        for key in ("topic", "heading", "source"):
            self._read_field(data, row, key, checked_text)
        self._read_field(data, row, "period", period_text)
        for key in ("status", "show"):
            self._read_field(data, row, key, _choice(key))
        under = self._text(row, "under")
        place = self._full_place(row, next(iter(row.cells)))
        self._into.sections.append(SubmittedSection(data, under, place))

    def _common(self, data: dict[str, Any], row: Row, main: str) -> None:
        for key in ("status", "show"):
            self._read_field(data, row, key, _choice(key))
        self._read_field(data, row, "note", checked_text)
        data["source"] = self._source(row, main)

    def _start(self, row: Row, key: str, value: str) -> dict[str, Any]:
        """A fact begun: its id, if the row gives one, then what it is."""
        data: dict[str, Any] = {}
        self._read_field(data, row, "id", checked_text)
        data[key] = value
        return data

    def _read_field(
        self, data: dict[str, Any], row: Row, key: str, read: Callable[[Cell], Any]
    ) -> None:
        """Set a field from its cell, if the row has one; a bad cell is a problem."""
        cell = row.cells.get(key)
        if cell is None or is_empty(cell):
            return
        try:
            if key in MEASURES:
                _ensure_own(cell)
            value = read(cell)
        except CellError as error:
            self._problem(row, key, str(error), error.hint)
            return
        if value:
            self._reading.add(cell.first or cell.ref)
            data[key] = value

    def _percent(self, row: Row, key: str, least: int) -> Callable[[Cell], Any]:
        column = row.columns.get(key)

        def read(cell: Cell) -> Any:
            bare, more = _with_attributes(cell)
            text = percent_text(bare, column.unit if column else "", least=least)
            return {"value": text, **more} if more else text

        return read

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
        if closed and _chosen("closed", closed) == "true":
            return {"closed": "true", "parts": parts}
        return {"parts": parts}

    def _name_and_unit(self, row: Row, written: str) -> tuple[str, str, bool]:
        """The name without its unit, the unit that stands nearest, and whether a title gives it.

        Nearest is a bracket behind the name, then the unit's column, the header, the title.
        """
        cell = row.cells.get("unit")
        unit = "" if cell is None or is_empty(cell) else self._text(row, "unit")
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
        units = [unit for unit in listed if measures(unit)]
        plain = [unit for unit in units if unit not in {"%", "％"}]
        if len(plain) > 1 or (not plain and len(listed) > 1):
            message = f"表的上面写了几个单位（{'、'.join(listed)}），看不出这一行是哪一个"
            raise CellError(message, "加一栏“单位”，逐行写明")
        unit = (plain or units or listed)[0]
        others = tuple(read_data("intake", "columns")["not_money"])
        if name.endswith(others) and measures(unit) and parse_quantity(f"1{unit}").kind == "money":
            message = f"表的上面写的是“单位：{unit}”，“{name}”看来不以{unit}计"
            raise CellError(message, "在名称后的括号里或单位栏写明这一行的单位")
        return unit

    def _source(self, row: Row, main: str) -> str:
        """The office and the cell; a row that was written by `fill_form` keeps its source."""
        office = self._text(row, "source") or self._table.titles.office
        written_back = bool(office and self._text(row, "id"))
        if _HAS_PLACE.search(office) or written_back:
            return office
        return f"{office} {self._full_place(row, main).in_words}".strip()

    def _add(self, to: list[SubmittedItem], row: Row, data: dict[str, Any], main: str) -> None:
        if "topic" in self._table.columns:
            topic = self._topic = self._text(row, "topic") or self._topic
        else:
            topic = row.band
        part = vocabulary.keyword_for("part", topic) if topic else None
        self.used |= self._reading
        to.append(
            SubmittedItem(
                data,
                "" if part else topic,
                part or self._part,  # type: ignore[arg-type]
                self._full_place(row, main),
                self._order(row),
                field_places={key: self._full_place(row, key) for key in data if key in row.cells},
                year=row.year,
            )
        )

    def _order(self, row: Row) -> Decimal | None:
        text = self._text(row, "order")
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            self._problem(row, "order", f"排序“{text}”不是数字", "写 1、2、3 这样的数字")
            return None

    def _text(self, row: Row, key: str) -> str:
        cell = row.cells.get(key)
        if cell is None or is_empty(cell):
            return ""
        try:
            text = checked_text(cell)
        except CellError as error:
            self._problem(row, key, str(error), error.hint)
            return ""
        self._reading.add(cell.first or cell.ref)
        return text if key in _LONG_TEXTS else one_line(text)

    def _place(self, row: Row, key: str) -> str:
        cell = self._cell(row, key)
        return self._grid.place(cell.first or cell.ref)

    def _full_place(self, row: Row, key: str) -> Place:
        return self._grid.full_place(self._cell(row, key))

    @staticmethod
    def _cell(row: Row, key: str) -> Cell:
        """The cell of a field; the first of the row where it is empty."""
        return row.cells.get(key) or next(iter(row.cells.values()))

    def _problem(self, row: Row, key: str, message: str, hint: str) -> None:
        header = row.columns[key].header if key in row.columns else ""
        full = f"{header}：{message}" if header else message
        problem = Problem(full, hint, self._grid.path, cell=self._place(row, key))
        if problem not in self._problems:
            self._problems.append(problem)

    def _note(self, message: str, hint: str, cell: str) -> None:
        self._into.notes.append(Problem(message, hint, self._grid.path, cell=cell or None))


def _ensure_own(cell: Cell) -> None:
    """Refuse a figure that a merged cell gives to several rows or columns."""
    if cell.over:
        message = f"{cell.over} 是合并的格，几行共用一个数，看不出是哪一行的"
        raise CellError(message, "取消合并，逐行填写；几行是一回事的，合成一行")
    if cell.first and cell.first != cell.ref:
        message = f"{cell.first} 和 {cell.ref} 是合并的格，几栏共用一个数"
        raise CellError(message, "取消合并，逐栏填写")


def _agrees(own: str, said: str) -> bool:
    """Whether two statuses are one, or two periods end in one month (1—11月, 截至11月底)."""
    ends = [re.findall(r"(\d+)(?=月)", text)[-1:] for text in (own, said)]
    return own == said or (ends[0] == ends[1] != [])


def _chosen(group: str, text: str) -> str:
    word = vocabulary.keyword_for(group, text)
    if word is None:
        raise CellError(f"“{text}”不认识", "可以写：" + "、".join(vocabulary.labels(group)))
    return word


def _choice(group: str) -> Callable[[Cell], str]:
    return lambda cell: _chosen(group, checked_text(cell))


def _list(cell: Cell) -> list[str]:
    return split_list(checked_text(cell))


def _with_attributes(cell: Cell) -> tuple[Cell, dict[str, Any]]:
    text, more = split_attributes(checked_text(cell))
    return (replace(cell, text=text) if more else cell), more


def _figures(text: str) -> list[dict[str, Any]]:
    """数字名称: “1.6亿元=总投资；11月底=预计投产〔预计〕” as the `figures` of a statement."""
    found = []
    for item in _items(text):
        body, more = split_attributes(item)
        figure, mark, name = body.replace("＝", "=").partition("=")
        if not figure.strip() or not ((mark and name.strip()) or more):
            raise CellError(f"“{item}”写法不对", "写成 1.6亿元=总投资，几个之间用“；”隔开")
        named = {"name": name.strip()} if name.strip() else {}
        found.append({"text": figure.strip(), **named, **more})
    return found


def _items(text: str) -> Iterable[str]:
    return (item.strip() for item in re.split(r"[；;\n](?![^〔]*〕)", text) if item.strip())
