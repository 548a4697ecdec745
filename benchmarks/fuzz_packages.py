"""Mutates the parts of .xlsx and .docx packages: elements, attributes and texts, not bytes.

Most mutants of bytes are refused at the zip's or the parser's door; these get past it. Used by
`benchmarks.fuzz packages`.
"""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
from lxml import etree

from zhibi.intake.submissions import read_submission
from zhibi.word.drafts import read_draft

REFERENCES = """
A1 a1 xfd200000 XFD1048576 A0 A-1 A01 +A1 A1:B2 A1:XFD1048576 B2:A1 &#65;1 A1e9 _A1 AAAA1 A99999999
""".split()
NUMBERS = """
0 -1 1 1e308 1e309 -1e-400 NaN Infinity 99999999999999999999 0.1e5 true 4294967296 1048577 65535
""".split()
FORMATS = [
    "0.00%", "0!.0,", ";;;", "[>=1]0;[<0]", "[h]:mm:ss.000", "# ?/?", '"' * 9, "[" * 400, "_" * 400,
    "0" * 3_000, "#,##0" * 300, "yyyy" * 200, "[DBNum1]0", "\\", "*", "@;@;@;@;@", "E+", "[$-",
    "0.0%%%%",
]  # fmt: skip
NAMES = "c v f row mergeCell p r tbl tr tc vMerge is t rPr rPh si sheetData col sdt oMath".split()
TEXTS = [
    "",
    " ",
    "=1+1",
    "1,234.5",
    "9" * 5_000,
    "_x0000_",
    "_xD800_",
    "\u202e",
    "合计",
    "其中：",
    "单位：万元",
]


def packages() -> dict[str, bytes]:
    """A workbook and a document that hold what the readers know."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [
        ["2024年1—10月指标", None, None, None],
        ["名称", "单位", "本月", "累计", "同比%", "备注"],
        ["税收", "万元", 5.25, 50.5, 0.0635, "注"],
        ["其中：工业", "万元", 5, 40, 0.01, None],
        ["人口", "人", 5, 55, None, "已核"],
    ]:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.column_dimensions["F"].hidden = True
    sheet["E3"].number_format = "0.00%_ ;[Red]\\-0.00%"
    book.create_sheet("基本信息").append(["年份", 2024])
    made = io.BytesIO()
    book.save(made)
    document = docx.Document()
    document.add_heading("一、经济", 1)
    document.add_paragraph("税收5万元。").add_run("增长6%").bold = True
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["名称", "数值", "税收", "5万元"], strict=True):  # noqa: SLF001
        cell.text = text
    table.cell(1, 0)._tc.get_or_add_tcPr()  # noqa: SLF001
    other = io.BytesIO()
    document.save(other)
    return {".xlsx": made.getvalue(), ".docx": other.getvalue()}


def _mutate(rng: random.Random, root: etree._Element) -> None:
    """Change one thing of a tree: an attribute, a text, a name, or where an element stands."""
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    one = rng.choice(elements)
    kind = rng.random()
    if kind < 0.35:
        key = rng.choice([*one.attrib, "r", "s", "t", "ref", "min", "max", "val", "hidden"])
        one.set(key, rng.choice([*REFERENCES, *NUMBERS, *FORMATS, *TEXTS[:3]]))
    elif kind < 0.5:
        one.text = rng.choice([*NUMBERS, *TEXTS])
        one.text = "".join(char for char in one.text if char >= " ")
    elif kind < 0.65:
        copy = etree.fromstring(etree.tostring(one))
        size = sum(1 for _ in copy.iter())
        source = etree.tostring(copy)
        for _ in range(min(rng.choice([1, 1, 3, 2_000]), 20_000 // size)):
            one.append(etree.fromstring(source))
    elif kind < 0.8:
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
    elif kind < 0.9:
        space = one.tag.partition("}")[0]
        one.tag = f"{space}}}{rng.choice(NAMES)}"
    else:
        rng.choice(elements).append(one)


def fuzz_packages(rng: random.Random, state: dict[str, Any]) -> None:
    """Read a workbook or a document with one to four of its parts' elements changed."""
    good = state.setdefault("packages", packages())
    folder = Path(state.setdefault("packages folder", tempfile.mkdtemp()))
    ending = rng.choice([".xlsx", ".xlsx", ".docx"])
    with zipfile.ZipFile(io.BytesIO(good[ending])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in members if name.endswith((".xml", ".rels"))]
    likely = [name for name in names if "sheet" in name or "document" in name or "styles" in name]
    for _ in range(rng.choice([1, 1, 2, 4])):
        name = rng.choice([*likely, *likely, *names])
        root = etree.fromstring(members[name])
        try:
            _mutate(rng, root)
        except ValueError:  # not allowed in XML at all, or into itself
            continue
        members[name] = etree.tostring(root)
    path = folder / f"a{ending}"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    if ending == ".docx":
        read_draft(path)
    read_submission(path)
