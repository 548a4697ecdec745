"""Lint of the facts: arithmetic, plausibility, wording and sensitive data, before any drafting.

Each rule is a function that yields violations; the table gives its code, name and severity.
Messages name both sides of a comparison. No text, style, network or clock is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhibi.facts.lint import plausibility, sensitive, sums, wording
from zhibi.facts.lint.context import LintContext, Violation
from zhibi.facts.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhibi.errors import Severity
    from zhibi.facts.model import Facts, Place


class LintFinding(NamedTuple):
    """A violation with its rule's code, name and severity; `facts` are ids of entries."""

    code: str
    name: str
    severity: Severity
    message: str
    hint: str
    place: Place | None
    facts: tuple[str, ...] = ()


class Rule(NamedTuple):
    """A rule with its code (letter and three digits, never reused) and its function."""

    code: str
    name: str
    severity: Severity
    title: str
    find: Callable[[LintContext], Iterator[Violation]]


RULES: tuple[Rule, ...] = (
    Rule("F101", "parts-mismatch", "error", "其中各项与总数不符", sums.parts_mismatch),
    Rule("F102", "growth-mismatch", "error", "增速与上年同期不符", sums.growth_mismatch),
    Rule("F103", "completion-mismatch", "error", "完成率与目标不符", sums.completion_mismatch),
    Rule("F104", "per-head-mismatch", "warning", "人均与总数、人数不符", sums.per_head_mismatch),
    Rule("F105", "change-mismatch", "error", "由……到……的变化不符", sums.change_mismatch),
    Rule("F106", "check-failed", "error", "核对式不成立", sums.check_failed),
    Rule("F107", "part-above-whole", "error", "部分多于总数", sums.part_above_whole),
    Rule("F108", "rate-mismatch", "error", "率与前面两个数不符", sums.rate_mismatch),
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
    Rule("F304", "figure-missing", "warning", "有名称、没有数值的行", wording.figure_missing),
    Rule("F305", "unsigned-report", "warning", "没有成文日期或落款", wording.unsigned_report),
    Rule("F306", "unsorted-facts", "warning", "没有板块的事实", wording.unsorted_facts),
    Rule("F307", "no-problems", "warning", "没有存在问题的材料", wording.no_problems),
    Rule("F401", "identity-number", "error", "身份证号码", sensitive.identity_number),
    Rule("F402", "mobile-number", "error", "手机号码", sensitive.mobile_number),
    Rule("F403", "bank-card", "error", "银行卡号", sensitive.bank_card),
    Rule("F404", "secrecy-mark", "error", "密级标志", sensitive.secrecy_mark),
)


def lint(facts: Facts) -> list[LintFinding]:
    """All findings about the facts, in the order of the file, sensitive values redacted."""
    context = LintContext(facts)
    found = [
        LintFinding(
            rule.code,
            rule.name,
            violation.severity or rule.severity,
            redact(violation.message, context.named(violation.facts)),
            redact(violation.hint, context.named(violation.facts)),
            violation.place,
            violation.facts,
        )
        for rule in RULES
        for violation in rule.find(context)
    ]
    return sorted(found, key=_order)


def _order(item: LintFinding) -> tuple[str, int, int, str]:
    place = item.place
    return (place.path, place.line, place.column, item.code) if place else ("", 0, 0, item.code)


__all__ = ["RULES", "LintFinding", "Rule", "lint"]
