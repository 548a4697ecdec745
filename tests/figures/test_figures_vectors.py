"""The pinned vectors: every figure of more than 500 short texts, read exactly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhibi.figures.model import Figure
from zhibi.figures.scan import find_figures

WHYS = {"enumerator", "heading", "set-phrase", "name", "word"}
HERE = Path(__file__).parent


def groups(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.load(
        (HERE / name).read_text("utf-8"), Loader=yaml.BaseLoader
    )
    return found


GROUPS = groups("vectors.yaml")
CASES = [(group["form"], case) for group in GROUPS for case in group["cases"]]


def expected(line: str) -> tuple[Any, ...]:
    """text, why, value, high, unit, kind, hedge, per."""
    text, says = line.split(" | ")
    if says in WHYS:
        return (text, says)
    number, unit, kind, *more = says.split(" ")
    low, _, high = number.partition("..")
    extra = dict(part.split("=", 1) for part in more)
    return (
        text,
        None,
        Decimal(low),
        Decimal(high) if high else None,
        "" if unit == "-" else unit,
        kind,
        extra.get("hedge"),
        extra.get("per", ""),
    )


def actual(figure: Figure) -> tuple[Any, ...]:
    if not figure.claim:
        return (figure.text, figure.why)
    quantity = figure.quantity
    return (
        figure.text,
        None,
        quantity.value,
        quantity.high,
        quantity.unit,
        quantity.kind,
        quantity.hedge,
        quantity.per,
    )


@pytest.mark.parametrize(("form", "case"), CASES, ids=[f"{f}: {c['t']!r}" for f, c in CASES])
def test_every_figure_is_read(form: str, case: dict[str, Any]) -> None:
    figures = find_figures(case["t"])
    assert [actual(figure) for figure in figures] == [expected(line) for line in case["f"]], form
    for figure in figures:
        assert case["t"][figure.start : figure.end] == figure.text


def test_there_are_enough_vectors() -> None:
    held_out = [case for group in GROUPS if group.get("held_out") for case in group["cases"]]
    assert len(CASES) >= 500
    assert len(held_out) >= 60
    assert len({case["t"] for _, case in CASES}) == len(CASES)
