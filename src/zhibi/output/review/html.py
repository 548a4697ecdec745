"""The result of a check as one HTML file: the draft with coloured figures, and the findings.

The page has no script and loads nothing: its content policy allows its own style only. The
template escapes every text from a draft or from facts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_left
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from zhibi.data_files import data_text
from zhibi.facts.redaction import REDACTED
from zhibi.output.review.check_result import (
    SEVERITY_WORDS,
    STATUS_WORDS,
    WHY_WORDS,
    describe_entry,
    first_line,
)
from zhibi.text import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from jinja2 import Template

    from zhibi.checking.findings import CheckedFigure, Finding, Findings
    from zhibi.errors import Severity
    from zhibi.facts.model import Entry, Facts

MEANINGS = {
    "stated": "事实中就是这样写的",
    "converted": "与事实相等，写法或单位换算",
    "rounded": "事实的概数",
    "computed": "由事实推算得出",
    "counted": "等于所列项目的个数",
    "exempt": "序号、名称等，不是数据",
    "conflict": "事实中有这个数，但说的不一样",
    "unsupported": "事实中没有这个数",
}
"""What each status of a figure means."""
_HEADING = re.compile(r"[ \t　]*(#{1,6})[ \t]+")


class FigureView(NamedTuple):
    """The content of a figure's tooltip."""

    number: int
    status: str
    word: str
    meaning: str
    claim: bool
    facts: tuple[str, ...]
    how: str
    messages: tuple[str, ...]


class PartView(NamedTuple):
    """A part of a line; `anchors` and `refs` are numbers of findings that begin or end here."""

    text: str
    figure: FigureView | None
    severity: Severity | None
    anchors: tuple[int, ...]
    refs: tuple[int, ...]


class LineView(NamedTuple):
    """A line of the draft."""

    number: int
    tag: str
    level: int
    parts: tuple[PartView, ...]


class _Mark(NamedTuple):
    """A finding with its number and the part of its span that is in one line.

    `first` is true if the finding begins in this line.
    """

    number: int
    finding: Finding
    first: bool
    start: int
    end: int


def render_html(
    findings: Findings, text: str, title: str = "", facts: Facts | None = None, path: str = ""
) -> str:
    """One self-contained HTML page of a checked text.

    With `facts`, tooltips show each fact's name, value and source, and unused facts are listed;
    sensitive values are redacted.
    """
    style = _data("report.css")
    counts = Counter(figure.status for figure in findings.figures)
    page = _Page(findings, text, facts)
    lines = page.lines()
    anchored = {number for line in lines for part in line.parts for number in part.anchors}
    return _template().render(
        title=title or first_line(text),
        path=path,
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        errors=findings.errors,
        verdict=_summary(findings),
        counts=[
            {"status": key, "word": word, "number": counts[key], "meaning": MEANINGS[key]}
            for key, word in STATUS_WORDS.items()
            if counts[key]
        ],
        lines=lines,
        findings=page.finding_rows(anchored),
        missing=page.missing(),
        unused=page.unused(),
    )


