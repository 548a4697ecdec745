"""What is told as unchanged (与上年同期持平): a growth of 0 %, or a change denied (N104)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation, quoted
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS
from zhibi.patterns import lazy_pattern

_SAID = lazy_pattern(
    r"(?:(?:[与和同较比]?(?:去年|上年|上一年)(?:同期|度)?|同比)(?:基本)?)"
    r"(?:持平|保持不变|没有变化|无增减)"
)
_SENTENCE = lazy_pattern(r"[。！？；\n]")
_ABOUT = "基本"
_ABOUT_UNCHANGED = 2  # per cent by which a figure may have changed that is told so


class Unchanged(NamedTuple):
    """Words that tell a figure as unchanged, and what the facts say of its change.

    `change` is its growth, or its value of the year before; None where the facts have neither.
    """

    start: int
    end: int
    words: str
    entry: Entry
    change: Entry | None

    @property
    def is_true(self) -> bool:
        """Whether the facts bear it out; also where they say nothing of a change."""
        change = self.change
        if change is None:
            return True
        if change.role == "growth":
            most = _ABOUT_UNCHANGED if _ABOUT in self.words else 0
            return abs(change.quantity.value) <= most
        now, before = self.entry.quantity, change.quantity
        if _ABOUT in self.words:
            return abs(now.value - before.value) * 100 <= abs(before.value) * _ABOUT_UNCHANGED
        return now.value == before.value


def told_as_unchanged(given: RuleInput) -> Iterator[Unchanged]:
    """Each figure that a text tells as unchanged: the one before the words, else the one behind."""
    matches = list(_SAID.finditer(given.text))
    if not matches:
        return
    shown = [
        verdict
        for verdict in given.verdicts
        if verdict.covers is not None and verdict.match.figure.quantity.kind not in TIME_KINDS
    ]
    starts = [verdict.match.figure.start for verdict in shown]
    for match in matches:
        at = bisect_left(starts, match.start())
        for near in shown[max(at - 1, 0) : at + 1]:
            first, last = sorted((near.match.figure.start, match.start()))
            if near.covers is None or _SENTENCE.search(given.text, first, last):
                continue
            entry = given.ledger.entries[near.covers]
            if entry.role in {"value", "part"}:
                change = _change(given, entry)
                yield Unchanged(match.start(), match.end(), match[0], entry, change)
                break


def _change(given: RuleInput, entry: Entry) -> Entry | None:
    """The growth of a value, or where it has none its value of the year before."""
    beside = [given.ledger.entries[at] for at in given.ledger.by_fact[entry.fact_id]]
    own = {one.role: one for one in reversed(beside) if one.parent == entry.id}
    return own.get("growth") or own.get("previous")


def wrongly_unchanged(given: RuleInput) -> Iterator[Violation]:
    """N104 for a figure told as unchanged that the facts say has changed."""
    for one in told_as_unchanged(given):
        if one.is_true or one.change is None:
            continue
        label = given.ledger.label(one.entry)
        what = "增速是" if one.change.role == "growth" else "上年同期是"
        yield Violation(
            "N104",
            one.start,
            one.end,
            f"“{label}”的{what}{quoted(one.change.quantity)}，这里写的是“{one.words}”",
            "写明增减，或核对事实",
            None,
            (one.change.id,),
        )
