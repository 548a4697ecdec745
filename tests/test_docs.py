"""What README and the manuals show works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from zhibi.cli.app import COMMANDS
from zhibi.cli.run import run
from zhibi.styles.load import load_style

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("*/*/README.md"))]


GENERATED = {f"reference/{name}.md" for name in ("commands", "rules", "schemas", "limits")}
"""Pages that the build of the docs site makes (docs/site/reference.py) and checks."""


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if target not in GENERATED:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_shown_are_commands_there_are(page: Path) -> None:
    known = set(COMMANDS) | {"batch", "COMMAND", "命令"}
    shown = set(
        re.findall(r"^(?:\.venv/bin/)?zhibi ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
    )
    assert shown <= known


def test_the_facts_file_of_readme_is_drafted_without_an_error(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(next(b for b in _blocks(README, "yaml") if "document:" in b), "utf-8")
    assert run(["draft", str(facts), "-o", str(tmp_path / "a.docx")]) == 0


@pytest.mark.parametrize("page", [README, ROOT / "docs" / "styles.md"], ids=_name)
@pytest.mark.parametrize("kind", ["annual", "half-year", "quarter"])
def test_the_style_shown_is_a_style(page: Path, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "我区.yaml"
    text = next(block for block in _blocks(page, "yaml") if "extends:" in block)
    path.write_text(text, "utf-8")
    style = load_style(str(path), kind)
    shown = yaml.safe_load(text)
    assert style.name == shown["name"]
    assert style.self_name == shown["self_name"]
    assert style.avoid.keys() >= shown["avoid"].keys()


def test_the_program_of_readme_runs(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    example = ROOT / "examples" / "township-annual" / "facts.yaml"
    (tmp_path / "facts.yaml").write_bytes(example.read_bytes())
    (code,) = _blocks(README, "python")
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "report.docx").read_bytes()[:2] == b"PK"
    assert capsys.readouterr().out == ""


def test_the_set_up_commands_are_one_line_each_in_both_languages() -> None:
    lines = [line for block in _blocks(README, "sh") for line in block.splitlines()]
    setup = [line for line in lines if line.startswith("python3 -m venv")]
    assert len(setup) == 4
    assert setup[:2] == setup[2:]


def test_what_readme_says_the_check_prints_is_what_it_prints(tmp_path: Path, capsys) -> None:
    example = ROOT / "examples" / "township-annual"
    (shown,) = re.findall(r"^总结\.md:(\d+:\d+: .*)$", README.read_text("utf-8"), re.MULTILINE)
    wrong, right = re.search(r"s/(\S+?)/(\S+?)/", README.read_text("utf-8")).groups()
    draft = tmp_path / "总结.md"
    draft.write_text((example / "offline.md").read_text("utf-8").replace(wrong, right), "utf-8")
    assert run(["check", str(draft), "--facts", str(example / "facts.yaml")]) == 1
    assert f"{draft}:{shown}\n" in capsys.readouterr().out