class _Page:
    """The data of the page for the template."""

    def __init__(self, findings: Findings, text: str, facts: Facts | None) -> None:
        self.findings = findings
        self.source = Source(text)
        self.entries = {} if facts is None else {entry.id: entry for entry in facts.entries()}
        self.numbered = list(enumerate(findings.findings, 1))
        self._ordered = sorted(self.numbered, key=lambda one: one[1].start)
        self._starts = [one.start for _, one in self._ordered]
        self._across = [one for one in self.numbered if "\n" in text[one[1].start : one[1].end]]

    def _beginning_in(self, start: int, end: int) -> Sequence[tuple[int, Finding]]:
        first = bisect_left(self._starts, start)
        return self._ordered[first : bisect_left(self._starts, end)]

    def lines(self) -> list[LineView]:
        """The lines that are not blank."""
        text, views, start = self.source.text, [], 0
        figures = list(enumerate(self.findings.figures, 1))
        figure_at = 0
        for number, raw in enumerate(text.split("\n"), 1):
            end = start + len(raw)
            if raw.strip("# \t　\r"):
                within = []
                while figure_at < len(figures) and figures[figure_at][1].figure.start < end:
                    within.append(figures[figure_at])
                    figure_at += 1
                views.append(self._line(number, start, end, within))
            start = end + 1
        return views

    def _line(
        self, number: int, start: int, end: int, figures: Sequence[tuple[int, CheckedFigure]]
    ) -> LineView:
        match = _HEADING.match(self.source.text, start, end)
        level = len(match[1]) if match else 0
        begin = match.end() if match else start
        marks = [
            _Mark(index, item, item.start >= start, *_clamp(item.start, item.end, begin, end))
            for index, item in [
                *(one for one in self._across if one[1].start < start < one[1].end),
                *self._beginning_in(start, end),
            ]
        ]
        parts = tuple(self._parts(begin, end, figures, marks))
        tag = "p" if not level else "h2" if level <= 2 else "h3"
        return LineView(number, tag, max(level - 1, 0), parts)

    def _parts(
        self,
        begin: int,
        end: int,
        figures: Sequence[tuple[int, CheckedFigure]],
        marks: Sequence[_Mark],
    ) -> Iterator[PartView]:
        """The line divided at the edges of figures and findings; figures are kept whole."""
        spans = {item.figure.start: (index, item) for index, item in figures}
        edges = {begin, end}
        for mark in marks:
            edges.update((mark.start, mark.end))
        for _, item in figures:
            edges.difference_update(range(item.figure.start + 1, item.figure.end))
            edges.update((item.figure.start, item.figure.end))
        ahead = sorted(marks, key=lambda mark: mark.start, reverse=True)
        open_: list[_Mark] = []
        for at, stop in pairwise(sorted(edge for edge in edges if begin <= edge <= end)):
            while ahead and ahead[-1].start < stop:
                open_.append(ahead.pop())
            open_ = [mark for mark in open_ if mark.end > at]
            covering = sorted(open_, key=lambda mark: mark.number)
            figure = spans.get(at)
            yield PartView(
                text=self.source.text[at:stop],
                figure=None if figure is None else self._figure(*figure, covering),
                severity=_highest_severity(covering),
                anchors=tuple(m.number for m in covering if m.first and at <= m.start < stop),
                refs=tuple(m.number for m in covering if m.first and at < m.end <= stop),
            )

    def _figure(self, number: int, checked: CheckedFigure, covering: Sequence[_Mark]) -> FigureView:
        why = checked.figure.why
        facts = tuple(self._fact(fact) for fact in checked.facts[:4])
        if not facts and checked.source:
            facts = (f"来源：{checked.source}",)
        return FigureView(
            number=number,
            status=checked.status,
            word=STATUS_WORDS[checked.status],
            meaning=f"{WHY_WORDS[why]}，不是数据" if why else MEANINGS[checked.status],
            claim=checked.figure.claim,
            facts=facts,
            how=checked.how or "",
            messages=tuple(f"{mark.finding.code} {mark.finding.message}" for mark in covering),
        )

    def finding_rows(self, anchored: Collection[int]) -> list[dict[str, object]]:
        """The findings, numbered as in the text; those with an anchor are linked to it."""
        return [
            {
                "number": number,
                "linked": number in anchored,
                "severity": item.severity,
                "grade": SEVERITY_WORDS[item.severity],
                "code": item.code,
                "place": f"第{item.line}行第{item.column}字",
                "message": item.message,
                "facts": [self._fact(fact) for fact in item.facts[:2]],
                "hint": item.hint or (f"改为“{item.replacement}”" if item.replacement else ""),
            }
            for number, item in self.numbered
        ]

    def missing(self) -> list[str]:
        """The facts that must be reported and are not."""
        return [self._fact(fact) for fact in self.findings.coverage.missing]

    def unused(self) -> list[str]:
        """The facts that may be reported and are not."""
        used = {fact for figure in self.findings.figures for fact in figure.facts}
        return [
            describe_entry(entry)
            for entry in self.entries.values()
            if entry.show == "may" and entry.id not in used
        ]

    def _fact(self, fact: str) -> str:
        entry: Entry | None = self.entries.get(fact)
        if entry is None:
            return fact
        return f"{fact}{REDACTED}" if entry.show == "sensitive" else describe_entry(entry)


def _clamp(start: int, end: int, begin: int, stop: int) -> tuple[int, int]:
    """The part of a span within `begin` and `stop`, one character at least."""
    first = min(max(start, begin), stop - 1)
    return first, max(min(end, stop), first + 1)


def _highest_severity(covering: Sequence[_Mark]) -> Severity | None:
    grades = {mark.finding.severity for mark in covering}
    return "error" if "error" in grades else "warning" if grades else None


def _summary(findings: Findings) -> str:
    total = sum(figure.figure.claim for figure in findings.figures)
    coverage = findings.coverage
    text = f"共 {total} 个数据，错误 {findings.errors} 处，提醒 {findings.warnings} 处"
    if coverage.must:
        text += f"，应报 {coverage.must} 项，已报 {coverage.used} 项"
    return text + "。"


def _data(name: str) -> str:
    return data_text("output.review", name)


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, auto_reload=False)
    return environment.from_string(_data("report.html.j2"))
