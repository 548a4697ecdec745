"""Calls that are read without Typer are read as Typer reads them; the others are left to it."""

from __future__ import annotations

import inspect

import pytest
from typer.main import get_command

from zhibi.cli.app import program
from zhibi.cli.commands import COMMANDS, function_of
from zhibi.cli.parameters import declared, plain_call

PLAIN = (
    ("check", "稿.md --facts 事实.yaml"),
    ("check", "--facts=a.yaml 稿.md --facts b.yaml --strict"),
    ("check", "- --facts a.yaml --format json --explain 12:8"),
    ("check", "稿.md --facts a.yaml --format= --report 报告.html --annotate 批注.docx --fix"),
    ("draft", "a.yaml b.yaml -o 报告.docx"),
    ("facts", "a.yaml --strict"),
    ("figures", "稿.md"),
    ("diff", "旧.md 新.md --facts a.yaml"),
)
LEFT = (
    ("check", "稿.md --fact a.yaml"),
    ("check", "稿.md --facts"),
    ("check", "稿.md --facts --strict"),
    ("check", "--facts a.yaml"),
    ("check", "一.md 二.md --facts a.yaml"),
    ("check", "稿.md --facts a.yaml --style 镇乡 --style 街道"),
    ("check", "稿.md --strict=yes"),
    ("check", "-- 稿.md --facts a.yaml"),
    ("draft", "a.yaml -o报告.docx"),
    ("draft", "a.yaml -o=报告.docx"),
    ("figures", "--help"),
)


@pytest.mark.parametrize(("command", "words"), PLAIN)
def test_a_plain_call_is_read_as_typer_reads_it(command: str, words: str) -> None:
    function = function_of(COMMANDS[command])
    given = plain_call(function, words.split())
    assert given is not None
    named = get_command(program(command)).commands[command]
    with named.make_context(command, words.split()) as context:
        read = context.params
    defaults = {one.name: one.default for one in inspect.signature(function).parameters.values()}
    for one in declared(function):
        expected = given.get(one.name, defaults[one.name])
        assert read[one.name] == expected or (not read[one.name] and not expected)


@pytest.mark.parametrize(("command", "words"), LEFT)
def test_what_is_not_plain_is_left_to_typer(command: str, words: str) -> None:
    assert plain_call(function_of(COMMANDS[command]), words.split()) is None
