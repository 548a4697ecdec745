"""Looks into a .xlsx or .docx before any library does: refuses bombs, traps and other files.

Both kinds are zip archives of XML. Nothing is unpacked beyond a fixed size, no entity is expanded,
and whatever would make a reader build millions of cells is counted first.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibi.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE = 32 << 20
MAX_UNPACKED = 24 << 20
MAX_MEMBERS = 2_000
MAX_RATIO = 200
_SMALL = 1 << 20
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = b"PK"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1"})

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

MAX_CELLS = 500_000
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_FORMATS = 65_500
MAX_MERGED_AREA = 200_000
MAX_RANGES = 20_000


@dataclass(frozen=True, slots=True)
class Package:
    """What was seen of a workbook: whether any sheet holds a formula."""

    has_formulas: bool


def guard_workbook(path: Path) -> Package:
    """Refuse (InputError) a workbook that is broken, locked or built to exhaust the reader."""
    has_formulas = False
    with _open(path, "xlsx") as archive:
        for name, data in _xml_members(archive, path):
            _guard_sheet(data, name, path)
            has_formulas = has_formulas or _FORMULA.search(data) is not None
    return Package(has_formulas)


def guarded_document(path: Path) -> bytes:
    """The main part of a .docx; InputError where it is broken, locked or built to exhaust."""
    with _open(path, "docx") as archive:
        members = dict(_xml_members(archive, path))
    if "word/document.xml" not in members:
        raise _refusal(path, "不是 .docx 文件（里面没有正文）", "用 Word 或 WPS 打开后另存")
    return members["word/document.xml"]


def _guard_sheet(data: bytes, name: str, path: Path) -> None:
    """Count what a part would make the reader build. A sheet may lie under any name."""
    if _exceeds(_CELLS, data, MAX_CELLS) or _exceeds(_ROWS, data, MAX_ROWS):
        raise _refusal(path, f"表格过大（{name}）", "删去多余的空行空列，或拆成几个文件")
    if _exceeds(_STRINGS, data, MAX_CELLS):
        raise _refusal(path, "文字过多", "拆成几个文件")
    if _exceeds(_FORMATS, data, MAX_FORMATS) or _exceeds(_RANGES, data, MAX_RANGES):
        hint = "把内容复制到新的工作簿（只粘贴值）再报"
        raise _refusal(path, f"单元格样式、条件格式或列设置过多（{name}）", hint)
    right, bottom = 0, 0
    for match in _REFERENCE.finditer(data):
        right, bottom = max(right, _column(match[1])), max(bottom, _row(match[2]))
    if right > MAX_COLUMNS or bottom > MAX_ROWS or right * bottom > MAX_CELLS:
        message = f"表格范围过大（{name} 到第 {bottom} 行、第 {right} 列）"
        raise _refusal(path, message, "右下角有多余的单元格：选中数据以外的行和列，删除后再存")
    _guard_merges(data, name, path)


def _guard_merges(data: bytes, name: str, path: Path) -> None:
    area, understood = 0, 0
    for match in _MERGED.finditer(data):
        understood += 1
        if match[3]:
            width = abs(_column(match[3]) - _column(match[1])) + 1
            area += width * (abs(_row(match[4]) - _row(match[2])) + 1)
    count = sum(1 for _ in _MERGED_AT_ALL.finditer(data))
    if area > MAX_MERGED_AREA or count > MAX_RANGES or understood != count:
        raise _refusal(path, f"合并单元格的范围过大或写法不对（{name}）", "取消整行整列的合并再存")


def _open(path: Path, ending: str) -> zipfile.ZipFile:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except FileNotFoundError:
        raise _refusal(path, "文件不存在", "检查路径和文件名") from None
    except IsADirectoryError:
        raise _refusal(path, "这是文件夹，不是文件", "写上文件名") from None
    except OSError as error:
        raise _refusal(path, f"读不了文件（错误号 {error.errno}）", "检查文件是否被占用") from None
    if size > MAX_FILE:
        raise _refusal(path, f"文件过大（{size >> 20} MB）", "拆成几个文件")
    if head == _OLE:
        message = "是旧版文件（.xls、.doc）或设了打开密码"
        raise _refusal(path, message, f"去掉密码，另存为 .{ending}")
    if not head.startswith(_ZIP):
        hint = "CSV 文件改回 .csv；否则用 Excel 或 WPS 打开后另存"
        raise _refusal(path, f"不是 .{ending} 文件（扩展名可能改过）", hint)
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise _refusal(path, "文件已损坏", "重新保存或重新下载后再报") from None


def _xml_members(archive: zipfile.ZipFile, path: Path) -> list[tuple[str, bytes]]:
    """The XML parts, unpacked within bounds."""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if len(infos) > MAX_MEMBERS or len(set(names)) != len(names):
        raise _refusal(path, "文件内部的部件过多或重名", "重新保存后再报")
    if "EncryptionInfo" in names or any(info.flag_bits & 1 for info in infos):
        raise _refusal(path, "文件设了密码", "去掉密码后再报")
    text = [info for info in infos if info.filename.lower().endswith((".xml", ".rels", ".vml"))]
    text_size = sum(info.file_size for info in text)
    bomb = unpacked > _SMALL and unpacked > MAX_RATIO * max(1, packed)
    if text_size > MAX_UNPACKED or bomb:
        raise _refusal(path, f"解压后过大（{unpacked >> 20} MB）", "删去多余的空行空列和图片后另存")
    members = []
    for info in text:
        try:
            data = archive.read(info)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
            raise _refusal(path, f"文件已损坏（{info.filename}）", "重新保存后再报") from None
        except Exception as error:  # zlib.error and lzma.LZMAError share no base
            if type(error).__module__ not in {"zlib", "_lzma", "lzma"}:
                raise
            raise _refusal(path, f"文件已损坏（{info.filename}）", "重新保存后再报") from None
        _guard_xml(data, info.filename, path)
        members.append((info.filename, data))
    return members


def _guard_xml(data: bytes, name: str, path: Path) -> None:
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    odd = declared is not None and declared[1].lower() not in _PLAIN_ENCODINGS
    if odd or data.startswith(_UTF16) or b"\x00" in data[:64]:
        raise _refusal(path, f"内部文件的编码不对（{name}）", "用 Excel 或 WPS 打开后另存")
    if _DOCTYPE.search(data):
        raise _refusal(path, f"内部文件里有实体声明（{name}）", "来历不明的文件不要用；用原件另存")


def _exceeds(pattern: re.Pattern[bytes], data: bytes, limit: int) -> bool:
    return sum(1 for _ in pattern.finditer(data)) > limit


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _row(digits: bytes) -> int:
    return int(digits[:9])


def _refusal(path: Path, message: str, hint: str) -> InputError:
    return InputError(Problem(message, hint, str(path)))
