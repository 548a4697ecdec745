"""Rounds of batches: ask, wait, read, and ask again for repairs and for what was not answered.

What a round asked and was answered lies in the folder of the run, so that a call that was ended
at any moment goes on where it stopped; nothing is paid twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from zhibi.errors import InputError, ModelError, Problem
from zhibi.files import write_atomically
from zhibi.folder.batch import ask_all
from zhibi.folder.spending import Spending
from zhibi.folder.work import Job
from zhibi.models.batches import BatchState
from zhibi.progress import Progress, ProgressCallback
from zhibi.writing.llm.batch import BatchQuestion, answer_of_line, split_batch

MOST_ROUNDS = 10
"""Rounds of one call. A report takes six at most, two for its outline and four for a section, but
for batches that fail or expire.
"""
_FAILED = ("failed", "cancelled")
_FIRST_PAUSE = 2.0
_LONGEST_PAUSE = 60.0


class Batches(Protocol):
    """What takes a file of requests and gives files of answers (`models.batches`)."""

    def begin(self, requests: bytes, mark: str) -> str:
        """Hand in a file of requests; the id of its batch, once for each mark."""
        ...

    def state(self, batch_id: str) -> BatchState:
        """How far a batch is."""
        ...

    def fetch(self, file_id: str) -> bytes:
        """The content of a file of results."""
        ...


class Rounds:
    """The rounds of one run. `folder` is held by the caller; `name` tells the run from others.

    `spending` says what a file of a batch may hold and what all may cost. `notify` is told in
    Chinese of each round, `progress` of its questions and answers; `sleep` waits between two looks
    at a batch, for so many seconds.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        batches: Batches,
        spending: Spending,
        sleep: Callable[[float], None],
        notify: Callable[[str], None],
        progress: ProgressCallback | None,
    ) -> None:
        self._folder = folder
        self._name = name
        self._batches = batches
        self._spending = spending
        self._sleep = sleep
        self._notify = notify
        self._progress = progress or (lambda _: None)

    def run(
        self, jobs: Sequence[Job], most: int = MOST_ROUNDS, processes: int | None = None
    ) -> list[Job]:
        """Ask until nothing is open or `most` rounds were made; the jobs with all answers.

        Raises ModelError where a batch fails as a whole, OutputError.
        """
        made = 0
        asking = jobs
        number = 1
        while made < most:
            if not self._path(number, "answers.jsonl").exists():
                if not self._path(number, "batch.json").exists():
                    asking = self._ask(self._answered(asking), number, processes)
                    if not asking:
                        break
                made += 1
                self._receive(number)
            number += 1
        return self._answered(jobs)

    def _answered(self, jobs: Sequence[Job]) -> list[Job]:
        """The jobs with the answers of all rounds so far."""
        files = sorted(self._folder.glob("round-*.answers.jsonl"))
        answers = tuple((str(path), _sha256(path.read_bytes())) for path in files)
        return [replace(job, answers=answers) for job in jobs]

    def _ask(self, jobs: Sequence[Job], number: int, processes: int | None) -> list[Job]:
        """Write what is open as the requests of a round; the jobs that ask.

        A report that asks nothing will ask nothing later: what is answered stays as it is.
        """
        questions = ask_all(jobs, processes=processes, progress=self._progress)
        put = self._affordable(questions.questions)
        if not put:
            return []
        lines = "".join(one.line for one in put)
        write_atomically(self._path(number, "requests.jsonl"), lines.encode())
        self._notify(f"第 {number} 轮：{len(questions.reports)} 份报告，{len(put)} 问")
        return [job for job in jobs if job.name in questions.reports]

    def _affordable(self, questions: Sequence[BatchQuestion]) -> Sequence[BatchQuestion]:
        answers = sorted(self._folder.glob("round-*.answers.jsonl"))
        rounds = ((Path(str(path).replace(".answers.", ".requests.")), path) for path in answers)
        spent = self._spending.spent(rounds)
        put = self._spending.affordable(questions, spent)
        if len(put) < len(questions):
            self._notify(
                f"再问就超过费用上限 {self._spending.most} 元（已用约 {spent:.4f} 元），"
                f"{len(questions) - len(put)} 问不提交，所涉段落由程序照事实写成"
            )
        return put

    def _receive(self, number: int) -> None:
        """Hand in the requests of a round, if that was not done, and wait for its answers."""
        noted = self._path(number, "batch.json")
        states = self._ended([one["id"] for one in self._begun(number, noted)])
        failed = [one for one in states if not one.results and one.status in _FAILED]
        reasons = (why for one in failed for why in one.problems[:3] or (one.status,))
        said = "；".join(dict.fromkeys(reasons))
        if len(failed) == len(states):
            noted.unlink()
            raise ModelError(
                f"批处理没有做成：{said}", "检查模型是否支持批处理；再执行同一条命令会重新提交"
            )
        if failed:
            self._notify(f"第 {number} 轮有 {len(failed)} 批没有做成（{said}），放到下一轮")
        lines, unread = self._results(states)
        if unread:
            self._notify(f"第 {number} 轮的结果里有 {unread} 行读不懂，略去")
        if any(one.status == "expired" for one in states):
            self._notify(f"第 {number} 轮过期，没有答完的放到下一轮")
        write_atomically(self._path(number, "answers.jsonl"), b"".join(lines))

    def _begun(self, number: int, noted: Path) -> list[dict[str, Any]]:
        """The batches of a round, each noted as soon as it is handed in, with its lines."""
        begun = _noted(noted) if noted.exists() else []
        requests = self._path(number, "requests.jsonl").read_bytes().splitlines(keepends=True)
        left = requests[sum(one["lines"] for one in begun) :]
        for part in split_batch(left, self._spending.provider):
            data = b"".join(part)
            # Two rounds may ask the same: each is a batch of its own.
            mark = f"{self._name}\n{number}\n".encode() + data
            begun.append({"id": self._batches.begin(data, _sha256(mark)), "lines": len(part)})
            write_atomically(noted, json.dumps(begun).encode())
            self._notify(
                f"第 {number} 轮已提交（{begun[-1]['id']}），等结果；"
                "中断以后，再执行同一条命令接着等"
            )
        return begun

    def _ended(self, batch_ids: Sequence[str]) -> list[BatchState]:
        """The last states of batches, waited for."""
        pause = _FIRST_PAUSE
        ended: dict[str, BatchState] = {}
        while True:
            states = [ended.get(one) or self._batches.state(one) for one in batch_ids]
            total = sum(one.total for one in states)
            if total:
                self._progress(Progress("answer", sum(one.done for one in states), total))
            pairs = zip(batch_ids, states, strict=True)
            ended = {batch_id: state for batch_id, state in pairs if state.ended}
            if len(ended) == len(batch_ids):
                return states
            self._sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    def _results(self, states: Sequence[BatchState]) -> tuple[list[bytes], int]:
        """The lines of all files of results, and how many there are that are none."""
        files = [one for state in states for one in state.results]
        lines = [line for one in files for line in _lines(self._batches.fetch(one))]
        sound = [line + b"\n" for line in lines if answer_of_line(line) is not None]
        return sound, len(lines) - len(sound)

    def _path(self, number: int, what: str) -> Path:
        return self._folder / f"round-{number:03}.{what}"


def _lines(data: bytes) -> Iterator[bytes]:
    return (line for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip())


def _noted(path: Path) -> list[dict[str, Any]]:
    """The batches of a round, with how many lines each has. Raises InputError."""
    try:
        return [
            {"id": str(one["id"]), "lines": int(one["lines"])}
            for one in json.loads(path.read_bytes())
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        hint = "删去这个文件后再试（这一轮会重新提交）"
        raise InputError(Problem("运行记录损坏", hint, str(path))) from error


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
