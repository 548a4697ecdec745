"""What a report's plan says of matters that the year's work left unfinished, in their own words.

What is 预计2026年5月交付, 正在施工 or 剩余215户计划6月底前完成 has its line in the plan, made from
the fact's own thing, step and date; nothing is promised that no fact has. What the plan's own facts
tell of already is left to them. So is a problem that one of them answers; of another one the plan
says that it is to be solved, in the problem's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zhibi.facts.kinds import report_kind
from zhibi.facts.model import Entry, Fact, Section
from zhibi.figures.scan import find_figures
from zhibi.writing.outline.grouping import Subjects
from zhibi.writing.outline.lexicon import any_of
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Facts
    from zhibi.styles.model import NextSteps, Style

_SOLVED = ".solved"
"""What the id of a line ends in that only names a problem."""
_MOST = 3
"""Things that one sentence names, at most."""
_SHORTEST, _LONGEST = 4, 18
"""Letters of a thing that can be named by itself."""
_TOLD = 4
"""Letters in a row that tell of one thing in two places."""
_PROBLEM = (5, 20)
"""Characters of a clause that names a problem."""
_DIVIDED = 3
"""Sections from which on a plan was divided by those who wrote it."""
_ALIKE = 0.05
"""How alike a section of the plan and one of the summary are at least to be of one field."""
_DATE = (
    r"(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日)?(?:底前|底|末|前|中旬|上旬|下旬)?"
    r"|[一二三四]季度|年底前?)|20\d\d年"
)
_DUE = r"(?:预计|计划|拟|力争|将于|将在)"
_OPENS = re.compile(
    r"(?P<thing>[^，。；、：\d（“”]{3,}?)(?=有(?!限)|规划|总投资|计划|投资|协议|总长|全长|占地|建筑|设计|设|主体|路基|路面"
    r"|正在|在建|已|共|建设规模|征集|采集|租用|\d|，|尚|总|预计)"
)
_NO_THING = re.compile(
    r"^(?:与|同|和|在|为|对|其余|其中|剩余|另|目前|截至|全年|上半年|今年|年末|累计|每|新建|新开|建成|建好|完成|引进|争取|利用|由|辖区)|[的了]"
    r"|(?:社区|村|镇|乡|街道|公司)$"
)
_NAMED = re.compile(r"(?:[路桥街站馆院校厂园]|中心|小区|花苑|家园|广场|大厦|基地|项目|工程|公寓)$")
"""What a thing ends in that is named anew where a sentence goes on (一期……；航城幼儿园……)."""
_ALONE = 3
"""Letters of the name of a road or a bridge."""
_REST = re.compile(r"其余|剩余|另有|其中")
_YEAR = re.compile(r"(20\d\d)年")
_MONTH = re.compile(r"(\d{1,2})月|([一二三四])季度")
_QUARTERS = "一二三四"
_ENDS = re.compile(r"(?:仍然|依然|仍|较为|比较|尤为)?突出$")
_LEANS = re.compile(
    r"^(?:主要|受|但|而|其中|随之|较|原因|影响|导致|造成)|也|随之|\d|、|[一二三四五六七八九十]家"
)
_STARTS = re.compile(r"^(?:仍有|还有|仍|还|部分|个别)")


@dataclass(slots=True)
class _Steps:
    """What a field has unfinished: with a date, in progress, of which a part is left."""

    dated: list[str] = field(default_factory=list)
    going: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def text(self, words: NextSteps) -> str:
        """The sentences that tell of them; empty where there are none."""
        said = list(self.left[:_MOST])
        if self.dated:
            said.append("；".join(words.dated.format(thing=one) for one in self.dated[:_MOST]))
        if self.going:
            said.append(words.going.format(things="、".join(self.going[:_MOST])))
        return "".join(f"{one}。" for one in said)


def is_problem_line(fact: Fact) -> bool:
    """Whether a fact of the plan only says that a problem is to be solved."""
    return fact.id.endswith(_SOLVED)


def with_next_steps(facts: Facts, style: Style) -> Facts:
    """The facts, with what the plan is to say of unfinished matters and open problems.

    Facts without a plan stay as they are.
    """
    planned = list(_printed(facts, "plan"))
    if not planned:
        return facts
    found = [*_unfinished(facts, style, planned), *_open_problems(facts, style, planned)]
    if not found:
        return facts
    tops = [one for one in facts.sections if one.part == "plan"]
    if len(tops) < _DIVIDED and not any(one.heading or one.sections for one in tops):
        last = tops[-1]
        added = {last.id: [fact for _, fact in found]}
    else:
        added = _by_section(facts, tops, found)
    return replace(
        facts,
        sections=tuple(
            replace(one, facts=(*one.facts, *added.get(one.id, ()))) for one in facts.sections
        ),
    )


def _printed(facts: Facts, part: str) -> Iterator[Fact]:
    for section in facts.walk():
        if section.part == part:
            yield from (fact for fact in section.facts if is_printed(fact))


def _unfinished(
    facts: Facts, style: Style, planned: Sequence[Fact]
) -> Iterator[tuple[Section, Fact]]:
    """For each section of the summary, what the plan says of what it left unfinished."""
    told = "。".join(fact.name + fact.text for fact in planned)
    said = {id_ for fact in planned for id_ in fact.answers}
    reader = _Reader(facts, style, told)
    for top in facts.sections:
        if top.part != "summary":
            continue
        steps = _Steps()
        for section in top.walk():
            for fact in section.facts:
                if fact.is_statement and is_printed(fact) and fact.id not in said:
                    reader.read(fact, steps)
        if text := steps.text(style.next_steps):
            yield top, _statement(f"{top.id}.next", text, tuple(dict.fromkeys(steps.answers)))


class _Reader:
    """Finds in statements what is to be done after the report's own time."""

    def __init__(self, facts: Facts, style: Style, told: str) -> None:
        document = facts.document
        self._told = told
        self._year = document.year + 1 if style.plans_next_year else document.year
        kind = report_kind(document.kind, document.period)
        self._after = 0 if style.plans_next_year else kind.last_month
        steps = any_of(style.next_steps.steps).pattern
        self._due = re.compile(
            rf"{_DUE}(?P<date>{_DATE})(?P<step>[^，。；\d]{{0,4}}(?:{steps})[^，。；\d]{{0,4}})$"
        )
        self._deeds = any_of(style.next_steps.deeds).pattern
        self._rest = re.compile(
            rf"(?:剩余|其余)[\d.]+[\u4e00-\u9fff]{{1,3}}{_DUE}(?P<date>{_DATE})完成$"
        )
        self._going = re.compile(any_of(style.next_steps.going_on))

    def read(self, fact: Fact, steps: _Steps) -> None:
        """Add what a statement leaves to be done."""
        for number, segment in enumerate(re.split(r"[；。]", fact.text)):
            if self._added(segment, number > 0, steps):
                steps.answers.append(fact.id)

    def _added(self, segment: str, goes_on: bool, steps: _Steps) -> bool:
        """Whether a part of a statement leaves something to be done, which is then added."""
        clauses = segment.split("，")
        rest = self._rest.match(clauses[-1])
        if rest and self._is_ahead(rest["date"]):
            thing = self._rest_of(segment)
            if thing and not self._is_told(thing):
                steps.left.append(f"{rest['date']}完成剩余{thing}")
                return True
            return False
        thing = _thing(segment, goes_on=goes_on)
        if not thing or _REST.search(segment) or self._is_told(thing):
            return False
        due = next((found for one in clauses if (found := self._due.search(one))), None)
        if due and self._is_ahead(due["date"]):
            steps.dated.append(f"{thing}{due['date']}{due['step']}")
            return True
        ends = [one.removeprefix(thing).removeprefix("目前") for one in clauses]
        if due is None and any(map(self._going.fullmatch, ends)):
            steps.going.append(thing)
            return True
        return False

    def _rest_of(self, segment: str) -> str:
        """The thing and the deed of what is partly done: 隔声窗安装 (安装隔声窗，计划安装860户)."""
        begins = re.search(
            rf"(?P<deed>{self._deeds})(?P<thing>[\u4e00-\u9fff]{{2,8}})，计划(?P=deed)\d", segment
        )
        if begins:
            return begins["thing"] + begins["deed"]
        begins = re.match(
            rf"(?P<thing>[\u4e00-\u9fff]{{3,10}})计划(?P<deed>{self._deeds})\d", segment
        )
        return begins["thing"] + begins["deed"] if begins else ""

    def _is_ahead(self, date: str) -> bool:
        year, month = _YEAR.search(date), _MONTH.search(date)
        if year is not None:
            if int(year[1]) != self._year:
                return False
        elif self._after == 0:
            return False
        if month is None:
            return True
        number = int(month[1]) if month[1] else 3 * (_QUARTERS.index(month[2]) + 1)
        return number > self._after

    def _is_told(self, thing: str) -> bool:
        """Whether the plan's own facts tell of a thing."""
        size = min(_TOLD, len(thing))
        return any(thing[at : at + size] in self._told for at in range(len(thing) - size + 1))


