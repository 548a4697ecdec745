"""Older files (.xls, .et, .doc, .wps …) as .xlsx or .docx, by LibreOffice where it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from zhibi.errors import InputError, Problem
from zhibi.files import read_bytes
from zhibi.word.limits import MAX_TEXT
from zhibi.word.package import OLE

OLD_ENDINGS = dict.fromkeys([".xls", ".et", ".xlsb", ".ods"], ".xlsx") | dict.fromkeys(
    [".doc", ".wps", ".rtf"], ".docx"
)
"""Endings that are converted, each with what they become."""

_SECONDS = 120
_STARTS = {".xlsb": b"PK", ".ods": b"PK", ".rtf": b"{\\rtf"}
_FILTERS = {".xlsx": "xlsx:Calc MS Excel 2007 XML", ".docx": "docx:MS Word 2007 XML"}
# Dates are shown by the system's language: in Chinese, so that 2024年10月 stays what it is. No
# macro runs and no link is followed while a file of others is converted.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>zh-CN</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def converted(path: Path) -> tuple[str, bytes]:
    """The new ending and the content of an older file. Raises InputError where it cannot be had."""
    ending = path.suffix.lower()
    new = OLD_ENDINGS[ending]
    hint = f"打开后另存为 {new}"
    data = read_bytes(path, MAX_TEXT)
    if data.lstrip()[:1] == b"<":
        message = "这是网页（“另存为网页”的文件），数据可能不在里面"
        raise InputError(Problem(message, f"打开原来的表，另存为 {new}", str(path)))
    if not data.startswith(_STARTS.get(ending, OLE)):
        raise InputError(Problem(f"读不了 {ending} 文件：内容不是这种格式", hint, str(path)))
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        more = f"{hint}；装了 LibreOffice 的机器可以直接读"
        raise InputError(Problem(f"读不了 {ending} 文件", more, str(path)))
    with tempfile.TemporaryDirectory(prefix="zhibi-") as folder:
        result = _run(office, Path(folder), ending, new, data)
    if result is None:
        message = f"LibreOffice 没能转换这个 {ending} 文件"
        raise InputError(Problem(message, hint, str(path)))
    return new, result


def _run(office: str, folder: Path, ending: str, new: str, data: bytes) -> bytes | None:
    """Convert in a folder and with a profile of its own; None where nothing came of it."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    source = folder / f"source{ending}"
    source.write_bytes(data)
    command = [
        office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", _FILTERS[new], "--outdir", str(folder / "made"), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603  the program is LibreOffice, the file our own copy
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(_SECONDS)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            return None
        raise
    made = folder / "made" / f"source{new}"
    return made.read_bytes() if made.is_file() else None
