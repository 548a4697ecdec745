"""Runs: what was asked, answered, found and repaired, section by section, as readable files.

A question whose answer is in the folder is not asked again: a run that was killed resumes where it
stopped, and a changed fact costs only the questions that hold it. API keys are never part of a
request's record. A folder serves one process at a time; only its owner may read it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from filelock import FileLock, Timeout

from zhibi.errors import AnswerError, InputError, OutputError, Problem
from zhibi.files import reason
from zhibi.models.messages import Answer, Model, Request, Usage

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from zhibi.writing.llm.repair import TaskResult

_ABOUT = "run.json"
_ANSWER = ".answer.json"
_LONGEST_NAME = 30
"""Characters of a facts file's name in its folder's: a name holds 255 bytes on most systems."""
_MARKER = ".zhibi-run"
_LOCK = ".lock"
_OURS = re.compile(
    r"\.zhibi-run|\.lock|run\.json|result\.json|.*\.answer\.json|.*-[0-9a-f]{8}\.md|\..*\.part"
    r"|round-\d{3}\.(?:requests|answers)\.jsonl|round-\d{3}\.batch\.json"
)
"""The names of the files of a run: what `clean_runs` may delete."""
_UNSAFE = re.compile(r"[^\w.\-]+")


class Run:
    """One run's folder, held by one process until `close`; a context manager.

    Another process that opens the folder waits, and says so through `notify`. Answers are written
    whole or not at all, as soon as they are there. Raises InputError for a folder that holds
    other files than a run's or a damaged record, OutputError where it cannot be written.
    """

    def __init__(self, folder: str | Path, notify: Callable[[str], None] | None = None) -> None:
        self.folder = Path(folder)
        self._lock = threading.Lock()
        try:
            _prepare(self.folder)
        except OSError as error:
            raise OutputError(
                f"运行记录写不进“{self.folder}”：{reason(error)}", "换一个 --run 文件夹"
            ) from error
        self._held = _hold(self.folder, notify or (lambda _: None))
        try:
            _shut(self.folder)
            self._known = dict(self._read())
            self._finished = bool(self.about().get("finished"))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another process have the folder."""
        self._held.release()

    def about(self) -> dict[str, Any]:
        """What `run.json` says; empty where there is none. Raises InputError if it is damaged."""
        about = _about(self.folder)
        if about is None:
            hint = "删去这个文件后再试（答过的问题仍然有效）"
            raise InputError(Problem("运行记录损坏", hint, str(self.folder / _ABOUT)))
        return about

    def begin(self, about: Mapping[str, Any]) -> None:
        """Record what is being written with what, and that it is not done yet.

        What a killed process left half written is cleared.
        """
        for part in self.folder.rglob(".*.part"):
            part.unlink(missing_ok=True)
        kept = self.about()
        self._write(
            self.folder / _ABOUT,
            {
                "started": kept.get("started") or _now(),
                **about,
                "resumed": _now() if kept else None,
                "finished": None,
            },
        )

    def end(self, more: Mapping[str, Any]) -> None:
        """Record that the run is done, and what it took."""
        self._write(self.folder / _ABOUT, {**self.about(), **more, "finished": _now()})

    def complete(self, request: Request, model: Model) -> Answer:
        """The stored answer of this run, else the model's; unusable answers are stored too.

        In a finished run, unusable answers are asked for again.
        """
        known = self._known.get(request.key)
        if known is not None and not (self._finished and "error" in known):
            return _answer(known)
        try:
            answer = model.complete(request)
        except AnswerError as error:
            failed = {"kind": error.kind, "message": error.message, "retryable": error.retryable}
            self._keep(request, {"error": failed, "usage": asdict(Usage(calls=1))}, error.message)
            raise
        record = {
            "usage": asdict(answer.usage),
            "seconds": answer.seconds,
            "mended": list(answer.mended),
            "text": answer.text,
        }
        self._keep(request, record, answer.raw or answer.text)
        return answer

    def keep_result(self, written: TaskResult) -> None:
        """Record a task's findings, repairs and text beside its questions and answers."""
        record = {
            "steps": written.steps,
            "asked": written.asked,
            "usage": asdict(written.usage),
            "replaced": [asdict(one) for one in written.replaced],
            "text": {node: list(paragraphs) for node, paragraphs in written.bodies.items()},
        }
        folder = self.folder / _safe(written.task.id)
        self._write(folder / "result.json", record)

    def keep_refused(self, reasons: Sequence[str]) -> None:
        """Record which changes to the whole report were not taken, and why."""
        self._write(self.folder / "read-through" / "result.json", {"refused": list(reasons)})

    def _keep(self, request: Request, record: dict[str, Any], said: str) -> None:
        stem = self.folder / f"{_safe(request.label)}-{request.key[:8]}"
        asked = "\n\n".join(f"## {one.role}\n\n{one.content}" for one in request.messages)
        _write_text(stem.with_name(f"{stem.name}.md"), f"{asked}\n\n## 回答\n\n{said}\n")
        whole = {
            "key": request.key,
            "label": request.label,
            "model": request.model,
            "time": _now(),
            "prompt_sha256": hashlib.sha256(asked.encode()).hexdigest(),
            **record,
        }
        self._write(stem.with_name(f"{stem.name}{_ANSWER}"), whole)
        with self._lock:
            self._known[request.key] = whole

    def _write(self, path: Path, record: Mapping[str, Any]) -> None:
        _write_text(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")

    def _read(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for path in sorted(self.folder.rglob(f"*{_ANSWER}")):
            try:
                record = json.loads(path.read_text("utf-8"))
                _stored(record)
                yield record["key"], record
            except (
                OSError,
                ValueError,
                KeyError,
                TypeError,
                AttributeError,
                RecursionError,
            ) as error:
                raise InputError(
                    Problem(
                        f"运行记录损坏（{type(error).__name__}）", "删去这个文件后再试", str(path)
                    )
                ) from error


def _answer(record: Mapping[str, Any]) -> Answer:
    stored = _stored(record)
    if isinstance(stored, AnswerError):
        raise stored
    return stored


def _stored(record: Mapping[str, Any]) -> Answer | AnswerError:
    """What a record holds. Raises KeyError, TypeError or AttributeError where it is damaged."""
    if "error" in record:
        failed = record["error"]
        return AnswerError(failed["message"], kind=failed["kind"], retryable=failed["retryable"])
    text, usage = record["text"], Usage(**record["usage"])
    if not isinstance(text, str):
        raise TypeError("an answer is a text")
    return Answer(text, usage, record["model"], mended=tuple(record["mended"]), reused=True)


def _prepare(folder: Path) -> None:
    """Make the folder and mark it as a run's. Raises InputError, OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    marker = folder / _MARKER
    if not marker.exists():
        foreign = [path for path in folder.iterdir() if not _OURS.fullmatch(path.name)]
        if foreign and not _about(folder):
            hint = "--run 写一个空的或还没有的文件夹"
            message = f"运行记录不能放在有别的文件的文件夹里（有“{foreign[0].name}”）"
            raise InputError(Problem(message, hint, str(folder)))
        marker.write_text("zhibi run 1\n", "ascii")


def _shut(folder: Path) -> None:
    """Let only the owner read the folder, also where it stood before. Raises OSError."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)


def _hold(folder: Path, notify: Callable[[str], None]) -> BaseFileLock:
    """The folder's lock, waited for; the system releases it when the process ends."""
    lock = FileLock(folder / _LOCK, mode=0o600, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        notify(f"另一个 zhibi 正在用运行文件夹“{folder}”，等它写完再接着写")
        lock.acquire()
    return lock


def _safe(label: str) -> str:
    """A label as a path inside the run's folder."""
    parts = [_UNSAFE.sub("_", part).strip(".") or "_" for part in label.split("/")]
    return "/".join(parts)


def _write_text(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
        with open(os.open(part, _NEW_FILE, 0o600), "wb") as file:  # noqa: PTH123
            file.write(text.encode("utf-8", "backslashreplace"))
        part.replace(path)
    except OSError as error:
        raise OutputError(
            f"运行记录写不进“{path}”：{reason(error)}", "检查磁盘空间和权限，或换一个 --run 文件夹"
        ) from error


_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def _about(folder: Path) -> dict[str, Any] | None:
    """What `run.json` says: empty where there is none, None where it is damaged."""
    try:
        found = json.loads((folder / _ABOUT).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        return None
    texts = ("title", "model", "started", "finished", "resumed")
    if isinstance(found, dict) and all(isinstance(found.get(key), str | None) for key in texts):
        return found
    return None


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One run in the default place. `bytes` is what its folder takes on disk."""

    folder: Path
    title: str
    model: str
    started: str
    finished: str | None
    bytes: int


def default_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where runs are kept without `--run`: `ZHIBI_RUNS`, else the platform's cache folder."""
    environ = os.environ if environ is None else environ
    if environ.get("ZHIBI_RUNS"):
        return Path(environ["ZHIBI_RUNS"])
    if sys.platform == "win32":
        cache = Path(environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        cache = _home() / "Library" / "Caches"
    else:
        cache = Path(environ.get("XDG_CACHE_HOME") or _home() / ".cache")
    return cache / "zhibi" / "runs"


def _home() -> Path:
    """The home folder. Raises InputError for a user without one, as in some containers."""
    try:
        return Path.home()
    except RuntimeError:
        hint = "用 --run 写明留痕文件夹，或设环境变量 ZHIBI_RUNS"
        raise InputError(Problem("没有用户文件夹，不知道把留痕放在哪里", hint)) from None


def default_run(facts_path: str | Path, model: str, figures: str) -> Path:
    """The folder for a facts file with a model in a mode: always the same, so that it resumes."""
    path = Path(facts_path).resolve()
    digest = hashlib.sha256(f"{path}\n{model}\n{figures}".encode()).hexdigest()[:8]
    stem = f"{path.parent.name[:_LONGEST_NAME]}-{path.stem[:_LONGEST_NAME]}"
    return default_folder() / f"{stem}-{digest}"


def list_runs(folder: Path | None = None) -> list[RunInfo]:
    """The runs in the default place, the newest first."""
    place = folder or default_folder()
    found = []
    for marker in place.glob(f"*/{_MARKER}"):
        about = _about(marker.parent) or {}
        found.append(
            RunInfo(
                marker.parent,
                about.get("title") or "",
                about.get("model") or "",
                about.get("started") or "",
                about.get("finished"),
                sum(path.stat().st_size for path in _files_of(marker.parent)),
            )
        )
    return sorted(found, key=lambda one: one.started, reverse=True)


def clean_runs(folder: Path | None = None, *, finished_only: bool = False) -> list[RunInfo]:
    """Delete the runs in the default place (only finished ones, if asked); what was deleted.

    Only what a run wrote is deleted; a run that another process holds is left alone.
    """
    gone = []
    for run in list_runs(folder):
        if finished_only and run.finished is None:
            continue
        lock = FileLock(run.folder / _LOCK, mode=0o600)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            continue
        try:
            for path in _files_of(run.folder):
                path.unlink()
            inner = [path for path in run.folder.rglob("*") if path.is_dir()]
            for path in sorted(inner, reverse=True):
                _remove_empty(path)
        finally:
            lock.release()
        (run.folder / _LOCK).unlink(missing_ok=True)
        _remove_empty(run.folder)
        gone.append(run)
    return gone


def _files_of(folder: Path) -> list[Path]:
    """The files in a run's folder that a run writes; links are not followed."""
    return [
        path
        for path in folder.rglob("*")
        if path.name != _LOCK and _OURS.fullmatch(path.name) and path.is_file()
    ]


def _remove_empty(folder: Path) -> None:
    if not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()
