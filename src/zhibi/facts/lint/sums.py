"""Lint rules of arithmetic: 其中, growth, completion, per head, before and after, checks."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from zhibi.facts.amounts import FormulaError, format_like
from zhibi.facts.checks import check_failure
from zhibi.facts.lint.bounds import Bounds, bounds, exact, is_plain, percent, same_unit
from zhibi.facts.lint.context import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.facts.lint.context import LintContext
    from zhibi.facts.model import Entry, Fact

_CHANGE = re.compile(
    r"(增加|增长|提高|上升|扩大|提升|增|升)(?:至|到)|(下降|减少|降低|压减|缩短|回落|降|减)(?:至|到)"
)
_FROM = re.compile(r"[从由](?:[^，。；从由]{0,8})$")
_CHANGE_BY = re.compile(r"(?:增长|增加|提高|上升|提升|下降|减少|降低|增幅|降幅)(?:了|约)?$")
_PER_HEAD = {"人均": "人", "户均": "户", "村均": "村", "亩均": "亩"}


def parts_mismatch(context: LintContext) -> Iterator[Violation]:
    """Parts that exceed the whole, or that are complete (`closed`) and do not add up to it."""
    for fact in context.all_facts:
        whole = fact.value
        if whole is None or not fact.parts or not is_plain(whole.quantity):
            continue
        parts = [part for part in fact.parts if same_unit(part.quantity, whole.quantity)]
        for part in parts:
            if is_plain(part.quantity) and exact(part.quantity) > exact(whole.quantity):
                yield Violation(
                    f"其中“{part.name}”{part.quantity.text}大于“{whole.name}”{whole.quantity.text}",
                    "核对两个数和它们的单位",
                    part.place,
                    (part.id, whole.id),
                )
        if parts and is_plain(*(part.quantity for part in parts)):
            yield from _sum_of_parts(fact, whole, parts)


def _sum_of_parts(fact: Fact, whole: Entry, parts: list[Entry]) -> Iterator[Violation]:
    total = sum((exact(part.quantity) for part in parts), Fraction(0))
    sum_text = " + ".join(part.quantity.text for part in parts)
    ids = (whole.id, *(part.id for part in parts))
    reach = sum((bounds(part.quantity) for part in parts), Bounds(Fraction(0), Fraction(0)))
    shown = (
        f"{sum_text} = {format_like(total, whole.quantity)}，“{whole.name}”是{whole.quantity.text}"
    )
    if fact.parts_closed and len(parts) == len(fact.parts):
        if total != exact(whole.quantity) and not _by_rounding(whole, parts, reach):
            message = f"其中各项之和与总数不符：{shown}"
            yield Violation(message, "核对各项；若没有列全，写 closed: false", whole.place, ids)
    elif len(parts) > 1 and reach.low > bounds(whole.quantity).high:
        message = f"其中各项之和大于总数：{shown}"
        hint = "核对各项；若各项之间有重叠，可以不理会"
        yield Violation(message, hint, whole.place, ids, "warning")


def _by_rounding(whole: Entry, parts: list[Entry], reach: Bounds) -> bool:
    """Whether rounding of figures written to different digits explains the difference."""
    steps = {(part.quantity.scale, part.quantity.decimals) for part in (whole, *parts)}
    return len(steps) > 1 and reach.meets(bounds(whole.quantity))


def growth_mismatch(context: LintContext) -> Iterator[Violation]:
    """A growth that does not follow from the value and the previous one."""
    for fact in context.all_facts:
        value, previous, growth = fact.value, fact.previous, fact.growth
        if value is None or previous is None or growth is None:
            continue
        if not is_plain(value.quantity, previous.quantity, growth.quantity):
            continue
        ids, sides = (growth.id, value.id, previous.id), _both_values(value, previous)
        if not same_unit(value.quantity, previous.quantity):
            message = f"“{value.name}”与上年同期单位不同：{sides}"
            yield Violation(message, "把两个数的单位写成一样", previous.place, ids)
            continue
        change = _change(value, previous, growth)
        if change is None or change.meets(_signed_bounds(growth)):
            continue
        true, written = _exact_change(value, previous, growth), _written_change(growth)
        message = f"“{value.name}”写的是{written}，按{sides}算是{true}"
        yield Violation(message, "核对增速、本期数和上年同期数", growth.place, ids)


def _change(value: Entry, previous: Entry, growth: Entry) -> Bounds | None:
    """The bounds of the change from previous to value, in the growth's unit; None if undefined."""
    now, before = bounds(value.quantity), bounds(previous.quantity)
    if growth.quantity.kind == "pp":
        return Bounds(now.low - before.high, now.high - before.low)
    if before.low <= 0 or now.low < 0:
        return None
    ratio = now.over(before)
    if growth.quantity.kind == "multiple":
        return Bounds(ratio.low - 1, ratio.high - 1)
    return ratio.scaled(100, -100)


