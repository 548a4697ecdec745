"""The command as a program of its own: pipes, encodings, terminals, signals, start-up."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import INTERRUPTIBLE

ZHIBI = [sys.executable, "-m", "zhibi"]
PLACES = ("ZHIBI_RUNS", "XDG_CACHE_HOME")
GBK = {"LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
SLOW = (
    INTERRUPTIBLE
    + """
import sys, time
from zhibi.cli.run import main
from zhibi.writing.offline import writer as offline
def compose(self, outline, facts, style):
    print("drafting", flush=True)
    time.sleep(60)
offline.OfflineWriter.compose = compose
sys.argv[1:] = ["draft", "facts.yaml", "-o", "out.md"]
main()
"""
)


def _run(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess:
    command = [*ZHIBI, *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, **(env or {})}, timeout=60
    )


def test_the_module_runs_as_the_command_does(here: Path) -> None:
    ended = _run("draft", "facts.yaml", "-o", "out.md")
    assert (ended.returncode, ended.stdout) == (0, b"")
    assert (here / "out.md").exists()


def test_a_reader_that_goes_away_is_no_error_of_ours(here: Path) -> None:
    (here / "long.txt").write_text("走访群众9户。\n" * 20_000, "utf-8")
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}  # else Python drops what is not taken
    with subprocess.Popen(
        [*ZHIBI, "figures", "long.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as running:
        running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
    assert said == b""
    assert running.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_full_disk_is_said_as_an_output_that_cannot_be_written(here: Path, form: str) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ended = subprocess.run(
            [*ZHIBI, "facts", "facts.yaml", "--format", form],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 3
    assert ended.stderr.decode().startswith("错误：结果写不出去：磁盘空间不足\n  建议：")
    assert b"Exception ignored" not in ended.stderr


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("facts facts.yaml >&-", 0),
        ("facts facts.yaml --format json >&-", 0),
        ("facts none.yaml 2>&-", 3),
        ("check - --facts facts.yaml <&-", 1),
    ],
)
def test_a_stream_closed_from_the_start_harms_nothing(here: Path, command: str, code: int) -> None:
    shell = f"'{sys.executable}' -m zhibi {command}"
    ended = subprocess.run(["sh", "-c", shell], capture_output=True, check=False, timeout=60)
    assert ended.returncode == code, ended.stderr.decode()


def test_a_gbk_console_gets_gbk_and_no_crash_over_what_it_lacks(here: Path) -> None:
    (here / "a.txt").write_text("𬭼业公司新增就业9户😀。\n", "utf-8")
    ended = _run("figures", "a.txt", env=GBK)
    assert ended.returncode == 0
    assert "9户" in ended.stdout.decode("gbk")
    assert b"Traceback" not in ended.stderr


def test_what_programs_read_is_utf_8_everywhere(here: Path) -> None:
    (here / "a.txt").write_text("新增就业9户。\n", "utf-8")
    ended = _run("figures", "a.txt", "--format", "json", env=GBK)
    assert json.loads(ended.stdout.decode("utf-8"))["figures"][0]["text"] == "9户"
    assert _run("styles", "township", env=GBK).stdout.decode("utf-8").startswith("# 镇乡")


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_a_file_s_name_that_is_no_text_harms_nothing(here: Path, form: str) -> None:
    name = os.fsdecode(b"bad\xff.md")
    (here / name).write_text("硬化村组道路12公里。\n", "utf-8")
    ended = _run("check", name, "--facts", "facts.yaml", "--format", form)
    assert ended.returncode == 1, ended.stderr
    assert "N301" in ended.stdout.decode("utf-8")


def test_an_interrupt_ends_at_once_and_writes_nothing(here: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout.readline() == b"drafting\n"
        running.send_signal(signal.SIGINT)
        said = running.stderr.read().decode()
    assert running.returncode == 130
    assert said.endswith("\n已中断\n")
    assert sorted(path.name for path in here.iterdir()) == ["facts.yaml"]


def test_a_fault_of_our_own_is_said_in_a_line_and_traced_only_with_debug(here: Path) -> None:
    broken = "import zhibi.intake.load as load\nload.load_facts = None\n"
    start = "import sys\nfrom zhibi.cli.run import main\nsys.argv[1:] = {}\nmain()\n"
    for arguments, code, traced in (
        (["facts", "facts.yaml"], 70, False),
        (["facts", "facts.yaml", "--debug"], 1, True),
    ):
        ended = subprocess.run(
            [sys.executable, "-c", broken + start.format(arguments)],
            capture_output=True,
            check=False,
        )
        assert ended.returncode == code
        assert (b"Traceback" in ended.stderr) is traced


@pytest.mark.parametrize("debug", [False, True])
def test_a_user_s_mistake_is_traced_only_with_debug(here: Path, debug: bool) -> None:
    ended = _run(*(["--debug"] if debug else []), "facts", "none.yaml")
    assert (b"Traceback" in ended.stderr) is debug


@pytest.mark.skipif(not hasattr(pty, "openpty"), reason="no terminals here")
def test_on_a_terminal_the_notes_begin_a_line_of_their_own(here: Path) -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*ZHIBI, "draft", "facts.yaml", "-o", "out.md"], stdout=subprocess.PIPE, stderr=follower
    ) as running:
        os.close(follower)
        running.wait(timeout=60)
    said = os.read(leader, 65536).decode()
    os.close(leader)
    assert running.returncode == 0
    assert "\r\x1b[K已写出：out.md" in said


def _run_with_full_stderr(*arguments: object) -> int:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [*ZHIBI, *map(str, arguments)]
        pipe = subprocess.PIPE
        return subprocess.run(command, check=False, stdout=pipe, stderr=full, timeout=60).returncode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_messages_that_cannot_be_written_change_no_exit_code(here: Path) -> None:
    assert _run_with_full_stderr("draft", "facts.yaml", "-o", "out.md") == 0
    assert _run_with_full_stderr("check", "out.md", "--facts", "facts.yaml") == 0
    assert _run_with_full_stderr("check", "none.md", "--facts", "facts.yaml") == 3
    assert _run_with_full_stderr("draft") == 2


def test_a_user_without_a_home_is_told_where_to_put_runs(here: Path) -> None:
    code = (
        "import pathlib, sys; from zhibi.cli.run import main\n"
        "def home(): raise RuntimeError('no home')\n"
        "pathlib.Path.home = home; sys.argv[1:] = ['runs']; main()"
    )
    environment = {key: value for key, value in os.environ.items() if key not in PLACES}
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment, check=False, timeout=60
    )
    assert ended.returncode == 3
    assert "ZHIBI_RUNS" in ended.stderr.decode()


@pytest.mark.parametrize("name", ["长" * 300, "a" * 300, "长" * 100])
def test_names_that_are_too_long_are_refused(here: Path, name: str) -> None:
    for arguments in (
        ["draft", "facts.yaml", "-o", f"{name}.md"],
        ["draft", "facts.yaml", "-o", "out.md", "--style", f"{name}.yaml"],
        ["draft", "facts.yaml", "-o", "out.md", "--layout", f"{name}.yaml"],
        ["check", f"{name}.md", "--facts", "facts.yaml"],
        ["check", "facts.yaml", "--facts", "facts.yaml", "--table", f"{name}.xlsx"],
        ["form", "--style", name, "-o", "form.xlsx"],
        ["merge", "facts.yaml", "-o", f"{name}.yaml"],
    ):
        ended = _run(*arguments)
        assert ended.returncode == 3, arguments[0]
        assert "错误：" in ended.stderr.decode()
    assert sorted(path.name for path in here.iterdir()) == ["facts.yaml"]


def test_control_characters_of_a_draft_do_not_reach_the_terminal(here: Path) -> None:
    (here / "odd.md").write_text("税收\x1b[2J\x07\u202e9999万元\x9b31m。\n", "utf-8")
    for arguments in (
        ("check", "odd.md", "--facts", "facts.yaml"),
        ("figures", "odd.md"),
        ("check", "\x1b]0;title\x07.md", "--facts", "facts.yaml"),
        ("draft", "facts.yaml", "-o", "\u202e.md", "--style", "\x1b[31m"),
    ):
        ended = _run(*arguments)
        said = (ended.stdout + ended.stderr).decode()
        assert said
        assert not set(said) & set("\x1b\x07\u202e\x9b")


@pytest.mark.parametrize("number", ["9" * 5_000, "²", "٩", "-1", ""])
@pytest.mark.parametrize("option", ["--jobs", "--explain"])
def test_a_number_of_another_form_is_a_usage_error(zhibi, here, option: str, number: str) -> None:
    where = "." if option == "--jobs" else "a.md"
    (here / "a.md").write_text("税收9万元。\n", "utf-8")
    ended = zhibi("check", where, "--facts", "facts.yaml", option, number)
    assert ended.code == 2
    assert option in ended.err
