"""Lint rules of plausibility: rates above 100 %, contradicting values, periods out of range."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.facts.arithmetic import exact, is_plain, same_unit
from zhibi.facts.field_words import field_word
from zhibi.facts.kinds import report_kind
from zhibi.facts.lint.context import Violation
from zhibi.facts.model import NAMED_ROLES, in_form
from zhibi.figures.units import same_value
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.facts.lint.context import LintContext
    from zhibi.facts.model import Entry
    from zhibi.figures.model import Quantity

_WORDS_BEFORE = 8
_FACTORS = frozenset({10, 100, 1_000, 10_000, 100_000, 1_000_000, 100_000_000})
_FAR_APART = 1_000
_YEAR = lazy_pattern(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_MONTHS = lazy_pattern(r"(?<!\d)(\d{1,2})(?:月份?)?(?:\s*[—–\-－~～至到]\s*(\d{1,2}))?月")
_FUTURE = frozenset({"forecast", "target", "ongoing"})


def rate_over_100(context: LintContext) -> Iterator[Violation]:
    """A rate of a whole (参保率, 占比, 覆盖率) above 100 %; a share of a target may be."""
    words = read_data("facts", "lint")
    beyond = re.compile(f"占[^占\\d]*(?:{'|'.join(words['bases_beyond'])})[^占\\d]*$")
    for entry in context.entries:
        quantity = entry.quantity
        if quantity.kind != "percent" or max(quantity.value, quantity.high or 0) <= 100:
            continue
        if entry.role not in NAMED_ROLES:
            continue
        clause = re.split(r"[，。；、]", entry.name or entry.text[: entry.start])[-1]
        name = clause if entry.name else clause[-_WORDS_BEFORE:]
        if any(word in name for word in words["rates_beyond"]) or beyond.search(clause):
            continue
        if any(word in name for word in words["rates"]):
            yield Violation(
                f"“{name}”{quantity.text}超过100%",
                "核对分子和分母；若是增速或完成率，把名称写明",
                entry.place,
                (entry.id,),
            )


def done_above_planned(context: LintContext) -> Iterator[Violation]:
    """已完成 greater than 计划 of the same item in one section."""
    words = read_data("facts", "lint")
    for section in context.sections:
        done: dict[str, list[Entry]] = defaultdict(list)
        planned: dict[str, list[Entry]] = defaultdict(list)
        for entry in (entry for fact in section.facts for entry in fact.entries()):
            if entry.role not in NAMED_ROLES or not entry.name or not is_plain(entry.quantity):
                continue
            thing, is_planned = _thing(entry, words["done"], words["planned"])
            (planned if is_planned else done)[thing].append(entry)
        for thing, plans in planned.items():
            for plan in plans:
                for actual in done.get(thing, ()):
                    if _exceeds(actual.quantity, plan.quantity):
                        yield Violation(
                            f"“{actual.name}”{actual.quantity.text}大于"
                            f"“{plan.name}”{plan.quantity.text}",
                            "核对两个数；确属超额完成的，可以不理会",
                            actual.place,
                            (actual.id, plan.id),
                        )


def _thing(entry: Entry, done: list[str], planned: list[str]) -> tuple[str, bool]:
    """A name without its prefix 已完成 or 计划, and whether the value is planned."""
    for word in sorted(planned, key=len, reverse=True):
        if entry.name.startswith(word) and len(entry.name) > len(word):
            return entry.name.removeprefix(word), True
    for word in sorted(done, key=len, reverse=True):
        if entry.name.startswith(word) and len(entry.name) > len(word):
            return entry.name.removeprefix(word), False
    return entry.name, entry.status == "target"


def _exceeds(left: Quantity, right: Quantity) -> bool:
    return same_unit(left, right) and exact(left) > exact(right)


def two_values(context: LintContext) -> Iterator[Violation]:
    """Two values of one indicator with the same period and status."""
    for first, second in _conflicting_pairs(context):
        if _ratio_is_factor(first.quantity, second.quantity):
            continue
        both_indicators = {first.role, second.role} <= {"value", "derived"}
        yield Violation(
            f"“{second.name}”有两个数：{_value_with_source(first)}，{_value_with_source(second)}",
            "核对哪个对，删去另一个；若口径不同，名称里写明",
            second.place,
            (second.id, first.id),
            None if both_indicators else "warning",
        )


def suspicious_factor(context: LintContext) -> Iterator[Violation]:
    """Two values of one indicator whose ratio is 10, 10 000 …: a wrong unit or decimal point."""
    for first, second in _conflicting_pairs(context):
        if _ratio_is_factor(first.quantity, second.quantity):
            yield Violation(
                f"“{second.name}”的两个数正好差若干个零：{_value_with_source(first)}，{_value_with_source(second)}",
                "多半是单位（元与万元）或小数点写错，核对后改正",
                second.place,
                (second.id, first.id),
            )
    for fact in context.all_facts:
        for other in (fact.previous, fact.forecast, fact.target):
            if fact.value is None or other is None:
                continue
            if _far_apart(fact.value.quantity, other.quantity):
                yield Violation(
                    f"“{fact.name}”{fact.value.quantity.text}与{_ROLE_NAMES[other.role]}"
                    f"{other.quantity.text}相差上千倍",
                    "多半是单位（元与万元）写错，核对后改正",
                    other.place,
                    (other.id, fact.value.id),
                )


_ROLE_NAMES = {"previous": "上年同期", "forecast": "全年预计", "target": "目标"}


def _conflicting_pairs(context: LintContext) -> Iterator[tuple[Entry, Entry]]:
    """Pairs of unequal figures of different facts with the same name, period and status."""
    by_name: dict[tuple[str, str | None, str | None], list[Entry]] = defaultdict(list)
    for entry in context.entries:
        if entry.role in NAMED_ROLES and entry.name:
            by_name[(entry.name, entry.period, _comparable_status(entry))].append(entry)
    for entries in by_name.values():
        for first, second in combinations(entries, 2):
            if "part" in {first.role, second.role} and first.role == second.role:
                continue
            if first.fact_id == second.fact_id or not same_unit(first.quantity, second.quantity):
                continue
            if not same_value(first.quantity, second.quantity):
                yield first, second


def _comparable_status(entry: Entry) -> str | None:
    """The status, with done and to date treated alike: both are of the past."""
    return None if entry.status in {"done", "to_date", None} else entry.status


def _ratio_is_factor(left: Quantity, right: Quantity) -> bool:
    low, high = sorted((exact(left), exact(right)))
    return low > 0 and high / low in _FACTORS


def _far_apart(left: Quantity, right: Quantity) -> bool:
    if not same_unit(left, right) or left.kind == "percent":
        return False
    low, high = sorted((exact(left), exact(right)))
    return low > 0 and high / low >= _FAR_APART


def _value_with_source(entry: Entry) -> str:
    place = entry.source or (f"第{entry.place.line}行" if entry.place else "")
    return f"{entry.quantity.text}（{place}）" if place else entry.quantity.text


def period_outside_year(context: LintContext) -> Iterator[Violation]:
    """A period of another year than the report's, or with impossible months."""
    seen: set[tuple[str, str]] = set()
    for entry in context.entries:
        period = entry.period or ""
        if (entry.fact_id, period + entry.role) in seen:
            continue
        seen.add((entry.fact_id, period + entry.role))
        reason = _wrong_months(context, entry, period) or _wrong_year(context, entry, period)
        if reason:
            hint = "核对时段；上年的数写 status: last_year，预计和目标写 forecast、target"
            if in_form(entry.place):
                hint = "核对时段；上年的数、预计和目标，在状态栏写明，或填在各自的栏里"
            yield Violation(reason, hint, entry.place, (entry.id,))
    for entry in context.entries:
        year = _stated_year(entry.quantity)
        if year is None or year <= context.document.year or entry.status in _FUTURE:
            continue
        if context.parts.get(entry.section_id) not in {"plan", "problems", "closing"}:
            yield Violation(
                f"“{entry.quantity.text}”晚于报告年度{context.document.year}年，却没有写成预计或目标",
                f"核对年份；确是预计或计划的，写明{field_word('status', entry.place)}",
                entry.place,
                (entry.id,),
                "warning",
            )


