"""A model that only copies its facts is right: nothing may be sent back, whatever the mode."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhibi
from tests.support.llm_cases import Scripted
from zhibi.models.messages import Usage
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize("figures", ["slots", "blind", "plain"])
@pytest.mark.parametrize("name", ["township-annual", "subdistrict-annual", "subdistrict-half-year"])
def test_copied_facts_are_not_sent_back(name: str, figures: str) -> None:
    known = zhibi.load_facts(EXAMPLES / name / "facts.yaml")
    model = Scripted(usage=Usage(1, 9000, 9))
    made = draft(known, writer=OpenAIWriter(client=model, figures=figures))  # type: ignore[arg-type]
    assert [label for label in model.labels if not label.endswith(("draft", "plan"))] == []
    assert made.findings.findings == ()
    assert made.replaced == ()
