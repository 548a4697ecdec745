"""The tutorials of the docs, step by step: commands run as shown, and print what is shown."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CLERK = ROOT / "docs" / "tutorial-clerk.md"
PYTHON = ROOT / "docs" / "tutorial-python.md"
_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(.*?)(?:\s+#\s*(?:退出码 (\d))?.*)?")


def test_the_clerk_s_tutorial_runs_as_it_is_shown(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("the commands are shown for a Unix shell")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    said = ""
    commands = 0
    for kind, block in _BLOCK.findall(CLERK.read_text("utf-8")):
        if kind == "text":
            for line in block.splitlines():
                assert line in said, line
            continue
        said = ""
        for line in block.splitlines():
            command, code = _CODE.fullmatch(line).groups()
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            said += done.stdout + done.stderr
            assert done.returncode == int(code or 0), f"{command}\n{said}"
            commands += 1
    assert commands > 10
    written = {path.name for path in tmp_path.iterdir()}
    assert {"报告.docx", "批注.docx", "核数表.xlsx", "核对.html", "追问单.xlsx"} <= written


def test_the_programmer_s_tutorial_gives_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = re.sub(r"^```.*$", "", PYTHON.read_text("utf-8"), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {}, PYTHON.name, str(PYTHON), 0)
    assert len(test.examples) > 20
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    told: list[str] = []
    runner.run(test, out=told.append)
    assert not runner.failures, "".join(told)
    assert (tmp_path / "report.docx").exists()
