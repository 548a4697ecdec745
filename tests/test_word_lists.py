"""Vocabulary is data: no module of the check or of the writers holds a long list of words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "zhibi"
ROOMS = ("checking", "writing/llm", "writing/wording")
MOST = 5
"""Words that a list in code may have; a longer one is a line of the package's data file."""

_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
_ESCAPED = re.compile(r"\\.")
_CHARACTERS = re.compile(r"\[[^\]]*\]")
_INNERMOST = re.compile(r"\(([^()]*)\)")


def _words(parts: list[str]) -> int:
    return sum(_WORD.search(part) is not None for part in parts) if len(parts) > 1 else 0


def longest_alternative(expression: str) -> int:
    """The most words of two or more characters between which one group of an expression chooses."""
    left, most = _CHARACTERS.sub(".", _ESCAPED.sub(".", expression)), 0
    while found := _INNERMOST.search(left):
        most = max(most, _words(found[1].split("|")))
        left = f"{left[: found.start()]}.{left[found.end() :]}"
    return max(most, _words(left.split("|")))


def _lists(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """Line and length of each list of words in a module's code: its texts and collections."""
    nodes = list(ast.walk(tree))
    parts = {part for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    told = {node.value for node in nodes if isinstance(node, ast.Expr)}  # docstrings
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            texts = [one.value if isinstance(one, ast.Constant) else "." for one in node.values]
            yield node.lineno, longest_alternative("".join(map(str, texts)))
        elif isinstance(node, ast.Constant) and node not in parts | told:
            yield node.lineno, longest_alternative(str(node.value))
        elif isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
            items = node.keys if isinstance(node, ast.Dict) else node.elts
            yield node.lineno, _words([str(getattr(one, "value", "")) for one in items])


@pytest.mark.parametrize("room", ROOMS)
def test_vocabulary_stands_in_data_files(room: str) -> None:
    long = [
        f"{path.relative_to(SOURCE)}:{line}: {length} words"
        for path in sorted((SOURCE / room).rglob("*.py"))
        for line, length in _lists(ast.parse(path.read_text("utf-8")))
        if length > MOST
    ]
    assert not long


def test_a_long_list_of_words_is_seen_in_any_form() -> None:
    code = """
'''Tells 去年|上年|往年|年初|年底|同期 of what was.'''
A = re.compile("(?:在|从)(?:去年|上年|往年|年初|年底|同期)的?$")
B = f"{A}去年|上年|往年|年初|年底|同期"
C = ("去年", "上年", "往年", "年初", "年底", "同期")
D = {"去年": 1, "上年": 1, "往年": 1, "年初": 1, "年底": 1, "同期": 1}
E = "[去上往]年|年[初底]|同期|(?:一|二)季度"
"""
    found = {line: length for line, length in _lists(ast.parse(code)) if length > MOST}
    assert found == {3: 6, 4: 6, 5: 6, 6: 6}
