"""Counting tokens: from ranks on disk where they are whole, else by estimate; never from afar."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from zhibi.models.messages import Message
from zhibi.models.tokens import families

TEXT = "1—10月，税收收入2186.4万元，同比增长6.35%。"


def test_an_estimate_grows_with_the_text() -> None:
    for family in families().values():
        assert 0 < family.estimate(TEXT) < family.estimate(TEXT * 3)
        assert family.estimate(TEXT) < len(TEXT) * 1.4


def test_messages_cost_a_little_beside_their_text() -> None:
    family = families()["qwen"]
    one = family.count_messages([Message("user", TEXT)])
    assert one == family.count(TEXT) + family.message


@pytest.mark.parametrize("content", [None, b"not the ranks"])
def test_missing_or_broken_ranks_are_left_alone(tmp_path: Path, content: bytes | None) -> None:
    """tiktoken would delete a broken file and download it, without a time limit."""
    file = tmp_path / "fb374d419588a4632f3f557e76b4b70aebbca790"
    if content is not None:
        file.write_bytes(content)
    program = (
        "import socket\n"
        "def refuse(*a, **k): raise SystemExit('network!')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from zhibi.models.tokens import families\n"
        "print(families()['o200k'].count('税收'), families()['o200k'].is_exact)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"TIKTOKEN_CACHE_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(families()["o200k"].estimate("税收")), "False"]
    if content is not None:
        assert file.read_bytes() == content