def _wrong_year(context: LintContext, entry: Entry, period: str) -> str:
    if entry.role == "figure" and period in entry.text:
        return ""  # a statement's own text may name an earlier year
    own = context.document.year
    last_year = entry.status == "last_year" or entry.role == "previous"
    for text in _YEAR.findall(period):
        year = int(text)
        if year == own or (last_year and year < own) or (entry.status in _FUTURE and year > own):
            continue
        return f"“{entry.name or entry.quantity.text}”的时段“{period}”不在报告年度{own}年"
    return ""


def _wrong_months(context: LintContext, entry: Entry, period: str) -> str:
    for match in _MONTHS.finditer(period):
        months = [int(month) for month in match.groups() if month]
        name = entry.name or entry.quantity.text
        if any(not 1 <= month <= 12 for month in months):
            return f"“{name}”的时段“{period}”里没有这样的月份"
        kind = report_kind(context.document.kind, context.document.period)
        if max(months) > kind.last_month and entry.status not in {*_FUTURE, "last_year"}:
            return f"“{name}”的时段“{period}”超出了{kind.names[-1]}"
    return ""


def _stated_year(quantity: Quantity) -> int | None:
    if quantity.kind == "year":
        return int(quantity.value)
    if quantity.kind == "date" and quantity.date is not None:
        return quantity.date[0]
    return None


def unchanged(context: LintContext) -> Iterator[Violation]:
    """A value equal to last year's."""
    for fact in context.all_facts:
        value, previous = fact.value, fact.previous
        if value is None or previous is None or not value.quantity.value:
            continue
        if same_unit(value.quantity, previous.quantity) and same_value(
            value.quantity, previous.quantity
        ):
            yield Violation(
                f"“{fact.name}”{value.quantity.text}与上年同期{previous.quantity.text}完全相同",
                "核对是否沿用了上年的数",
                value.place,
                (value.id, previous.id),
            )
