"""Who may import what: each outside package has its door, and the lowest floors have no windows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "zhibi"
DOORS = {
    "docx": (),  # makes documents for tests; ours are written as XML
    "jinja2": ("writing/llm/prompts.py", "output/review/html.py"),
    "lxml": ("word/", "output/"),
    "openai": ("models/client.py",),
    "openpyxl": (
        "intake/",
        "output/review/figure_table.py",
        "output/review/spreadsheet.py",
    ),
    "pydantic": ("output/receipts/receipt.py", "second_reader/answers.py"),
    "starlette": ("desk/",),
    "tiktoken": ("models/tokens.py",),
    "typer": ("cli/",),
    "uvicorn": ("desk/serve.py",),
    "wcwidth": ("output/review/excerpts.py",),
}
"""Where each package that we depend on may be imported."""
OUTSIDE = {"http", "random", "socket", "ssl", "subprocess", "time", "urllib", "datetime"}
"""What would let a model, the network, chance or the clock into a check."""


def _modules() -> list[str]:
    return sorted(str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py"))


def _imports(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((SOURCE / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("module", _modules())
def test_packages_are_imported_at_their_doors_alone(module: str) -> None:
    strangers = {name for name in _imports(module) if not module.startswith(DOORS.get(name, ""))}
    assert not strangers


@pytest.mark.parametrize("package", DOORS)
def test_each_door_is_used(package: str) -> None:
    for door in DOORS[package]:
        inside = [module for module in _modules() if module.startswith(door)]
        assert any(package in _imports(module) for module in inside), door


@pytest.mark.parametrize(
    "module", [name for name in _modules() if name.startswith(("figures/", "checking/"))]
)
def test_reading_and_checking_see_no_network_no_chance_and_no_clock(module: str) -> None:
    assert not OUTSIDE & set(_imports(module))


@pytest.mark.parametrize("module", _modules())
def test_no_possessive_quantifier_stands_over_a_group(module: str) -> None:
    """Python before 3.11.5 mismatches them: Debian 12 read 〇百分点 and 1,234, wrongly."""
    written = (SOURCE / module).read_text("utf-8")
    assert not re.findall(r"\)(?:[*+?]|\{\{?[0-9,]+\}?\})\+[^=]", written)
