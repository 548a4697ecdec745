"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from zhibi.errors import OutputError

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "磁盘是只读的",
    errno.EBUSY: "文件正被别的程序使用",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EISDIR: "这是一个文件夹",
    errno.EIO: "磁盘读写出错",
}


def ensure_writable(path: str | Path, endings: Sequence[str] = ()) -> None:
    """Raise OutputError now if a file at `path` could not be written later.

    With `endings`, its name must end in one of them: the ending says the format.
    Called before a model is asked, so that no paid answer is lost to a mistyped folder.
    Leaves nothing behind.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if endings and ending not in endings:
        shown = f"“{ending}”" if ending else "没有扩展名"
        hint = f"文件名请以 {'、'.join(endings)} 结尾"
        raise OutputError(f"无法写入 {path}：不认识的文件类型（{shown}）", hint)
    if target.is_dir():
        raise OutputError(f"无法写入 {path}：这是一个文件夹", "请写明文件名，如 report.docx")
    folder = target.resolve().parent
    if not folder.is_dir():
        raise OutputError(f"无法写入 {path}：没有文件夹 {folder}", "请先建好文件夹，或改写到别处")
    if target.exists() and not os.access(target, os.W_OK):
        raise OutputError(f"无法写入 {path}：文件是只读的", "请去掉只读属性，或改写到别的文件")
    try:
        handle, probe = tempfile.mkstemp(prefix=".zhibi-", dir=folder)
    except OSError as error:
        raise _refused(path, error) from error
    os.close(handle)
    Path(probe).unlink()


def write_whole(path: str | Path, data: bytes) -> None:
    """Write `data` to `path`: to a temporary file beside it first, which then takes its place.

    Whatever happens, the file is either the old one or the complete new one. A link is followed.
    """
    target = Path(path).resolve()
    ensure_writable(target)
    handle, name = tempfile.mkstemp(prefix=".zhibi-", suffix=target.suffix, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
        os.replace(temporary, target)  # noqa: PTH105  Path.replace is the same; this is the known word
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those that a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def reason(error: OSError) -> str:
    """Why the system refused a file, in Chinese where it is one of the common reasons."""
    known = _REASONS.get(error.errno or 0)
    return known or error.strerror or type(error).__name__


def _refused(path: str | Path, error: OSError) -> OutputError:
    hint = "请检查磁盘空间、权限，或文件是否正被别的程序打开"
    return OutputError(f"无法写入 {path}：{reason(error)}", hint)
