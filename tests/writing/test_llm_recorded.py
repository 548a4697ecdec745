"""The examples written with recorded answers: played with the network blocked, and compared."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from vcr.errors import CannotOverwriteExistingCassetteException

import zhibi
from tests import record_cassettes as recording
from zhibi.output.review.check_result import render_json
from zhibi.writing.llm.prompts import Prompts

ROOT = Path(__file__).resolve().parents[2]
CASSETTES = ROOT / "cassettes"
RECORDED = sorted(
    path.name
    for path in CASSETTES.iterdir()
    if path.is_dir() and not path.name.startswith("reading-")
)
NOWHERE = "http://127.0.0.1:9/v1"


def _parts(folder: str) -> tuple[str, str, str]:
    """The example, the mode and what follows it (`-weak`) of a cassette's name."""
    for mode in ("slots", "blind", "plain"):
        example, found, suffix = folder.partition(f"-{mode}")
        if found:
            return example, mode, suffix
    raise AssertionError(folder)


def test_all_three_examples_are_recorded_with_slots() -> None:
    examples = {path.parent.name for path in (ROOT / "examples").glob("*/facts.yaml")}
    assert {f"{example}-slots" for example in examples} <= set(RECORDED)


@pytest.mark.parametrize("folder", RECORDED)
def test_recorded_answers_make_the_same_draft(folder: str) -> None:
    example, mode, suffix = _parts(folder)
    made = recording.write(example, mode, record=False, base_url=NOWHERE, suffix=suffix)
    kept = ROOT / "examples" / example / f"llm-{mode}{suffix}.md"
    assert made.text == kept.read_text("utf-8")
    assert render_json(made.findings) == kept.with_suffix(".check.json").read_text("utf-8")
    assert made.findings.findings == ()
    assert made.findings.coverage.missing == ()


@pytest.mark.parametrize("folder", RECORDED)
def test_no_secret_and_no_machine_is_recorded(folder: str) -> None:
    for path in (CASSETTES / folder).glob("*.yaml"):
        text = path.read_text("utf-8")
        assert not any(word in text.lower() for word in ("authorization", "bearer", "user-agent"))
        assert "\\u" not in text
        record = yaml.safe_load(text)
        assert record["response"]["stream"]["text"], path.name


def test_an_edited_prompt_gets_no_old_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """One word changed in one template: that question is refused, with what differs."""
    original = Prompts.render

    def edited(self: Prompts, name: str, values: dict[str, object]) -> str:
        text = original(self, name, values)
        return text.replace("存在问题", "主要问题") if name == "problems.md" else text

    monkeypatch.setattr(Prompts, "render", edited)
    with pytest.raises(
        (zhibi.ModelError, CannotOverwriteExistingCassetteException, AssertionError)
    ):
        recording.write("subdistrict-annual", "slots", record=False, base_url=NOWHERE)
