"""Help pages and errors of usage: in Chinese, with exit code 2, never a traceback."""

from __future__ import annotations

import re

import pytest

from zhibi import __version__
from zhibi.cli.app import COMMANDS

CONTRACT = ["draft", "check", "facts", "form", "merge", "figures", "styles", "rules"]
ENGLISH = re.compile(
    r"\b(usage|options|arguments|commands|show|missing|required|default|invalid|try)\b",
    re.IGNORECASE,
)


def test_the_commands_come_in_the_order_of_use(zhibi) -> None:
    ended = zhibi("--help")
    listed = re.findall(r"^  ([a-z]+)  ", ended.out.partition("命令：\n")[2], re.MULTILINE)
    assert ended.code == 0
    assert listed[:3] == ["draft", "check", "facts"]
    assert set(CONTRACT) <= set(listed)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_each_help_page_is_in_chinese(zhibi, command: str) -> None:
    ended = zhibi(*filter(None, [command]), "--help")
    assert ended.code == 0
    assert ended.out.startswith("用法：zhibi")
    assert not ENGLISH.search(re.sub(r"--?[a-z-]+", "", ended.out))


def test_version(zhibi) -> None:
    assert zhibi("--version").out == f"zhibi {__version__}\n"


def test_no_command_shows_the_help_as_an_error_of_usage(zhibi) -> None:
    ended = zhibi()
    assert (ended.code, ended.out) == (2, "")
    assert "命令：" in ended.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "没有命令 chek，是不是 check"),
        (["check"], "缺少参数 DRAFT"),
        (["check", "a.md"], "缺少选项 --facts"),
        (["form", "--style", "镇乡"], "缺少选项 -o"),
        (["form", "--style", "镇乡", "--kind", "年终", "-o", "a.xlsx"], "annual、half-year"),
        (["merge", "a.yaml", "-o", "b.yaml", "-o", "c.yaml"], "选项 -o 写了不止一次"),
        (["draft"], "缺少参数 FACTS"),
        (["draft", "facts.yaml"], "要写明输出文件"),
        (["draft", "facts.yaml", "-o"], "选项 -o 后面要写一个值"),
        (["draft", "facts.yaml", "-o", "a.md", "--writer", "chatgpt"], "auto、offline、llm"),
        (["draft", "facts.yaml", "-o", "a.md", "--figures", "all"], "slots、plain、blind"),
        (["draft", "facts.yaml", "-o", "a.md", "--jobs", "0"], "1 到 64 的整数"),
        (["draft", "facts.yaml", "-o", "a.md", "--jobs", "四"], "1 到 64 的整数"),
        (["draft", "facts.yaml", "-o", "a.md", "--max-cost", "nan"], "不小于 0"),
        (["draft", "facts.yaml", "-o", "a.md", "--max-cost", "五元"], "不小于 0"),
        (["draft", "facts.yaml", "-o", "a.md", "--dry-run=1"], "选项 --dry-run 后面不写值"),
        (["check", "a.md", "--fact", "facts.yaml"], "没有选项 --fact，是不是"),
        (["check", "a.md", "--facts", "facts.yaml", "--format", "xml"], "text、json、sarif"),
        (["check", "a.md", "--facts", "facts.yaml", "--fix"], "要与 --annotate 同用"),
        (["figures", "a.md", "b.md"], "多余的参数：b.md"),
        (["figures", "a.md", "--format", "sarif"], "text、json"),
        (["rules", "N999"], "没有规则“N999”"),
    ],
    ids=" ".join,
)
def test_an_error_of_usage_says_what_in_chinese(zhibi, here, arguments, words: str) -> None:
    ended = zhibi(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert words in ended.err
    assert "用法见：zhibi" in ended.err
    assert not ENGLISH.search(re.sub(r"--?[a-z-]+", "", ended.err))


def test_what_is_read_is_never_written_over(zhibi, here) -> None:
    facts = here / "facts.json"
    facts.write_text("{}", "utf-8")
    ended = zhibi("draft", "facts.json", "-o", f"{here}/./facts.json")
    assert ended.code == 2
    assert "是要读的文件" in ended.err
    assert facts.read_text("utf-8") == "{}"
