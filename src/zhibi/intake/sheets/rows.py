"""Turns the rows of a table into facts: indicators, statements, sections, derivations."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.errors import Problem
from zhibi.figures.scan import find_figures
from zhibi.intake.sheets.attributes import split_attributes
from zhibi.intake.sheets.indicator_rows import IndicatorRows
from zhibi.intake.sheets.quantities import CellError, checked_text, period_text
from zhibi.intake.sheets.row_fields import as_list, choice
from zhibi.intake.sheets.row_kinds import read_name
from zhibi.intake.sheets.tasks import is_progress, task_statement
from zhibi.intake.submission import SubmittedItem, SubmittedSection
from zhibi.word.limits import MAX_PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zhibi.intake.sheets.grid import Cell
    from zhibi.intake.sheets.table import Row


class RowReader(IndicatorRows):
    """Reads the rows of one table into a submission; problems are collected, not raised."""

    def read(self) -> None:
        """Read all rows."""
        readers: dict[str, Callable[[Row], None]] = {
            "indicator": self._indicator_row,
            "statement": self._statement,
            "section": self._section,
        }
        read = readers[self._table.kind]
        for message, hint, cell in self._table.refused[:MAX_PROBLEMS]:
            place = self._grid.place(cell)
            self._problems.append(Problem(message, hint, self._grid.path, cell=place))
        for row in self._table.rows:
            self._reading = set()
            read(row)
            if len(self._problems) >= MAX_PROBLEMS:
                return
        for sentence in self._table.texts:
            self._add_text(sentence)
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

    def _add_text(self, cell: Cell) -> None:
        """Add a sentence that stands among the rows; it is told."""
        place = self._grid.full_place(cell)
        source = f"{self._table.titles.office} {place.in_words}".strip()
        data = {"text": cell.text, "source": source}
        item = SubmittedItem(data, "", self._part, place, None, field_places={"text": place})
        self._into.facts.append(item)
        self.used.add(cell.first or cell.ref)
        message = f"“{cell.text}”是表里的一段文字，当作一条事实读入"
        self._note(message, "不该报的，删去这一行", self._grid.place(cell.ref))

    def _indicator_row(self, row: Row) -> None:
        if "check" in row.cells and row.cells["check"].text:
            self._add(self._into.checks, row, {"check": row.cells["check"].text}, "check")
        elif "formula" in row.cells and row.cells["formula"].text:
            self._derivation(row)
        elif self._table.columns.keys() & {"value", "name"}:
            self._indicator(row)

    def _derivation(self, row: Row) -> None:
        data = self._start(row, "name", self._text(row, "name"))
        self._read_field(data, row, "aliases", as_list)
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
        task, thing = self._text(row, "matter"), False
        if not task and "text" in row.columns and is_progress(row.columns["text"].header):
            task, thing = self._text(row, "names"), True
        goal = self._text(row, "goal")
        if not text:
            self._without_progress(row, task or goal)
            return
        remark = self._told_in_remark(row) if task or goal else ""
        if task or goal:
            told = f"{text.rstrip('。；;，, ')}，{remark}" if remark else text
            text = task_statement(task, goal, told, thing=thing)
        data = self._start(row, "text", text)
        self._read_field(data, row, "names", as_list)
        self._read_field(data, row, "figures", lambda cell: _figures(checked_text(cell)))
        self._read_field(data, row, "period", period_text)
        self._read_field(data, row, "answers", as_list)
        self._common(data, row, "text")
        if remark:
            del data["note"]
            self._is_told(row)
            message = f"备注“{remark}”有数，接在{row.columns['text'].header}后面"
            self._note(message, "不该写进报告的，删去备注里的数", self._place(row, "note"))
        if data.get("note", "").endswith(last_year_question()):
            data["status"], data["show"] = "last_year", "hidden"
            message = "答复的是上年同期的数，只作核对，不写进报告"
            self._note(message, "要写增减的，填在该指标的“上年同期”栏", row.cells["text"].ref)
        self._add(self._into.facts, row, data, "text")

    def _told_in_remark(self, row: Row) -> str:
        """A remark on a task that states a figure or a time: it is part of what is told."""
        remark = self._text(row, "note").strip("。；;，, ")
        tells = any(figure.claim for figure in find_figures(remark))
        return remark if tells and "note" in row.columns else ""

    def _without_progress(self, row: Row, task: str) -> None:
        """Tell of a task of which nothing is said."""
        if not task or read_name(task).kind != "fact":
            return
        header = row.columns["text"].header
        self._note(f"“{task}”没有写{header}，没有读入", f"补上{header}", self._place(row, "text"))
        self._into.missing.append(f"{task}（{self._source(row, 'text')}）")
        self.left[row.number] = f"没有写{header}的行"

    def _section(self, row: Row) -> None:
        data: dict[str, Any] = {}
        self._read_field(data, row, "id", checked_text)
        self._read_field(data, row, "part", choice("part"))
        for key in ("topic", "heading", "source"):
            self._read_field(data, row, key, checked_text)
        self._read_field(data, row, "period", period_text)
        for key in ("status", "show"):
            self._read_field(data, row, key, choice(key))
        under = self._text(row, "under")
        place = self._full_place(row, next(iter(row.cells)))
        self._into.sections.append(SubmittedSection(data, under, place))


@cache
def last_year_question() -> str:
    """How the question for last year's figures ends, which the answer's row repeats."""
    question: str = read_data("intake", "questions")["ask"]["last_year"]
    return question.rpartition("}")[2].strip()


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
