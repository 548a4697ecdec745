"""Runs: what was asked, answered, found and repaired, section by section, as readable files.

A question whose answer is in the folder is not asked again: a run that was killed resumes where it
stopped, and a changed fact costs only the questions that hold it. API keys are never part of a
request's record.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import AnswerError, InputError, OutputError, Problem
from zhibi.models.messages import Answer, Model, Request, Usage

if TYPE_CHECKING:
    from zhibi.writing.llm.repair import TaskResult

_ABOUT = "run.json"
_ANSWER = ".answer.json"
_LONGEST_NAME = 30
"""Characters of a facts file's name in its folder's: a name holds 255 bytes on most systems."""
_UNSAFE = re.compile(r"[^\w.\-]+")


class Run:
    """One run's folder. Answers are written whole or not at all, as soon as they are there."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._lock = threading.Lock()
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise OutputError(
                f"运行记录写不进“{self.folder}”：{error.strerror}", "换一个 --run 文件夹"
            ) from error
        self._known = dict(self._read())
        self._finished = bool(self.about().get("finished"))

    def about(self) -> dict[str, Any]:
        """What `run.json` says; empty where there is none."""
        return _about(self.folder)

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
                yield record["key"], record
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise InputError(
                    Problem(
                        f"运行记录损坏（{type(error).__name__}）", "删去这个文件后再试", str(path)
                    )
                ) from error


def _answer(record: Mapping[str, Any]) -> Answer:
    if "error" in record:
        failed = record["error"]
        raise AnswerError(failed["message"], kind=failed["kind"], retryable=failed["retryable"])
    usage = Usage(**record["usage"])
    return Answer(
        record["text"], usage, record["model"], mended=tuple(record["mended"]), reused=True
    )


def _safe(label: str) -> str:
    """A label as a path inside the run's folder."""
    parts = [_UNSAFE.sub("_", part).strip(".") or "_" for part in label.split("/")]
    return "/".join(parts)


def _write_text(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise OutputError(
            f"运行记录写不进“{path}”：{error.strerror}", "检查磁盘空间和权限，或换一个 --run 文件夹"
        ) from error


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def _about(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / _ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


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
    found = [
        RunInfo(
            path.parent,
            about.get("title", ""),
            about.get("model", ""),
            about.get("started", ""),
            about.get("finished"),
            sum(one.stat().st_size for one in path.parent.rglob("*") if one.is_file()),
        )
        for path in place.glob(f"*/{_ABOUT}")
        if (about := _about(path.parent))
    ]
    return sorted(found, key=lambda one: one.started, reverse=True)


def clean_runs(folder: Path | None = None, *, finished_only: bool = False) -> list[RunInfo]:
    """Delete the runs in the default place (only finished ones, if asked); what was deleted."""
    gone = []
    for run in list_runs(folder):
        if finished_only and run.finished is None:
            continue
        shutil.rmtree(run.folder)
        gone.append(run)
    return gone