def _thing(segment: str, *, goes_on: bool) -> str:
    """What a part of a statement opens with, if it can be named by itself; else empty."""
    opens = _OPENS.match(segment)
    thing = opens["thing"] if opens else ""
    named = _NAMED.search(thing) is not None
    least = _ALONE if named else _SHORTEST
    fits = least <= len(thing) <= _LONGEST and not _NO_THING.search(thing)
    return thing if fits and (named or not goes_on) else ""


def _open_problems(
    facts: Facts, style: Style, planned: Sequence[Fact]
) -> Iterator[tuple[Section, Fact]]:
    """For each problem that nothing answers, that it is to be solved, in its own words."""
    answered = {id_ for fact in planned for id_ in fact.answers}
    for section in facts.walk():
        if section.part != "problems":
            continue
        for fact in section.facts:
            if is_printed(fact) and fact.id not in answered and (clause := _named(fact)):
                text = f"{style.next_steps.solving.format(problem=clause)}。"
                yield section, _statement(f"{fact.id}{_SOLVED}", text, (fact.id,))


def _named(problem: Fact) -> str:
    """The clause of a problem that can name it by itself; empty where none can."""
    least, most = _PROBLEM
    for clause in re.split(r"[，。；]", problem.text):
        bare = _ENDS.sub("", _STARTS.sub("", clause))
        if least <= len(bare) <= most and not _LEANS.search(bare):
            return bare
    return ""


