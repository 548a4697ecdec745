"""Blind: every byte that leaves for the three examples is read, and no value is found in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import zhibi
from tests.support.llm_cases import Scripted, facts
from tests.support.misbehaving_server import serving
from zhibi.models.client import Client
from zhibi.models.messages import Request
from zhibi.models.settings import endpoint_from
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = ["township-annual", "subdistrict-annual", "subdistrict-half-year"]
LENGTHS = re.compile(r"约[0-9]+字|^[0-9]+ |^参考分法：.*$", re.MULTILINE)
"""Lengths, and the numbers that facts have in the planning prompt."""
DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def _spoilt(request: Request, text: str) -> str:
    """A model that gets something wrong in every section, so that repairs are sent as well."""
    if "draft" in request.label:
        return re.sub(r"\{\{F(\d+)\|([^}]*)\}\}", r"{{F\1|\2错}}", text, count=1) + "排名全市第一。"
    return text


@pytest.mark.parametrize("spoilt", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_no_value_of_any_fact_is_sent(name: str, *, spoilt: bool) -> None:
    known = zhibi.load_facts(EXAMPLES / name / "facts.yaml")
    model = Scripted(_spoilt) if spoilt else Scripted()
    made = draft(known, writer=OpenAIWriter(client=model, figures="blind"))
    assert made.findings.errors == 0
    assert made.findings.coverage.missing == ()
    # What is in the rules for everybody, and the document's own data, is no value of a fact.
    said = [m.content for r in model.asked for m in r.messages if m.role != "system"]
    told = "\n".join(LENGTHS.sub("", text[text.find("# 这次") :]) for text in said)
    allowed = " ".join([*made.title, str(known.document.period), *known.document.names])
    sent = set(DIGITS.findall(told))
    for entry in known.entries():
        for digits in DIGITS.findall(entry.quantity.text):
            if len(digits) >= 3 and digits not in allowed and digits not in _names(known):
                assert digits not in sent, (entry.id, digits)
        if len(entry.quantity.text) >= 4 and entry.quantity.text not in _wording(known):
            assert entry.quantity.text not in told, entry.id


def _names(known: zhibi.Facts) -> str:
    """Years and numerals within names: they are what a thing is called."""
    document = known.document
    return f"{document.year}{document.year + 1}{document.period}{document.title}"


def _wording(known: zhibi.Facts) -> str:
    """Words that are no figure of a fact: names with a numeral in them, the report's own year."""
    return "".join(
        [
            *(fact.name for fact in known.all_facts()),
            *known.document.names,
            *known.document.guiding,
            f"{known.document.year}年{known.document.year + 1}年{known.document.period}",
        ]
    )


@pytest.mark.loopback
def test_no_byte_of_a_value_or_a_name_goes_over_the_wire() -> None:
    with serving("invented", "good") as server:
        client = Client(endpoint_from("m", server.url, None, environ={}))
        writer = OpenAIWriter(client=client, provider="generic", figures="blind", jobs=1)
        made = draft(facts(), writer=writer)
    assert made.findings.errors == 0
    assert "晨筱包装材料有限公司" in made.text
    wire = b"".join(server.raw).decode()
    for value in ("4817", "6.35", "1.6亿", "320余", "312", "17人", "4529", "晨筱", "周某甲"):
        assert value not in wire, value
    assert len(server.bodies) > 5
