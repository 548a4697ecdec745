"""Lint rules of arithmetic: 其中, growth, completion, per head, before and after, checks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from zhibi.facts.amounts import FormulaError, format_like
from zhibi.facts.arithmetic import (
    Bounds,
    adds_up,
    agrees,
    bounds,
    exact,
    growth,
    is_plain,
    percent,
    ratio,
    same_unit,
    share,
    total_of,
)
from zhibi.facts.checks import check_failure
from zhibi.facts.lint.context import Violation
from zhibi.facts.model import in_form
from zhibi.facts.relations import Placed, RelationKind, broken_relations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.facts.lint.context import LintContext
    from zhibi.facts.model import Entry, Fact

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
    quantities = [part.quantity for part in parts]
    shown = (
        f"{sum_text} = {format_like(total, whole.quantity)}，“{whole.name}”是{whole.quantity.text}"
    )
    if fact.parts_closed and len(parts) == len(fact.parts):
        if not adds_up(quantities, whole.quantity):
            message = f"其中各项之和与总数不符：{shown}"
            unlisted = "“其中为全部”栏写“否”" if in_form(whole.place) else "写 closed: false"
            yield Violation(message, f"核对各项；若没有列全，{unlisted}", whole.place, ids)
    elif len(parts) > 1 and total_of(quantities).low > bounds(whole.quantity).high:
        message = f"其中各项之和大于总数：{shown}"
        hint = "核对各项；若各项之间有重叠，可以不理会"
        yield Violation(message, hint, whole.place, ids, "warning")


def growth_mismatch(context: LintContext) -> Iterator[Violation]:
    """A growth that does not follow from the value and the previous one."""
    for fact in context.all_facts:
        value, previous, written = fact.value, fact.previous, fact.growth
        if value is None or previous is None or written is None:
            continue
        if not is_plain(value.quantity, previous.quantity, written.quantity):
            continue
        ids, sides = (written.id, value.id, previous.id), _both_values(value, previous)
        if not same_unit(value.quantity, previous.quantity):
            message = f"“{value.name}”与上年同期单位不同：{sides}"
            yield Violation(message, "把两个数的单位写成一样", previous.place, ids)
            continue
        change = _change(value, previous, written)
        if change is None or change.meets(_signed_bounds(written)):
            continue
        true = _exact_change(value, previous, written)
        message = f"“{value.name}”写的是{_written_change(written)}，按{sides}算是{true}"
        yield Violation(message, "核对增速、本期数和上年同期数", written.place, ids)


def _change(value: Entry, previous: Entry, written: Entry) -> Bounds | None:
    """The bounds of the change from previous to value, in the growth's unit; None if undefined."""
    if written.quantity.kind == "pp":
        now, before = bounds(value.quantity), bounds(previous.quantity)
        return Bounds(now.low - before.high, now.high - before.low)
    if written.quantity.kind == "multiple":
        times = ratio(value.quantity, previous.quantity)
        return times.scaled(1, -1) if times is not None else None
    return growth(value.quantity, previous.quantity)


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
        target, rate = fact.target, fact.completion
        if target is None or rate is None or not is_plain(target.quantity, rate.quantity):
            continue
        tops = [top for top in (fact.value, fact.forecast) if top and is_plain(top.quantity)]
        tops = [top for top in tops if same_unit(top.quantity, target.quantity)]
        if not tops or bounds(target.quantity).low <= 0 or rate.quantity.kind != "percent":
            continue
        reached = [share(top.quantity, target.quantity) for top in tops]
        if any(one is not None and agrees(one, rate.quantity) for one in reached):
            continue
        sums = "，".join(
            f"{top.quantity.text} / {target.quantity.text} = "
            + percent(exact(top.quantity) / exact(target.quantity), rate.quantity.decimals)
            for top in tops
        )
        yield Violation(
            f"“{rate.name}”完成率写的是{rate.quantity.text}，而{sums}",
            "核对完成率、完成数和目标数",
            rate.place,
            (rate.id, *(top.id for top in tops), target.id),
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
            each = ratio(total.quantity, heads.quantity)
            if each is None or agrees(each, entry.quantity):
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
    return _broken(context, "change")


def part_above_whole(context: LintContext) -> Iterator[Violation]:
    """A part that is more than its whole in the same sentence (办结 and 受理)."""
    return _broken(context, "part")


def rate_mismatch(context: LintContext) -> Iterator[Violation]:
    """A rate that does not follow from the two figures before it."""
    return _broken(context, "rate")


def _broken(context: LintContext, kind: RelationKind) -> Iterator[Violation]:
    for fact in context.all_facts:
        placed = [Placed(entry.start, entry.end, entry.quantity) for entry in fact.figures]
        for found in broken_relations(fact.text, placed, kind):
            ids = tuple(fact.figures[at].id for at in found.figures)
            yield Violation(found.message, found.hint, fact.place, ids)


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
