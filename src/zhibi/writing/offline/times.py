"""Times that sentences begin with, said once: what is in force is not said again.

年末有…。年末新增… and 全年新登记…。全年签约… say the time once; in a report of 2025, 2025年 before
a sentence says nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of
from zhibi.facts.kinds import report_kind
from zhibi.writing.outline.metadata import is_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from zhibi.facts.model import Document, Facts
    from zhibi.writing.outline.model import Node

_YEAR = r"\d{4}年"
_WITHIN = r"(?:[上下]半年|\d{1,2}月|[一二三四]季度)"
_LED = re.compile(
    rf"(?:截[至止])?(?:\d{{4}}[/—-])?(?:{_YEAR})?(?:榨季|雪季|产季)?"
    r"(?:全年|[上下]半年|今年以来|今年|本年|[年季]?末|年初|[一二三四]季度"
    r"|\d{1,2}(?:[—-]\d{1,2})?月份?[底末]?)?，?"
)
_FOLLOWS = re.compile(
    r"(?!计划|列入|拟|未|无|全[镇乡街])[^\d，。；：、内底末前后中的起以至到及和与度各]"
)
"""What may stand behind a time that is left out: 年内, 全年的 and 2025年3月 are another time."""
_COMPARED = re.compile(rf"[比较由从](?:[上去]年(?:同期|末|底)?|年初|{_WITHIN}[底末]?|上一?届)")
_SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
_WHOLES = frozenset({"全年", "上半年"})
_OTHER = re.compile(rf"{_YEAR}|{_WITHIN}|[上去]年|[年月季]初?[末底初]|上一?届|当月")


class Times:
    """Which times the sentences of a report's parts need not begin with."""

    def __init__(self, facts: Facts, *, whole_year: bool, ends_year: bool) -> None:
        """`whole_year` says that figures without a time of their own are of the whole year.

        `ends_year` says that the plan is one of the next year.
        """
        year = facts.document.year
        self._own = (f"{year}年",) if whole_year else ()
        self._next = f"{year + 1}年"
        self._planned, self._plans_year = False, ends_year
        self._whole = _whole_of(facts.document)
        first = (one for fact in facts.all_facts() for one in fact.figures if not one.start)
        told = {one.quantity.text for one in first if one.show == "must"}
        self._told = frozenset(told - {f"{year}年", self._next})

    def of(self, node: Node, *, stated: bool) -> Callable[[list[str]], Iterable[str]]:
        """What leaves out the times of a node's sentences.

        `stated` says that the report states its own period for all of them.
        """
        if node.part == "preamble":
            return iter
        plans = node.part == "plan"
        own = (self._next,) if plans else self._own
        said = self._planned
        if plans:
            return lambda texts: self._planned_once(said_once(texts, own, self._told, said=said))
        return lambda texts: said_once(
            texts, own, self._told, in_force=self._whole if stated else ""
        )

    def _planned_once(self, texts: Iterable[str]) -> Iterator[str]:
        """The texts of a plan of the next year, which say the year once: 5月 for 2026年5月."""
        said = self._planned
        for text in texts:
            at = 0 if said else text.find(self._next) + len(self._next)
            said = said or self._next in text
            bare = re.sub(rf"{self._next}(?=\d{{1,2}}月|计划)", "", text[at:])
            yield text[:at] + bare if said and self._plans_year else text

    def note(self, node: Node, paragraphs: Iterable[str]) -> None:
        """Take down what was said of the time in the paragraphs of a node."""
        if node.part == "plan":
            self._planned |= any(self._next in text for text in paragraphs)


def _whole_of(document: Document) -> str:
    """What the document's own period is called as a whole; empty for 1—11月."""
    if document.period is not None and not is_whole(document):
        return ""
    kind = report_kind(document.kind, document.period)
    return "全年" if kind.ends_year else "上半年"


def said_once(
    texts: Iterable[str],
    own_years: Collection[str],
    told: Collection[str] = (),
    *,
    said: bool = True,
    in_force: str = "",
) -> Iterator[str]:
    """The texts, their sentences without the times that they begin with where those are in force.

    `own_years` (2025年) are in force where they are `said` or once a sentence has said them, a
    whole (全年, 上半年) where it is `in_force` or once a sentence has said it, until another time
    is told; any other time is left out behind a sentence that begins with it too. Those that are
    `told`, facts themselves, are left out nowhere.
    """
    own = re.compile(rf"(?:{any_of(own_years)})，?") if own_years else None
    last = ""
    for text in texts:
        written = ""
        for sentence in _SENTENCE.findall(text):
            rest = sentence
            found = own.match(rest) if own is not None and not in_force else None
            if found is not None and said:
                rest = _without(rest, found.end(), told)
            said = said or found is not None
            led = _LED.match(rest)
            assert led is not None
            time = led[0].rstrip("，")
            again = bool(time) and time == in_force and not written.endswith("；")
            if time and (time == last or again):
                rest = _without(rest, led.end(), told)
            told_of = _COMPARED.sub("", sentence)
            other = bool(_OTHER.search(told_of.removeprefix(time)))
            last = "" if other else time or last
            if time in _WHOLES and not other:
                in_force = time
            elif _OTHER.search(told_of):
                in_force = ""
            written += rest
        yield written


def _without(text: str, end: int, told: Collection[str]) -> str:
    """The text from there on, where it can stand so and no fact is lost; else all of it."""
    lost = text.startswith(tuple(told))
    return text if lost or not _FOLLOWS.match(text[end:]) else text[end:]
