"""The facts read by the same reader as the text: what each entry says of its figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from zhibi.checking.reading.cues import find_cues
from zhibi.checking.reading.fields import Reading, Stage
from zhibi.checking.reading.periods import Period, period_of
from zhibi.checking.reading.reader import read_sentence
from zhibi.checking.reading.stages import declared_stages, find_stages
from zhibi.checking.scoring import Scoring
from zhibi.facts.model import Entry, Facts
from zhibi.figures.model import Figure
from zhibi.figures.units import factor, rate_base

_CHANGE_NAME = re.compile(
    r"(?:增|减|降|升|提高|增长|下降|上升|增加|减少)(?:长|幅|速|收|额|量|数|值)?$"
)


@dataclass(frozen=True, slots=True)
class EntryReading:
    """The fields of an entry that a figure's reading is compared with.

    `period` is its own or the document's (`own_period` says which); `told_year` is the year that
    its text says of it, `in_plan` whether it is one of a plan's. `way` is the direction of a
    change, `to_way` that which leads up to a level, each +1, -1 or 0. `stages` are those said of
    the figure, `all_stages` those of its whole fact, `plan_told` whether its
    text speaks of a plan. `all_rates` likewise. `words` is all that the
    fact says.
    """

    period: Period | None = None
    own_period: bool = False
    told_year: int | None = None
    in_plan: bool = False
    base: str = ""
    way: int = 0
    to_way: int = 0
    stages: tuple[Stage, ...] = ()
    all_stages: tuple[Stage, ...] = ()
    plan_told: bool = False
    rates: frozenset[str] = frozenset()
    all_rates: frozenset[str] = frozenset()
    role: str = ""
    levels: frozenset[str] = frozenset()
    words: str = ""


class EntryReader:
    """Reads the entries of the facts: statements at once, the fields of an entry when asked."""

    def __init__(self, facts: Facts, entries: Sequence[Entry], scoring: Scoring) -> None:
        self._facts, self._entries = facts, entries
        self.as_told = _read_statements(facts, entries, scoring)
        """The readings of statements' figures as they stand in the text, by entry id."""
        self._by_id = {entry.id: entry for entry in entries}
        self._own = {
            fact.id: "，".join([fact.name, *fact.aliases, *fact.names])
            for fact in facts.all_facts()
        }
        self._planned = {
            fact.id for section in facts.walk() if section.part == "plan" for fact in section.facts
        }
        self._found: dict[int, EntryReading] = {}

    def read(self, number: int) -> EntryReading:
        """The fields of an entry, by its number."""
        found = self._found.get(number)
        if found is None:
            entry = self._entries[number]
            told, own = self.as_told.get(entry.id), self._own.get(entry.fact_id, "")
            found = replace(
                _read_entry(self._facts, entry, self._by_id, told, own),
                in_plan=entry.fact_id in self._planned,
            )
            found = _as_declared(found, entry)
            self._found[number] = found
        return found


def _read_statements(
    facts: Facts, entries: Sequence[Entry], scoring: Scoring
) -> dict[str, Reading]:
    by_text: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.text:
            by_text[entry.fact_id, entry.text].append(entry)
    found: dict[str, Reading] = {}
    for (_, text), members in by_text.items():
        members.sort(key=lambda entry: entry.start)
        for sentence in _sentences(text, members):
            figures = [Figure(e.start, e.end, e.quantity) for e in sentence]
            start = text.rfind("。", 0, sentence[0].start) + 1
            stop = text.find("。", sentence[-1].end)
            readings = read_sentence(
                text, start, len(text) if stop < 0 else stop, figures, facts.document.year, scoring
            )
            found.update(zip((entry.id for entry in sentence), readings, strict=True))
    return found


