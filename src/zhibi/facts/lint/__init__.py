"""What does not add up in the facts, found before anything is written.

Each rule is a function that yields doubts; the table below gives it its code, its name and its
severity. A lint names the place and both sides of the sum. Nothing here needs a text, a style,
a network or a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibi.facts.lint import plausibility, sensitive, sums, wording
from zhibi.facts.lint.context import Doubt, View
from zhibi.facts.redaction import concealed_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhibi.facts.lint.context import Severity
    from zhibi.facts.model import Facts, Place


@dataclass(frozen=True, slots=True)
class Lint:
    """One thing in the facts that does not add up; `facts` are the ids of the entries meant."""

    code: str
    name: str
    severity: Severity
    message: str
    hint: str
    place: Place | None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its code (letter and three digits, never reused) and what it looks for."""

    code: str
    name: str
    severity: Severity
    title: str
    find: Callable[[View], Iterator[Doubt]]


RULES: tuple[Rule, ...] = (
    Rule("F101", "parts-mismatch", "error", "其中各项与总数不符", sums.parts_mismatch),
    Rule("F102", "growth-mismatch", "error", "增速与上年同期不符", sums.growth_mismatch),
    Rule("F103", "completion-mismatch", "error", "完成率与目标不符", sums.completion_mismatch),
    Rule("F104", "per-head-mismatch", "warning", "人均与总数、人数不符", sums.per_head_mismatch),
    Rule("F105", "change-mismatch", "error", "由……到……的变化不符", sums.change_mismatch),
    Rule("F106", "check-failed", "error", "核对式不成立", sums.check_failed),
    Rule("F201", "rate-over-100", "error", "比率超过 100%", plausibility.rate_over_100),
    Rule(
        "F202", "done-above-planned", "warning", "已完成大于计划", plausibility.done_above_planned
    ),
    Rule("F203", "two-values", "error", "一个指标两个数", plausibility.two_values),
    Rule(
        "F204",
        "suspicious-factor",
        "error",
        "相差的倍数像是单位写错",
        plausibility.suspicious_factor,
    ),
    Rule(
        "F205",
        "period-outside-year",
        "error",
        "时段不在报告年度内",
        plausibility.period_outside_year,
    ),
    Rule("F206", "unchanged-last-year", "warning", "与上年同期完全相同", plausibility.unchanged),
    Rule("F301", "placeholder-left", "error", "还有没填的空", wording.placeholder_left),
    Rule("F302", "stray-space", "warning", "汉字之间有空格", wording.stray_space),
    Rule("F303", "unprintable-figure", "error", "必写的数写不出", wording.unprintable_figure),
    Rule("F401", "identity-number", "error", "身份证号码", sensitive.identity_number),
    Rule("F402", "mobile-number", "error", "手机号码", sensitive.mobile_number),
    Rule("F403", "bank-card", "error", "银行卡号", sensitive.bank_card),
    Rule("F404", "secrecy-mark", "error", "密级标志", sensitive.secrecy_mark),
)


def lint(facts: Facts) -> list[Lint]:
    """All doubts about the facts, in the order of the file; no sensitive value is told."""
    view = View(facts)
    found = [
        Lint(
            rule.code,
            rule.name,
            doubt.severity or rule.severity,
            concealed_in(doubt.message, view.named(doubt.facts)),
            concealed_in(doubt.hint, view.named(doubt.facts)),
            doubt.place,
            doubt.facts,
        )
        for rule in RULES
        for doubt in rule.find(view)
    ]
    return sorted(found, key=_order)


def _order(item: Lint) -> tuple[str, int, int, str]:
    place = item.place
    return (place.path, place.line, place.column, item.code) if place else ("", 0, 0, item.code)


__all__ = ["RULES", "Lint", "Rule", "lint"]
