"""What an open clause of a statement is of: its own subject, that of its part, or a whole.

其余16处正在整改 is the rest of what the statement counts in the same unit (发现隐患187处);
路面尚未铺设 and 预计4月通车 follow what their part of the statement opens with (货场连接线).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibi.figures.model import TIME_KINDS
from zhibi.writing.outline.lexicon import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Entry, Fact
    from zhibi.styles.model import Style

_LEAST, _LONG = 2, 4
"""Letters of a noun, and of one that is no part of what is told before it."""
_SHORT = 2
"""Letters of a noun that does not say what it is of (隐患, 问题)."""
_WHEN = re.compile(
    r"^(?:(?:20\d\d年度?|今年|全年|上半年|下半年|年初|年末|年内|目前|现|至月[底末]|至|截至"
    r"|\d{1,2}月(?:\d{1,2}日|[底末份]|[上中下]旬)?)[，起]?)+"
)
_ADVERBS = re.compile(
    r"^(?:目前|现在?|均|整体|总体|主要|仍|还|也|都|尚|计划|拟|持续|继续|成功|常态化)+(?![有剩])"
)
_REST = re.compile(
    r"^(?:其余|剩余|余下|另有?|另外|还有|还剩|尚有|其中|(?!20\d\d年|\d{1,2}月|\d+号)\d)(?!的)"
)
_COUNTED = re.compile(r"(?:正在[\u4e00-\u9fff]{2,4}|在建|尚未[\u4e00-\u9fff]{2,4}|未开工)\d")
"""在建4个: it counts what is told before it."""
_COUNT = re.compile(r"^\d")
_PHASE = re.compile(r"[一二三四]期.*")
_OTHERS = re.compile(
    r"^另?有?(?P<told>\d[\d.]*[万亿]?[\u4e00-\u9fff](?P<noun>[^，。；、\d]{2,8}?))"
    r"(?=正在|尚未|还未|已|计划|预计)"
)
_OF_ITSELF = re.compile(r"^正在[\u4e00-\u9fff]{2,}[\u4e00-\u9fff]{4}\d")
"""正在申报规上工业企业1家: what it is of stands in it."""
_STATE = (
    r"(?:总投资|计划|协议|总长|双线|全长|占地|建设规模|主体|路基|桩基|初步设计|完成|建成|日处理|日供"
    r"|(?:投资|建筑|设计|规划|概算|面积|征集|工程进度|(?<!供)应(?!用))[\u4e00-\u9fff]{0,4}\d|[长宽](?=[\d约])"
    r"|正在|仍在|还在|尚在|正等|在建|在办|在谈|尚未|还未|还没|未|已|预计|拟|由(?=.*?[搬改迁]|[^，]{2,12}公司)"
    r"|于|自|原有|现有|共(?=[有计投\d])|累计|全部|有(?!限)|(?<![铺建])设(?=\d)|为(?=\d)|达|获|通过"
    r"|20\d\d年|\d|[：“（])"
)
_OPENS = re.compile(rf"(?P<thing>(?:“[^”]{{2,14}}”|\d号|[^，。；“”\d])+?)(?={_STATE}|$)")
_BEFORE_STATE = re.compile(rf"(?P<thing>(?:“[^”]{{2,14}}”|\d号|[^，。；“”\d])+?)(?={_STATE})")
_IS_STATE = re.compile(_STATE.replace(r"|\d|[：“（]", "").replace("|完成|建成", ""))
_STATE_ON = re.compile(f"{_STATE}.*")
_SIZED = re.compile(
    rf"\d[\d.]*[万亿]?(?:公里|平方米|米|亩|个|座|处|条)(?P<noun>[\u4e00-\u9fff]{{2,6}}?)(?={_STATE}|$)"
)
_BUILT = re.compile(
    r"(?P<who>^[^，。；\d]{2,12}?)(?=投资|利用|租用|引进)"
    r".*?(?P<made>(?:新建|扩建|建设|改建|购置)[^，。；：、\d]{2,12})(?=\d|$)"
)
_MADE = re.compile(
    r"^(?:利用|依托|租用|投入?)[^，。；]*?(?:新建|改建为?|扩建|建设)"
    r"(?P<thing>[^，。；：、\d]{3,12})(?=\d|$)"
)
_SIGNED = re.compile(r"^与(?P<who>[^，。；]{4,}?)(?P<deed>签约)")
_PLAN = re.compile(
    r"(?:全年|年度|今年|本年|年初)?(?:计划|任务|列入)(?!书|生育)|^(?:年末|年初|全年)|累计|原有|总数达到|^规划|^工程含|(?<=改造|建设|修缮|更新|扩建)方案$"
    r"|涉及(?=[^，]{2,4}$)"
)
_TAIL = re.compile(
    r"(?:中?已[\u4e00-\u9fff]{2,4}|已?[共有达为应分收]|已|只|总数|合计|中|全长|总长|面积|里程|规划|规模|涉及)+$"
)
_OWED = re.compile(r"[应实][\u4e00-\u9fff]|已[\u4e00-\u9fff]")
_NO_NAME = re.compile(
    r"^(?:每|对|把|按|通过|由|加快|加强|除|因|与|和|以|再|新[增开办])|^(?:辖区|全[镇乡街市县区])$"
)
_OWN_NAME = re.compile(
    r"(?:[村镇乡路街桥站馆院校厂园区]|社区|中心|小区|公司|商标|项目|工程|合作社|水厂|泵站|水库|大厦|基地"
    r"|公寓|[、”])$"
)
_PLACE = re.compile(r"^[^、]{2,4}(?:村|社区)$")
_HOLDER = re.compile(
    r"^.{2,12}?(?:小学|中学|学校|幼儿园|医院|卫生院|敬老院|公司|合作社|园区|社区|[镇乡村])(?=.{2})"
)
_FIRM = re.compile(r"(?:公司|合作社)$")
_RIGHT = re.compile(r"[^，。；、\d]+?(?=全部|[已均中正尚未还，。；、\d]|$)")
_ENDS_DONE = re.compile(r"完成(?:任务)?$")
_DEED_DONE = re.compile(r"已?完成(?P<deed>[\u4e00-\u9fff]{2,8}?)\d")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a statement and its place in it."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the statement."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a clause; `thing` is what it is about, which may stand in the clause.

    `whole` is the clause that tells the whole of which this one tells the rest.
    """

    lead: str
    thing: str
    link: str = ""
    cut: int = 0
    whole: str = ""

    def behind_whole(self, words: str) -> str:
        """The clause behind that of its whole, as the statement has them; empty without one."""
        return f"{self.whole}，{words}" if self.whole else ""

    def before(self, words: str) -> str:
        """The clause with its subject."""
        return f"{self.lead}{self.link}{words[self.cut :].removeprefix('其中')}"


