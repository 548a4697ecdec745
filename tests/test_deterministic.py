"""The same input gives the same bytes in every process: no order of a set reaches a result."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/facts.yaml"))
PROGRAM = """
import sys
import zhibi
from zhibi.checking.check import Checker
from zhibi.models.client import Client
from zhibi.models.settings import endpoint_from
from zhibi.styles.load import load_style
from zhibi.writing.drafting import style_for
from zhibi.writing.outline.builder import build_outline
sys.stdout.reconfigure(encoding="utf-8")
facts = zhibi.load_facts(sys.argv[1])
draft = zhibi.draft(facts)
style = style_for(facts)
writer = zhibi.OpenAIWriter(client=Client(endpoint_from("m", "http://127.0.0.1:9/v1", environ={})))
print(draft.text, zhibi.to_json(draft))
print(writer.messages_for(build_outline(facts, style), facts, style))
text = open(sys.argv[2], encoding="utf-8").read()
checker = Checker(facts, style)
print(checker.undecided(text, checker.check(text)))
"""


@pytest.mark.parametrize("example", EXAMPLES)
def test_hash_seeds_change_nothing(example: str) -> None:
    folder = ROOT / "examples" / example
    command = [sys.executable, "-c", PROGRAM, str(folder / "facts.yaml")]
    outputs = {
        subprocess.run(
            [*command, str(folder / "llm-slots.md")],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
