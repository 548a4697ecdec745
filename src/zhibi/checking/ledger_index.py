"""The entries of the facts, indexed by value, by written digits and by label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from zhibi.checking.bigrams import bigrams
from zhibi.checking.fit import Tags, known_as, misfit
from zhibi.checking.labels import LabelIndex
from zhibi.checking.quotations import Quotations
from zhibi.checking.reading.entries import EntryReader, EntryReading
from zhibi.checking.reading.periods import period_of
from zhibi.checking.scoring import SCORING, Scoring
from zhibi.facts.kinds import report_kind
from zhibi.facts.ledger import Ledger
from zhibi.facts.model import Document, Entry, Fact, Facts, Section
from zhibi.figures.dates import year_part_at
from zhibi.figures.model import TIME_KINDS, Quantity
from zhibi.figures.scan import find_figures
from zhibi.figures.units import base, factor, rate_base
from zhibi.patterns import lazy_pattern
from zhibi.styles.framing import pairs

_BEFORE_COUNT = lazy_pattern(r"(?:(?:^|[，。；：])[^，。；：]{0,4}|[到至了有设建和与及、])$")
_NOUN_BEHIND = lazy_pattern(r"(?![已正还未被将均都每得获])[^\W\d_]{2,8}?(?=[，。；、和与]|以及|$)")
_CLAUSE_END = lazy_pattern(r"[，。；：]")
_LONGEST_HEAD = 16
_MANY = 60  # facts with a pair of characters, among which none is looked for

Key = tuple[Hashable, ...]

_YEAR = 12  # months


def key(quantity: Quantity) -> Key:
    """What two quantities share when they state the same thing, whatever the written form."""
    if quantity.kind in TIME_KINDS:
        if quantity.date is not None:
            return ("time", quantity.date, quantity.until, quantity.part)
        return ("time", quantity.unit, quantity.value, quantity.high)
    size = Decimal(100) if quantity.kind == "fraction" else factor(quantity.unit)
    high = quantity.high * size if quantity.high is not None else None
    return (kind_of(quantity), quantity.value * size, high)


def kind_of(quantity: Quantity) -> str:
    """The class within which quantities can be compared: unit base, ordinal or not."""
    if quantity.kind in TIME_KINDS:
        return "time"
    if quantity.kind == "ordinal":
        return f"ordinal {quantity.unit}"
    if quantity.kind == "fraction":
        return "%"
    if quantity.ratio:
        return f"ratio {quantity.ratio}"
    # 元/月 is no 元; but 每周一次 may also be written 每周开展一次, with the base apart.
    rate = f"/{rate_base(quantity.per)}" if quantity.per and "/" in quantity.text else ""
    return base(quantity.unit) + rate


def size_ratio(stated: Quantity, known: Quantity) -> float:
    """How large one quantity is beside another of its kind; 0 where either is zero."""
    known_size = known.value * factor(known.unit)
    return float(stated.value * factor(stated.unit) / known_size) if known_size else 0.0


def digits(quantity: Quantity) -> Decimal:
    """The number as it was written, before 万 or 亿."""
    return quantity.value / quantity.scale


class SectionWords(NamedTuple):
    """What a section is called, with the sections above it, and what each of its facts says."""

    called: str
    facts: tuple[str, ...]


class LedgerIndex:
    """All that can support a figure: the facts' entries, and the dates of the document itself."""

    def __init__(
        self, facts: Facts, scoring: Scoring = SCORING, *, plans_next_year: bool = False
    ) -> None:
        ledger = Ledger(facts)
        self.facts = facts
        self.plans_next_year = plans_next_year
        self.scoring = scoring
        self.names = ledger.names
        self.entries: list[Entry] = [
            *ledger.entries,
            *_in_names(ledger.entries),
            *_document_entries(facts, plans_next_year),
        ]
        self.kinds = [kind_of(entry.quantity) for entry in self.entries]
        self.owners = [_owner(entry) for entry in self.entries]
        """Of each entry, whose figure it is: a part's growth is the part's, not the whole's."""
        self.keys = [key(entry.quantity) for entry in self.entries]
        self.by_key: dict[Key, list[int]] = defaultdict(list)
        self.by_kind: dict[str, list[int]] = defaultdict(list)
        self.by_fact: dict[str, list[int]] = defaultdict(list)
        self.by_digits: dict[Decimal, list[int]] = defaultdict(list)
        self.number = {entry.id: number for number, entry in enumerate(self.entries)}
        for number, entry in enumerate(self.entries):
            self.by_key[self.keys[number]].append(number)
            self.by_fact[entry.fact_id].append(number)
            self.by_kind[self.kinds[number]].append(number)
            if self.kinds[number] != "time":
                self.by_digits[digits(entry.quantity)].append(number)
        self._reader = EntryReader(facts, self.entries, scoring)
        self.texts = self._reader.texts
        """The texts of the facts as they are read."""
        self._tags: dict[int, Tags] = {}
        self._misfits: dict[tuple[Tags, Tags], float] = {}
        self.labels = LabelIndex(self.entries, self.kinds, self._reader.as_told, scoring)
        self.fact_words = {
            fact.id: "\n".join(filter(None, _words_of_fact(fact))) for fact in facts.all_facts()
        }
        """What each fact says by its id, sensitive ones nothing."""
        self.section_words = dict(_words_by_section(facts.sections, self.fact_words))
        """What each section says by its id: its topics and headings, and those above; its facts."""
        self._implied = frozenset(fact.id for fact in facts.all_facts() if fact.implied)

    @cached_property
    def quotations(self) -> Quotations:
        """The clauses of the statements, to be found where a text takes them over."""
        return Quotations(self.entries)

    @cached_property
    def corpus(self) -> str:
        """All that the document and its facts say, sensitive ones left out."""
        return "\n".join(_words_of(self.facts, self.fact_words))

    @cached_property
    def corpus_bigrams(self) -> frozenset[str]:
        """The pairs of the corpus."""
        others = _words_of(self.facts, {})
        return frozenset(self.by_bigram).union(*map(bigrams, others))

    @cached_property
    def by_pair(self) -> Mapping[str, Collection[str]]:
        """The ids of the facts whose words have a pair of neighbouring characters."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for fact, words in self.fact_words.items():
            for pair in pairs(words):
                found[pair][fact] = None
        return found

    def saying(self, words: str) -> list[str]:
        """The ids of the facts that say some words one after the other.

        They are found by the first two characters; none where many facts have these.
        """
        facts = self.by_pair.get(words[:2], ())
        return [one for one in facts if words in self.fact_words[one]] if len(facts) < _MANY else []

    @cached_property
    def by_bigram(self) -> Mapping[str, Collection[str]]:
        """The words of the facts that have a bigram."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for words in self.fact_words.values():
            for bigram in bigrams(words):
                found[bigram][words] = None
        return found

    def reading(self, number: int) -> EntryReading:
        """What the facts say of an entry, field by field."""
        return self._reader.read(number)

    def known_as(self, number: int) -> Tags:
        """What the facts tell an entry as: earlier, a change, an aim … (see `fit`)."""
        found = self._tags.get(number)
        if found is None:
            entry = self.entries[number]
            told = self._reader.as_told.get(entry.id)
            found = self._tags[number] = known_as(entry, told, self.facts.document.year)
        return found

    def misfit(self, told: Tags, number: int) -> float:
        """What the fields have against an entry for a figure that is told so, 0 if they agree."""
        both = told, self.known_as(number)
        found = self._misfits.get(both)
        if found is None:
            found = self._misfits[both] = misfit(self.scoring, *both)
        return found

    def follows_from(self, entry: Entry) -> str:
        """The fact that an entry follows from as a difference (`facts.implied`), else nothing."""
        return entry.fact_id.rpartition(".")[0] if entry.fact_id in self._implied else ""

    def label(self, entry: Entry) -> str:
        """What an entry is called in a message: its name, else the words beside its figure.

        A count with only a verb or a conjunction before it is called by the noun behind it
        (延伸到182个社区网格和356个居民院落).
        """
        if (
            entry.name
            or entry.quantity.kind != "count"
            or not _BEFORE_COUNT.search(entry.text[: entry.start])
        ):
            return entry.label
        noun = _NOUN_BEHIND.match(entry.text, entry.end)
        return noun[0] if noun else entry.label

    def told_apart(self, one: Entry, other: Entry) -> tuple[str, str]:
        """What two entries are called beside each other: never the same.

        Two of one name are told apart by the names that their facts have, else by how their facts
        begin, else by section, period and fact.
        """
        labels = self.label(one), self.label(other)
        if labels[0] != labels[1]:
            return labels
        for told in (self._names_in, self._head_of, self._place_of):
            beside = told(one), told(other)
            if beside[0] != beside[1] and all(beside):
                return f"{labels[0]}（{beside[0]}）", f"{labels[1]}（{beside[1]}）"
        return f"{labels[0]}（{one.id}）", f"{labels[1]}（{other.id}）"

    def _names_in(self, entry: Entry) -> str:
        words = self.fact_words.get(entry.fact_id, "")
        named = [name for name in self.names if name in words and any(map(str.isalpha, name))]
        return named[0] if named else ""

    @staticmethod
    def _head_of(entry: Entry) -> str:
        return _CLAUSE_END.split(entry.text)[0][:_LONGEST_HEAD]

    def _place_of(self, entry: Entry) -> str:
        section = self.section_words.get(entry.section_id)
        topic = section.called.splitlines()[-1] if section is not None and section.called else ""
        return "，".join(filter(None, (topic, entry.period)))