class SubjectReader:
    """Finds the subjects of clauses; the style has the words that say what is done."""

    def __init__(self, style: Style) -> None:
        words = any_of([*style.sentences.deeds, *style.next_steps.finding]).pattern
        place = "^(?:全[镇乡街市区]|辖区|年末|年初)*"
        self._deeds = re.compile(rf"{place}(?:(?:{words})(?:了|出(?!租|口))?)+")
        finding = any_of(style.next_steps.finding).pattern
        self._finding = re.compile(rf"{place}(?:(?:{finding})(?:了|出(?!租|口))?)+")
        self._parts = re.compile(f"^(?:{any_of(style.next_steps.parts).pattern})")

    def of(
        self,
        fact: Fact,
        clauses: Sequence[Clause],
        at: int,
        words: str,
        first: Sequence[Clause],
    ) -> Subject | None:
        """The subject of a clause of a part of a statement; None where nothing tells it.

        `words` are what is told of the clause, `first` is the part that opens the statement.
        """
        bare = _ADVERBS.sub("", words)
        if _REST.match(bare) or _COUNTED.match(words):
            return self._of_whole(fact, clauses, at, words, first)
        if _OF_ITSELF.match(words):
            return Subject("", bare)
        own = self._own(words)
        if own and not self._is_part(own, clauses[at] is first[0]):
            return Subject("", own)
        opens = self._before(clauses[:at], first, part=bool(own))
        if not opens:
            return Subject("", own) if len(own) >= _LONG else None
        if not own:
            return Subject(opens, opens)
        if _PHASE.match(own):
            opens = _PHASE.sub("", opens)
            if not opens:
                return None
        elif opens[-1] == own[-1] or _PLACE.match(opens):
            return Subject("", own)  # 横三路 after 纵二路
        elif clauses[0] is not first[0] and opens == self._opening(first):
            holder = _HOLDER.match(opens)
            opens = holder[0] if holder else opens
        return Subject(opens, opens + own)

    def has_own(self, words: str) -> bool:
        """Whether a clause has a subject of its own."""
        if _COUNTED.match(words):
            return False
        return bool(self._own(words)) or _REST.match(_ADVERBS.sub("", words)) is not None

    def _own(self, words: str) -> str:
        """The subject that a clause has itself, before what it says of it."""
        text = _WHEN.sub("", _ADVERBS.sub("", words))
        found = None if _IS_STATE.match(text) else _BEFORE_STATE.match(text)
        own = found["thing"] if found else ""
        if text.startswith("由") and "的" in text:
            own = text.partition("的")[2]  # 由旧仓库改造的记忆馆
            own = _STATE_ON.sub("", own)
        own = _of_left(own).rpartition("的")[2]
        return own if len(own) >= _LEAST and not _NO_NAME.match(own) else ""

    def _is_part(self, own: str, opens: bool) -> bool:
        """Whether a noun is only of something that is told before it: 设备, 路面, 二期."""
        if opens:
            return False
        return len(own) < _LONG or self._parts.match(own) is not None

    def _before(
        self, clauses: Sequence[Clause], first: Sequence[Clause], *, part: bool = False
    ) -> str:
        """What a clause follows: the firm told last before it, else what its part opens with.

        A part of a statement that goes on with no name of its own follows the one that opens it.
        With `part`, the clause itself tells a part of what is looked for.
        """
        for one in reversed(clauses):
            opens = _of_left(self._opening([one]))
            if _FIRM.search(opens):
                return opens
        opens = self._opening(clauses)
        if opens and not self._is_part(opens, clauses[0] is first[0]):
            return opens
        start = self._opening(first) if not clauses or clauses[0] is not first[0] else opens
        if opens and (holder := _HOLDER.match(start)):
            return holder[0] if part else holder[0] + opens
        return start

    def _of_whole(
        self,
        fact: Fact,
        clauses: Sequence[Clause],
        at: int,
        words: str,
        first: Sequence[Clause],
    ) -> Subject | None:
        """The whole that a rest is of."""
        if (others := _OTHERS.match(words)) is not None:
            return Subject(others["told"], others["noun"], cut=others.end())
        before = [*(() if first[0] is clauses[0] else first), *clauses[:at]]
        whole = _whole(fact, clauses[at], clauses[0].start)
        opens = _PHASE.sub("", self._before(clauses[:at], first))
        keep = _ENDS_DONE.search(words) is not None
        noun = self._noun(fact, whole, keep=keep) if whole else ""
        if not noun:
            noun = opens
        elif opens and noun not in opens and (len(noun) <= _SHORT or _OWN_NAME.search(opens)):
            bare = self._deeds.sub("", opens) or opens
            noun = opens if opens.endswith(noun) else bare + noun.removeprefix(bare)
        if not noun:
            return None
        done = next((d for one in before if (d := _DEED_DONE.search(one.text))), None)
        if keep and done and done["deed"] not in noun:
            noun += done["deed"]
        counted = _clause_of(fact.text, whole) if whole else ""
        return Subject(noun, noun, "还有" if _COUNT.match(words) else "", whole=counted)

    def _noun(self, fact: Fact, whole: Entry, *, keep: bool) -> str:
        """What a figure counts, from the words beside it; `keep`: with what is done to it."""
        marks = [one.end() for one in re.finditer("[，。；：、]", fact.text[: whole.start])]
        ends = [
            one.end for one in fact.figures if one.end <= whole.start and one.text[:1].isdigit()
        ]
        since = max([0, *marks, *(ends if not _WHEN.match(fact.text) else ())])
        noun = self._clean(fact.text[since : whole.start], keep=keep)
        known = _OWED.fullmatch(noun) is None and self._deeds.fullmatch(noun) is None
        if len(noun) >= _LEAST and known and not noun.startswith("已"):
            return noun
        right = _RIGHT.match(fact.text, whole.end)
        noun = right[0] if right else ""
        if len(noun) < _LEAST or _REST.match(noun):
            noun = re.sub("^(?:已|待|应|需)[收修完发]?", "", self._clean(whole.name, keep=keep))
        return noun if self._deeds.fullmatch(noun) is None else ""

    def _clean(self, words: str, *, keep: bool) -> str:
        words = _TAIL.sub("", _PLAN.sub("", _WHEN.sub("", words)))
        words = words.removeprefix("其中").removeprefix("为").removeprefix("有")
        words = _ADVERBS.sub("", words)
        return words if keep else self._without_deed(words)

    def _opening(self, clauses: Sequence[Clause]) -> str:
        """What a part of a statement opens with, without what is done to it."""
        for clause in clauses:
            thing = self._thing(_SIGNED.sub(r"\g<who>\g<deed>", clause.text))
            if len(thing) >= _LEAST and not _NO_NAME.match(thing):
                return thing
        return ""

    def _thing(self, clause: str) -> str:
        text = _PLAN.sub("", _WHEN.sub("", clause)).removeprefix("为").removeprefix("有")
        text = _ADVERBS.sub("", text)
        if _IS_STATE.match(text):
            return ""
        if (made := _MADE.match(text)) is not None:
            return made["thing"]
        if (built := _BUILT.match(text)) is not None:
            return built["who"] + built["made"]
        if _COUNT.match(text) and not re.match(r"\d+号", text):
            counted = re.match(rf"\d[\d.]*[万亿]?[\u4e00-\u9fff](?P<noun>{_RIGHT.pattern})", text)
            return self._without_deed(counted["noun"]) if counted else ""
        found = _OPENS.match(text)
        thing = found["thing"] if found else ""
        sized = _SIZED.match(text, found.end()) if found else None
        if sized is not None and thing.endswith(("村", "镇", "社区")):
            thing += sized["noun"]
        return self._without_deed(_TAIL.sub("", thing))

    def _without_deed(self, noun: str) -> str:
        """A noun without what is done to it, unless next to nothing is left (签约项目)."""
        noun = self._finding.sub("", noun)
        bare = self._deeds.sub("", noun)
        return noun if len(bare) <= _SHORT else bare


