"""Resolves the raw file into facts: required fields, inheritance, the parsing of figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from zhibi.facts.derive import Derivation
from zhibi.facts.field_words import field_word
from zhibi.facts.indicators import IndicatorResolver
from zhibi.facts.kinds import listed_kinds, report_kinds
from zhibi.facts.model import Check, Document, Section, in_form
from zhibi.facts.names import NameSource, exempt_names
from zhibi.facts.schema import RawDocument
from zhibi.facts.scope import Scope
from zhibi.facts.statements import resolve_statement
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Fact, Part
    from zhibi.facts.problem_log import ProblemLog
    from zhibi.facts.schema import RawDerived, RawFact, RawFile, RawSection
    from zhibi.marked_yaml import Path

_DATE = lazy_pattern(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日"
    r"|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_ISO_DATE = lazy_pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_REQUIRED = {
    "style": "写 镇乡、街道，或样式文件的路径",
    "kind": f"写 {listed_kinds()}",
    "year": "写四位数字，如 2024",
    "organisation": "写报告的单位，如 青山镇",
}
_PARTS = (
    "preamble（前言）、summary（工作总结）、highlights（亮点）、"
    "problems（问题）、plan（计划）、closing（结尾）"
)


class Resolved(NamedTuple):
    """The facts before `derive`, with the derivations to compute and the relations to check."""

    document: Document
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]
    derivations: tuple[Derivation, ...]


def resolve(raw: RawFile, log: ProblemLog) -> Resolved:
    """The facts of the raw file; problems are added to the log."""
    if raw.document is None:
        log.missing((), "document", "先写 document：样式、种类、年份、单位", of_whole=True)
    document = resolve_document(
        raw.document or RawDocument(), log, required=raw.document is not None
    )
    scope = Scope().under(raw.document) if raw.document is not None else Scope()
    names = exempt_names(document, _name_sources(raw.sections or (), scope))
    sections = _SectionResolver(log, names)
    if not raw.sections:
        log.missing((), "sections", "至少写一个小节：- id: …", of_whole=True)
    resolved = tuple(
        sections.resolve(section, ("sections", number), scope, None, str(number + 1))
        for number, section in enumerate(raw.sections or ())
    )
    checks = [
        Check(formula, log.place(("checks", number)))
        for number, formula in enumerate(raw.checks or ())
    ]
    return Resolved(document, resolved, (*sections.checks, *checks), tuple(sections.derivations))


def resolve_document(raw: RawDocument, log: ProblemLog, *, required: bool) -> Document:
    """The document's fields; missing required ones are added to the log."""
    at: Path = ("document",)
    for key, hint in _REQUIRED.items():
        if required and not getattr(raw, key):
            log.missing(at, key, hint, of_whole=True)
    if raw.kind and raw.kind not in report_kinds() and not _is_own_style(raw.style):
        place = log.place((*at, "kind"))
        known = "、".join(kind.called for kind in report_kinds().values())
        hint = f"可以写：{known if in_form(place) else listed_kinds()}"
        hint += "；自己的样式文件 kinds 里有的，样式写那个文件"
        log.problem((*at, "kind"), f"“{field_word('kind', place)}”的值“{raw.kind}”不认识", hint)
    if raw.date and not _DATE.fullmatch(raw.date):
        log.problem((*at, "date"), f"“{raw.date}”不是日期", "写成 2024-12-06 或 2024年12月6日")
    if raw.length is not None and raw.length[0] > raw.length[1]:
        log.problem((*at, "length"), "字数的下限大于上限", "小的写在前面，如 [5000, 6000]")
    return Document(
        style=raw.style or "",
        kind=raw.kind or "annual",
        year=raw.year or 0,
        organisation=raw.organisation or "",
        self_name=raw.self_name or "",
        superior=raw.superior or "",
        period=raw.period,
        title=raw.title or "",
        guiding=tuple(raw.guiding or ()),
        signed=raw.signed or "",
        date=written_date(raw.date or ""),
        length=raw.length,
        names=tuple(raw.names or ()),
        missing=tuple(raw.missing or ()),
        computed=raw.computed,
        rounding=raw.rounding,
        framing=raw.framing,
        style_place=log.place((*at, "style")),
    )


def _is_own_style(style: str | None) -> bool:
    """Whether a style is a file: then its own kinds are known when it is loaded."""
    return (style or "").lower().endswith((".yaml", ".yml"))


def written_date(date: str) -> str:
    """A date in the form of 成文日期: year in full, no leading zeros (GB/T 9704—2012, 7.3.5.4)."""
    match = _ISO_DATE.fullmatch(date)
    return f"{match[1]}年{int(match[2])}月{int(match[3])}日" if match else date


