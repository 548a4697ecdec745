"""What a fact is about by its own words, and the headings that these make.

A statement tells of what its first clause does and to what (拆除废弃网箱46口), or of what it is the
subject of (一次管网计划更换9.5公里); an indicator tells of its name. What is said behind is no
evidence: a heading made from these words claims nothing that the fact has not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.writing.outline.lexicon import any_of
from zhibi.writing.outline.told import (
    PLACE,
    WHEN,
    bare_thing,
    clauses_of,
    is_built,
    pairs_of,
    subject_of,
    told_of,
    without_measure,
    without_places,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_SHORTEST, _LONGEST = 2, 10
"""Letters of a thing that a heading names."""
_FOR = (
    r"(?:(?:为|对|给|向|在|由|经|请|依托|利用|围绕|针对|通过|组织|投资|投入|争取)[^，。；]{2,20}?)?"
)
_ANYONE = re.compile("(?:园区|街道|[镇乡村]|社区|部门|单位|干部|公司|商会|协会|^)$")
"""What the names of those end with who do whatever is done."""
_THING = r"[\u4e00-\u9fff、“”]{2,16}?"
_THING_OF_ACTOR = r"(?:(?!的)[\u4e00-\u9fff、“”]){2,16}?"
_COUNTED_BEFORE = r"[\u4e00-\u9fff]{0,6}?\d[\d.]*[万余多]?(?!平方|立方|公|人次)[\u4e00-\u9fff]"
"""How many there are, said before what is counted: 拆除库区最后412口养殖网箱."""
_MEASURED = r"(?=[\d为成]|里程|长度|面积|[户人件]?数|量|额)"
"""What stands behind a deed that has its thing before it: 楼道堆物清理3120处, 村道硬化里程."""
_TIMES = "(?:[一两三四五六七八九十多几]+|\\d+)[次场期轮批]"
"""How often, said before what is done: 组织一次泥料检测."""
_BEHIND = (
    r"(?=\d(?!\d*[时点月日年])|[，。；：（]|$|共\d|达\d|约\d|近\d|超\d|使用|涉及|覆盖|平?均[\d\u4e00-\u9fff]|已|各|"
    r"一[次批个处名])"
)
_MORE = re.compile(rf"\d[\d.,]*[\u4e00-\u9fff]{{1,4}}?、(?P<thing>{_THING})(?=\d)")
"""What else a deed is done to: 完成屋面防水2.9万平方米、外墙保温6.4万平方米."""
_SHORT_DEED = re.compile(
    rf"{_FOR}(?P<deed>设(?![立置备计施])有?|装(?![备修置饰卸运])|修(?![复缮订建改整剪])|换(?![新热乘届])|"
    rf"办(?![法理公学好结证事])|建有)(?P<thing>{_THING}){_BEHIND}"
)
"""A deed told by one letter: 设监测点46处, 装门磁报警器410套."""
_NO_THING = re.compile(
    r"[了并且为是在从由把将向使让其沿每]|对(?![接外口象])|平$|上半年|全年|其中|均|各|个|已|正|尚|[率度量数额价]$|总投资|全部|合格|"
    r"(?:里程|长度|户数|人数|人次|入户|上门|到户|下乡|进村|公司|集团|效果|情况|工作|制度|机制|任务|费用|成功|全长|投资|[中前后签日的]|(?<!建)设)$"
)
_BUILT = re.compile(r"(?:年度|全年|今年|当年)?(?:计划|已|需|应|全部|累计|正在|完成|[日月年]均)")
_WORK_BEHIND = (
    r"(?P<thing>[\u4e00-\u9fff]{{2,10}}?)(?:\d[\d.,]*(?![年月日时])[\u4e00-\u9fff]{{1,2}})+?"
    r"(?P<work>{})"
)
"""A thing with the work on it behind its figures: 梧桐里小区18栋756户改造4月完工."""
_IS_WORK = re.compile(r"(?:已|全部|均已)*完成(?=\d|$)")
"""What follows the name of work: 养老待遇资格认证已完成6221人."""
_PAIR = re.compile("和|”$")
"""What a deed does not stand behind: two things, a name in quotation marks."""
_LIVED_IN = ("小区", "新村", "社区", "村", "街道")
"""What the names of places end with, where not they are built but something in them."""
_PROJECT, _LONGER = ("项目", "工程"), 3
"""What a project's name ends with, which may be longer by so many letters."""
_ALIKE = 0.3
"""The share of a heading's pairs of letters above which another names the same."""
_LONGEST_HEADING = 15
"""Letters of a heading of two deeds."""
_VERB = 2
"""Letters of a heading's verb."""


