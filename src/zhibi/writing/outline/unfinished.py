"""What statements leave to be done after the report's own time: the thing, its date and its step.

预计2026年5月交付 and 其余8处计划8月底前封堵 have a date, 正在施工 has none. A thing is named by
itself: by what a part of a statement opens with, by what it says is built (利用旧井架建设遗址公园),
and a later phase (二期) by what it is a phase of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zhibi.facts.kinds import report_kind
from zhibi.writing.outline.lexicon import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Fact, Facts
    from zhibi.styles.model import Style

_SHORTEST, _LONGEST = 4, 22
"""Letters of a thing that can be named by itself."""
_DATE = (
    r"(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日)?(?:底前|底|末|前|中旬|上旬|下旬)?"
    r"|[一二三四]季度|(?:国庆节?|元旦|春节|汛期?)前|年底前?)|20\d\d年(?:底前?)?"
)
_DUE = r"(?:预计|计划|拟|力争|将于|将在)"
_COUNT = r"[\d.]+[万亿]?[\u4e00-\u9fff]{1,3}?"
_WHOLE = r"(?:全部|全线|全面|正式|组织|按期)*"
_OPENS = re.compile(
    r"(?P<thing>(?:\d+号|“[^”]{2,12}”)?[^，。；、：\d（“”]{3,}?)(?=有(?!限)|规划|总投资|计划|投资|协议|总长|双线|全长|占地|建筑|设计"
    r"|主体|路基|路面|正在|在建|已|共|建设规模|征集|采集|租用|利用|设|\d|，|尚|总|预计|$)"
)
_MADE = re.compile(
    r"^(?P<who>[^，。；、\d]{2,12}?(?:公司|合作社|滑雪场|医院|学校))?[^，。；]*?"
    r"(?:新建|新购|改建为?|扩建|建设)(?P<thing>[^，。；：、\d]{3,12})(?=\d|，|、|$)"
)
_BUILT = re.compile(
    r"(?<![规计])[\d.]+[万亿]?元[^，。；、\d]{0,2}(?:新建|扩建|建设|改建|购置|引进)(?P<thing>[^，。；：、\d]{2,12})(?=\d|，|$)"
)
"""What someone puts money into: it is that which is finished, not who does it."""
_SCHEME = re.compile(r"(?<=改造|建设|修缮|整治|更新|扩建)方案$")
_NO_THING = re.compile(
    r"^(?:与|同|和|在|为|对|其余|其中|剩余|另|目前|截至|全年|上半年|今年|年末|累计|每|新建|新购|新开|建成|建好|完成|引进|争取|利用|由|辖区)|[的了]|新[建购](?!工程|项目)"
    r"|(?:社区|村|镇|乡|街道|公司)$"
)
_NAMED = re.compile(
    r"(?:[路桥街站馆院校厂园房]|中心|小区|花苑|家园|广场|大厦|基地|项目|工程|公寓|[一二三四]期)$"
)
"""What a thing ends in that is named anew where a sentence goes on (一期……；航城幼儿园……)."""
_ALONE = 3
"""Letters of the name of a road or a bridge."""
_PHASE = re.compile(
    r"(?P<phase>[二三四]期)(?P<noun>[\u4e00-\u9fff]{0,4}?(?:项目|工程|库(?!容)|园|路|站|楼|码头|堆场|步道))?(?![\u4e00-\u9fff]*(?:已|完成))"
)
_PHASED = re.compile(r"(?P<base>[^，。；、\d于]{3,16}?)(?=一期|[，。；].*?一期)")
_LEFT = re.compile(rf"(?P<rest>(?:其余|剩余)(?P<count>{_COUNT})?)(?=[，、]|{_DUE}|正|$)")
_PART_DONE = re.compile(r"其中\d[^，]*已")
_MORE = re.compile(
    rf"(?:另有(?P<count>{_COUNT})(?:在建|正在(?:建设|施工))|正在建设(?P<number>{_COUNT}$)|另有|其中)"
)
_COUNTED = re.compile(r"(?P<noun>[\u4e00-\u9fff]{2,14}?)(?:全长|总长|共|计划|已|任务|(?=\d))")
_TAIL = re.compile(r"(?:工程|项目|任务|工作)$")
_DEED = re.compile(r"已完成(?P<deed>[\u4e00-\u9fff]{2,5})\d")
_YEAR = re.compile(r"(20\d\d)年")
_MONTH = re.compile(r"(\d{1,2})月|([一二三四])季度")
_QUARTERS = "一二三四"
_RUN = 4
"""Letters in a row that tell of one thing in two places."""
_SAME = 2
"""The same where both have the date too."""

Kind = Literal["left", "dated", "going"]


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to be done: in progress (`going`), with a date, or the rest of something done.

    `thing` is what a sentence may say of it, with its date and step where it has them; `date` is
    empty for what has none.
    """

    kind: Kind
    thing: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of a whole: 其余8处, and its count, empty where none is said."""

    rest: str
    count: str


class UnfinishedReader:
    """Finds in statements what is to be done after the report's own time, and no plan tells."""

    def __init__(self, facts: Facts, style: Style, planned: Sequence[Fact]) -> None:
        """`planned` are the plan's own facts."""
        document, words = facts.document, style.next_steps
        told = [fact.name + fact.text for fact in planned]
        self._told = [clause for text in told for clause in re.split(r"[。；]", text)]
        names = sorted(document.names, key=len, reverse=True)
        places = [re.escape(one) for one in names if one]
        place = r"^[\u4e00-\u9fff]{2,4}?(?:社区|村|镇|乡|街道)"
        self._places = re.compile("|".join([*places, place]))
        self._year = document.year + 1 if style.plans_next_year else document.year
        kind = report_kind(document.kind, document.period)
        self._after = 0 if style.plans_next_year else kind.last_month
        steps = any_of(words.steps).pattern
        deeds = any_of([*words.deeds, *style.sentences.deeds]).pattern
        self._steps, self._deeds = re.compile(steps), re.compile(deeds)
        self._due = re.compile(
            rf"{_DUE}(?P<date>{_DATE})(?P<whole>{_WHOLE})"
            rf"(?:(?P<step>(?:{steps})(?:使用|验收|运营)?)|(?P<done>完成)|(?P<deed>{deeds})完?)$"
        )
        self._going = re.compile(any_of(words.going_on))
        self._verbs = re.compile(f"^(?:{any_of(style.sentences.deeds).pattern})")
        self._ends = re.compile(f"(?:{deeds}|工程|项目)$")

    def read(self, fact: Fact) -> Iterator[Matter]:
        """What a statement leaves to be done, in its order."""
        before = ""
        segments = re.split(r"[；。]", fact.text)
        for number, segment in enumerate(segments):
            thing = self._thing(segment, before, goes_on=number > 0)
            matter = self._matter(segment, thing) or self._more(segment, segments[0])
            if matter is not None:
                yield matter
            phased = _PHASED.match(segment)
            before = phased["base"] if phased else before

    def _matter(self, segment: str, thing: str) -> Matter | None:
        clauses = segment.split("，")
        due = next((found for one in clauses if (found := self._due.search(one))), None)
        left = next(
            (_Left(*found.groups("")) for one in clauses if (found := _LEFT.match(one))), None
        )
        if due is None or not self._is_ahead(due["date"]):
            later = due is None or self._is_later(due["date"])
            return self._in_progress(clauses, thing) if later and not left else None
        if any(map(_MORE.match, clauses)):
            return None
        date, step = due["date"], due["step"]
        ends = left is not None and self._ends.search(_TAIL.sub("", thing))
        if not step or ends:
            return self._left(segment, left, due, thing)
        if left is None and any(map(_PART_DONE.search, clauses)):
            return None  # only a part of it, which has no name
        rest = left.rest + self._unit_of(segment, left.count) if left else ""
        if not thing or self._is_told(thing, step, date) or (left and not left.count):
            return None
        return Matter("dated", f"{thing}{rest}{date}{due['whole']}{step}", date)

    def _more(self, segment: str, opening: str) -> Matter | None:
        """Others of a kind that are being built: 建成水池14处；另有3处在建，预计4月建成."""
        clauses = segment.split("，")
        due = next((found for one in clauses if (found := self._due.search(one))), None)
        more = next((found for one in clauses if (found := _MORE.match(one))), None)
        if due is None or more is None or not due["step"] or not self._is_ahead(due["date"]):
            return None
        noun = self._counted(opening, "") if more["count"] or more["number"] else ""
        if not noun or self._is_told(noun, due["step"], due["date"]):
            return None
        said = f"在建的{noun}{due['date']}{due['whole']}{due['step']}"
        return Matter("dated", said, due["date"])

    def _in_progress(self, clauses: Sequence[str], thing: str) -> Matter | None:
        if not thing or self._is_told(thing):
            return None
        ends = [one.removeprefix(thing).removeprefix("目前") for one in clauses]
        if not any(map(self._going.fullmatch, ends)):
            return None
        return Matter("going", thing if self._ends.search(thing) else f"{thing}建设")

    def _left(
        self, segment: str, left: _Left | None, due: re.Match[str], thing: str
    ) -> Matter | None:
        """The rest of what is partly done, with what is done to it: 其余8处废弃井口封堵."""
        deed, date = due["deed"] or "", due["date"]
        if due["done"]:
            said = _DEED.search(segment)
            deed = said["deed"] if said else self._planned_deed(segment)
        noun = self._counted(segment, thing)
        if not noun:
            return None
        noun = _TAIL.sub("", noun)
        bare = self._ends.sub("", noun)
        if deed and bare != noun and bare and due["deed"]:
            noun = bare
        if not deed and not self._ends.search(noun):
            return None
        if self._is_told(noun, deed or noun[-2:], date, left.count if left else ""):
            return None
        deed = "" if noun.endswith(deed) else deed
        return Matter("left", f"{left.rest if left else ''}{noun}{deed}", date)

    def _planned_deed(self, segment: str) -> str:
        """What a plan of it is said to be: 计划栽植26公里, 安装隔声窗，计划安装860户."""
        found = re.search(rf"计划(?P<deed>{self._deeds.pattern})\d", segment)
        return found["deed"] if found else ""

    def _counted(self, segment: str, thing: str) -> str:
        """What a rest is a rest of: what the part of the statement opens on, without its verb."""
        first = segment.split("，", maxsplit=1)[0]
        first = re.sub(r"^(?:上半年|全年|今年|截至\d+月底)", "", first)
        if first.startswith(("为", "给")):
            return self._made_for(first)
        found = _COUNTED.match(first)
        noun = found["noun"] if found else thing
        noun = self._verbs.sub("", noun) if not self._ends.search(noun) else noun
        return noun if len(noun) >= _ALONE and not _NO_THING.search(noun) else ""

    def _made_for(self, clause: str) -> str:
        """为居民安装隔声窗: 隔声窗."""
        found = re.search(rf"(?:{self._deeds.pattern})(?P<noun>[\u4e00-\u9fff]{{2,8}})$", clause)
        return found["noun"] if found else ""

    def _unit_of(self, segment: str, count: str) -> str:
        """What the whole's count is of, where the rest only has the unit: 套 in 1260套安置房."""
        unit, first = count.lstrip("0123456789."), segment.split("，", maxsplit=1)[0]
        found = re.search(rf"\d{re.escape(unit)}(?P<noun>[\u4e00-\u9fff]{{2,4}})(?=，|$)", first)
        return found["noun"] if unit and found else ""

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

    def _is_later(self, date: str) -> bool:
        year = _YEAR.search(date)
        return year is not None and int(year[1]) > self._year

    def _is_told(self, thing: str, step: str = "", date: str = "", count: str = "") -> bool:
        """Whether the plan's own facts tell of a thing, beyond the place where it is.

        A rest is only told where its deed or its count is, too; what has the same date and step
        is told in fewer words.
        """
        bare = self._places.sub("", thing)
        bare = bare if len(bare) >= _ALONE else thing
        when = re.sub(r"20\d\d年", "", date)
        for clause in self._told:
            if (step or count) and count and not (count in clause or (step and step in clause)):
                continue
            if _shares(bare, clause, _RUN):
                return True
            same = bool(when) and bool(step) and when in clause and step in clause
            if same and _shares(bare, clause, _SAME):
                return True
        return False

    def _thing(self, segment: str, before: str, *, goes_on: bool) -> str:
        """What a part of a statement is about, if it can be named by itself; else empty."""
        until = re.split(_DUE, segment)[0]
        phase = next((found for one in until.split("，") if (found := _PHASE.match(one))), None)
        if phase is not None:
            phased = _PHASED.match(segment)
            base = phased["base"] if phased else before
            opens = _OPENS.match(segment)
            if not base and opens and not _PHASE.match(segment):
                base = opens["thing"]
            base = re.sub(r"(?:利用|建设).*$", "", base)
            return base + phase["phase"] + (phase["noun"] or "") if base else ""
        opens = _OPENS.match(segment)
        thing = _SCHEME.sub("", opens["thing"]) if opens else ""
        if opens and (built := _BUILT.search(until.split("，")[0], opens.end())) is not None:
            thing += built["thing"]  # 沧帆船舶投资4200万元新建浮船坞1座
        if _fits(thing, goes_on=goes_on):
            return thing
        made = _MADE.match(until)
        if made is None:
            return ""
        thing = (made["who"] or "") + made["thing"]
        return thing if _fits(thing, goes_on=False) else ""


def _fits(thing: str, *, goes_on: bool) -> bool:
    """Whether letters name a thing that a sentence can be made of."""
    named = _NAMED.search(thing) is not None
    least = _ALONE if named else _SHORTEST
    fits = least <= len(thing) <= _LONGEST and not _NO_THING.search(thing)
    return fits and (named or not goes_on)


def _shares(thing: str, clause: str, run: int) -> bool:
    """Whether a clause has so many letters of a thing in a row."""
    size = min(run, len(thing))
    return any(thing[at : at + size] in clause for at in range(len(thing) - size + 1))
