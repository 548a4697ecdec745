"""Slots: where a figure belongs a model writes `{{F3|税收收入}}`, and code writes the figure.

The name behind the bar is a checksum. The spelling of a slot may be mended; an id is never
guessed: a slot without a name, whose id and name disagree, or whose id is not known, is a fault
of its sentence. A third field asks for a part of the figure: `数` for the number alone before its
measure word, `数量` for number and unit without the base of a rate (286350元 of 286350元/月).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.slot_bounds import figure_span, is_name
from zhibi.writing.llm.slot_labels import label_of
from zhibi.writing.llm.slot_neighbours import said_again, without_hedge
from zhibi.writing.outline.printable import figure_text, printable
from zhibi.writing.wording.numeral_forms import NumeralForms

if TYPE_CHECKING:
    from zhibi.facts.model import Entry, Fact
    from zhibi.figures.model import Quantity

Figures = Literal["slots", "plain", "blind"]
FaultKind = Literal["slot-id", "slot-name", "slot-form", "slot-left"]

_ANY_SLOT = re.compile(
    r"[{｛]{1,2}\s*([FfＦNnＮ]\s*[0-9０-９]+)\s*(?:[|｜︱:：]\s*([^{}｛｝|｜︱\n]*?))?"
    r"\s*(?:[|｜︱]\s*([^{}｛｝|｜︱\n]*?))?\s*[}｝]{1,2}"
)
_SLOT = re.compile(r"\{\{([FN][0-9]+)\|([^{}|\n]*)(?:\|([^{}|\n]*))?\}\}")
_LEFT = re.compile(r"[{｛]{1,2}[^{}｛｝\n]{0,60}[}｝]{1,2}|[{}｛｝]")
_WIDE = str.maketrans("０１２３４５６７８９ＦＮｆｎ", "0123456789FNFN")
_PUNCTUATION = re.compile(r"[\s“”\"'‘’《》「」『』（）()、，,。．·—\-_｜|]")
_BAR = re.compile(r"[|｜︱]")
_CLAUSE_END = re.compile(r"[，。；：！？,;\n]")
_FAR = 100
"""Characters before a slot in which the base of its rate may be told."""
_HAN = re.compile(r"[\u3400-\u9fff]")


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
    number: str = ""
    """The figure without its unit; empty where it may not be written so."""
    base: str = ""
    """What a rate is counted by (月 of 元/月); empty where the figure is no rate."""

    @property
    def written(self) -> str:
        """The slot as a model is to write it."""
        return f"{{{{{self.id}|{self.label}}}}}"

    def in_form(self, form: str) -> str | None:
        """What is printed where the slot asks for this form; None where it cannot be had."""
        if not form:
            return self.printed
        if form == "数量" and self.entry_id:
            return self.printed.rpartition("/")[0] if self.base else self.printed
        return self.number or None if form == "数" else None


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot in printed text: its span in code points, and the entry that it states."""

    start: int
    end: int
    entry_id: str


@dataclass(frozen=True, slots=True)
class SlotFault:
    """A slot that cannot be filled in; `excerpt` is as the model wrote it."""

    kind: FaultKind
    excerpt: str