def done_of(fact: Fact, style: Style) -> str:
    """What a fact says first, without who does it (园区设立企业服务站 → 设立企业服务站)."""
    told = told_of(fact)
    actor = _actor(told, style)
    return told.removeprefix(actor) if _ANYONE.search(actor) else told


def doer_of(fact: Fact, style: Style) -> str:
    """The thing that does what a fact tells of (零工驿站); empty where anyone does it."""
    actor = without_places(_actor(told_of(fact), style))
    return "" if _ANYONE.search(actor) else actor


def _actor(told: str, style: Style) -> str:
    """What stands before a deed and does it; empty where a clause begins with the deed."""
    plain = any_of(_plain_verbs(style)).pattern
    if re.match(f"[为对给向在]|{any_of(style.own_verbs).pattern}", told):
        return ""
    found = re.match(rf"(?P<actor>[\u4e00-\u9fff]{{2,10}}?)(?:{plain}){_THING}{_BEHIND}", told)
    return found["actor"] if found else ""


def thing_of(fact: Fact, style: Style) -> str:
    """The thing that a fact is about: its deed's object, else the subject of its first clause."""
    clause = told_of(fact)
    first = without_places(clause)
    heading = next(_deeds(first, style), "")
    if heading:
        return heading[_VERB:]
    return subject_of(first) if fact.is_statement else first


def deed_of(fact: Fact, style: Style) -> str:
    """The deed that a fact tells of first, before its thing or behind it; empty without one."""
    clause = told_of(fact)
    deeds = any_of(style.own_verbs).pattern
    ways = (
        rf"{_FOR}(?P<deed>{deeds})(?![的后前])",
        rf"{_THING}(?P<deed>{deeds})(?=\d)",
        rf"{_THING}(?P<deed>{any_of(style.moves).pattern})(?=[\d，]|$)",
    )
    found = (re.match(way, clause) for way in ways)
    return next((one["deed"] for one in found if one), "")


def own_heading(fact: Fact, style: Style, *, further: bool = False) -> str:
    """A heading from what a fact says first; empty where that makes none.

    Where it goes on with another deed, both are named: 拆除违建、更换上下水管道. `further`: else
    one from its second clause.
    """
    found: list[str] = []
    clauses = clauses_of(fact)
    for at, clause in enumerate(clauses):
        first = without_places(clause)
        heading = next(_deeds(first, style), "")
        if at == 0:
            heading = heading or next(_subjects(first, fact, style), "")
        elif further and not found:
            heading = heading or _done_to(clauses[0], first, style)
        elif not (found and clause.startswith(_going_on(style))):
            heading = ""
        if heading and found and heading[:_VERB] == found[0][:_VERB]:
            found[0] = (
                f"{found[0]}和{heading[_VERB:]}" if unlike([*found, heading])[1:] else found[0]
            )
        elif heading and len("、".join((*found, heading))) <= _LONGEST_HEADING:
            found.append(heading)
    return "、".join(unlike(found))


def _done_to(before: str, clause: str, style: Style) -> str:
    """What a clause does that names no object, to the subject of the one before it.

    展装废弃物产生2480吨，回收利用1910吨 → 回收展装废弃物.
    """
    found = re.match(rf"(?P<deed>{any_of(style.own_verbs).pattern})(?:利用)?(?=\d)", clause)
    subject = subject_of(before).removesuffix("产生")
    is_done = found is not None and found["deed"] not in style.carrying_out
    if found is None or not is_done or not _is_thing(subject, style):
        return ""
    return style.lead.format(verb=found["deed"], topic=subject)