class _SectionResolver:
    """Resolves sections depth first and collects their derivations and checks."""

    def __init__(self, log: ProblemLog, names: Sequence[str]) -> None:
        self._log = log
        self._names = names
        self.checks: list[Check] = []
        self.derivations: list[Derivation] = []

    def resolve(
        self, raw: RawSection, at: Path, scope: Scope, outer: Section | None, number: str
    ) -> Section:
        log = self._log
        part = self._part(raw, at, outer)
        section_id = raw.id or (f"{outer.id}.{number}" if outer else f"{part}{number}")
        if not log.was_left_out(at):
            log.claim_id("section", section_id, (*at, "id") if raw.id else at)
        inside = scope.under(raw)
        if part == "plan" and inside.status is None:
            inside = Scope(inside.period, "target", inside.show, inside.source)
        facts = [
            self._fact(fact, (*at, "facts", index), inside, section_id, index + 1)
            for index, fact in enumerate(raw.facts or ())
        ]
        self._gather(raw, at, inside, section_id)
        section = Section(
            id=section_id,
            part=part,
            topic=raw.topic or "",
            heading=raw.heading or "",
            facts=tuple(fact for fact in facts if fact is not None),
            sections=(),
            place=log.place(at),
        )
        children = [
            self.resolve(child, (*at, "sections", index), inside, section, f"s{index + 1}")
            for index, child in enumerate(raw.sections or ())
        ]
        return replace(section, sections=tuple(children))

    def _part(self, raw: RawSection, at: Path, outer: Section | None) -> Part:
        if outer is None:
            if raw.part is None:
                hint = f"写明属于报告哪一部分：{_PARTS}"
                self._log.missing(at, "part", hint, of_whole=True)
            return raw.part or "summary"
        if raw.part is not None and raw.part != outer.part:
            message = f"下级小节的 part“{raw.part}”与上级“{outer.part}”不同"
            self._log.problem((*at, "part"), message, "删去这一行，或把小节移到顶层")
        return outer.part

    def _fact(
        self, raw: RawFact, at: Path, scope: Scope, section_id: str, number: int
    ) -> Fact | None:
        log = self._log
        if log.was_left_out(at):
            return None
        fact_id = raw.id or f"{section_id}.{number}"
        log.claim_id("fact", fact_id, (*at, "id") if raw.id else at)
        inside = scope.under(raw)
        if raw.value:
            if not raw.name:
                log.missing(at, "name", "指标要有名称，如 税收收入")
            for key in ("text", "figures", "honours"):
                if getattr(raw, key) is not None:
                    message = f"“{key}”不能与“value”写在同一条里"
                    hint = "指标的数写在 value、growth 等字段里；成句的文字另起一条"
                    log.problem((*at, key), message, hint)
            return IndicatorResolver(raw, log, at, inside).resolve(section_id, fact_id)
        for key in ("growth", "previous", "forecast", "target", "completion", "of_which"):
            if getattr(raw, key) is not None and not log.was_left_out((*at, "value")):
                log.problem((*at, key), f"“{key}”只用于有“value”的指标", "补上 value，或写进 text")
        if raw.text:
            ids = (section_id, fact_id)
            names = (*self._names, *raw.names) if raw.names else self._names
            return resolve_statement(raw, log, at, inside, ids, names)
        if raw.name or log.holds((*at, "value")):
            log.missing(at, "value", "写上数值和单位，如 2186.4万元")
        else:
            log.missing(at, "text", "每条事实写 text，或写 name 和 value")
        return None

    def _gather(self, raw: RawSection, at: Path, scope: Scope, section_id: str) -> None:
        log = self._log
        for index, formula in enumerate(raw.checks or ()):
            self.checks.append(Check(formula, log.place((*at, "checks", index))))
        for index, derived in enumerate(raw.derive or ()):
            where = (*at, "derive", index)
            if log.was_left_out(where):
                continue
            if not derived.name:
                log.missing(where, "name", "写上结果的名称，如 工业税收占比")
            if not derived.formula:
                log.missing(where, "formula", "写上算式，如 工业税收 / 税收收入")
                continue
            self.derivations.append(
                _derivation(derived, where, scope.under(derived), section_id, index + 1, log)
            )


def _derivation(
    raw: RawDerived, at: Path, scope: Scope, section_id: str, number: int, log: ProblemLog
) -> Derivation:
    derived_id = raw.id or f"{section_id}.d{number}"
    log.claim_id("fact", derived_id, (*at, "id") if raw.id else at)
    return Derivation(
        id=derived_id,
        section_id=section_id,
        name=raw.name or "",
        aliases=tuple(raw.aliases or ()),
        formula=raw.formula or "",
        form=raw.form or "",
        scope=scope,
        at=at,
        period=raw.period,
    )


def _name_sources(sections: Sequence[RawSection], scope: Scope) -> Iterator[NameSource]:
    """The name sources of all raw facts that are not sensitive, before any text is scanned."""
    for section in sections:
        inside = scope.under(section)
        for fact in section.facts or ():
            if inside.under(fact).show != "sensitive":
                yield _name_source(fact)
        yield from _name_sources(section.sections or (), inside)


def _name_source(fact: RawFact) -> NameSource:
    labels = [fact.name, *(fact.aliases or ())]
    if fact.of_which is not None:
        labels += [part.name for part in fact.of_which.parts or ()]
    labels += [figure.name for figure in fact.figures or ()]
    return NameSource(
        tuple(label for label in labels if label), fact.text or "", tuple(fact.names or ())
    )
