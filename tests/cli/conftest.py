"""A small facts file, and the command line run within the test's own process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from zhibi.cli.run import run

FACTS = """\
document:
  style: 镇乡
  kind: annual
  year: 2024
  organisation: 青山镇
  superior: 县委、县政府
  period: 1—11月
sections:
  - id: economy
    part: summary
    topic: 经济发展
    facts:
      - {id: tax, name: 税收收入, value: 3271.6万元, period: 1—10月, growth: 6.35%,
         source: 财政所 表1 B2}
      - {id: road, text: 硬化村组道路12公里。, status: done, source: 村建办}
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Zhibi = Callable[..., Ended]


@pytest.fixture
def zhibi(capsys: pytest.CaptureFixture[str]) -> Zhibi:
    """Run a command: `zhibi("check", path, "--facts", facts)`."""

    def call(*arguments: object) -> Ended:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return call


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with `facts.yaml`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.yaml").write_text(FACTS, "utf-8")
    return tmp_path