def _of_left(noun: str) -> str:
    """A noun without the words that it is what is left: 剩余的蓝桉印染有限公司."""
    return re.sub("^(?:剩余|其余)的", "", noun)


def _whole(fact: Fact, clause: Clause, since: int) -> Entry | None:
    """The figure before a clause of whose whole it tells the rest.

    That from which another one takes away to leave the rest, else the first one in its unit; the
    largest where the rest has no figure.
    """
    own = [one for one in fact.figures if clause.start <= one.start < clause.end]
    counts = [one.quantity for one in own if one.quantity.kind not in TIME_KINDS]
    told = [one for one in fact.figures if one.start < clause.start]
    told = [one for one in told if one.quantity.kind not in TIME_KINDS]
    before = [one for one in told if one.start >= since] or told
    if not counts:
        plain = [one for one in before if one.quantity.unit not in ("%", "％")]
        return max(plain, key=lambda one: one.quantity.value, default=None)
    same = [one for one in told if one.quantity.unit == counts[0].unit]
    left, values = counts[0].value, {one.quantity.value for one in same}
    exact = [one for one in reversed(same) if one.quantity.value - left in values]
    near = [one for one in before if one in same] or same
    return next(iter([*exact, *near]), None)


def _clause_of(text: str, whole: Entry) -> str:
    """The clause of a statement that a figure stands in."""
    starts = [one.end() for one in re.finditer("[，。；：]", text[: whole.start])]
    clause = re.split("[，。；：]", text[starts[-1] if starts else 0 :], maxsplit=1)[0]
    return clause.removeprefix("其中")
