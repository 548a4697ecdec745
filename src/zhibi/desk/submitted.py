"""The files that were handed in: kept in memory, and on disk only while they are read."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath

from zhibi.desk.limits import MAX_ALL, MAX_FILE, MAX_FILES, MAX_NAME
from zhibi.desk.refusals import Refusal, too_large

_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f]")
_NOT_IN_WINDOWS = re.compile(r'[<>:"|?*]')
_FOLDERS = re.compile(r"[/\\]")


def clean_name(given: str) -> str:
    """A file's name without folders and control characters, and not too long."""
    name = _NOT_IN_NAMES.sub("", _FOLDERS.split(given)[-1]).strip()
    if name.strip(".") == "":
        return "未命名"
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - a name alone, not a path
    return stem[: MAX_NAME - len(ending[:10])] + ending[:10]


class Submitted:
    """Files by name, in the order in which they came."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, name: str) -> bool:
        return name in self._files

    @property
    def sizes(self) -> Mapping[str, int]:
        """The names with their sizes in bytes."""
        return {name: len(data) for name, data in self._files.items()}

    def add(self, given: str, data: bytes, *, beside: bool = False) -> str:
        """Keep a file and return its name; one of the same name is replaced, or kept `beside`.

        Raises Refusal where it is too much.
        """
        name = clean_name(given)
        if beside or len(given) > MAX_NAME:
            name = self._free(name)
        if len(data) > MAX_FILE:
            raise too_large(f"“{name}”", f"{MAX_FILE >> 20} MB")
        if not data:
            hint = "检查是不是还没有保存，或没有下载完"
            raise Refusal(422, "input", f"“{name}”是空文件", hint)
        others = sum(size for known, size in self.sizes.items() if known != name)
        if others + len(data) > MAX_ALL:
            raise too_large("全部文件加起来", f"{MAX_ALL >> 20} MB")
        if name not in self._files and len(self._files) >= MAX_FILES:
            raise Refusal(413, "large", f"最多交 {MAX_FILES} 个文件", "先移出不用的")
        self._files[name] = data
        return name

    def remove(self, name: str) -> None:
        """Forget a file."""
        self._files.pop(name, None)

    def _free(self, name: str) -> str:
        stem, ending = os.path.splitext(name)  # noqa: PTH122 - a name alone, not a path
        chosen, number = name, 2
        while chosen in self._files:
            chosen, number = f"{stem}（{number}）{ending}", number + 1
        return chosen

    @contextmanager
    def on_disk(self) -> Iterator[dict[str, str]]:
        """The files in a folder of their own that is removed afterwards: name by path.

        The folder and the files are readable for their owner alone.
        """
        with tempfile.TemporaryDirectory(prefix="zhibi-desk-") as folder:
            paths = {}
            for name, data in self._files.items():
                path = str(PurePath(folder, _on_this_system(name)))
                _write(path, data)
                paths[path] = name
            yield paths


def _on_this_system(name: str) -> str:
    """A name as Windows allows it, where this is Windows."""
    return _NOT_IN_WINDOWS.sub("_", name) if os.name == "nt" else name


def _write(path: str, data: bytes) -> None:
    """Write a file that only its owner may read. Raises Refusal where the system refuses it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(data)
    except (OSError, ValueError) as error:
        hint = "换一个普通的文件名再交；还不行就检查磁盘空间"
        raise Refusal(422, "input", f"“{Path(path).name}”存不了", hint) from error