def _exact_change(value: Entry, previous: Entry, growth: Entry) -> str:
    now, before = exact(value.quantity), exact(previous.quantity)
    digits = growth.quantity.decimals
    if growth.quantity.kind == "pp":
        return _with_direction(now - before, f"{abs(float(now - before)):.{digits}f}个百分点")
    change = now / before - 1
    return _with_direction(change, percent(abs(change), digits))


def _written_change(growth: Entry) -> str:
    return _with_direction(Fraction(growth.direction), growth.quantity.text)


def _with_direction(sign: Fraction, text: str) -> str:
    return f"{'下降' if sign < 0 else '增长'}{text}"


def _signed_bounds(growth: Entry) -> Bounds:
    own = bounds(growth.quantity)
    return Bounds(-own.high, -own.low) if growth.direction < 0 else own


def completion_mismatch(context: LintContext) -> Iterator[Violation]:
    """A completion that is neither value nor forecast over target."""
    for fact in context.all_facts:
        target, ratio = fact.target, fact.completion
        if target is None or ratio is None or not is_plain(target.quantity, ratio.quantity):
            continue
        tops = [top for top in (fact.value, fact.forecast) if top and is_plain(top.quantity)]
        tops = [top for top in tops if same_unit(top.quantity, target.quantity)]
        goal = bounds(target.quantity)
        if not tops or goal.low <= 0 or ratio.quantity.kind != "percent":
            continue
        written = bounds(ratio.quantity)
        if any(written.meets(bounds(top.quantity).over(goal).scaled(100)) for top in tops):
            continue
        sums = "，".join(
            f"{top.quantity.text} / {target.quantity.text} = "
            + percent(exact(top.quantity) / exact(target.quantity), ratio.quantity.decimals)
            for top in tops
        )
        yield Violation(
            f"“{ratio.name}”完成率写的是{ratio.quantity.text}，而{sums}",
            "核对完成率、完成数和目标数",
            ratio.place,
            (ratio.id, *(top.id for top in tops), target.id),
        )


def per_head_mismatch(context: LintContext) -> Iterator[Violation]:
    """A 人均 figure that is not total / heads, if the section has exactly one of each."""
    for section in context.sections:
        entries = [entry for fact in section.facts for entry in fact.entries()]
        entries = [entry for entry in entries if entry.role in {"value", "figure", "part"}]
        for entry in entries:
            found = _total_and_heads(entry, entries)
            if found is None:
                continue
            total, heads = found
            each = bounds(total.quantity).over(bounds(heads.quantity))
            if each.meets(bounds(entry.quantity)):
                continue
            true = exact(total.quantity) / exact(heads.quantity)
            yield Violation(
                f"“{entry.name}”写的是{entry.quantity.text}，而{total.quantity.text} / "
                f"{heads.quantity.text} = {format_like(true, entry.quantity)}",
                f"核对“{total.name}”“{heads.name}”和人均数",
                entry.place,
                (entry.id, total.id, heads.id),
            )