def _sentences(text: str, members: Sequence[Entry]) -> Iterable[list[Entry]]:
    group: list[Entry] = []
    for entry in members:
        if group and "。" in text[group[-1].end : entry.start]:
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _read_entry(
    facts: Facts, entry: Entry, by_id: Mapping[str, Entry], said: Reading | None, of_fact: str
) -> EntryReading:
    names = "，".join(filter(None, (entry.name, *entry.aliases)))
    words = "，".join(filter(None, (names, of_fact, entry.text, entry.period)))
    stages = (*_named_stages(names), *(said.stages if said is not None else ()))
    rates = {cue.value for cue in find_cues("rate", names)}
    if said is not None:
        rates |= said.per
    if entry.quantity.per:
        rates.add(rate_base(entry.quantity.per))
    told = _text_stages(entry.text)
    period, own = _period(facts, entry)
    way, to_way = _ways(entry, by_id, said)
    return EntryReading(
        period=period,
        own_period=own,
        told_year=_told_year(said),
        base=_base(entry, said, names, way),
        way=way,
        to_way=to_way,
        stages=stages,
        all_stages=(*stages, *told),
        plan_told=any(stage.aspect == "plan" for stage in told),
        rates=frozenset(rates),
        all_rates=frozenset(rates) | {cue.value for cue in find_cues("rate", words)},
        role=_role(entry, said, names),
        levels=frozenset(cue.value for cue in find_cues("level", words)),
        words=words,
    )


def _as_declared(read: EntryReading, entry: Entry) -> EntryReading:
    """The fields with those that the facts file declares in place of what was read."""
    said = entry.declared
    if said.base is not None:
        read = replace(read, base=said.base)
    if said.rate is not None:
        read = replace(read, rates=frozenset(said.rate), all_rates=frozenset(said.rate))
    if said.level is not None:
        read = replace(read, levels=frozenset({said.level}))
    stages = declared_stages(said, entry.status)
    if stages:
        planned = stages[0].aspect == "plan"
        read = replace(read, stages=stages, all_stages=stages, plan_told=planned)
    return read


def _named_stages(names: str) -> list[Stage]:
    return [stage for name in names.split("，") for stage in find_stages(name, 0, len(name))]


@lru_cache(maxsize=4096)  # all figures of a statement ask for it
def _text_stages(text: str) -> tuple[Stage, ...]:
    found: list[Stage] = []
    at = 0
    for clause in re.split(r"(?<=[，,；;：:。])", text):
        found += find_stages(text, at, at + len(clause))
        at += len(clause)
    return tuple(found)


def _period(facts: Facts, entry: Entry) -> tuple[Period | None, bool]:
    year, document = facts.document.year, facts.document.period
    own = bool(entry.period) and entry.period != document
    found = period_of(entry.period, year) if entry.period else None
    if entry.status == "last_year" or entry.role == "previous":
        base = found or Period()
        return replace(base, year=base.year if base.year is not None else year - 1), own
    return found, own


def _told_year(said: Reading | None) -> int | None:
    return said.period.value.year if said is not None and said.period is not None else None


def _ways(entry: Entry, by_id: Mapping[str, Entry], said: Reading | None) -> tuple[int, int]:
    below = -1 if entry.quantity.value < 0 else 0
    if entry.role == "growth":
        return entry.direction, 0
    if said is not None and said.way:
        return (0, said.way) if said.to_level else (said.way, 0)
    growth = by_id.get(f"{entry.id}.growth")
    previous = by_id.get(f"{entry.id}.previous")
    if entry.role in ("value", "part") and growth is not None:
        return below, growth.direction
    if entry.role == "value" and previous is not None:
        new = entry.quantity.value * factor(entry.quantity.unit)
        old = previous.quantity.value * factor(previous.quantity.unit)
        return below, (new > old) - (new < old)
    cue = [c for c in find_cues("direction", entry.name) if _CHANGE_NAME.search(entry.name)]
    if cue and not below:
        return (1 if cue[-1].value == "up" else -1), 0
    return below, 0


def _base(entry: Entry, said: Reading | None, names: str, way: int) -> str:
    named = find_cues("base", names)
    if named:
        return named[-1].value
    if said is not None and said.base is not None:
        return said.base.value
    return "同比" if entry.role == "growth" or (way and said is not None) else ""


def _role(entry: Entry, said: Reading | None, names: str) -> str:
    if entry.role in ("growth", "completion", "part"):
        return entry.role
    named = find_cues("role", names)
    if named:
        return named[-1].value
    return said.role.value if said is not None and said.role is not None else ""