def retold(heading: str, style: Style) -> str:
    """A heading of a fact's own words that does not begin like the fact itself."""
    deed, thing = heading[:_VERB], heading[_VERB:]
    if _PAIR.search(thing):
        return heading
    for verb, deeds in style.deeds_behind.items():
        if deed in deeds:
            return style.lead.format(verb=verb, topic=thing + deed)
    renamed = (verb for verb, deeds in style.deeds_renamed.items() if deed in deeds)
    return style.lead.format(verb=next(renamed, deed), topic=thing)


def unlike(headings: Iterable[str]) -> list[str]:
    """The headings, without those that name what one before them names (拆除房屋, 推进房屋拆除)."""
    found: list[str] = []
    for heading in headings:
        if heading and not any(_is_alike(heading, one) for one in found):
            found.append(heading)
    return found


def _is_alike(one: str, other: str) -> bool:
    """Whether two headings name one thing: with one verb by their things, else by all words."""
    if one[:_VERB] == other[:_VERB]:
        one, other = one[_VERB:], other[_VERB:]
    pairs, others = set(pairs_of(one)), set(pairs_of(other))
    return len(pairs & others) > _ALIKE * min(len(pairs), len(others))


def _going_on(style: Style) -> tuple[str, ...]:
    """The deeds with which a second clause goes on."""
    return tuple(verb for verb in style.own_verbs if verb not in style.carrying_out)


def _deeds(clause: str, style: Style) -> Iterator[str]:
    """A clause's deed with its object: 打捞水面漂浮物; 更换一次管网 of 一次管网计划更换9.5公里."""
    deeds = any_of(style.own_verbs).pattern
    plain = any_of(_plain_verbs(style)).pattern
    ways = (
        rf"{_FOR}(?P<deed>{deeds})(?![的后前])(?:完成)?了?(?P<thing>{_THING}){_BEHIND}",
        rf"[\u4e00-\u9fff]{{2,10}}?(?P<deed>{plain})了?(?P<thing>{_THING_OF_ACTOR}){_BEHIND}",
        rf"(?P<deed>{deeds}){_COUNTED_BEFORE}(?P<thing>{_THING})$",
        rf"(?P<deed>{deeds}){_TIMES}(?P<thing>{_THING}){_BEHIND}",
    )
    for way in ways:
        found = re.match(way, clause)
        if found and (heading := _of_deed(found["deed"], found["thing"], style)):
            more = _MORE.match(clause, found.end())
            both = f"{heading}和{more['thing']}" if more else heading
            fits = more and _is_thing(more["thing"], style) and len(both) <= _LONGEST_HEADING
            yield both if fits else heading
    found = _SHORT_DEED.match(clause)
    if found and (heading := _of_deed(style.short_deeds[found["deed"]], found["thing"], style)):
        yield heading
    moves = any_of(style.moves).pattern
    found = re.match(rf"(?P<thing>{_THING})(?:已|全部|均)*(?P<move>{moves})(?=[\d，]|$)", clause)
    if found and _is_thing(thing := bare_thing(found["thing"]) + found["move"], style):
        yield style.lead.format(verb=style.subject_verbs[0], topic=thing)
    found = re.match(_WORK_BEHIND.format(any_of(work_names(style)).pattern), clause)
    if found and (heading := _of_deed(found["work"], found["thing"], style)):
        yield heading
    subject = subject_of(clause)
    behind = clause[clause.find(subject) + len(subject) :] if subject else ""
    found = re.match(rf"{_BUILT.pattern}*(?P<deed>{deeds})(?=[\d，。为成]|$)", behind) or re.match(
        rf"[于在][^，。]{{2,14}}?(?P<deed>{deeds})$", behind
    )
    if found and _is_thing(subject, style):
        done = found["deed"] in style.carrying_out
        verb = style.subject_verbs[0] if done else found["deed"]
        yield style.lead.format(verb=verb, topic=subject)
    found = re.match(rf"(?P<thing>{_THING})(?P<deed>{plain}){_MEASURED}", clause)
    named = found and found["deed"] not in style.carrying_out
    if found and named and (heading := _of_deed(found["deed"], found["thing"], style)):
        yield heading


