"""A row of a list of tasks as a statement: the task, how far it is, and what was asked of it.

工作任务        目标要求      完成情况
农村公路提升    改造12公里    已完成10.5公里    →  农村公路提升已完成10.5公里（目标：改造12公里）
"""

from __future__ import annotations

from zhibi.data_files import read_data
from zhibi.intake.sheets.header_words import bare_label
from zhibi.intake.sheets.row_kinds import without_enumerator

_ENDS = "。；;，, "


def is_progress(header: str) -> bool:
    """Whether a column tells how far something is: its subject stands in another one."""
    words: list[str] = read_data("intake", "columns")["tasks"]["progress"]
    return bare_label(header) in words


def task_statement(task: str, goal: str, progress: str, *, thing: bool) -> str:
    """What a row says. A `thing` (a project's name) is the subject of any progress.

    A task is the subject only of words such as 已完成; else the progress is told in its matter.
    """
    words: dict[str, list[str]] = read_data("intake", "columns")["tasks"]
    task, goal = without_enumerator(task).strip(_ENDS), goal.strip(_ENDS)
    told = progress.rstrip(_ENDS)
    subject, goal = (task, goal) if task else (f"{goal}的任务" if goal else "", "")
    if subject and subject not in told:
        direct = thing or told.startswith(tuple(words["aspects"]))
        told = subject + ("" if direct else "，" if subject.endswith("方面") else "方面，") + told
    if goal and goal not in told:
        told += f"（目标：{goal}）"
    return told + "。" if told != progress else progress
