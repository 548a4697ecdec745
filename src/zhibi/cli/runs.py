"""`zhibi runs`: lists and deletes the records of drafting with a model."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from zhibi.cli.options import one_of
from zhibi.cli.parameters import option
from zhibi.cli.streams import print_note, print_text


def list_or_clean_runs(
    clean: Annotated[
        str | None,
        option("--clean", metavar="finished|all", help="删去已完成的，或全部"),
    ] = None,
) -> int:
    """列出或清理用模型起草的留痕。"""
    from zhibi.writing.llm.runs import clean_runs, default_folder, list_runs

    if clean is not None:
        one_of(clean, ("finished", "all"), "--clean")
        gone = clean_runs(finished_only=clean == "finished")
        print_note(f"已删去 {len(gone)} 份留痕，腾出 {_size(sum(run.bytes for run in gone))}")
        return 0
    runs = list_runs()
    for run in runs:
        state = "已完成" if run.finished else "未完成"
        print_text(f"{_when(run.started)}  {state}  {run.model}  {run.title}  {_size(run.bytes)}")
        print_text(f"  {run.folder}")
    if not runs:
        print_note(f"还没有留痕（默认放在 {default_folder()}）")
    return 0


def _when(started: str) -> str:
    """A time of a record in the local time zone."""
    try:
        return f"{datetime.fromisoformat(started).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:  # a record with a time in another format
        return started


def _size(count: int) -> str:
    return f"{count / 1024:.0f} KB" if count < 1 << 20 else f"{count / (1 << 20):.1f} MB"