def _owner(entry: Entry) -> str:
    if entry.role == "part":
        return entry.id
    return entry.parent or entry.fact_id


def _words_of(facts: Facts, by_fact: Mapping[str, str]) -> Iterable[str]:
    document = facts.document
    yield from (document.organisation, document.superior, document.title)
    yield from document.guiding
    yield from document.names
    for section in facts.walk():
        yield from (section.topic, section.heading)
        yield from (by_fact[fact.id] for fact in section.facts if fact.id in by_fact)


def _words_of_fact(fact: Fact) -> Iterable[str]:
    if fact.show == "sensitive":
        return
    yield from (fact.name, fact.text, *fact.aliases, *fact.names)
    for entry in fact.entries():
        if entry.show != "sensitive":
            yield from (entry.name, *entry.aliases, entry.period or "")


def _words_by_section(
    sections: Iterable[Section], by_fact: Mapping[str, str], above: str = ""
) -> Iterable[tuple[str, SectionWords]]:
    for section in sections:
        called = "\n".join(filter(None, (above, section.topic, section.heading)))
        yield section.id, SectionWords(called, tuple(by_fact[fact.id] for fact in section.facts))
        yield from _words_by_section(section.sections, by_fact, called)


def _same_period(document: Document) -> Iterable[str]:
    """The document's period in months, and its last day: 上半年 is 1—6月, and ends 6月底."""
    said = period_of(document.period, document.year) if document.period else None
    months = said.months if said is not None else None
    first, last = months or (1, report_kind(document.kind, document.period).last_month)
    yield from (f"{first}—{last}月", f"{last}月底", f"{last}月末")
    if last == _YEAR:
        yield from (f"{document.year}年底", f"{document.year}年末")


