"""One form for one kind of figure across a report: numerals, months, amounts (W208)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.prose.words import any_of, prose_words
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.figures.model import Figure

_SMALL = 10
"""Counts below it may be written in Chinese numerals or in digits (GB/T 15835, 4.2)."""
_LARGE = 100000
"""Amounts in 元 that are like those in 万元: smaller ones are what persons are paid."""
_MONTHS, _AMOUNTS = "月份", "大额金额"
_FIRST = {_MONTHS: "chinese", _AMOUNTS: "元"}
"""The form that gives way where both are used equally often; Chinese numerals for counts."""


def mixed_forms(given: RuleInput) -> Iterator[Violation]:
    """W208: months, small counts of one unit, or large amounts, each written in two forms."""
    abstract = re.compile(any_of(prose_words()["abstract"]))
    kinds: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for verdict in given.verdicts:
        figure = verdict.match.figure
        in_body = given.structure.lines[verdict.match.line].kind == "paragraph"
        if in_body and not abstract.match(given.text, figure.end) and (found := _form(verdict)):
            kind, form = found
            kinds[kind][form].append(figure)
    for kind, forms in sorted(kinds.items()):
        if len(forms) > 1:
            yield _rarer(kind, forms)


def _form(verdict: Verdict) -> tuple[str, str] | None:
    """The kind of a figure and the form that it is written in; None where one form is all."""
    quantity = verdict.match.figure.quantity
    if quantity.kind in ("date", "period") and quantity.unit == "月":
        return _MONTHS, quantity.numerals
    if quantity.per or verdict.status in ("counted", "computed"):
        return None
    if quantity.kind == "money" and quantity.unit == "元" and quantity.value >= _LARGE:
        return _AMOUNTS, "万元" if quantity.scale > 1 else "元"
    if quantity.kind == "count" and 1 < quantity.value < _SMALL:
        return f"“{quantity.unit}”前的小数目", quantity.numerals
    return None


def _rarer(kind: str, forms: dict[str, list[Figure]]) -> Violation:
    """One violation, at the first figure in the rarest form."""
    first = _FIRST.get(kind, "chinese")
    ordered = sorted(forms, key=lambda form: (len(forms[form]), form != first, form))
    rare, usual = forms[ordered[0]], forms[ordered[-1]]
    told = f"“{rare[0].text}”等{len(rare)}处，“{usual[0].text}”等{len(usual)}处"
    return Violation(
        "W208",
        rare[0].start,
        rare[0].end,
        f"{kind}有两种写法：{told}",
        f"全文一种写法，改成“{usual[0].text}”那样；数值不变",
    )
