"""What the program reads of each figure of the facts, for `zhibi facts` to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhibi.checking.reading.entries import EntryReader
from zhibi.checking.scoring import SCORING
from zhibi.facts.kinds import report_kind
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.checking.reading.entries import EntryReading
    from zhibi.checking.reading.fields import Period, Stage
    from zhibi.facts.model import Entry, Facts

_TO_COME = frozenset({"forecast", "target"})
_WHEN = lazy_pattern(
    r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|[1-9])月|(?P<only>20\d\d)年|(?P<to_come>[明后来]年|次年|年[底末]前)"
)
_MARK = lazy_pattern("[，。；、：]")
_ASPECTS = {"not": "未", "plan": "计划", "done": "已"}
_WAYS = {1: "上升", -1: "下降"}
_BESIDE = {1: "高于", -1: "低于"}
"""How a figure stands to that of another thing."""


class EntryFields:
    """The fields of all entries, by id, as the check reads them or the file declares them."""

    def __init__(self, facts: Facts) -> None:
        document = facts.document
        self._end = document.year, report_kind(document.kind, document.period).last_month
        entries = list(facts.entries())
        self._numbers = {entry.id: number for number, entry in enumerate(entries)}
        self._reader = EntryReader(facts, entries, SCORING)

    def as_data(self, entry: Entry) -> dict[str, Any]:
        """The fields as plain data; an empty string, an empty list or 0 where nothing is said."""
        read = self._reader.read(self._numbers[entry.id])
        hidden = entry.show == "sensitive"
        told = f"{read.told_year}年" if read.told_year is not None else ""
        return {
            "period": _period(read.period) or told,
            "base": read.base,
            "direction": read.way or read.to_way,
            "rate": sorted(one.removeprefix("每") for one in read.rates),
            "stage": [] if hidden else _stages(self._planned(read, entry)),
            "level": sorted(read.levels),
        }

    def _planned(self, read: EntryReading, entry: Entry) -> Sequence[Stage]:
        """The stages; what is named with no word of whether it is reached may be planned.

        So it is in a plan or forecast, and behind a time to come (年底前补齐).
        """
        expected = entry.status in _TO_COME or entry.role in _TO_COME
        expected = expected and entry.quantity.kind != "percent"  # how much of an aim is reached
        return [
            one._replace(aspect="plan")
            if not one.marked
            and one.aspect == "done"
            and (read.in_plan or (expected and not one.inherited) or self._ahead(one, entry))
            else one
            for one in read.stages
        ]

    def _ahead(self, stage: Stage, entry: Entry) -> bool:
        """Whether the last time that its clause says before a step is behind the report's."""
        if entry.text[stage.start : stage.end] != stage.words:
            return False  # a step of the name
        times = list(_WHEN.finditer(_MARK.split(entry.text[: stage.start])[-1]))
        if not times:
            return False
        said = times[-1]
        if said["to_come"]:
            return True
        year = int(said["year"] or said["only"] or self._end[0])
        return (year, int(said["month"] or 0)) > self._end

    def in_words(self, entry: Entry) -> str:
        """The fields in one line, without those that the line of the figure shows anyway."""
        if entry.show == "sensitive":
            return ""
        data = self.as_data(entry)
        compared = self._reader.read(self._numbers[entry.id]).compared
        of_text = entry.role == "figure"
        words = [
            data["period"] if of_text and not entry.period else "",
            data["base"] if entry.role != "growth" else "",
            (_BESIDE if compared else _WAYS).get(data["direction"], "") if of_text else "",
            "".join(f"每{one}" for one in data["rate"]),
            "、".join(data["stage"]),
            "、".join(data["level"]),
        ]
        read = "，".join(word for word in words if word)
        return f"读作：{read}" if read else ""


def _stages(stages: Sequence[Stage]) -> list[str]:
    """Each stage once; 已 and 正在 alone only where no stage is named."""
    found = {(one.rank, one.aspect): _stage(one) for one in reversed(stages)}
    named = any(rank for rank, _ in found)
    told = (words for (rank, _), words in reversed(found.items()) if rank or not named)
    return list(dict.fromkeys(told))


def _stage(stage: Stage) -> str:
    """已完工, 计划验收, 未投产; the words themselves where they say how far it has come."""
    if stage.marked or not stage.rank or stage.aspect == "ongoing":
        return stage.words
    return _ASPECTS[stage.aspect] + stage.words


def _period(period: Period | None) -> str:
    """2024年1—11月; empty where nothing is known."""
    if period is None:
        return ""
    year = f"{period.year}年" if period.year is not None else ""
    if period.first is None or period.last is None:
        return year
    if period.first == period.last:
        return f"{year}{period.first}月"
    return f"{year}{period.first}—{period.last}月"
