"""How soon a file that cannot be read is refused, whatever its kind and size.

    python -m benchmarks.bad_files [--keep FOLDER]

Each file is made, then given to `zhibi merge` in a process of its own together with a file that
names the document. Processor time is that of the whole process, the start of the program
included (`zhibi --version` is measured beside it); the aim is two seconds. What a file was
refused with is printed, so that a file that is read after all is seen.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

LIMIT = 2.0
"""Seconds of processor time."""
BASE = "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, superior: 县委}\n"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MEGABYTE = 1 << 20


def _zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def workbook(rows: Iterator[str], tail: str = "") -> bytes:
    """A workbook of one sheet with these rows, each as XML."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{tail}</worksheet>'
    return _zipped(
        {
            "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def document(body: str) -> bytes:
    """A .docx with this body."""
    return _zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": _relations("officeDocument", "word/document.xml"),
            "word/document.xml": (
                f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
            ),
        }
    )


def row(cells: list[str | int]) -> str:
    """A row of texts and numbers, without references."""
    return "<row>{}</row>".format(
        "".join(
            f"<c><v>{cell}</v></c>"
            if isinstance(cell, int)
            else f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
            for cell in cells
        )
    )


def rows(header: list[str | int], count: int, cells: Callable[[int], list[str | int]]) -> bytes:
    """A workbook with a header and `count` rows below."""
    return workbook(row(header if not at else cells(at)) for at in range(count + 1))


def _noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


def _lines(count: int, line: Callable[[int], str], encoding: str = "utf-8") -> bytes:
    return "\n".join(line(at) for at in range(count)).encode(encoding)