def _in_names(entries: Iterable[Entry]) -> Iterable[Entry]:
    """The figures in names of indicators, which a text may tell in other words.

    20万元 of 村集体收入不足20万元的村 stands in 收入不到20万元的有2个村, too.
    """
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.text or (entry.fact_id, entry.name) in seen:
            continue
        seen.add((entry.fact_id, entry.name))
        for place, figure in enumerate(find_figures(entry.name)):
            if figure.claim and figure.quantity.kind not in TIME_KINDS:
                yield replace(
                    entry,
                    id=f"{entry.id}.named{place}",
                    role="value",
                    name="",
                    quantity=figure.quantity,
                    show="may",
                    parent=None,
                    direction=0,
                    text=entry.name,
                    start=figure.start,
                    end=figure.end,
                    written="",
                )


def _document_entries(facts: Facts, plans_next_year: bool) -> Iterable[Entry]:
    document = facts.document
    years = {document.year}
    if plans_next_year:
        years.add(document.year + 1)
    if any(entry.status == "last_year" for entry in facts.entries()):
        years.add(document.year - 1)
    texts = {f"{year}年": f"document.year.{year}" for year in sorted(years)}
    periods = {document.period, document.date, document.title}
    for fact in facts.all_facts():
        periods.add(fact.period)
        for entry in fact.entries():
            # A declared 2024年1—10月 is found in a text as two figures.
            several = year_part_at(entry.quantity.text, 0)
            periods.update((entry.period, entry.quantity.text if several else None))
    same = (text for text in _same_period(document) if text not in periods)
    for number, text in enumerate((*sorted(filter(None, periods)), *same)):
        texts[text] = f"document.period.{number}"
    for text, identifier in texts.items():
        for place, figure in enumerate(find_figures(text)):
            if figure.claim and figure.quantity.kind in TIME_KINDS:
                yield Entry(
                    id=f"{identifier}.{place}" if place else identifier,
                    fact_id="document",
                    section_id="",
                    role="value",
                    name="",
                    aliases=(),
                    quantity=figure.quantity,
                    period=None,
                    status=None,
                    show="may",
                    source="文件基本信息",
                    place=None,
                )
