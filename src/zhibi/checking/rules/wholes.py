"""Parts against their whole: what 其中 and the facts name as parts, and what they are parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.figures.units import factor
from zhibi.patterns import lazy_pattern

_THAN = lazy_pattern(r"[比较](?!例|重)")
_THRESHOLD = lazy_pattern(r"(?:[及以]?以[上下])?的")
_MEAN = lazy_pattern(r"[人户亩场村期]均|平均|均价|每[人户亩场]|率")
_AT_ONCE = lazy_pattern(r"[^，。；;\n]*(?:[、和及与]|以及)[^，。；;\n]*")
_MOST_AT_ONCE = 6
_STOP = lazy_pattern(r"[。；;\n]")


def wrong_sums(given: RuleInput) -> Iterator[Violation]:
    """N203: the parts named after 其中 exceed the whole, or being complete do not add up to it."""
    ledger, verdicts = given.ledger, given.verdicts
    for at, verdict in enumerate(verdicts):
        following = verdicts[at + 1 : at + 25]
        parts = list(_parts(ledger, given.text, verdict, following))
        if not parts:
            continue
        whole = verdict.match.figure
        total = sum((_size(part) for part in parts), Decimal(0))
        closed = _closed(ledger, verdict, len(parts))
        if _is_whole_before(given.text, verdicts, at, total) or _as_told(ledger, verdict, parts):
            continue
        if total > _told_with(given.text, verdicts, at) or (closed and total != _size(verdict)):
            first, last = parts[0].match.figure, parts[-1].match.figure
            listed = " + ".join(part.match.figure.text for part in parts)
            yield Violation(
                "N203",
                first.start,
                last.end,
                f"“其中”各项（{listed}）与总数“{whole.text}”对不上",
                "核对总数与分项",
                None,
                verdict.facts,
            )


def _as_told(ledger: LedgerIndex, whole: Verdict, parts: Sequence[Verdict]) -> bool:
    """Whether one statement has a whole with these figures behind it, of which none is a part.

    收储52幢，签约37幢、动工19幢: steps, of which the later are among the earlier.
    """
    told = [ledger.entries[one.covers] for one in (whole, *parts) if one.covers is not None]
    own = {one.fact_id for one in told}
    within = all(_size(one) <= _size(whole) for one in parts)
    return within and len(told) == len(parts) + 1 and len(own) == 1 and "其中" not in told[0].text


def _is_whole_before(text: str, verdicts: Sequence[Verdict], at: int, total: Decimal) -> bool:
    """Whether an earlier figure of the sentence is exactly what the parts add up to.

    受理纠纷96件，化解92件，其中货运纠纷38件、用工纠纷27件、邻里纠纷31件: 其中 speaks of the 96.
    """
    nearest = verdicts[at].match.figure
    for earlier in reversed(verdicts[max(at - _MOST_AT_ONCE, 0) : at]):
        if _STOP.search(text, earlier.match.figure.end, nearest.start):
            return False
        same = kind_of(earlier.match.figure.quantity) == kind_of(nearest.quantity)
        if same and _size(earlier) == total:
            return True
    return False


def _told_with(text: str, verdicts: Sequence[Verdict], at: int) -> Decimal:
    """The size of a figure and of those told at once with it, which 其中 may speak of as well.

    停车位8个和充电桩2个，其中立体停车位5个.
    """
    whole = verdicts[at]
    size = _size(whole)
    for earlier in reversed(verdicts[max(at - _MOST_AT_ONCE, 0) : at]):
        between = text[earlier.match.figure.end : whole.match.figure.start]
        if not _AT_ONCE.fullmatch(between):
            break
        if kind_of(earlier.match.figure.quantity) == kind_of(whole.match.figure.quantity):
            size += _size(earlier)
    return size


def _size(verdict: Verdict) -> Decimal:
    quantity = verdict.match.figure.quantity
    return quantity.value * factor(quantity.unit)


def _parts(
    ledger: LedgerIndex, text: str, whole: Verdict, following: Sequence[Verdict]
) -> Iterator[Verdict]:
    """The figures of the whole's kind after 其中, as far as the list or the facts reach."""
    quantity = whole.match.figure.quantity
    if quantity.kind in ("percent", "pp", "ordinal", "date", "year", "period", "multiple"):
        return
    if _is_change(whole) or _is_mean(ledger, whole) or _is_last_year_s(ledger, whole):
        return
    if quantity.hedge and _THRESHOLD.match(text, whole.match.figure.end):
        return  # 收入50万元以上的村5个，其中……: a threshold has no parts
    kind, at, opened = kind_of(quantity), whole.match.figure.end, False
    start = whole.match.figure.start
    parent = ledger.entries[whole.covers].id if whole.covers is not None else None
    for verdict in following:
        between = text[at : verdict.match.figure.start]
        if re.search(r"[。；;\n]", between):
            return
        at = verdict.match.figure.end
        if not opened:
            if "其中" not in between:
                if kind_of(verdict.match.figure.quantity) == kind and (
                    not _is_change(verdict)
                    or _THAN.search(text, whole.match.reading.clause[0], start)
                ):
                    return
                continue
            opened = True
        same = kind_of(verdict.match.figure.quantity) == kind
        child = _is_part_of(ledger, verdict, parent)
        if same and not child and "，" in between and "其中" not in between:
            return
        if same and (child or "其中" in between or "、" in between):
            yield verdict


def _is_change(verdict: Verdict) -> bool:
    """Whether a figure is a change or a difference: it is the total before it that has parts."""
    reading = verdict.match.reading
    if reading.direction is not None and not reading.to_level:
        return True
    return verdict.computation is not None and " - " in verdict.computation.pattern


def _is_last_year_s(ledger: LedgerIndex, verdict: Verdict) -> bool:
    """Whether a figure is what another is compared with (比上年同期的790户增长，其中)."""
    return verdict.covers is not None and ledger.entries[verdict.covers].role == "previous"


def _is_mean(ledger: LedgerIndex, verdict: Verdict) -> bool:
    """Whether a figure is a mean or a rate, which is no sum of what 其中 names."""
    named = ledger.entries[verdict.covers].label if verdict.covers is not None else ""
    clause = verdict.match.reading.left.rpartition("，")[2]
    return _MEAN.search(named) is not None or _MEAN.search(clause) is not None


def _is_part_of(ledger: LedgerIndex, verdict: Verdict, parent: str | None) -> bool:
    if verdict.covers is None:
        return False
    entry = ledger.entries[verdict.covers]
    return entry.parent == parent and entry.role == "part"


def _closed(ledger: LedgerIndex, whole: Verdict, count: int) -> bool:
    if whole.covers is None:
        return False
    entry = ledger.entries[whole.covers]
    fact = next((f for f in ledger.facts.all_facts() if f.id == entry.fact_id), None)
    if fact is None or not fact.parts_closed or fact.value is None or fact.value.id != entry.id:
        return False
    kind = kind_of(entry.quantity)
    return count == sum(kind_of(part.quantity) == kind for part in fact.parts)
