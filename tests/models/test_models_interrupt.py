"""Ctrl-C: at once, however many questions are open, and nothing half-written is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.llm_cases import FACTS
from tests.support.misbehaving_server import serving
from tests.support.processes import INTERRUPTIBLE


@pytest.mark.loopback
@pytest.mark.parametrize("way", ["stall", "rate_wait", "header_drip"])
def test_an_interrupt_ends_the_program_at_once(tmp_path: Path, way: str) -> None:
    (tmp_path / "facts.yaml").write_text(FACTS, "utf-8")
    program = INTERRUPTIBLE + "import sys; from zhibi.cli import main; sys.exit(main())"
    with serving(way) as server:
        command = [sys.executable, "-c", program, "draft", "facts.yaml", "-o", "out.md"]
        command += ["--writer", "llm", "--model", "m", "--base-url", server.url, "--jobs", "4"]
        process = subprocess.Popen(
            [*command, "--run", "run"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": ""},
            stderr=subprocess.PIPE,
            text=True,
        )
        while not server.bodies and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()  # ends while the server still holds every answer back
        assert not server.ending.is_set()
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert not (tmp_path / "out.md").exists()
    assert not list(tmp_path.rglob("*.part"))
