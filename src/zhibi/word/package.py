"""The zip container of a .docx: read with limits, written the same way every time."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.errors import InputError, Problem
from zhibi.files import reason

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_XML = 32 << 20  # bytes of one unpacked XML part; a report of 1000 pages has about 10 MB
MAX_TOTAL = 512 << 20  # bytes of all parts unpacked, pictures included
MAX_PARTS = 5_000
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SAVE_AS = "请用 Word 或 WPS 打开后“另存为” .docx 再试"


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
    """Read a .docx whole. Raises InputError with one problem if it cannot or should not be read."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise bad(path, f"无法读取文件：{reason(error)}", "请检查文件名和权限") from error
    return unpack(path, data)


def unpack(path: str | Path, data: bytes) -> Package:
    """The parts of a .docx given as bytes; `path` names it in messages. Raises InputError."""
    if data.startswith(_OLE):
        raise _ole(path, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpack(path, archive)
    except zipfile.BadZipFile as error:
        raise bad(path, "不是 .docx 文件，或文件已损坏", _SAVE_AS) from error
    except (NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        # zipfile reports unknown compression, a password, a cut stream in these ways.
        raise bad(path, "文件已加密或损坏，无法解压", _SAVE_AS) from error


def _unpack(path: str | Path, archive: zipfile.ZipFile) -> Package:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_PARTS or total > MAX_TOTAL:
        raise bad(path, f"文件解压后过大（{total >> 20} MB），拒绝读取", "请确认文件来源可靠")
    package = Package({})
    for entry in entries:
        if entry.is_dir():
            continue
        is_xml = entry.filename.endswith((".xml", ".rels"))
        if is_xml and entry.file_size > MAX_XML:
            message = (
                f"文件中的 {entry.filename} 解压后过大（{entry.file_size >> 20} MB），拒绝读取"
            )
            raise bad(path, message, "请确认文件来源可靠")
        package.parts[entry.filename] = archive.read(entry)
        package.dates[entry.filename] = entry.date_time
    return package


def _ole(path: str | Path, data: bytes) -> InputError:
    """An old binary file, or an encrypted new one: both are OLE containers."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return bad(path, "文件已加密", "请在 Word 或 WPS 中去掉打开密码后再试")
    return bad(path, "这是旧版 .doc（或 .wps）文件，不是 .docx", _SAVE_AS)


def bad(path: str | Path, message: str, hint: str = "") -> InputError:
    """An InputError about a file as a whole."""
    return InputError(Problem(message, hint, path=str(path)))
