"""The output of `zhibi facts`, as text and as JSON data: facts by section, then lint findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.facts.bindings import Bindings, honours_of
from zhibi.facts.kinds import report_kind
from zhibi.facts.redaction import REDACTED, redacted_text
from zhibi.output.review.check_result import SEVERITY_WORDS
from zhibi.output.review.entry_fields import EntryFields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.lint import LintFinding
    from zhibi.facts.model import Entry, Fact, Facts, Honour, Section

_ROLES = {
    "previous": "上年同期",
    "forecast": "全年预计",
    "target": "目标",
    "completion": "完成率",
    "part": "其中",
    "figure": "文中",
}
_SHOWS = {"must": "必写", "may": "可写", "hidden": "不写", "sensitive": "敏感"}


def render_text(facts: Facts, lints: Sequence[LintFinding]) -> str:
    """The facts by section and the lint findings. Sensitive values are redacted."""
    return "\n".join([*_head(facts), *_body(facts), "", *_finding_lines(facts, lints)]) + "\n"


def _head(facts: Facts) -> Iterator[str]:
    document = facts.document
    kind = report_kind(document.kind).called
    yield f"{document.organisation} {document.year} {kind}  样式：{document.style}"
    count = _count(facts)
    shows = "、".join(f"{word} {count[show]}" for show, word in _SHOWS.items() if count[show])
    known = f"{count['sections']} 个小节，{count['facts']} 条事实，{count['figures']} 个数"
    yield f"{known}（{shows}）" if shows else known


def _body(facts: Facts) -> Iterator[str]:
    fields = EntryFields(facts)

    def walk(section: Section, depth: int) -> Iterator[str]:
        yield ""
        part = read_data("facts", "choices")[section.part]
        title = section.heading or section.topic
        yield f"{'  ' * depth}■ {section.id}  {title}  〔{part}〕".replace("    〔", "  〔")
        for fact in section.facts:
            for line in _fact_lines(fact, fields):
                yield "  " * (depth + 1) + line
        for child in section.sections:
            yield from walk(child, depth + 1)

    for section in facts.sections:
        yield from walk(section, 0)
    if where := _named_places(facts):
        yield ""
        yield "名称与所在地（稿件里写到别处就报 N401）"
        yield from (f"  {name}：{'、'.join(places)}" for name, places in where.items())


def _named_places(facts: Facts) -> dict[str, list[str]]:
    """The places of each name that is never told without one."""
    return {name: sorted(places) for name, places in sorted(Bindings(facts).where.items())}


def _fact_lines(fact: Fact, fields: EntryFields) -> Iterator[str]:
    if fact.value is None:
        yield f"· {redacted_text(fact)}{_notes(fact)}"
        for honour in _shown_honours(fact):
            yield f"    荣誉 {_honour_text(honour)}"
    for entry in fact.entries():
        if entry is fact.value:
            yield f"· {entry.name}  {value_text(entry)}{_notes(fact, fields.in_words(entry))}"
        else:
            role = _ROLES.get(entry.role) or fields.as_data(entry)["base"]
            label = f"{role} {_label(entry, fact)}"
            notes = _differences(entry, fact, fields.in_words(entry))
            yield f"    {label}{value_text(entry)}{notes}"


def _shown_honours(fact: Fact) -> tuple[Honour, ...]:
    return () if fact.show == "sensitive" else honours_of(fact)


def _honour_text(honour: Honour) -> str:
    """An honour in one line: 梅岭村：市级 森林村庄（2024年，申报）."""
    who = "、".join(honour.subjects) or "（没有写明是谁）"
    what = f"{honour.level_word} {honour.title}".strip()
    notes = [
        f"{honour.year}年度" if honour.year else "",
        f"{honour.awarded}年获得" if honour.awarded else "",
        "申报、创建" if honour.asked else "",
    ]
    said = "，".join(filter(None, notes))
    return f"{who}：{what}" + (f"（{said}）" if said else "")


def _label(entry: Entry, fact: Fact) -> str:
    return f"{entry.name} " if entry.name and entry.name != fact.name else ""


def _notes(fact: Fact, read: str = "") -> str:
    words = read_data("facts", "choices")
    notes = [fact.period or "", words[fact.status] if fact.status else ""]
    notes += [read, "" if fact.show == "must" else words[fact.show], fact.source, fact.note]
    notes.append(f"编号 {fact.id}")
    return f"  〔{'；'.join(note for note in notes if note)}〕"


def _differences(entry: Entry, fact: Fact, read: str) -> str:
    """The fields in which a figure differs from its fact, and what was `read` of its words."""
    words = read_data("facts", "choices")
    notes = [entry.period] if entry.period and entry.period != fact.period else []
    if entry.status and entry.status != fact.status:
        notes.append(words[entry.status])
    notes += [read] if read else []
    if entry.show != fact.show:
        notes.append(words[entry.show])
    if entry.source != fact.source:
        notes.append(entry.source)
    return f"  〔{'；'.join(notes)}〕" if notes else ""


def value_text(entry: Entry) -> str:
    """A figure as written, a growth with its direction; redacted if it is sensitive."""
    if entry.show == "sensitive":
        return REDACTED
    text = entry.written or _with_hedge(entry)
    return f"{'下降' if entry.direction < 0 else '增长'}{text}" if entry.direction else text


def _with_hedge(entry: Entry) -> str:
    """A figure of a text with its hedge where the text has it: 近3000人次, 5个以上."""
    hedge, text = entry.quantity.hedge or "", entry.quantity.written
    if not hedge or hedge in text:
        return text
    behind = entry.text.startswith(hedge, entry.end)
    return f"{text}{hedge}" if behind else f"{hedge}{text}"


def _finding_lines(facts: Facts, lints: Sequence[LintFinding]) -> Iterator[str]:
    if not lints:
        yield "核对：没有发现问题。"
        return
    errors = sum(item.severity == "error" for item in lints)
    yield f"核对：{errors} 个错误，{len(lints) - errors} 个提醒。"
    for item in lints:
        place = item.place
        where = f"{place}: " if place else ""
        yield f"{where}{SEVERITY_WORDS[item.severity]} {item.code} {item.name}: {item.message}"
        if sources := _sources(facts, item):
            yield f"  来源：{'；'.join(sources)}"
        if item.hint:
            yield f"  建议：{item.hint}"


def _sources(facts: Facts, item: LintFinding) -> list[str]:
    """The sources of the figures of a finding, such as spreadsheet cells."""
    found = [entry.source for entry in facts.entries() if entry.id in item.facts and entry.source]
    return list(dict.fromkeys(found))


def _count(facts: Facts) -> Counter[str]:
    entries = list(facts.entries())
    count = Counter(str(entry.show) for entry in entries)
    count["sections"] = sum(1 for _ in facts.walk())
    count["facts"] = sum(1 for _ in facts.all_facts())
    count["figures"] = len(entries)
    return count


def render_json(facts: Facts, lints: Sequence[LintFinding]) -> dict[str, Any]:
    """The facts and the lint findings as data: decimals as strings, lines and columns from 1."""
    document, count, fields = facts.document, _count(facts), EntryFields(facts)
    errors = sum(item.severity == "error" for item in lints)
    return {
        "schema": 1,
        "ok": errors == 0,
        "path": facts.path,
        "document": {
            "style": document.style,
            "kind": document.kind,
            "year": document.year,
            "organisation": document.organisation,
            "period": document.period,
        },
        "summary": {
            **{key: count[key] for key in ("sections", "facts", "figures")},
            **{key: count[key] for key in ("must", "may", "hidden", "sensitive")},
            "errors": errors,
            "warnings": len(lints) - errors,
        },
        "sections": [_section_json(section, fields) for section in facts.sections],
        "places": _named_places(facts),
        "findings": [{**_lint_json(item), "sources": _sources(facts, item)} for item in lints],
    }


def _section_json(section: Section, fields: EntryFields) -> dict[str, Any]:
    return {
        **_fields(section, "id", "part", "topic", "heading"),
        "facts": [_fact_json(fact, fields) for fact in section.facts],
        "sections": [_section_json(child, fields) for child in section.sections],
    }


def _fact_json(fact: Fact, fields: EntryFields) -> dict[str, Any]:
    keys = ("id", "name", "text", "aliases", "period", "status", "show", "source", "formula")
    return _fields(fact, *keys, "answers", "note") | {
        "text": redacted_text(fact),
        "honours": [_honour_json(honour) for honour in _shown_honours(fact)],
        "figures": [
            _entry_json(entry) | {"read": fields.as_data(entry)} for entry in fact.entries()
        ],
    }


def _honour_json(honour: Honour) -> dict[str, Any]:
    return {
        "who": list(honour.subjects),
        "level": honour.level_word or None,
        **_fields(honour, "title", "year", "awarded", "asked"),
    }


def _fields(item: object, *keys: str) -> dict[str, Any]:
    """Attributes by name, tuples as lists."""
    values = {key: getattr(item, key) for key in keys}
    return {key: list(v) if isinstance(v, tuple) else v for key, v in values.items()}


def _entry_json(entry: Entry) -> dict[str, Any]:
    quantity = entry.quantity
    data = {
        **_fields(entry, "id", "role", "name"),
        "text": quantity.written,
        "value": format(quantity.value, "f"),
        "high": None if quantity.high is None else format(quantity.high, "f"),
        **_fields(quantity, "unit", "kind", "hedge"),
        **_fields(entry, "direction", "period", "status", "show", "source"),
        "line": entry.place.line if entry.place else None,
        "column": entry.place.column if entry.place else None,
        "cell": entry.place.cell if entry.place else None,
    }
    if entry.show == "sensitive":
        data |= {"text": REDACTED, "value": None, "high": None}
    return data


def _lint_json(item: LintFinding) -> dict[str, Any]:
    place = item.place
    return {
        "code": item.code,
        "name": item.name,
        "severity": item.severity,
        "path": place.path if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "cell": place.cell if place else None,
        "message": item.message,
        "hint": item.hint,
        "facts": list(item.facts),
    }
