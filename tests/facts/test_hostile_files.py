"""Hostile and broken files are refused, or read, within 400 MB, and none of them hangs."""

import io
import os
import random
import subprocess
import sys
import zipfile

import pytest

from tests.support.workbooks import HEAD, book, indicators

MEGABYTES = 400

READER = """
import resource, sys
from zhibi.errors import InputError
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))  # a hang ends, and fails
from zhibi.intake.merge import merge
try:
    merge([sys.argv[1]], topics={"经济": ["税收", "产值"]})
    said = "读入"
except InputError as error:
    said = "；".join(problem.message for problem in error.problems[:3])
sys.stdout.buffer.write(said.encode())
with open("/proc/self/status") as status:
    peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
sys.stderr.write(f"{int(peak) // 1024}")
"""

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


DOCUMENT_RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
ONE_ROW = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
STRINGS, RELATIONS = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
STRINGS_RELATED = (
    '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'sharedStrings" Target="sharedStrings.xml" Id="rId9"/></Relationships>'
)


def altered(path, changes, name="x.xlsx"):
    """A good workbook with some members replaced by what `changes` gives for them.

    Noise is added, so that the size of the archive gives nothing away; a list is written piece
    by piece, so that the test itself stays small.
    """
    changes = {**changes, "xl/media/noise.bin": random.Random(1).randbytes(400_000)}
    good = indicators(["经济", "税收", 5, "万元"])(path)
    target = path / name
    with (
        zipfile.ZipFile(good) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        members = {member: old.read(member) for member in old.namelist()} | changes
        if STRINGS in changes:  # a part that nothing names is not read at all
            related = members[RELATIONS].decode().replace("</Relationships>", STRINGS_RELATED)
            members[RELATIONS] = related
        for member, data in members.items():
            with new.open(member, "w") as file:
                for piece in data if isinstance(data, list) else [data]:
                    file.write(piece if isinstance(piece, bytes) else piece.encode())
    return target


def sheet(body):
    return {"xl/worksheets/sheet1.xml": f"<worksheet {NS}>{body}</worksheet>"}


def rows_of_blanks(path):
    return altered(path, sheet("<sheetData>" + "<row/>" * 3_000_000 + "</sheetData>"))


def huge_text(path):
    before = f'<worksheet {NS}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    after = "</t></is></c></row></sheetData></worksheet>"
    pieces = [before, *[" " * 1_000_000] * 300, after]
    return altered(path, {"xl/worksheets/sheet1.xml": pieces})


def bomb_beside(path):
    return altered(path, {"xl/media/picture.bin": [b"\0" * 1_000_000] * 500})


def far_corner(path):
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return altered(path, sheet(f"<sheetData>{first}{last}</sheetData>"))


def far_corner_spelled_oddly(path):
    cells = '<row r = "1048576"><c s="0" r\n=\n"XFD1048576"><v>1</v></c></row>'
    return altered(path, sheet(f"<sheetData>{cells}</sheetData>"))


def row_beyond_all(path):
    return altered(path, sheet(f'<sheetData><row r="{"9" * 30}"><c><v>1</v></c></row></sheetData>'))


def wrong_dimension(path):
    good = indicators(["经济", "税收", 5, "万元"])(path)
    with zipfile.ZipFile(good) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    text = text.replace('<dimension ref="A1:J2"', '<dimension ref="A1:XFD1048576"')
    assert "XFD1048576" in text
    return altered(path, {"xl/worksheets/sheet1.xml": text})


def million_cells(path):
    return altered(path, sheet("<sheetData><row>" + "<c/>" * 2_000_000 + "</row></sheetData>"))


def merged_everything(path):
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return altered(path, sheet(f"{ONE_ROW}{merge}"))


def merged_in_small_letters(path):
    merge = '<mergeCells><mergeCell ref="a1:xfd1048576"/></mergeCells>'
    return altered(path, sheet(f"{ONE_ROW}{merge}"))


def sheet_under_another_name(path):
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="/hidden/cells.xml" Type="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships/worksheet"/></Relationships>'
    )
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    body = f"<worksheet {NS}>{ONE_ROW}{merge}</worksheet>"
    return altered(path, {"xl/_rels/workbook.xml.rels": rels, "hidden/cells.xml": body})


def many_strings(path):
    text = f"<sst {NS}>" + "<si><t>a</t></si>" * 1_000_000 + "</sst>"
    return altered(path, {"xl/sharedStrings.xml": text})


def many_styles(path):
    text = f"<styleSheet {NS}><cellXfs>" + "<xf/>" * 500_000 + "</cellXfs></styleSheet>"
    return altered(path, {"xl/styles.xml": text})


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{'&a' + str(n - 1) + ';'}{('&a' + str(n - 1) + ';') * 9}'>"
    for n in range(1, 12)
)


def laughter(path):
    body = f"<?xml version='1.0'?>{LAUGHS}]><sst {NS}><si><t>&a11;</t></si></sst>"
    return altered(path, {"xl/sharedStrings.xml": body})


