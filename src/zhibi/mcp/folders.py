"""The folders that a client may have files read from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhibi.errors import InputError, Problem


class Folders:
    """The folders given at start; paths are relative to the first, or absolute within one."""

    def __init__(self, folders: Sequence[str | Path]) -> None:
        """Raise InputError for what is no folder."""
        self._folders = [Path(folder).resolve() for folder in folders]
        for given, folder in zip(folders, self._folders, strict=True):
            if not folder.is_dir():
                raise InputError(Problem("没有这个文件夹", "检查 --root", str(given)))

    def resolve(self, path: str) -> str:
        """The real path of a file in the folders, links followed. Raises InputError."""
        if "\x00" in path:
            raise InputError(Problem("路径里有空字符", "写上文件名"))
        if not self._folders:
            hint = "启动时用 --root 写明可以读的文件夹，或把内容直接传进来"
            raise InputError(Problem("没有可以读的文件夹", hint))
        found = (self._folders[0] / path).resolve()
        if not any(found.is_relative_to(folder) for folder in self._folders):
            hint = "只能读启动时用 --root 写明的文件夹"
            raise InputError(Problem("文件不在可以读的文件夹里", hint, path))
        return str(found)
