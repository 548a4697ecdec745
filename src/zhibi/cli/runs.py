"""`zhibi runs`: the records of drafting with a model, listed and cleaned."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from zhibi.cli.options import one_of
from zhibi.cli.printing import note, show


def list_or_clean_runs(
    clean: Annotated[
        str | None,
        typer.Option("--clean", metavar="finished|all", help="删去已完成的，或全部"),
    ] = None,
) -> int:
    """列出或清理用模型起草的留痕。"""
    from zhibi.writing.llm.runs import clean_runs, default_folder, list_runs

    if clean is not None:
        one_of(clean, ("finished", "all"), "--clean")
        gone = clean_runs(finished_only=clean == "finished")
        note(f"已删去 {len(gone)} 份留痕，腾出 {_size(sum(run.bytes for run in gone))}")
        return 0
    runs = list_runs()
    for run in runs:
        state = "已完成" if run.finished else "未完成"
        show(f"{_when(run.started)}  {state}  {run.model}  {run.title}  {_size(run.bytes)}")
        show(f"  {run.folder}")
    if not runs:
        note(f"还没有留痕（默认放在 {default_folder()}）")
    return 0


def _when(started: str) -> str:
    """A moment of a record as the clock on this machine's wall shows it."""
    try:
        return f"{datetime.fromisoformat(started).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:  # a record from elsewhere, or one that a person wrote
        return started


def _size(count: int) -> str:
    return f"{count / 1024:.0f} KB" if count < 1 << 20 else f"{count / (1 << 20):.1f} MB"