def laughter_in_utf16(path):
    body = f"<?xml version='1.0' encoding='utf-16'?>{LAUGHS}]><sst {NS}><si><t>&a11;</t></si></sst>"
    return altered(path, {"xl/sharedStrings.xml": body.encode("utf-16")})


def other_file(path):
    doctype = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
    return altered(path, {"xl/sharedStrings.xml": f"{doctype}<sst {NS}><si><t>&e;</t></si></sst>"})


def many_members(path):
    return altered(path, {f"xl/media/{n}.bin": b"" for n in range(20_000)})


def same_member_twice(path):
    good = indicators(["经济", "税收", 5, "万元"])(path)
    with zipfile.ZipFile(good, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return good


def spoiled_stream(path):
    target = indicators(*[["经济", f"指标{n}", n, "万元"] for n in range(500)])(path)
    data = bytearray(target.read_bytes())
    for at in range(600, len(data) - 3000, 97):
        data[at] ^= 0xFF
    target.write_bytes(bytes(data))
    return target


def size_that_lies(path):
    target = rows_of_blanks(path)
    data = bytearray(target.read_bytes())
    with zipfile.ZipFile(target) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    target.write_bytes(bytes(data).replace(size, (1000).to_bytes(4, "little")))
    return target


def macros(path):
    return altered(path, {"xl/vbaProject.bin": b"\xcc\x61" * 5000}, name="x.xlsm")


def laughter_in_document(path):
    target = path / "x.docx"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", DOCUMENT_RELATED)
        archive.writestr("word/document.xml", f"{LAUGHS}]><document>&a11;</document>")
    return target


def million_paragraphs(path):
    import docx

    buffer = io.BytesIO()
    docx.Document().save(buffer)
    target = path / "x.docx"
    with (
        zipfile.ZipFile(buffer) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            data = old.read(member)
            if member == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 1_500_000)
            new.writestr(member, data)
        new.writestr("noise.bin", random.Random(1).randbytes(400_000))
    return target


def anchors(path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return written(path, "x.yaml", "\n".join(lines))


def written(path, name, text):
    target = path / name
    target.write_text(text, encoding="utf-8")
    return target


CASES = {
    "millions of blank rows": (rows_of_blanks, "表格过大"),
    "a cell of 300 MB": (huge_text, "解压后过大"),
    "a bomb beside the sheets": (bomb_beside, "解压后过大"),
    "a cell in the far corner": (far_corner, "表格范围过大"),
    "a cell in the far corner, spelled oddly": (far_corner_spelled_oddly, "表格范围过大"),
    "a row beyond all": (row_beyond_all, "行号"),
    "a wrong dimension": (wrong_dimension, "没有一个文件写明"),
    "millions of cells": (million_cells, "表格过大"),
    "everything merged": (merged_everything, "没有认出表头"),
    "everything merged, in small letters": (merged_in_small_letters, "合并单元格"),
    "a sheet under another name": (sheet_under_another_name, "没有认出表头"),
    "a million strings": (many_strings, "表格过大（xl/sharedStrings.xml）"),
    "half a million styles": (many_styles, "样式"),
    "entities that explode": (laughter, "实体声明"),
    "entities in UTF-16": (laughter_in_utf16, "编码不对"),
    "an entity that reads a file": (other_file, "实体声明"),
    "twenty thousand members": (many_members, "部件过多"),
    "a member twice": (same_member_twice, "重名"),
    "a spoiled stream": (spoiled_stream, "损坏"),
    "a size that lies": (size_that_lies, "损坏"),
    "macros": (macros, "没有一个文件写明"),
    "entities in a document": (laughter_in_document, "实体声明"),
    "a million paragraphs": (million_paragraphs, "段落过多"),
    "anchors that explode": (anchors, "展开后过大"),
    "brackets without end": (lambda path: written(path, "x.yaml", "[" * 500_000), "嵌套过深"),
    "brackets in JSON": (lambda path: written(path, "x.json", "[" * 500_000), "JSON"),
    "a line of a million commas": (
        lambda path: written(path, "x.csv", "," * 5_000_000),
        "表格过大",
    ),
    "a million lines": (lambda path: written(path, "x.csv", "a,b\n" * 1_000_000), "没有认出表头"),
    "a text without a stop": (
        lambda path: written(path, "x.txt", "税收1204.3万元，" * 200_000),
        "过长",
    ),
    "a text of digits": (lambda path: written(path, "x.txt", "1" * 3_000_000), "过长"),
    "a formula of brackets": (
        lambda path: book(
            path, ("算式", [["名称", "算式"], ["甲", "(" * 30_000]]), ("指标", [HEAD])
        ),
        "没有一个文件写明",
    ),
}


@pytest.mark.big
@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_costs_little(name, tmp_path):
    build, message = CASES[name]
    path = build(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", READER, str(path)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert message in done.stdout.decode()
    peak = float(done.stderr.decode().split()[-1])
    assert peak < MEGABYTES, f"{peak} MB"
