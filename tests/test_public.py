"""The public face: what is named, and what importing it costs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import zhibi
from zhibi.checking.codes import rules
from zhibi.folder.findings import folder_rules

ROOT = Path(__file__).resolve().parent.parent
NAMES = [
    "AnswerError",
    "CheckedFigure",
    "Composition",
    "Coverage",
    "Draft",
    "Facts",
    "Figure",
    "Finding",
    "Findings",
    "InputError",
    "MergeResult",
    "ModelError",
    "OfflineWriter",
    "OpenAIWriter",
    "OutputError",
    "Problem",
    "Progress",
    "ProgressCallback",
    "Quantity",
    "Questions",
    "Replacement",
    "Style",
    "Writer",
    "ZhibiError",
    "ask",
    "check",
    "draft",
    "facts_from",
    "find_figures",
    "json_schema",
    "load_facts",
    "load_style",
    "merge",
    "save",
    "to_dict",
    "to_json",
]


def test_the_public_names_are_pinned() -> None:
    assert sorted(zhibi.__all__) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_public_name_can_be_had(name: str) -> None:
    assert getattr(zhibi, name) is not None


def test_readme_lists_every_rule_as_the_table_has_it() -> None:
    table = (ROOT / "README.md").read_text("utf-8").split("<!-- rules -->")[1]
    rows = re.findall(r"^\| ([NWLX]\d{3}) \| (\S+) \| (\S+) \| (.+) \|$", table, re.MULTILINE)
    words = {"error": "错误", "warning": "提醒"}
    known = [*rules(), *folder_rules()]
    assert rows == [(r.code, r.name, words[r.severity], r.summary) for r in known]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        zhibi.nonsense  # noqa: B018


TOWNSHIP = ROOT / "examples" / "township-annual"
LIGHT = {
    *("pydantic", "hashlib", "html", "importlib.resources", "random", "tempfile", "zipfile"),
    *("zhibi.intake.merge", "zhibi.intake.suggested", "zhibi.models", "zhibi.writing.llm"),
    *(
        "typer",
        "zhibi.second_reader",
        "zhibi.folder",
        "zhibi.output.receipts",
        "zhibi.output.report",
    ),
}
"""What no command needs that reads facts or a text and prints what it finds."""


def _run(command: str, *words: str) -> str:
    arguments = [word if word.startswith("-") else str(TOWNSHIP / word) for word in words]
    return f"from zhibi.cli.run import run; run({[command, *arguments]!r})"


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("import zhibi", {"pydantic", "typer", "yaml"}),
        ("from zhibi.cli.run import run; run(['--help'])", {"pydantic", "yaml"}),
        (
            "from zhibi.cli.run import run; run(['check', '--help'])",
            {"pydantic", "yaml", "zhibi.cli.draft", "zhibi.cli.facts"},
        ),
        (_run("check", "offline.md", "--facts", "facts.yaml"), LIGHT),
        (_run("facts", "facts.yaml"), LIGHT | {"zhibi.checking.check"}),
        (_run("figures", "offline.md"), LIGHT | {"zhibi.facts.load", "zhibi.checking"}),
        (_run("draft", "facts.yaml", "-o", "OUT"), {"pydantic", "zhibi.models.client"}),
    ],
    ids=["import", "help", "help-of-one", "check", "facts", "figures", "draft"],
)
def test_nothing_heavy_is_imported(code: str, more: set[str], tmp_path: Path) -> None:
    code = code.replace(str(TOWNSHIP / "OUT"), str(tmp_path / "report.md"))
    heavy = more | {"openai", "tiktoken", "httpx2", "docx", "jinja2", "lxml", "openpyxl", "rich"}
    probe = f"{code}\nimport sys\nprint('heavy:', *sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].strip() == "heavy:"


@pytest.mark.parametrize("wrong", [{}, None, "facts.yaml"])
def test_what_is_no_facts_is_named(wrong: object) -> None:
    for call in (lambda: zhibi.check("一", wrong), lambda: zhibi.draft(wrong)):
        with pytest.raises(TypeError, match="load_facts or facts_from"):
            call()
