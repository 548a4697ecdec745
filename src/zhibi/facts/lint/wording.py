"""Lint rules of wording: placeholders, stray spaces and statements that cannot be printed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.facts.lint.context import Violation
from zhibi.facts.model import PRINTED, in_form
from zhibi.facts.names import UNSORTED
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.facts.lint.context import LintContext
    from zhibi.facts.model import Fact, Place

_BLANK = lazy_pattern(
    r"(?<![A-Za-z])[xXｘＸ×]{2,}(?![A-Za-z])|[xXｘＸ×]+(?=[%％万亿元个名户人次件项年月日])|"
    r"\{\{.*?\}\}|【[^】]*(?:待|填|补)[^】]*】|_{2,}|＿{2,}|[?？]{2,}|"
    r"(?<![A-Za-z])TODO(?![A-Za-z])|…{3,}"
)
_SPACES = frozenset(" \u3000\t\n")


@cache
def _space() -> re.Pattern[str]:
    """Space between Chinese characters or marks."""
    return re.compile(
        r"(?<=[\u4e00-\u9fff，。；、：”）])[ \u3000\t\n]+(?=[\u4e00-\u9fff，。；、：“（])"
    )


def texts(fact: Fact) -> Iterator[tuple[str, Place | None]]:
    """All texts of a fact that may be printed in a report, with their places."""
    yield fact.name, fact.place
    yield fact.text, fact.place
    for word in (*fact.aliases, *fact.names):
        yield word, fact.place
    for entry in fact.entries():
        if entry.name != fact.name:
            yield entry.name, entry.place
        for alias in entry.aliases:
            if alias not in fact.aliases:
                yield alias, entry.place


def placeholder_left(context: LintContext) -> Iterator[Violation]:
    """A placeholder such as xx, ××, 【待补】 or {{…}}."""
    blanks = read_data("facts", "lint")["blanks"]
    for text, place, ids in _all_texts(context):
        match = _BLANK.search(text)
        found = match[0] if match else next((blank for blank in blanks if blank in text), "")
        if found:
            yield Violation(
                f"还有没填的空“{found}”：{_around(text, found)}", "补上实数或删去", place, ids
            )


def stray_space(context: LintContext) -> Iterator[Violation]:
    """A space or line break between Chinese characters, as YAML leaves when it folds a line."""
    for text, place, ids in _all_texts(context):
        match = None if _SPACES.isdisjoint(text) else _space().search(text)
        if match:
            before = text[max(0, match.start() - 6) : match.start()]
            after = text[match.end() : match.end() + 6]
            hint = "删去空格；在 YAML 里长文字写在一行，或放进双引号并在行尾加反斜线"
            if in_form(place):
                hint = "删去空格或换行"
            yield Violation(f"汉字之间有空格：“{before} {after}”", hint, place, ids)


def unprintable_figure(context: LintContext) -> Iterator[Violation]:
    """A `must` figure of a statement that is not printed because of a hidden figure in it.

    A statement is printed whole or not at all.
    """
    for fact in context.all_facts:
        kept = [entry for entry in fact.figures if entry.show not in PRINTED]
        lost = [entry for entry in fact.figures if entry.show == "must"]
        if kept and lost:
            whole = "“是否必写”栏选“不写”" if in_form(fact.place) else "给整条写 show: hidden"
            yield Violation(
                f"这句话里有不写的数，整句都不能写，必写的“{lost[0].quantity.text}”也就写不出",
                f"把不写的数另立一条；或{whole}",
                lost[0].place or fact.place,
                tuple(entry.id for entry in (*lost, *kept)),
            )


def figure_missing(context: LintContext) -> Iterator[Violation]:
    """A row of an office's table that has a name and no figure: no report can tell it."""
    for row in context.facts.document.missing:
        yield Violation(f"{row}没有数值，写不进报告", "请科室补报；不报的删去那一行", None)


def unsigned_report(context: LintContext) -> Iterator[Violation]:
    """A report without 成文日期 or 落款, which a finished one ends with."""
    document = context.document
    by_form = in_form(document.style_place) or any(in_form(one.place) for one in context.all_facts)
    given = {("成文日期", "date"): document.date, ("落款", "signed"): document.signed}
    lacking = [
        name if by_form else f"{name}（{key}）" for (name, key), value in given.items() if not value
    ]
    if lacking:
        yield Violation(
            f"没有写{'和'.join(lacking)}",
            "在“基本信息”里写上，如 2024年12月6日、青山镇人民政府；印发时再定的可以不管"
            if by_form
            else "在 document 里写上，如 date: 2024-12-06、signed: 青山镇人民政府；"
            "印发时再定的可以不管",
            document.style_place,
        )


_ENOUGH = 10
"""Facts from which on a report that has a plan is expected to have problems too."""


def no_problems(context: LintContext) -> Iterator[Violation]:
    """A report with a plan and nothing that it is to mend: no fact reports a problem."""
    parts = {section.part for section in context.sections if section.facts}
    if "plan" in parts and "problems" not in parts and len(context.all_facts) >= _ENOUGH:
        yield Violation(
            "没有存在问题的材料，报告里也就没有这一部分",
            "请各科室补报一两条问题和不足（zhibi ask 的追问单里已经列上）；本来不写的可以不管",
            context.document.style_place,
        )


def unsorted_facts(context: LintContext) -> Iterator[Violation]:
    """Facts that no file gives a section: merging keeps them together under one id."""
    for section in context.sections:
        if section.id == UNSORTED and section.facts:
            yield Violation(
                f"{len(section.facts)} 条事实没有板块（{UNSORTED}），稿件里写作“其他工作”",
                "移到该去的小节，或者在科室的表里加“板块”一栏再合并",
                section.place,
            )


def _all_texts(context: LintContext) -> Iterator[tuple[str, Place | None, tuple[str, ...]]]:
    for section in context.sections:
        yield section.heading, section.place, ()
        yield section.topic, section.place, ()
        for fact in section.facts:
            for text, place in texts(fact):
                yield text, place, (fact.id,)


def _around(text: str, found: str) -> str:
    at = text.find(found)
    start, end = max(0, at - 8), at + len(found) + 8
    return f"“{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}”"
