"""The facts read by the same reader as the text: what each entry says of its figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from zhibi.checking.cue_words import word_choice
from zhibi.checking.reading.clauses import FactTexts
from zhibi.checking.reading.cues import find_cues
from zhibi.checking.reading.fields import Period, Reading, Stage
from zhibi.checking.reading.periods import period_of
from zhibi.checking.reading.reader import read_sentence
from zhibi.checking.reading.stages import declared_stages, find_stages
from zhibi.checking.scoring import Scoring
from zhibi.facts.kinds import report_kind
from zhibi.facts.model import Entry, Facts
from zhibi.figures.model import Figure
from zhibi.figures.units import factor, rate_base
from zhibi.patterns import lazy_pattern

_DECEMBER = 12
_SOME_TIME = lazy_pattern(r"[月季旬半春夏秋冬]|年[初底末]|学期|假期")
_ALL = lazy_pattern("全部|均|都")
_SEGMENT = lazy_pattern("[；。]")
_BASES = lazy_pattern(
    r"(?:[由从比较]|[低高多少]于)?(?:今年|本年)?年初|(?:[比较由从]|[低高多少]于)(?:上年|去年)年?[底末]"
)
"""Times with which a figure is only compared: they are not its own."""
_COMPARED_WITH = lazy_pattern(
    r"[，、](?:[人户个]?数|数量|总数|面积)?(?:[比较]|同比|环比)[^，。；、]*$"
)
_BESIDE = lazy_pattern("(?:[于过]|[高低]出)$|不及")
_THAN = lazy_pattern(r"[比较](?![上去前往头首同年今本历过])[^，。；、：\d]{1,14}$")
_CHANGE_NAME = lazy_pattern(word_choice("changes") + "(?:长|幅|速|收|额|量|数|值)?$")


class EntryReading:
    """The fields of an entry that a figure's reading is compared with, each read when asked for.

    What the facts file declares of a field stands in place of what would be read.
    """

    def __init__(
        self,
        facts: Facts,
        entry: Entry,
        by_id: Mapping[str, Entry],
        said: Reading | None,
        of_fact: str,
        texts: FactTexts,
        *,
        in_plan: bool,
    ) -> None:
        """`said` is the figure's reading in its statement, `of_fact` what its fact is called."""
        self._entry, self._by_id, self._said, self._of_fact = entry, by_id, said, of_fact
        self._texts = texts
        self._names = "，".join(filter(None, (entry.name, *entry.aliases)))
        self.changed = 0
        """The direction of the change told right behind it (84.7%，比年初提高3.5个百分点), or 0."""
        self.in_plan = in_plan
        """Whether it is one of a plan's."""
        self.period, self.own_period = _period(facts, entry)
        if self.period is None and said is not None and said.period is not None:
            # what its own statement says of when, where no field of the facts does
            self.period = said.period.value if said.period.value.months else None
        """Its own period or the document's, and which of the two."""

    @property
    def told_year(self) -> int | None:
        """The year that its text says of it."""
        return _told_year(self._said)

    @cached_property
    def _ways(self) -> tuple[int, int]:
        return _ways(self._entry, self._by_id, self._said)

    @property
    def is_rate_base(self) -> bool:
        """Whether it is itself what another figure is counted per (一年 in 一年28.8万元)."""
        return self._said is not None and self._said.is_rate_base

    @property
    def way(self) -> int:
        """The direction of a change: +1, -1 or 0."""
        return self._ways[0]

    @property
    def to_way(self) -> int:
        """The direction that leads up to a level: +1, -1 or 0."""
        return self._ways[1] or (0 if self._ways[0] else self.changed)

    @property
    def compared(self) -> bool:
        """Whether its direction is how it stands to another thing, not to another time."""
        return self._said is not None and _compares(self._entry.text, self._said)

    @cached_property
    def base(self) -> str:
        """What a change is measured against; empty where nothing says so."""
        declared = self._entry.declared.base
        if declared is not None:
            return declared
        return _base(self._entry, self._said, self._names, self.way)

    @cached_property
    def _declared_stages(self) -> tuple[Stage, ...]:
        return declared_stages(self._entry.declared, self._entry.status)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages said of the figure."""
        if self._declared_stages:
            return self._declared_stages
        said = self._said.stages if self._said is not None else ()
        told = {(stage.rank, stage.scale) for stage in said}
        named = _named_stages(self._names)  # 试生产时间 does not say that it has come to that
        own = [one for one in named if one.marked or (one.rank, one.scale) not in told]
        return (*own, *said)

    @property
    def plan_told(self) -> bool:
        """Whether its text speaks of a plan."""
        told = self._declared_stages[:1] or self._texts.read(self._entry.text).stages
        return any(stage.aspect == "plan" for stage in told)

    @property
    def all_done_told(self) -> bool:
        """Whether its text says that all of it is done (计划举办4期，现已全部办完)."""
        told = self._texts.read(self._entry.text).stages
        return any(one.aspect == "done" and _ALL.search(one.words) for one in told)

    @cached_property
    def rates(self) -> frozenset[str]:
        """Per what it is counted: of a statement what its text says, else what its names say."""
        if self._entry.declared.rate is not None:
            return frozenset(self._entry.declared.rate)
        if self._said is not None:
            found = set(self._said.per)
        else:
            found = {cue.value for cue in find_cues("rate", self._names)}
        if self._entry.quantity.per:
            found.add(rate_base(self._entry.quantity.per))
        return frozenset(found)

    @cached_property
    def told_rates(self) -> frozenset[str]:
        """Per what it is counted, so that it must be said: what only a name says is no statement's.

        各开展一次 under the name 每次放流次数 says all that there is to say.
        """
        if self._entry.declared.rate is not None or not self._entry.text or not self.rates:
            return self.rates
        said = {cue.value for cue in find_cues("rate", self._entry.text)}
        return frozenset(one for one in self.rates if one in said or self._entry.quantity.per)

    @cached_property
    def all_rates(self) -> frozenset[str]:
        """Per what anything of its fact is counted."""
        if self._entry.declared.rate is not None:
            return self.rates
        named = (*find_cues("rate", self._names), *find_cues("rate", self.words))
        return self.rates | {cue.value for cue in named}

    @cached_property
    def role(self) -> str:
        """Part, total, share, growth …; empty where nothing says so."""
        return _role(self._entry, self._said, self._names)

    @cached_property
    def levels(self) -> frozenset[str]:
        """The levels of honours in its fact."""
        if self._entry.declared.level is not None:
            return frozenset({self._entry.declared.level})
        return frozenset(cue.value for cue in find_cues("level", self.words))

    def says_time(self, words: str) -> bool:
        """Whether its fact says a time in these words, and not what it is compared with."""
        return re.search(f"(?<![比较于与同过超出由从]){re.escape(words)}", self.words) is not None

    @cached_property
    def words(self) -> str:
        """All that the fact says."""
        entry = self._entry
        return "，".join(filter(None, (self._names, self._of_fact, entry.text, entry.period)))


class EntryReader:
    """Reads the entries of the facts: statements at once, the fields of an entry when asked."""

    def __init__(self, facts: Facts, entries: Sequence[Entry], scoring: Scoring) -> None:
        self._facts, self._entries = facts, entries
        self.texts = FactTexts()
        self.as_told = _read_statements(facts, entries, scoring, self.texts)
        self._changes = _changes_behind(entries, self.as_told)
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
            planned = entry.fact_id in self._planned
            found = EntryReading(
                self._facts,
                entry,
                self._by_id,
                told,
                own,
                self.texts,
                in_plan=planned,
            )
            found.changed = self._changes.get(entry.id, 0)
            self._found[number] = found
        return found


def _read_statements(
    facts: Facts, entries: Sequence[Entry], scoring: Scoring, texts: FactTexts
) -> dict[str, Reading]:
    by_text: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.text:
            by_text[entry.fact_id, entry.text].append(entry)
    found: dict[str, Reading] = {}
    for (_, text), members in by_text.items():
        members.sort(key=lambda entry: entry.start)
        cued = texts.read(text)
        for sentence in _sentences(text, members):
            figures = [Figure(e.start, e.end, e.quantity) for e in sentence]
            start = text.rfind("。", 0, sentence[0].start) + 1
            stop = text.find("。", sentence[-1].end)
            readings = read_sentence(
                cued, start, len(text) if stop < 0 else stop, figures, facts.document.year, scoring
            )
            found.update(zip((entry.id for entry in sentence), readings, strict=True))
    return found


def _changes_behind(entries: Sequence[Entry], told: Mapping[str, Reading]) -> dict[str, int]:
    """Of each figure of a statement, the direction of the change told right behind it."""
    found = {}
    for before, after in pairwise(entries):
        reading = told.get(after.id)
        if reading is None or before.text != after.text or before.fact_id != after.fact_id:
            continue
        between = before.text[before.end : after.start]
        told_of_it = reading.way and not reading.to_level and not _compares(after.text, reading)
        if told_of_it and _COMPARED_WITH.match(between):
            found[before.id] = reading.way
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


def _named_stages(names: str) -> list[Stage]:
    return [stage for name in names.split("，") for stage in find_stages(name, 0, len(name))]


def _period(facts: Facts, entry: Entry) -> tuple[Period | None, bool]:
    year, document = facts.document.year, facts.document.period
    own = bool(entry.period) and entry.period != document
    to_come = entry.role in ("target", "forecast") or entry.status in ("target", "forecast")
    said = period_of(entry.period, year) if entry.period else None
    # What is told as done of 2025年 at its half is of half of it.
    whole = own and (to_come or (said is not None and said.year != year))
    found = _whole_year(facts, said, own=whole)
    if entry.status == "last_year" or entry.role == "previous":
        base = found or Period()
        return base._replace(year=base.year if base.year is not None else year - 1), own
    return found if own or found is not None else _of_report(facts, entry), own


def _of_report(facts: Facts, entry: Entry) -> Period | None:
    """All months of a report, for a figure of which the facts say no time at all."""
    document = facts.document
    told = _SEGMENT.split(entry.text[: entry.end])[-1] + _SEGMENT.split(entry.text[entry.end :])[0]
    if document.period or entry.period or _SOME_TIME.search(_BASES.sub("", told)):
        return None
    return Period(document.year, 1, report_kind(document.kind).last_month)


def _whole_year(facts: Facts, period: Period | None, *, own: bool) -> Period | None:
    """A period with the months that a bare year means: of a report, all that its kind has of it."""
    if period is None or period.year is None or period.first is not None:
        return period
    document = facts.document
    last = _DECEMBER if own else report_kind(document.kind, document.period).last_month
    return period._replace(first=1, last=last)


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
    cue = find_cues("direction", entry.name) if _CHANGE_NAME.search(entry.name) else []
    if cue and not below:
        return (1 if cue[-1].value == "up" else -1), 0
    return below, 0


def _base(entry: Entry, said: Reading | None, names: str, way: int) -> str:
    named = find_cues("base", names)
    if named:
        return named[-1].value
    if said is not None and said.base is not None:
        return said.base.value
    if entry.role == "growth":
        return "同比"
    return "同比" if way and said is not None and not _compares(entry.text, said) else ""


def _compares(text: str, said: Reading) -> bool:
    """Whether the direction of a figure is how it stands to another thing (高于乙村, 比邻镇高)."""
    way = said.direction
    if way is None or said.base is not None:
        return False
    return _BESIDE.search(way.words) is not None or _THAN.search(text, 0, way.start) is not None


def _role(entry: Entry, said: Reading | None, names: str) -> str:
    if entry.role in ("growth", "completion", "part"):
        return entry.role
    named = find_cues("role", names)
    if named:
        return named[-1].value
    return said.role.value if said is not None and said.role is not None else ""
