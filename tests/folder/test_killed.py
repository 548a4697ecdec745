"""Killed at each step alone and begun again, a folder gives what an undisturbed call gives."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.folder.conftest import office
from tests.support.batch_server import BatchServer, Faults, serving_batches
from tests.support.killed import KILLED, run_until, steps_of

pytestmark = [pytest.mark.loopback, pytest.mark.big]

FAULTS = Faults(failed=0.1, doubled=0.2, untrue=0.3)
FORMATS = ("--format", "md", "--jobs", "1")


def _folder(place: Path) -> Path:
    office(place / "in", "甲", "青山镇", tax="3271.6", road=12)
    office(place / "in", "乙", "白石乡", tax="1874.2", road=35)
    return place


def _made(place: Path) -> dict[str, bytes]:
    """The reports; what is left half written would be among them."""
    return {path.name: path.read_bytes() for path in sorted((place / "out").glob("[!.]*"))}


def _each_step(place: Path, arguments: Sequence[str], server: BatchServer | None) -> int:
    """Kill at each step alone; how many there are."""

    def ended(folder: Path, step: int) -> int:
        own = [*arguments, *(("--base-url", server.url) if server else ())]
        return run_until(step, folder, own, batch_lines=2)

    whole = _folder(place / "whole")
    assert ended(whole, 0) == 0
    expected, questions = _made(whole), server.questions if server else 0
    assert len(expected) == 2
    steps = steps_of(whole)
    for step in range(1, steps + 1):
        if server:
            server.begin_anew()
        folder = _folder(place / "killed")
        assert ended(folder, step) == KILLED, step
        assert ended(folder, 0) == 0, step
        assert _made(folder) == expected, step
        if server:
            assert server.questions == questions, step  # nothing is asked, and paid, twice
        shutil.rmtree(folder)
    return steps


def test_batches(tmp_path: Path) -> None:
    command = ["batch", "run", "in", "-o", "out", "--run", "run", "--model", "m", *FORMATS]
    with serving_batches(FAULTS) as server:
        assert _each_step(tmp_path, command, server) > 50


def test_drafts_without_a_model(tmp_path: Path) -> None:
    command = ["draft", "in", "-o", "out", "--writer", "offline", "--summary", "s.xlsx", *FORMATS]
    assert _each_step(tmp_path, command, None) > 10