def _paragraphs(count: int, text: str) -> bytes:
    return document(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" * count)


MAKERS: dict[str, Callable[[], bytes]] = {
    "garbage.xlsx": lambda: _noise(50 * MEGABYTE),
    "garbage.docx": lambda: _noise(50 * MEGABYTE),
    "garbage.csv": lambda: _noise(30 * MEGABYTE),
    "garbage.txt": lambda: _noise(30 * MEGABYTE),
    "garbage.yaml": lambda: _noise(15 * MEGABYTE),
    "garbage.xls": lambda: _noise(50 * MEGABYTE),
    "zeros.xlsx": lambda: bytes(100 * MEGABYTE),
    "zeros.csv": lambda: bytes(30 * MEGABYTE),
    "over-limit.xlsx": lambda: b"PK\x03\x04" + bytes(200 * MEGABYTE),
    "pk-garbage.xlsx": lambda: b"PK\x03\x04" + _noise(50 * MEGABYTE),
    "truncated.xlsx": lambda: rows(["指标", "数值", "单位"], 60_000, _indicator)[:-3000],
    "broken-stream.xlsx": lambda: _broken(rows(["指标", "数值", "单位"], 60_000, _indicator)),
    "bomb.xlsx": lambda: _zipped({"xl/worksheets/sheet1.xml": bytes(400 * MEGABYTE)}),
    "bomb-media.xlsx": lambda: _zipped({"xl/media/image1.bin": bytes(500 * MEGABYTE)}),
    "bomb.docx": lambda: _zipped({"word/document.xml": b" " * (300 * MEGABYTE)}),
    "many-parts.xlsx": lambda: _zipped({f"xl/a{at}.xml": "<a/>" for at in range(60_000)}),
    "broken-xml.xlsx": lambda: workbook(iter(["<row><c><v>1</v></c>" * 300_000])),
    "deep-xml.xlsx": lambda: workbook(iter(["<a>" * 600_000])),
    "deep.docx": lambda: document("<w:sdt><w:sdtContent>" * 200_000),
    "empty-cells.xlsx": lambda: workbook(row([]) for _ in range(900_000)),
    "no-header.xlsx": lambda: rows(["甲", "乙"], 200_000, lambda at: [f"丙{at}", at]),
    "no-header-wide.xlsx": lambda: rows(
        [f"列{at}" for at in range(200)], 2_000, lambda at: [at * one for one in range(200)]
    ),
    "no-header-words.xlsx": lambda: rows(
        ["编码", "备注"], 200_000, lambda at: [f"编码{at}", f"说明文字{at}"]
    ),
    "no-unit.xlsx": lambda: rows(["指标", "数值"], 200_000, lambda at: [f"指标{at}", at]),
    "no-unit-million.xlsx": lambda: rows(["指标", "数值"], 1_000_000, lambda at: [f"标{at}", at]),
    "bad-values.xlsx": lambda: rows(
        ["指标", "数值", "单位"], 100_000, lambda at: [f"指标{at}", f"丙{at}", "万元"]
    ),
    "bad-shared.xlsx": lambda: workbook('<row><c t="s"><v>7</v></c></row>' for _ in range(400_000)),
    "places-no-unit.xlsx": lambda: rows(
        ["村", "户数", "人口", "产值"], 100_000, lambda at: [f"村{at}", at, at, at]
    ),
    "corner.xlsx": lambda: workbook(iter(['<row r="999999"><c r="ZZ999999"><v>1</v></c></row>'])),
    "merges.xlsx": lambda: workbook(
        iter([row(["指标", "数值"])]),
        "<mergeCells>" + '<mergeCell ref="A1:ZZ9999"/>' * 300_000 + "</mergeCells>",
    ),
    "long-cell.xlsx": lambda: workbook(iter([row(["指标" * 5_000_000, "数值"])])),
    "encrypted.xlsx": lambda: OLE + "EncryptedPackage".encode("utf-16-le") + _noise(50 * MEGABYTE),
    "encrypted-late.xlsx": lambda: (
        OLE + _noise(90 * MEGABYTE) + "EncryptedPackage".encode("utf-16-le")
    ),
    "old.xlsx": lambda: OLE + _noise(50 * MEGABYTE),
    "locked.docx": lambda: b"%TSD-Header" + _noise(50 * MEGABYTE),
    "unclosed.csv": lambda: _lines(
        900_000, lambda at: ("指标,数值,单位", f'"指标{at},1,户')[at > 0]
    ),
    "unclosed-late.csv": lambda: _lines(
        700_000, lambda at: f'指标{at},1,{chr(34) if at == 600_000 else ""}户'
    ),
    "long-line.csv": lambda: _lines(1, lambda _: "指标,数值," * 1_500_000),
    "one-cell.csv": lambda: _lines(1, lambda _: '"' + "指标" * 5_000_000),
    "no-header.csv": lambda: _lines(400_000, lambda at: f"甲{at},{at},乙"),
    "no-unit.csv": lambda: _lines(200_000, lambda at: ("指标,数值", f"指标{at},{at}")[at > 0]),
    "shifted.csv": lambda: _lines(
        200_000, lambda at: ("指标,数值,单位", f"指标{at},1,234,户,甲,乙")[at > 0]
    ),
    "big5.csv": lambda: _lines(
        400_000, lambda at: ("指標,數值", f"戶數{at},{at}")[at > 0], "big5"
    ) + b"\xff\xff",
    "latin.txt": lambda: ("café naïve 12,3 \n" * 1_200_000).encode("latin-1") + b"\xff",
    "utf16.yaml": lambda: _lines(200_000, lambda at: f"指标{at}: {at}", "utf-16"),
    "no-sentence.txt": lambda: ("＊" * 60 + "\n").encode() * 150_000,
    "binary.txt": lambda: b"\x00\x01" * (15 * MEGABYTE),
    "too-many.docx": lambda: document("<w:p/>" * 800_000),
    "empty.docx": lambda: document("<w:p/>" * 49_000),
    "no-facts.docx": lambda: _paragraphs(49_000, "——"),
    "words.docx": lambda: _paragraphs(30_000, "目录"),
    "open-table.docx": lambda: document("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr>" * 45_000),
    "no-table.docx": lambda: document(
        "<w:tbl>" + "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>" * 45_000
        + "</w:tbl>"
    ),
    "deep.yaml": lambda: b"document: " + b"[" * 400_000,
    "anchors.yaml": lambda: b"a: &a [x,x]\n" + b"".join(
        f"b{at}: &b{at} [*{'a' if not at else f'b{at - 1}'}, *a]\n".encode() for at in range(60_000)
    ),
    "unknown-keys.yaml": lambda: _lines(
        120_000, lambda at: ("document: {style: 镇乡}", f"键{at}: {at}")[at > 0]
    ),
    "deep.json": lambda: b"[" * 2_000_000,
    "broken.json": lambda: b'{"sections": [' + b'{"id": "a"},' * 300_000,
}  # fmt: skip


def _indicator(at: int) -> list[str | int]:
    return [f"指标{at}", at, "万元"]


def _broken(data: bytes) -> bytes:
    """A package with a byte changed in its largest stream."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0xFF]) * 40 + data[middle + 40 :]


def _seconds(command: list[str]) -> tuple[float, int, str]:
    """The processor time of a command, its exit code, and the first line that it told."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False, text=True, errors="replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = [line for line in done.stderr.splitlines() if line.strip()]
    return used, done.returncode, told[0] if told else ""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", help="write the files to this folder and keep them")
    parser.add_argument("only", nargs="*", help="names of files to try; all where none is given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(given.keep or made)
        folder.mkdir(exist_ok=True)
        (folder / "base.yaml").write_text(BASE, encoding="utf-8")
        zhibi = [sys.executable, "-m", "zhibi"]
        started = _seconds([*zhibi, "--version"])[0]
        print(f"zhibi --version {started:.2f} s; the aim is {LIMIT} s")
        slow = 0
        for name, make in MAKERS.items():
            if given.only and name not in given.only:
                continue
            path = folder / name
            path.write_bytes(make())
            size = path.stat().st_size
            command = [*zhibi, "merge", str(folder / "base.yaml"), str(path), "-o"]
            took, code, told = _seconds([*command, str(folder / "out.yaml")])
            slow += took > LIMIT
            mark = "SLOW" if took > LIMIT else "READ" if code != 3 else ""
            shown = told.replace(f"{folder}{os.sep}", "")[:70]
            print(f"{name:<22}{size / MEGABYTE:>7.1f} MB{took:>7.2f} s {code} {mark:<5}{shown}")
            if not given.keep:
                path.unlink()
        print(f"{slow} over {LIMIT} s")


if __name__ == "__main__":
    main()
