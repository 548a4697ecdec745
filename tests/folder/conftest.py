"""A folder of small facts files, and the command line run within the test's own process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Zhibi, zhibi

__all__ = ["Ended", "Zhibi", "office", "offices", "zhibi"]

FACTS = """\
document: {{style: 镇乡, kind: annual, year: {year}, organisation: {name}, period: 1—11月}}
sections:
  - id: economy
    part: summary
    topic: 经济发展
    facts:
      - {{id: tax, name: 税收收入, value: {tax}万元, period: 1—10月, source: 财政所 表1 B2}}
      - {{id: road, text: 硬化村组道路{road}公里。, status: done, source: 村建办}}
{more}"""


def office(
    folder: Path,
    stem: str,
    name: str = "青山镇",
    *,
    tax: str = "3271.6",
    road: int = 12,
    year: int = 2024,
    text: str = "",
) -> Path:
    """Write the facts of one office; `text` is one more statement."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.yaml"
    more = f"      - {{id: more, text: {text}, source: 党政办}}\n" if text else ""
    path.write_text(
        FACTS.format(name=name, tax=tax, road=road, year=year, more=more), encoding="utf-8"
    )
    return path


@pytest.fixture
def offices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `in` with three townships' facts; the working directory is its parent."""
    monkeypatch.chdir(tmp_path)
    office(tmp_path / "in", "甲", "青山镇", tax="3271.6", road=12)
    office(tmp_path / "in", "乙", "白石乡", tax="1874.2", road=35)
    office(tmp_path / "in", "丙", "柳塘镇", tax="2690.8", road=58)
    return tmp_path
