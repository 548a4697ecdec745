"""Reads files within a size limit, decodes text, and writes files atomically."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from zhibi.errors import InputError, OutputError, Problem

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
_SAMPLE = 4096  # bytes
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_bytes(path: str | Path, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes. Raises InputError if it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            ensure_size(os.fstat(file.fileno()).st_size, limit, path)
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise InputError(Problem("文件不存在", "检查路径和文件名", str(path))) from None
    except IsADirectoryError:
        raise InputError(Problem("这是文件夹，不是文件", "写上文件名", str(path))) from None
    except OSError as error:
        hint = "检查文件是否被占用、是否有权限读"
        raise InputError(Problem(f"读不了文件：{reason(error)}", hint, str(path))) from None
    ensure_size(len(data), limit, path)
    return data


def ensure_size(size: int, limit: int, path: str | Path) -> None:
    """Raise InputError if `size` bytes are more than `limit`."""
    if size > limit:
        message = f"文件过大（{size >> 20} MB，最多 {limit >> 20} MB）"
        raise InputError(Problem(message, "拆成几个文件，或检查是不是选错了文件", str(path)))


def decode(data: bytes, path: str, encoding: str | None = None, *, utf8_only: bool = False) -> str:
    """The text of a file's bytes; `path` names the file in messages.

    The encoding is `encoding` if given, else what a byte order mark tells, else UTF-8, else
    GB 18030 (what Excel saves in China). With `utf8_only` it is UTF-8, with or without a mark.
    Raises InputError for an archive, for null characters and where no encoding fits.
    """
    if data.startswith(b"PK\x03\x04"):
        hint = "Excel 表格把扩展名改为 .xlsx，Word 文档改为 .docx"
        raise InputError(Problem("这是压缩格式的文件，不是文本，扩展名不对", hint, path))
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    if utf8_only:
        return _decode_utf8(data, path, marked)
    if marked == "utf-8" and not encoding and b"\x00" in data[:_SAMPLE]:
        marked = _unmarked_utf16(data) or marked
    for candidate in [encoding] if encoding else [marked, "gb18030"]:
        try:
            text = data.decode(candidate)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" in text:
            hint = "另存为文本文件或 CSV 再试"
            raise InputError(Problem("文件里有空字符，不是文本", hint, path))
        return text
    hint = "用 UTF-8 或 GB 18030 编码保存（Excel 表格另存为“CSV UTF-8”或 .xlsx）"
    raise InputError(Problem("认不出文件的编码，或者它不是文本文件", hint, path))


def _unmarked_utf16(data: bytes) -> str:
    """Which UTF-16 a text without a mark is in; empty where neither gives plain lines."""
    sample = data[: _SAMPLE & ~1]
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, errors="ignore")
        plain = sum(
            char in "\r\n\t" or " " <= char <= "~" or "\u4e00" <= char <= "\u9fff" for char in text
        )
        if len(data) % 2 == 0 and "\x00" not in text and plain > 0.8 * len(text):
            return name
    return ""


def _decode_utf8(data: bytes, path: str, marked: str) -> str:
    if marked == "utf-16":
        raise InputError(Problem("文件是 UTF-16 编码", "用编辑器另存为 UTF-8", path, 1, 1))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "用编辑器（如记事本）另存为 UTF-8"
        raise InputError(Problem("文件不是 UTF-8 编码", hint, path, line, 1)) from None


def ensure_writable(path: str | Path, endings: Sequence[str] = ()) -> None:
    """Raise OutputError now if a file at `path` could not be written later.

    With `endings`, its name must end in one of them: the ending says the format.
    Called before a model is asked, so that no paid answer is lost to a mistyped folder.
    Creates nothing that remains.
    """
    import tempfile

    target = Path(path)
    try:
        target.lstat()
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:  # a name too long, a null character in it
        raise _refused(path, error) from None
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


def write_atomically(path: str | Path, data: bytes) -> None:
    """Write `data` to `path`: to a temporary file beside it first, which then takes its place.

    Whatever happens, the file is either the old one or the complete new one. A link is followed.
    """
    import secrets

    target = Path(path).resolve()
    ensure_writable(target)
    temporary = target.with_name(f".zhibi-{secrets.token_hex(8)}{target.suffix}")
    try:
        # The kernel applies the umask: it cannot be read without being changed for all threads.
        mode = target.stat().st_mode & 0o777 if target.exists() else None
        handle = os.open(temporary, _NEW_FILE, 0o600 if mode is not None else 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        os.replace(temporary, target)  # noqa: PTH105  reads as what it is
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def reason(error: OSError) -> str:
    """The reason of a system error: in Chinese if it is a common one."""
    known = _REASONS.get(error.errno or 0)
    return known or error.strerror or type(error).__name__


def _refused(path: str | Path, error: OSError | ValueError) -> OutputError:
    if isinstance(error, ValueError) or error.errno == errno.ENAMETOOLONG:
        why = "文件名里有空字符" if isinstance(error, ValueError) else reason(error)
        return OutputError(f"无法写入 {path}：{why}", "请换一个短些、普通的文件名")
    hint = "请检查磁盘空间、权限，或文件是否正被别的程序打开"
    return OutputError(f"无法写入 {path}：{reason(error)}", hint)