def _of_deed(deed: str, said: str, style: Style) -> str:
    """A deed with its object; of work that is done or carried out, the work's name."""
    if deed in style.carrying_out:
        work = re.match(rf".{{2,}}(?:{any_of(work_names(style)).pattern})", said)
        if work and len(work[0]) <= _LONGEST and _is_thing(work[0], style):
            return style.lead.format(verb=style.subject_verbs[0], topic=work[0])
    thing = bare_thing(said).replace("、", "和")
    if deed in style.carrying_out and thing.endswith("化"):
        return ""  # 完成数字化 says nothing of what
    return style.lead.format(verb=deed, topic=thing) if _is_thing(thing, style) else ""


def _subjects(clause: str, fact: Fact, style: Style) -> Iterator[str]:
    """What a clause is the subject of, with a verb that goes with its last word.

    That is work which has a name (北井矸石山治理), or a thing that is being built.
    """
    subject = subject_of(clause)
    said = any_of((*style.sentences.deeds, *_plain_verbs(style)))
    thing = (
        ""
        if said.match(subject) or re.match("[设对为由给向在请让]", subject)
        else _thing(subject, style)
    )
    if not thing:
        return
    verb = _last_word(thing, style)
    if _IS_WORK.match(clause[clause.find(thing) + len(thing) :]):
        verb = verb or style.wide_verbs[0]
    if verb in style.subject_verbs:
        yield style.lead.format(verb=verb, topic=thing)
    elif not verb and is_built(fact, style) and not thing.endswith(_LIVED_IN):
        yield style.lead.format(verb=style.building_verb, topic=thing)


def work_names(style: Style) -> Sequence[str]:
    """The names of work that may be the subject of a clause (治理, 改造)."""
    return [word for verb in style.subject_verbs for word in style.verbs.get(verb, ())]


def _plain_verbs(style: Style) -> Sequence[str]:
    """The deeds that are no names of work as well: what is before them does them."""
    nouns = frozenset(word for words in style.verbs.values() for word in words)
    return [verb for verb in style.own_verbs if verb not in nouns]


def _is_thing(thing: str, style: Style) -> bool:
    """Whether words name something by themselves: no place, no word that any fact may have."""
    longest = _LONGEST + _LONGER if thing.endswith(_PROJECT) else _LONGEST
    if not _SHORTEST <= len(thing) <= longest or thing.count("“") != thing.count("”"):
        return False
    plain = any(
        thing in words
        for words in (
            style.common,
            style.sentences.deeds,
            style.next_steps.steps,
            work_names(style),
        )
    )
    return not plain and not _NO_THING.search(thing) and not PLACE.fullmatch(thing)


def _thing(name: str, style: Style) -> str:
    """A name without its measure, where what is left is short enough to be named."""
    bare = without_measure(re.sub(f"^{WHEN}", "", name), style)
    if len(bare) > _SHORTEST and _last_word(bare[:-1], style):
        bare = bare[:-1]  # 噪声监测点 → 噪声监测
    fits = len(bare) > _SHORTEST and re.fullmatch(r"[\u4e00-\u9fff“”、]+", bare)
    return bare if fits and _is_thing(bare, style) else ""


def _last_word(thing: str, style: Style) -> str:
    """The verb that goes with a thing's last word; empty where none is known."""
    fitting = [
        (len(word), verb)
        for verb, words in style.verbs.items()
        for word in words
        if thing.endswith(word) and thing != word
    ]
    return max(fitting, default=(0, ""))[1]
