"""The zip container of a .docx or .xlsx: read within limits, written the same way every time.

Both formats are archives of XML parts. Nothing is unpacked beyond a fixed size, and a part that
declares a document type or an unusual encoding is refused before any parser sees it.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.errors import InputError, Problem
from zhibi.files import read_bytes
from zhibi.word.limits import MAX_FILE, MAX_PARTS, MAX_RATIO, MAX_UNPACKED, MAX_XML

if TYPE_CHECKING:
    from collections.abc import Mapping

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LOCKED = b"%TSD-Header"  # a document security system of offices
_EPOCH = (1980, 1, 1, 0, 0, 0)
_XML_ENDINGS = (".xml", ".rels", ".vml")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1"})
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DOCX, _XLSX = (".docx", ".doc（或 .wps）"), (".xlsx", ".xls（或 .et）")
_SAVE_AGAIN = "重新保存（用 Office 或 WPS 打开后另存为 {}）或重新下载后再试"


@dataclass(slots=True)
class Package:
    """The parts of a .docx by name, in the order of the file; `dates` are those of the entries."""

    parts: dict[str, bytes]
    dates: dict[str, tuple[int, int, int, int, int, int]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The package as a zip: the same bytes for the same parts, whenever and wherever made."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, data in self.parts.items():
                info = zipfile.ZipInfo(name, self.dates.get(name, _EPOCH))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 3
                info.external_attr = 0o600 << 16
                archive.writestr(info, data)
        return buffer.getvalue()


def build_package(parts: Mapping[str, bytes]) -> bytes:
    """The bytes of a package made of these parts, in this order."""
    return Package(dict(parts)).to_bytes()


def read_package(path: str | Path) -> Package:
    """Read a .docx or .xlsx.

    Raises InputError with one problem if the file cannot or should not be read.
    """
    return unpack(path, read_bytes(path, MAX_FILE))


def unpack(path: str | Path, data: bytes, *, xml_only: bool = False) -> Package:
    """The parts of a .docx or .xlsx given as bytes; `path` names it in messages.

    Raises InputError.
    """
    ending, old = _DOCX if Path(path).suffix.lower() == ".docx" else _XLSX
    if data.startswith(OLE):  # an old binary file, or an encrypted new one
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise bad_file(path, "文件已加密", f"去掉打开密码，另存为 {ending}")
        raise bad_file(path, f"这是旧版 {old} 文件，不是 {ending}", f"打开后另存为 {ending}")
    if data.startswith(_LOCKED):
        hint = f"在装有那个软件的机器上解密，或另存为普通的 {ending}"
        raise bad_file(path, "文件被加密软件（文档安全系统）加密了", hint)
    if not data.startswith(b"PK"):
        hint = "CSV 文件改回 .csv；" if ending == ".xlsx" else ""
        message = f"不是 {ending} 文件（扩展名可能改过）"
        raise bad_file(path, message, f"{hint}用 Office 或 WPS 打开后另存为 {ending}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpack(path, archive, xml_only=xml_only)
    except (InputError, MemoryError):
        raise
    except Exception as error:
        # Unknown compression, a password, a damaged stream: zlib.error, LZMAError, RuntimeError
        # and others without a common base.
        raise bad_file(path, "文件已损坏，无法解压", _SAVE_AGAIN.format(ending)) from error


def _unpack(path: str | Path, archive: zipfile.ZipFile, *, xml_only: bool) -> Package:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_PARTS or len(names) != len(entries):
        raise bad_file(path, "文件内部的部件过多或重名", "重新保存后再试")
    if "EncryptionInfo" in names or any(entry.flag_bits & 1 for entry in entries):
        raise bad_file(path, "文件已加密", "去掉密码后再试")
    xml = {entry.filename for entry in entries if entry.filename.lower().endswith(_XML_ENDINGS)}
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    xml_size = sum(entry.file_size for entry in entries if entry.filename in xml)
    is_bomb = total > MAX_XML and total > MAX_RATIO * packed
    if xml_size > MAX_XML or total > MAX_UNPACKED or is_bomb:
        hint = "确认文件来源可靠；删去多余的空行空列和图片后另存"
        raise bad_file(path, f"文件解压后过大（{total >> 20} MB），拒绝读取", hint)
    package = Package({})
    for entry in entries:
        if xml_only and entry.filename not in xml:
            continue
        data = archive.read(entry)
        package.parts[entry.filename] = data
        package.dates[entry.filename] = entry.date_time
    return package


def ensure_harmless(path: str | Path, name: str, data: bytes) -> None:
    """Refuse a part that could expand entities or read files, also in an encoding that hides it.

    Called for each part that is parsed; what others hold does no harm. Raises InputError.
    """
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    is_odd = declared is not None and declared[1].lower() not in _ENCODINGS
    if is_odd or data.startswith(_UTF16_MARKS) or b"\x00" in data[:64]:
        hint = "用 Office 或 WPS 打开后另存"
        raise bad_file(path, f"内部文件的编码不对，可能藏有实体声明（{name}）", hint)
    if _DOCTYPE.search(data):
        raise bad_file(path, f"内部文件里有实体声明（{name}）", "来历不明的文件不要用；用原件另存")


def bad_file(path: str | Path, message: str, hint: str) -> InputError:
    """An InputError about a file as a whole."""
    return InputError(Problem(message, hint, path=str(path)))
