"""What a report lacks, as questions to the offices that could tell it.

The questions follow from the facts alone: how something was done, last year's figure, what was
short of a target, when unfinished work will be done, sections with little material, this year's
figure where only last year's was given, who led what is told as a highlight, problems where no
fact reports any, and what is to be done about one of which the plan says nothing. No value of a
hidden or sensitive figure and no word of a sensitive fact is in any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.facts.kinds import report_kind
from zhibi.facts.model import PRINTED
from zhibi.figures.model import TIME_KINDS
from zhibi.intake.sheets.vocabulary import label_for

if TYPE_CHECKING:
    from zhibi.facts.model import Document, Entry, Fact, Facts, Section

_PROBLEMS, _PLAN = "problems", "plan"
_SAME = 3
"""Letters in a row by which a plan names what a problem is of."""
_ASKED_PARTS = frozenset({"summary", "highlights"})
_CLAUSE = re.compile(r"[，。；！？]")
_SOURCE_END = re.compile(r"[\s；]")


_INNER_QUOTES = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the office asked, the section it is for, and the facts that led to it.

    `topic` is the section's place (民生保障/就业); `about` names the facts with their sources.
    """

    office: str
    section_id: str
    topic: str
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class Questions:
    """All questions of a report, in the order of its sections.

    `by_office` is False where no fact has a source: then a section takes the office's place.
    `document` are what the report's end lacks: the field of the document, and its question.
    """

    title: str
    lead: str
    by_office: bool
    questions: tuple[Question, ...]
    document: tuple[tuple[str, str], ...]

    def grouped(self) -> list[tuple[str, list[Question]]]:
        """The questions by office, or by section, in the order of first mention."""
        groups: dict[str, list[Question]] = {}
        for question in self.questions:
            key = question.office if self.by_office else question.topic
            groups.setdefault(key, []).append(question)
        return list(groups.items())


def ask(facts: Facts) -> Questions:
    """The questions whose answers would fill the report of these facts."""
    data: dict[str, Any] = read_data("intake", "questions")
    document = facts.document
    by_office = any(fact.source for fact in facts.all_facts())
    found: list[Question] = []
    for section in facts.sections:
        found.extend(_of_section(section, "", data, document))
    found.extend(_for_problems(facts, data))
    found.extend(_for_measures(facts, data))
    given = {"signed": document.signed, "date": document.date}
    title = data["title"].format(
        organisation=document.organisation,
        year=document.year,
        report=report_kind(document.kind).report,
    )
    return Questions(
        title,
        data["lead"] if by_office else data["lead_by_section"],
        by_office,
        tuple(found),
        tuple((field, text) for field, text in data["document"].items() if not given[field]),
    )


def _for_problems(facts: Facts, data: dict[str, Any]) -> Iterator[Question]:
    """What is asked of each office where a report with a plan has no fact of problems."""
    parts = {section.part for section in facts.walk() if section.facts}
    if "plan" not in parts or "problems" in parts:
        return
    topics: dict[str, dict[str, None]] = {}
    for top in facts.sections:
        if top.part != "summary":
            continue
        for section in top.walk():
            for fact in filter(_is_open, section.facts):
                office = office_of(fact.source) or data["no_office"]
                topics.setdefault(office, {})[section.topic or top.topic] = None
    most, label = int(data["most_names"]), label_for("part", "problems")
    for office, named in topics.items():
        own = list(filter(None, named))
        told = "、".join(own[:most]) + ("等" if len(own) > most else "")
        text = data["ask"]["problems"].format(
            report=report_kind(facts.document.kind).report, topics=told
        )
        yield Question(office, _PROBLEMS, label, text, "")


def _for_measures(facts: Facts, data: dict[str, Any]) -> Iterator[Question]:
    """What is asked of a problem that the plan says nothing of: no fact answers it or names it."""
    planned = [fact for one in facts.walk() if one.part == _PLAN for fact in one.facts]
    answered = {id_ for fact in planned for id_ in fact.answers}
    told = "\n".join(fact.name + fact.text for fact in planned)
    label = label_for("part", _PLAN)
    for section in facts.walk() if planned else ():
        for fact in section.facts if section.part == _PROBLEMS else ():
            if fact.id in answered or not _is_open(fact) or _shares(fact.text, told):
                continue
            office = office_of(fact.source) or data["no_office"]
            text = data["ask"]["measure"].format(text=_excerpt(fact.text, data))
            yield Question(office, _PLAN, label, text, _named(fact, data))


def _shares(text: str, told: str) -> bool:
    """Whether some letters in a row of a text stand in another one."""
    runs = (text[at : at + _SAME] for at in range(len(text) - _SAME + 1))
    return any(run.isalpha() and run in told for run in runs)


def _of_section(
    section: Section, above: str, data: dict[str, Any], document: Document
) -> Iterator[Question]:
    own = section.topic or section.heading
    topic = "/".join(filter(None, (above, own))) or label_for("part", section.part)
    if section.part in _ASKED_PARTS:
        offices: dict[str, list[Fact]] = {}
        for fact in filter(_is_open, section.facts):
            offices.setdefault(office_of(fact.source) or data["no_office"], []).append(fact)
        for office, facts in offices.items():
            asked = _Asked(section, topic, office, data, document.period or "")
            yield from asked.of(facts, alone=len(offices) == 1 and not section.sections)
    for child in section.sections:
        yield from _of_section(child, topic, data, document)


