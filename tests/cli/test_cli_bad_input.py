"""Files at fault: exit code 3 with file, line and column, all at once; nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibi.writing.offline import writer as offline

HEAD = "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}\n"
SECTION = HEAD + "sections:\n  - id: a\n    part: summary\n    topic: 经济\n    facts:\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, ["bad.yaml", "不存在"]),
        ("", ["bad.yaml"]),
        ("document: [", ["bad.yaml:2:1", "配对"]),
        ("just words", ["bad.yaml:1:1"]),
        (HEAD + "section: []\n", ["bad.yaml:2:1", "section"]),
        (SECTION + "      - {name: 税收, value: 很多}\n", ["bad.yaml:7:27", "很多"]),
        (SECTION + "      - {nmae: 税收, value: 3户}\n", ["bad.yaml:7:10", "nmae"]),
        (SECTION + "      - {name：税收, value: 3户}\n", ["bad.yaml:7:14", "全角冒号"]),
        (SECTION + "      - name：税收\n", ["bad.yaml:7:9", "冒号"]),
        (
            SECTION + "      - {id: x, text: 甲。}\n      - {id: x, text: 乙。}\n",
            ["bad.yaml:8:14", "“x”重复"],
        ),
        (
            SECTION + "      - {name: 税收, value: 很多}\n      - {name: 投资, value: 不少}\n",
            ["2 处问题", "bad.yaml:7:27", "很多", "bad.yaml:8:27", "不少"],
        ),
        (HEAD.replace("annual", "每年") + "sections: []\n", ["bad.yaml:1:", "每年"]),
        (HEAD + HEAD + "sections: []\n", ["bad.yaml:2:1", "document"]),
        (b"document: \xff\xfe\x00", ["bad.yaml"]),
    ],
    ids=[
        "missing",
        "empty",
        "not YAML",
        "words",
        "unknown key",
        "no quantity",
        "wrong field",
        "full-width colon in a map",
        "full-width colon",
        "duplicate id",
        "two faults",
        "wrong kind",
        "duplicate key",
        "binary",
    ],
)
@pytest.mark.parametrize("command", ["draft", "check", "facts"])
def test_a_bad_facts_file(zhibi, here, command: str, text: object, said: list[str]) -> None:
    if text is not None:
        data = text if isinstance(text, bytes) else str(text).encode()
        (here / "bad.yaml").write_bytes(data)
    (here / "a.md").write_text("# 总结\n", "utf-8")
    arguments = {
        "draft": ["draft", "bad.yaml", "-o", "out.md"],
        "check": ["check", "a.md", "--facts", "bad.yaml"],
        "facts": ["facts", "bad.yaml"],
    }[command]
    ended = zhibi(*arguments)
    assert (ended.code, ended.out) == (3, "")
    for words in said:
        assert words in ended.err
    assert "Traceback" not in ended.err
    assert not (here / "out.md").exists()


def test_a_fault_comes_with_a_hint(zhibi, here) -> None:
    (here / "bad.yaml").write_text(SECTION + "      - {name: 税收, value: 很多}\n", "utf-8")
    assert "建议：" in zhibi("facts", "bad.yaml").err


def test_an_unknown_style_is_reported_where_it_is_asked_for(zhibi, here) -> None:
    (here / "facts.yaml").write_text(
        (here / "facts.yaml").read_text("utf-8").replace("style: 镇乡", "style: 城区"), "utf-8"
    )
    ended = zhibi("draft", "facts.yaml", "-o", "out.md")
    assert ended.code == 3
    assert "facts.yaml:2:10" in ended.err
    assert "城区" in ended.err


@pytest.mark.parametrize("style", ["城区", "none.yaml"])
def test_an_unknown_style_of_the_option(zhibi, here, style: str) -> None:
    ended = zhibi("draft", "facts.yaml", "-o", "out.md", "--style", style)
    assert ended.code == 3
    assert style in ended.err


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("none/report.docx", "没有文件夹"),
        ("folder.md", "这是一个文件夹"),
        ("report.pdf", "不认识的文件类型"),
        ("report", "没有扩展名"),
    ],
)
def test_an_output_that_cannot_be_written_is_said_before_anything_is_drafted(
    zhibi, here, monkeypatch, output: str, said: str
) -> None:
    (here / "folder.md").mkdir()
    monkeypatch.setattr(offline.OfflineWriter, "compose", None)  # drafting would now fail
    ended = zhibi("draft", "facts.yaml", "-o", "good.md", "-o", output)
    assert ended.code == 3
    assert said in ended.err
    assert not (here / "good.md").exists()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder here that nobody may write")
def test_a_folder_that_not_even_root_may_write(zhibi, here) -> None:
    ended = zhibi("draft", "facts.yaml", "-o", "/proc/out.md")
    assert ended.code == 3
    assert "无法写入 /proc/out.md" in ended.err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("none.md", None, "文件不存在"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
        ("broken.docx", b"PK\x03\x04nothing", "broken.docx"),
        ("photo.md", b"\x89PNG\x00\x00", "photo.md"),
    ],
)
@pytest.mark.parametrize("command", ["check", "figures", "diff"])
def test_a_bad_draft(zhibi, here: Path, command: str, name: str, data, said: str) -> None:
    if data is not None:
        (here / name).write_bytes(data)
    arguments = {
        "check": [name, "--facts", "facts.yaml"],
        "figures": [name],
        "diff": [name, name, "--facts", "facts.yaml"],
    }[command]
    ended = zhibi(command, *arguments)
    assert (ended.code, ended.out) == (3, "")
    assert said in ended.err