def _by_section(
    facts: Facts, tops: Sequence[Section], found: Sequence[tuple[Section, Fact]]
) -> dict[str, list[Fact]]:
    """The lines by the section of a divided plan that is most like their own field."""
    subjects = Subjects(facts.all_facts())
    vectors = [
        subjects.vector([fact for one in top.walk() for fact in one.facts], [top.topic])
        for top in tops
    ]
    added: dict[str, list[Fact]] = {}
    for home, fact in found:
        own = subjects.vector(
            [*home.facts, fact] if home.part == "summary" else [fact], [home.topic]
        )
        scores = [Subjects.cosine(own, vector) for vector in vectors]
        if max(scores) >= _ALIKE:
            added.setdefault(tops[scores.index(max(scores))].id, []).append(fact)
    return added


def _statement(id_: str, text: str, answers: tuple[str, ...]) -> Fact:
    """A statement of the plan, its figures read as those of a facts file are."""
    figures = tuple(
        Entry(
            id=f"{id_}#{number}",
            fact_id=id_,
            section_id="",
            role="figure",
            name="",
            aliases=(),
            quantity=figure.quantity,
            period=None,
            status="target",
            show="may",
            source="",
            place=None,
            text=text,
            start=figure.start,
            end=figure.end,
        )
        for number, figure in enumerate((one for one in find_figures(text) if one.claim), 1)
    )
    return Fact(
        id=id_,
        section_id="",
        name="",
        text=text,
        aliases=(),
        names=(),
        period=None,
        status="target",
        show="may",
        source="",
        place=None,
        figures=figures,
        answers=answers,
    )
