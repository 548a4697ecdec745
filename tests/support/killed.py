"""Runs the command line in a process of its own, which ends at a given step as if it were killed.

A step is a moment before or after what lasts: a file takes its place, a line is added to a
journal, a request goes to an endpoint and its answer comes back. Nothing is cleaned up.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openai

from zhibi.cli.run import run
from zhibi.folder import journal, rounds
from zhibi.models import batches
from zhibi.models.providers import providers

KILLED = 137
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__, "zhibi.folder.run", "zhibi.writing.openai_writer"])


def run_until(step: int, folder: Path, arguments: Sequence[str], batch_lines: int = 1000) -> int:
    """Run a command in a folder and end its process at a step (0: never); its exit code.

    `batch_lines` is how many lines a file of a batch may hold.
    """
    given = (step, str(folder), list(arguments), batch_lines)
    process = _CONTEXT.Process(target=_run, args=given)
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def steps_of(folder: Path) -> int:
    """The steps of the last run in this folder that came to its end."""
    return int(json.loads((folder / "steps.json").read_text("ascii")))


def _run(step: int, folder: str, arguments: list[str], batch_lines: int) -> None:
    os.chdir(folder)
    providers()["generic"] = replace(providers()["generic"], batch_lines=batch_lines)
    passed = [0]

    def dying(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **options: Any) -> Any:
            _pass(passed, step)
            result = function(*given, **options)
            _pass(passed, step)
            return result

        return call

    os.replace = dying(os.replace)
    openai.DefaultHttpxClient.send = dying(openai.DefaultHttpxClient.send)  # type: ignore[method-assign]
    journal.Journal.add = dying(journal.Journal.add)  # type: ignore[method-assign]
    rounds._FIRST_PAUSE = 0.0
    batches.BatchEndpoint.__init__.__kwdefaults__["sleep"] = lambda _: None
    code = run(arguments)
    Path("steps.json").write_text(str(passed[0]), "ascii")
    os._exit(code)


def _pass(passed: list[int], step: int) -> None:
    passed[0] += 1
    if passed[0] == step:
        os._exit(KILLED)