class SlotTable:
    """The slots of one question: ids run from F1 in the order of its facts."""

    def __init__(
        self,
        facts: Iterable[Fact],
        names: Sequence[str] = (),
        text: Sequence[str] = (),
        forms: NumeralForms | None = None,
    ) -> None:
        """`names` are sent as slots; figures written as one of `text` are sent as they are.

        `forms` are those in which the report writes its figures.
        """
        self._text = frozenset(text)
        self._forms = forms or NumeralForms()
        self._last: tuple[str, list[tuple[str, str, str]]] = ("", [("", "", "")])
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
        if entry.role == "figure" and (is_name(entry) or entry.quantity.text in self._text):
            return
        printed = self._printed(entry)
        label = _BAR.sub("", self.masked(escaped(label_of(fact, entry)))) or f"数{number}"
        label = self._told_apart(label, entry, number)
        slot = Slot(
            f"F{number}",
            label,
            printed,
            entry.id,
            entry.quantity.unit,
            _number_alone(printed, entry.quantity),
            entry.quantity.per if "/" in printed else "",
        )
        self.by_id[slot.id] = self.by_entry[entry.id] = slot

    def _told_apart(self, label: str, entry: Entry, number: int) -> str:
        """The label, with the unit or a number behind it where another slot is called so."""
        taken = {slot.label for slot in self.by_id.values()}
        told = (label, f"{label}·{entry.quantity.unit}", f"{label}·{number}")
        return next(one for one in told if one not in taken and not one.endswith("·"))

    def _printed(self, entry: Entry) -> str:
        """What is printed for a figure: hedges included, in the report's forms."""
        if entry.role != "figure":
            return figure_text(self._forms.entry(entry))
        start, end = figure_span(entry)
        text = entry.text
        figure = self._forms.written(entry, text[entry.start : entry.end])
        if end < entry.end:
            figure = figure[: end - entry.end]
        return text[start : entry.start] + figure + text[entry.end : end]

    def _add(self, id_: str, label: str, printed: str) -> Slot:
        slot = self.by_id[id_] = Slot(id_, label, printed)
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
            start, end = figure_span(entry)
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
            part_bases=tuple(self._part(base) for base in fact.part_bases),
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

    def faults(self, text: str) -> list[SlotFault]:
        """Slots of a (mended) text that cannot be filled in."""
        found = []
        for match in _SLOT.finditer(text):
            slot = self.by_id.get(match[1])
            if slot is None:
                found.append(SlotFault("slot-id", match[0]))
            elif not _agree(match[2], slot.label):
                found.append(SlotFault("slot-name", match[0]))
            elif not _fits(slot, match[3] or "", text, match):
                found.append(SlotFault("slot-form", match[0]))
        rest = _SLOT.sub("", text)
        found += [SlotFault("slot-left", match[0]) for match in _LEFT.finditer(rest)]
        return found

    def pieces(self, text: str) -> list[tuple[str, str, str]]:
        """The text in pieces: what the model wrote, what is printed for it, the entry stated.

        Units, measure words and hedges written again beside a slot are not printed, nor is the
        base of a rate where the clause says it (每月…元). Slots that cannot be filled in stay as
        they are, and the check says so (N108). The entry's id is empty where there is none. The
        pieces of one sentence are asked for with each of its findings, so the last are kept.
        """
        if self._last[0] != text:
            self._last = (text, self._pieces(text))
        return self._last[1]

    def _pieces(self, text: str) -> list[tuple[str, str, str]]:
        pieces: list[tuple[str, str, str]] = []
        at = 0
        for match in _SLOT.finditer(text):
            slot = self.by_id.get(match[1])
            form = match[3] or ""
            if slot is None or not _agree(match[2], slot.label):
                continue
            if not _fits(slot, form, text, match):
                continue
            if not form and slot.base and _says_base(text[: match.start()], slot.base):
                form = "数量"
            printed = slot.in_form(form) or ""
            before = text[at : match.start()]
            pieces.append((before, without_hedge(before, printed) if slot.entry_id else before, ""))
            at = match.end()
            if slot.entry_id and form != "数":
                at += said_again(text[at:], printed, slot.unit)
            pieces.append((text[match.start() : at], printed, slot.entry_id))
        pieces.append((text[at:], text[at:], ""))
        return pieces

    def rendered(self, text: str) -> str:
        """The text with its figures, as it is printed."""
        return "".join(printed for _, printed, _ in self.pieces(text))


def _number_alone(printed: str, quantity: Quantity) -> str:
    """The figure without its measure word, where another may stand for it (318 of 318人)."""
    unit = quantity.unit
    if quantity.kind != "count" or not unit or "/" in printed or not printed.endswith(unit):
        return ""
    return printed.removesuffix(unit)


def _fits(slot: Slot, form: str, text: str, match: re.Match[str]) -> bool:
    """Whether the slot can be had in this form, and the words around it complete the figure."""
    if slot.in_form(form) is None:
        return False
    if form == "数":
        return bool(_HAN.match(text[match.end() :]))
    return form != "数量" or not slot.base or _says_base(text[: match.start()], slot.base)


def _says_base(before: str, base: str) -> bool:
    """Whether the clause says by what a rate is counted (每月, 月均, 按月)."""
    clause = _CLAUSE_END.split(before[-_FAR:])[-1]
    return any(word in clause for word in (f"每{base}", f"每个{base}", f"{base}均", f"按{base}"))


def _agree(written: str, label: str) -> bool:
    return _PUNCTUATION.sub("", written) == _PUNCTUATION.sub("", label)


def mended(text: str) -> str:
    """The text with the spelling of its slots corrected; ids and names stay as written."""
    return _ANY_SLOT.sub(_respelt, text)


def _respelt(found: re.Match[str]) -> str:
    id_ = re.sub(r"\s", "", found[1]).translate(_WIDE).upper()
    form = f"|{found[3]}" if found[3] else ""
    return f"{{{{{id_}|{found[2] or ''}{form}}}}}"


def slot_label(text: str) -> str | None:
    """The label and form of the slot that a text begins with; None where it begins with none."""
    found = _SLOT.match(text)
    return found and "|".join(filter(None, (found[2], found[3])))


def slot_ids(text: str) -> list[str]:
    """The ids of all well-spelt slots in a text, in order."""
    return [match[1] for match in _SLOT.finditer(text)]
