"""Slots: where a figure belongs a model writes `{{F3|税收收入}}`, and code writes the figure.

The name behind the bar is a checksum. The spelling of a slot may be mended; an id is never
guessed: a slot whose id and name disagree, or whose id is not known, is a fault of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from zhibi.figures.hedges import hedge_after, hedge_before
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.outline.printable import figure_text, printable

if TYPE_CHECKING:
    from zhibi.facts.model import Entry, Fact

Figures = Literal["slots", "plain", "blind"]
FaultKind = Literal["slot-id", "slot-name", "slot-left"]

_ANY_SLOT = re.compile(
    r"[{｛]{1,2}\s*([FfＦNnＮ]\s*[0-9０-９]+)\s*(?:[|｜︱:：]\s*([^{}｛｝\n]*?))?\s*[}｝]{1,2}"
)
_SLOT = re.compile(r"\{\{([FN][0-9]+)\|([^{}\n]*)\}\}")
_LEFT = re.compile(r"[{｛]{1,2}[^{}｛｝\n]{0,60}[}｝]{1,2}|[{}｛｝]")
_WIDE = str.maketrans("０１２３４５６７８９ＦＮｆｎ", "0123456789FNFN")
_PUNCTUATION = re.compile(r"[\s“”\"'‘’《》「」『』（）()、，,。．·—\-_｜|]")
_EDGE = re.compile(r"[^\u3400-\u9fffA-Za-z]+")
_LABEL_LENGTH = 8
_SUFFIXES = {
    "growth": "同比",
    "previous": "上年同期",
    "forecast": "全年预计",
    "target": "目标",
    "completion": "完成率",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot: its fact entry or name, and what is printed in its place.

    `entry_id` is empty for a name that is sent as a slot (`N1`).
    """

    id: str
    label: str
    printed: str
    entry_id: str = ""
    unit: str = ""

    @property
    def written(self) -> str:
        """The slot as a model is to write it."""
        return f"{{{{{self.id}|{self.label}}}}}"


@dataclass(frozen=True, slots=True)
class SlotFault:
    """A slot that cannot be filled in; `excerpt` is as the model wrote it."""

    kind: FaultKind
    excerpt: str


class SlotTable:
    """The slots of one question: ids run from F1 in the order of its facts."""

    def __init__(self, facts: Iterable[Fact], names: Sequence[str] = ()) -> None:
        self.by_id: dict[str, Slot] = {}
        self.by_entry: dict[str, Slot] = {}
        self._names = {
            name: self._add(f"N{number}", f"名称{number}", name)
            for number, name in enumerate(sorted(names, key=len, reverse=True), 1)
        }
        for fact in facts:
            for entry in fact.entries():
                if printable(entry) is not None:
                    self._add_entry(fact, entry)

    def _add_entry(self, fact: Fact, entry: Entry) -> None:
        number = len(self.by_entry) + 1
        printed = figure_text(entry)
        if entry.role == "figure":
            printed = entry.text[slice(*_with_hedges(entry))]
        label = self.masked(escaped(_label(fact, entry))) or f"数{number}"
        slot = self._add(f"F{number}", label, printed, entry.id, entry.quantity.unit)
        self.by_entry[entry.id] = slot

    def _add(self, id_: str, label: str, printed: str, entry_id: str = "", unit: str = "") -> Slot:
        slot = Slot(id_, label, printed, entry_id, unit)
        self.by_id[id_] = slot
        return slot

    def masked(self, text: str) -> str:
        """A text with the names that are sent as slots taken out of it, each for its slot's label.

        Used within labels and headings, where no slot may stand.
        """
        for name, slot in self._names.items():
            text = text.replace(name, slot.label)
        return text

    def with_slots(self, fact: Fact) -> Fact:
        """The fact with slots in place of its figures and of names that may not be sent."""
        pieces, at = [], 0
        for entry in fact.figures:
            start, end = _with_hedges(entry)
            slot = self.by_entry.get(entry.id)
            if slot is None or start < at:
                continue
            pieces += [self._named(escaped(fact.text[at:start])), slot.written]
            at = end
        pieces.append(self._named(escaped(fact.text[at:])))
        return replace(
            fact,
            text="".join(pieces),
            name=self._named(escaped(fact.name)),
            value=self._slotted(fact.value),
            growth=self._slotted(fact.growth),
            previous=self._slotted(fact.previous),
            forecast=self._slotted(fact.forecast),
            target=self._slotted(fact.target),
            completion=self._slotted(fact.completion),
            parts=tuple(self._part(part) for part in fact.parts),
            part_growths=tuple(self._part(growth) for growth in fact.part_growths),
        )

    def _slotted(self, entry: Entry | None) -> Entry | None:
        if entry is None:
            return None
        return self._part(entry)

    def _part(self, entry: Entry) -> Entry:
        slot = self.by_entry.get(entry.id)
        written = slot.written if slot else entry.written
        return replace(entry, name=self._named(escaped(entry.name)), written=written)

    def _named(self, text: str) -> str:
        for name, slot in self._names.items():
            text = text.replace(escaped(name), slot.written)
        return text

    def mended(self, text: str) -> str:
        """The text with the spelling of its slots corrected; ids and names stay as written."""
        return _ANY_SLOT.sub(self._respelt, text)

    def _respelt(self, found: re.Match[str]) -> str:
        id_ = re.sub(r"\s", "", found[1]).translate(_WIDE).upper()
        slot = self.by_id.get(id_)
        label = found[2]
        if label is None:
            label = slot.label if slot else ""
        return f"{{{{{id_}|{label}}}}}"

    def used(self, text: str) -> list[Slot]:
        """The known slots of a text, in order."""
        return [self.by_id[id_] for id_, _ in _SLOT.findall(text) if id_ in self.by_id]

    def faults(self, text: str) -> list[SlotFault]:
        """Slots of a (mended) text that cannot be filled in."""
        found = []
        for match in _SLOT.finditer(text):
            slot = self.by_id.get(match[1])
            if slot is None:
                found.append(SlotFault("slot-id", match[0]))
            elif not _agree(match[2], slot.label):
                found.append(SlotFault("slot-name", match[0]))
        rest = _SLOT.sub("", text)
        found += [SlotFault("slot-left", match[0]) for match in _LEFT.finditer(rest)]
        return found

    def pieces(self, text: str) -> list[tuple[str, str]]:
        """The text in pieces: what the model wrote, and what is printed for it.

        Units, measure words and hedges written again beside a slot are not printed. Slots that
        cannot be filled in stay as they are, and the check says so (N108).
        """
        pieces: list[tuple[str, str]] = []
        at = 0
        for match in _SLOT.finditer(text):
            slot = self.by_id.get(match[1])
            if slot is None or not _agree(match[2], slot.label):
                continue
            before = text[at : match.start()]
            pieces.append(
                (before, _without_hedge(before, slot.printed) if slot.entry_id else before)
            )
            at = match.end()
            if slot.entry_id:
                at += _said_again(text[at:], slot)
            pieces.append((text[match.start() : at], slot.printed))
        pieces.append((text[at:], text[at:]))
        return pieces

    def rendered(self, text: str) -> str:
        """The text with its figures, as it is printed."""
        return "".join(printed for _, printed in self.pieces(text))