def office_of(source: str) -> str:
    """The office that a source begins with (财政所 表1 B2); empty for none."""
    return _SOURCE_END.split(source.strip())[0]


class _Asked:
    """The questions about one office's facts in one section."""

    def __init__(
        self, section: Section, topic: str, office: str, data: dict[str, Any], period: str
    ) -> None:
        self._section, self._topic, self._office = section, topic, office
        self._data, self._period = data, period

    def of(self, facts: Sequence[Fact], *, alone: bool) -> Iterator[Question]:
        """All questions; `alone` if these are all facts of the section."""
        data = self._data
        counted = [fact for fact in facts if not fact.is_statement]
        if counted and len(counted) == len(facts):
            yield self._question("how", counted, names=_names(counted, data))
        elif alone and len(facts) < int(data["thin"]):
            yield self._question("thin", facts, facts=str(len(facts)))
        grown = [fact for fact in counted if _printed(fact.growth) and fact.previous is None]
        if grown:
            yield self._question("last_year", grown, names=_names(grown, data))
        missed = [fact for fact in counted if _is_short(fact)]
        if missed:
            yield self._question("short", missed, names=_names(missed, data))
        for fact in facts:
            text = _excerpt(fact.text, data)
            if kind := _unfinished(fact, data):
                yield self._question(kind, [fact], text=text)
            if _is_of_last_year(fact, data):
                yield self._question("now", [fact], text=text, period=self._period)
            is_told = any(word in fact.text for word in data["led"])
            if self._section.part == "highlights" and fact.is_statement and not is_told:
                yield self._question("led", [fact], text=text)

    def _question(self, kind: str, of: Sequence[Fact], **slots: str) -> Question:
        text = self._data["ask"][kind].format(topic=self._topic, **slots)
        named = of[: int(self._data["most_names"])]
        about = "；".join(_named(fact, self._data) for fact in named)
        return Question(self._office, self._section.id, self._topic, text, about)


def _is_open(fact: Fact) -> bool:
    """Whether a fact may be asked about: an office gave it, some is printed, none is sensitive."""
    entries = list(fact.entries())
    if (
        fact.formula
        or fact.show == "sensitive"
        or any(entry.show == "sensitive" for entry in entries)
    ):
        return False
    if fact.is_statement:
        return fact.show in PRINTED and all(entry.show in PRINTED for entry in entries)
    return any(entry.show in PRINTED for entry in entries)


def _printed(entry: Entry | None) -> bool:
    return entry is not None and entry.show in PRINTED


def _is_short(fact: Fact) -> bool:
    """Whether an outcome that is no forecast lies below its target."""
    completion, target, value = fact.completion, fact.target, fact.value
    if fact.forecast is not None or fact.status not in (None, "done", "to_date"):
        return False
    if completion is not None:
        quantity = completion.quantity
        return quantity.unit == "%" and quantity.value < Decimal(100)
    if target is None or value is None or target.quantity.unit != value.quantity.unit:
        return False
    return value.quantity.value < target.quantity.value


def _is_of_last_year(fact: Fact, data: dict[str, Any]) -> bool:
    """Whether a statement counts only what was done last year: no figure stands behind 今年."""
    counted = [one for one in fact.figures if one.quantity.kind not in TIME_KINDS]
    if not counted:
        return False
    first, last = min(one.start for one in counted), max(one.start for one in counted)
    said = any(word in fact.text[:first] for word in data["last_year"])
    return said and not any(word in fact.text[:last] for word in data["this_year"])


def _unfinished(fact: Fact, data: dict[str, Any]) -> str:
    """The kind of question about a statement of work that is not done; empty for none."""
    if not fact.is_statement:
        return ""
    if _tells_a_rest(fact, data):
        return "rest"
    dated = any(
        entry.quantity.kind in ("date", "period") and entry.status in ("forecast", "target")
        for entry in fact.figures
    )
    under_way = fact.status == "ongoing" or any(w in fact.text for w in data["unfinished"])
    return "when" if under_way and not dated else ""


def _tells_a_rest(fact: Fact, data: dict[str, Any]) -> bool:
    """Whether a clause counts what is left (其余7处限期整改), and does not say that it is done."""
    at = 0
    for clause in _CLAUSE.split(fact.text):
        counted = any(at <= entry.start < at + len(clause) for entry in fact.figures)
        at += len(clause) + 1
        if counted and any(word in clause for word in data["rest"]) and "已" not in clause:
            return True
    return False


def _names(facts: Sequence[Fact], data: dict[str, Any]) -> str:
    most = int(data["most_names"])
    names = list(dict.fromkeys(fact.name for fact in facts))
    return "、".join(names[:most]) + ("等" if len(names) > most else "")


def _named(fact: Fact, data: dict[str, Any]) -> str:
    """A fact as an office finds it again: its name and printed value, or its words; its source."""
    value = fact.value
    if value is None:
        called = _excerpt(fact.text, data)
    else:
        called = fact.name + (value.written or value.quantity.text if _printed(value) else "")
    return f"{called}（{fact.source}）" if fact.source else called


def _excerpt(text: str, data: dict[str, Any]) -> str:
    longest = int(data["longest_text"])
    whole = " ".join(text.split()).rstrip("。；").translate(_INNER_QUOTES)
    return whole if len(whole) <= longest else whole[:longest] + "……"
