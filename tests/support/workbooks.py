"""Small workbooks and tables as offices send them."""

from pathlib import Path

import openpyxl

HEAD = ["板块", "名称", "数值", "单位", "时段", "同比", "上年同期", "全年预计", "目标", "完成率"]


def book(path: Path, *sheets, name: str = "a.xlsx", after=None) -> Path:
    """A workbook; each sheet is (title, rows) or (title, rows, function on the sheet)."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows, *touch in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for function in touch:
            function(sheet)
    if after is not None:
        after(workbook)
    target = path / name
    workbook.save(target)
    return target


def indicators(*rows, head=HEAD, above=(), **options):
    """A builder of a workbook with one sheet of indicators."""

    def build(path: Path) -> Path:
        touch = [options["touch"]] if "touch" in options else []
        return book(path, ("指标", [*above, head, *rows], *touch))

    return build


def statements(*rows, head=("板块", "内容", "名称", "状态", "来源"), title="事项"):
    """A builder of a workbook with one sheet of statements."""
    return lambda path: book(path, (title, [list(head), *rows]))


def table(text: str, encoding: str = "utf-8", name: str = "a.csv"):
    """A builder of a delimited text."""

    def build(path: Path) -> Path:
        target = path / name
        target.write_bytes(text.encode(encoding))
        return target

    return build


def raw(data: bytes, name: str):
    """A builder of a file of these bytes."""

    def build(path: Path) -> Path:
        target = path / name
        target.write_bytes(data)
        return target

    return build


def formatted(**formats):
    """A touch that sets number formats: C2='0.0%'."""

    def touch(sheet) -> None:
        for ref, number_format in formats.items():
            sheet[ref].number_format = number_format

    return touch
