"""`zhibi desk` as a command: its address, its end, a port that is taken, a missing package."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import INTERRUPTIBLE
from zhibi.cli.run import run

pytest.importorskip("uvicorn")
DESK = f"{INTERRUPTIBLE}from zhibi.cli.run import main; main()"


@pytest.fixture
def running() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A desk on a free port, with its address."""
    command = [sys.executable, "-c", DESK, "desk", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
        process.kill()


def answered(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, headers=headers), timeout=30
        ) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.loopback
def test_it_prints_its_address_and_ends_by_an_interrupt(running: Any) -> None:
    process, address = running
    assert address.startswith("http://127.0.0.1:")
    assert answered(address)[0] == 200
    base = address.partition("?")[0]
    assert answered(base)[0] == 401
    assert answered(address, Host="evil.example")[0] == 421
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert said.splitlines()[-1].endswith("已关闭")
    assert "Traceback" not in said


@pytest.mark.loopback
def test_it_listens_on_this_machine_alone(running: Any) -> None:
    _, address = running
    port = address.rpartition(":")[2].partition("/")[0]
    listening = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not Path(table).exists():
            pytest.skip("the system has no such table")
        rows = [line.split() for line in Path(table).read_text("ascii").splitlines()[1:]]
        listening += [
            row[1] for row in rows if row[3] == "0A" and int(row[1][-4:], 16) == int(port)
        ]
    assert listening == [f"0100007F:{int(port):04X}"]


@pytest.mark.loopback
def test_a_second_desk_on_one_port_is_told(
    running: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    process, address = running
    port = address.rpartition(":")[2].partition("/")[0]
    assert run(["desk", "--no-browser", "--port", port]) == 3
    said = capsys.readouterr()
    assert f"端口 {port} 上已经开着一个 zhibi desk" in said.err
    assert "--port 0" in said.err
    assert said.out == ""
    assert process.poll() is None


@pytest.mark.loopback
def test_a_port_that_another_program_has_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert run(["desk", "--no-browser", "--port", str(port)]) == 3
    assert f"端口 {port} 用不了" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--port", "x"], ["--port", "70000"], ["--keep", "0"]])
def test_wrong_options_are_usage_errors(wrong: list[str]) -> None:
    assert run(["desk", "--no-browser", *wrong]) == 2


def test_a_style_or_layout_that_is_not_there_is_told_at_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["desk", "--no-browser", "--style", "没有.yaml"]) == 3
    assert run(["desk", "--no-browser", "--layout", "没有.yaml"]) == 3
    assert "没有.yaml" in capsys.readouterr().err


def test_without_the_packages_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [one for one in sys.modules if one.startswith("zhibi.desk")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert run(["desk", "--no-browser"]) == 3
    assert "pip install 'zhibi[desk]'" in capsys.readouterr().err


def test_other_commands_load_no_web_framework() -> None:
    probe = (
        "import sys\nfrom zhibi.cli.run import run\nrun(['desk', '--help'])\nrun(['styles'])\n"
        "print(sorted({'starlette', 'uvicorn', 'anyio', 'zhibi.desk'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.stdout.splitlines()[-1] == "[]"
