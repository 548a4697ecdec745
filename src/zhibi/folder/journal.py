"""What earlier calls did, so that what is done and unchanged is not done again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from zhibi import __version__
from zhibi.errors import OutputError
from zhibi.files import reason, write_atomically
from zhibi.folder.work import Job, Outcome, digest

if TYPE_CHECKING:
    from types import TracebackType


class Journal:
    """A file of outcomes, a line each as soon as it is there, so that a killed call loses none.

    A later line of a report stands for an earlier one; lines that cannot be read are passed over.
    Use as a context manager. Raises OutputError where the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known = _read(path)
        self._current: set[str] = set()
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self._file = self.path.open("a", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"无法写入 {self.path}：{reason(error)}", "请检查权限") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._file is not None
        self._file.close()
        if kind is None:
            self._compact()

    def done(self, job: Job) -> Outcome | None:
        """The outcome of a job whose inputs, options and outputs are as they were, else None."""
        data = self._known.get(_key(job))
        if data is None:
            return None
        try:
            outcome = Outcome.from_data(data | {"unchanged": True})
        except (KeyError, TypeError, ValueError):
            return None
        for files in (outcome.inputs, outcome.outputs):
            if digest(files) != dict(files):
                return None
        self._current.add(_key(job))
        return outcome

    def add(self, job: Job, outcome: Outcome) -> None:
        """Note what was done; what failed, or lacks answers, is done again next time."""
        if outcome.exit_code or outcome.counts.unanswered or self._file is None:
            return
        data = outcome.to_data()
        self._known[_key(job)] = data
        self._current.add(_key(job))
        self._file.write(_line(_key(job), data))
        self._file.flush()

    def _compact(self) -> None:
        """Write each report of this call once, in place of what calls have added."""
        lines = [_line(key, data) for key, data in self._known.items() if key in self._current]
        write_atomically(self.path, "".join(lines).encode())


def _key(job: Job) -> str:
    return hashlib.sha256(f"{__version__}\n{job.name}\n{job.options}".encode()).hexdigest()


def _line(key: str, data: Mapping[str, object]) -> str:
    return json.dumps([key, data], ensure_ascii=False) + "\n"


def _read(path: Path) -> dict[str, dict[str, object]]:
    known: dict[str, dict[str, object]] = {}
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    key, data = json.loads(line)
                except (ValueError, TypeError, RecursionError):
                    continue  # cut off when an earlier call was killed
                if isinstance(key, str) and isinstance(data, dict):
                    known[key] = data
    except OSError:
        pass
    return known