def _total_and_heads(entry: Entry, entries: list[Entry]) -> tuple[Entry, Entry] | None:
    """The total and the number of heads of a 人均 figure, if each is unique among `entries`."""
    word = next((word for word in _PER_HEAD if entry.name.startswith(word)), None)
    if word is None or not is_plain(entry.quantity):
        return None
    topic = entry.name.removeprefix(word)
    totals = [
        other
        for other in entries
        if topic
        and topic in other.name
        and not other.name.startswith(word)
        and same_unit(other.quantity, entry.quantity)
        and is_plain(other.quantity)
    ]
    heads = [
        other
        for other in entries
        if other.quantity.unit == _PER_HEAD[word] and is_plain(other.quantity)
    ]
    if len(totals) != 1 or len(heads) != 1 or bounds(heads[0].quantity).low <= 0:
        return None
    return totals[0], heads[0]


def change_mismatch(context: LintContext) -> Iterator[Violation]:
    """由 … 增加到 … with the wrong direction, or followed by the wrong change."""
    for fact in context.all_facts:
        for index in range(len(fact.figures) - 1):
            before, now = fact.figures[index], fact.figures[index + 1]
            between = fact.text[before.end : now.start]
            match = _CHANGE.search(between)
            started = _FROM.search(fact.text[: before.start])
            if match is None or started is None or re.search(r"[。；]", between):
                continue
            if not is_plain(before.quantity, now.quantity):
                continue
            if not same_unit(before.quantity, now.quantity):
                continue
            yield from _direction(fact, before, now, 1 if match[1] else -1, match[0])
            if index + 2 < len(fact.figures):
                yield from _amount(fact, before, now, fact.figures[index + 2])


def _direction(fact: Fact, before: Entry, now: Entry, sign: int, word: str) -> Iterator[Violation]:
    if (exact(now.quantity) - exact(before.quantity)) * sign <= 0:
        yield Violation(
            f"写的是“{word}”，但前一个数是{before.quantity.text}，后一个数是{now.quantity.text}",
            "核对两个数，或改动词",
            fact.place,
            (before.id, now.id),
        )


def _amount(fact: Fact, before: Entry, now: Entry, by: Entry) -> Iterator[Violation]:
    """The change stated after “由……到……” compared with the two figures."""
    between = fact.text[now.end : by.start]
    if not _CHANGE_BY.search(between) or "同比" in between or not is_plain(by.quantity):
        return
    low, high = sorted((before, now), key=lambda entry: exact(entry.quantity))
    if by.quantity.kind == "percent":
        if bounds(before.quantity).low <= 0:
            return
        ratio = bounds(now.quantity).over(bounds(before.quantity)).scaled(100, -100)
        change = ratio if now is high else Bounds(-ratio.high, -ratio.low)
        shown = percent(abs(exact(now.quantity) / exact(before.quantity) - 1))
    elif by.quantity.kind == "pp" or same_unit(by.quantity, now.quantity):
        least, most = bounds(low.quantity), bounds(high.quantity)
        change = Bounds(most.low - least.high, most.high - least.low)
        difference = exact(high.quantity) - exact(low.quantity)
        shown = format_like(difference, by.quantity)
    else:
        return
    if not change.meets(bounds(by.quantity)):
        yield Violation(
            f"写的是{by.quantity.text}，而{_both_values(now, before)}相差{shown}",
            "核对前后两个数和变化的数",
            fact.place,
            (by.id, before.id, now.id),
        )


def check_failed(context: LintContext) -> Iterator[Violation]:
    """A relation under `checks` that does not hold."""
    for check in context.facts.checks:
        try:
            failure = check_failure(check.formula, context.figures, context.document.rounding)
        except FormulaError as error:
            yield Violation(f"核对式“{check.formula}”算不出：{error}", error.hint, check.place)
            continue
        if failure:
            yield Violation(
                f"核对式“{check.formula}”不成立：{failure}", "核对式中各数，或改核对式", check.place
            )


def _both_values(value: Entry, previous: Entry) -> str:
    return f"{value.quantity.text}对{previous.quantity.text}"
