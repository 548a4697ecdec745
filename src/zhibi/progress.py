"""How far long work has come: one form for drafting, folders, merging and batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Stage = Literal["section", "sentence", "file", "material", "question", "answer"]

_SAID: dict[Stage, str] = {
    "section": "已写 {done}/{total} 节",
    "sentence": "已读 {done}/{total} 批句子",
    "file": "已完成 {done}/{total} 份",
    "material": "已读 {done}/{total} 份材料",
    "question": "已备好 {done}/{total} 份的问题",
    "answer": "批处理已答 {done}/{total} 问",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of long work is done: `done` of `total`, and in `name` what it was.

    `stage` says what is counted: `section` the sections that a model writes, `sentence` the
    batches of sentences that it reads, `file` the reports of a folder, `material` the files that
    are merged, `question` the reports whose questions are prepared for a batch, `answer` the
    questions that a batch has answered. As a text it is a line in Chinese.
    """

    stage: Stage
    done: int
    total: int
    name: str = ""

    def __str__(self) -> str:
        """The line that the command shows."""
        said = _SAID[self.stage].format(done=self.done, total=self.total)
        return f"{said}：{self.name}" if self.name else said


ProgressCallback: TypeAlias = Callable[[Progress], None]
"""Called after each step, in the thread that does the work; what it raises ends the work."""