def _with_hedges(entry: Entry) -> tuple[int, int]:
    """The span of a statement's figure with the hedge words around it (近300户, 10人以上)."""
    start, end = entry.start, entry.end
    before = hedge_before(entry.text, start)
    if before and entry.text.startswith(before, start - len(before)):
        start -= len(before)
    after = hedge_after(entry.text, end)
    return start, end + len(after or "")


def _label(fact: Fact, entry: Entry) -> str:
    """What a slot is called: the entry's name, told apart by its role, or the words before it."""
    if entry.role == "figure":
        return entry.name or _words_before(entry)
    suffix = _SUFFIXES.get(entry.role, "")
    if entry.role == "growth" and entry.parent is not None and entry.parent != fact.id:
        return f"{entry.name}{suffix}"
    if suffix and entry.name in ("", fact.name):
        return f"{fact.name}{suffix}"
    return entry.name or fact.name


def _words_before(entry: Entry) -> str:
    words = _EDGE.split(entry.text[: entry.start].strip())
    word = next((one for one in reversed(words) if one), "")
    if not word:
        word = next((one for one in _EDGE.split(entry.text[entry.end :]) if one), "")[
            :_LABEL_LENGTH
        ]
    return word[-_LABEL_LENGTH:]


def _agree(written: str, label: str) -> bool:
    return _PUNCTUATION.sub("", written) == _PUNCTUATION.sub("", label)


def _without_hedge(before: str, printed: str) -> str:
    """The text before a figure without a hedge that the figure itself begins with."""
    for length in (4, 3, 2, 1):
        word = printed[:length]
        is_hedge = len(printed) > length and hedge_before(f"{word}1", length) == word
        if is_hedge and before.endswith(word):
            return before[:-length]
    return before


def _said_again(after: str, slot: Slot) -> int:
    """How many characters right after a figure only repeat its unit or its hedge."""
    hedge = hedge_after(slot.printed, _number_end(slot.printed))
    for again in sorted({_unit(slot.printed), slot.unit, hedge or ""}, key=len, reverse=True):
        if again and slot.printed.endswith(again) and after.startswith(again):
            return len(again)
    return 0


def _number_end(printed: str) -> int:
    return max((at + 1 for at, one in enumerate(printed) if one.isdigit()), default=len(printed))


def _unit(printed: str) -> str:
    """What follows the last digit of a figure (万元 of 2186.4万元)."""
    return printed[_number_end(printed) :]


def slot_ids(text: str) -> list[str]:
    """The ids of all well-spelt slots in a text, in order."""
    return [id_ for id_, _ in _SLOT.findall(text)]


def slot_descriptions(table: SlotTable, entries: Mapping[str, Entry], *, blind: bool) -> list[str]:
    """For each slot its figure, or (blind) only its kind, unit and what prose needs."""
    lines = []
    for slot in table.by_entry.values():
        entry = entries[slot.entry_id]
        told = _hints(entry) if blind else escaped(slot.printed)
        lines.append(f"{slot.id} {told}")
    lines += [f"{slot.id} 一个名称" for id_, slot in table.by_id.items() if id_.startswith("N")]
    return lines


_KINDS = {
    "money": "金额",
    "count": "个数",
    "percent": "百分数",
    "pp": "百分点",
    "length": "长度",
    "area": "面积",
    "weight": "重量",
    "duration": "时长",
    "date": "日期",
    "year": "年份",
    "period": "时段",
    "ordinal": "序数",
    "multiple": "倍数",
    "fraction": "分数",
    "other": "数",
}


def _hints(entry: Entry) -> str:
    """Kind, unit and direction of a figure, never its value."""
    quantity = entry.quantity
    hints = [_KINDS[quantity.kind]]
    if quantity.unit and quantity.kind not in ("percent", "pp", "date", "year", "period"):
        hints.append(f"单位是{quantity.unit}")
    if entry.direction:
        hints.append("上升" if entry.direction > 0 else "下降")
    if quantity.value == 0:
        hints.append("为零")
    if entry.role == "completion" and quantity.unit == "%":
        hints.append("超过目标" if quantity.value > 100 else "没有超过目标")
    return "，".join(hints)
