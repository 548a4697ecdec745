"""What a fact is about by its own words, and the headings that these make.

A statement tells of what its first clause does and to what (拆除废弃网箱46口), or of what it is the
subject of (一次管网计划更换9.5公里); an indicator tells of its name. What is said behind is no
evidence: a heading made from these words claims nothing that the fact has not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from zhibi.writing.outline.lexicon import any_of, head_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_SHORTEST, _LONGEST = 2, 10
"""Letters of a thing that a heading names."""
_WHEN = (
    r"(?:(?:截至|自|从)?(?:[^，。\d]{2,8}(?:假期|期间)(?:\d+天)?|\d{4}年|\d{4}—\d{4}年[\u4e00-\u9fff]{1,3}季|"
    r"\d+(?:—\d+)?月\d*日?(?:份|底|末|起|中旬|上旬|下旬)?|[一二三四]季度|"
    r"上半年|下半年|全年|今年(?:以来)?|年[末初底内]|[春夏秋冬]季|目前|累计|每[年月周季天日]度?(?:\d+次)?|"
    r"按[年月季]度?|"
    r"先后|全部|共|现有|已|还|计划|规划(?=[\u4e00-\u9fff]{2,8}\d)|拟)|，)*"
)
_SCOPE = r"(?:全[镇乡]|全街道|辖区内?|街道辖?|我[镇乡]|镇里|乡里|各村|各社区|本[镇乡])?(?:共?有)?"
_COUNTED = (
    r"(?:\d[\d.,—-]*[多余]?[万亿]?[多余]?(?:公里|平方米|岁以上|(?!号)[\u4e00-\u9fff])"
    r"(?=[\u4e00-\u9fff]{2}))?"
)
_LEADING = re.compile(f"(?:{_WHEN}{_SCOPE}{_COUNTED})")
_PLACE = re.compile(r"[^，。；\d]{2}(?:社区|村)(?!民|庄|集体|级|道|组|史|部|口|干|镇)")
_PLACES = re.compile(rf"(?:{_PLACE.pattern}[、和])*{_PLACE.pattern}(?:等\d*个?(?:社区|村))?")
"""The places that a clause begins with."""
_BY = re.compile("(?<=..)[由被](?!于)")
"""What follows is who does it, or what there was before."""
_ANY_COMPANY = "有限公司"
_COMPANY = re.compile(rf"[\u4e00-\u9fff]{{2,12}}?(?:{_ANY_COMPANY}|集团)")
"""A company, whose name says nothing of what a fact tells (智能科技有限公司)."""
_FOR = (
    r"(?:(?:为|对|给|向|在|由|经|请|依托|利用|围绕|针对|通过|组织|投资|投入|争取)[^，。；]{2,20}?)?"
)
_THING = r"[\u4e00-\u9fff、“”的]{2,16}?"
_BEHIND = (
    r"(?=\d(?!\d*[时点月日年])|[，。；：（]|$|共\d|达\d|约\d|近\d|超\d|使用|涉及|覆盖|均[\d\u4e00-\u9fff]|已|各|"
    r"一[次批个处名])"
)
_MORE = re.compile(rf"\d[\d.,]*[\u4e00-\u9fff]{{1,4}}?、(?P<thing>{_THING})(?=\d)")
"""What else a deed is done to: 完成屋面防水2.9万平方米、外墙保温6.4万平方米."""
_HAVING = re.compile(rf"(?:设(?![立置备计施])有?|建有)(?P<thing>{_THING}){_BEHIND}")
_SET_UP = "设立"
"""What short words for it are told as: 设监测点46处."""
_NO_THING = re.compile(
    r"[了并且为是在从由把将对向使让其沿]|上半年|全年|其中|均|各|个|已|正|尚|[率度量数额价]$|总投资|"
    r"(?:公司|集团|效果|情况|工作|制度|机制|任务|费用|成功|全长|投资|[中前后签日的]|(?<!建)设)$"
)
_PREDICATE = re.compile(
    r"已|正在|尚|还|[日月年人户亩]?均|共|现有|有(?!限|机|色)|涉及|总投资|计划|协议(?=投资|总)|投资|全长|长(?=\d)|"
    r"设(?![施备计立置])|实现|达|由|被|于|每|年度|全年|上半年|应(?!急|用|链)|设计|规划|分[一二两三四五六\d]|(?<!经营)(?<!市场)主体(?=[已正工结施封完厂还])|比|占|合计|完成|新增|\d|，|（|："
)
_BUILT = re.compile(r"(?:年度|全年|今年|当年)?(?:计划|已|需|应|全部|累计|正在|完成|[日月年]均)")
_NOT_YET = re.compile("预计|计划|尚未|还未|拟|将|正在")
_EDITION = re.compile(r"第[\d一二三四五六七八九十百]+[届次期]")
_WORK_BEHIND = (
    r"(?P<thing>[\u4e00-\u9fff]{{2,10}}?)(?:\d[\d.,]*(?![年月日时])[\u4e00-\u9fff]{{1,2}})+?"
    r"(?P<work>{})"
)
"""A thing with the work on it behind its figures: 梧桐里小区18栋756户改造4月完工."""
_IS_WORK = re.compile(r"(?:已|全部|均已)*完成(?=\d|$)")
"""What follows the name of work: 养老待遇资格认证已完成6221人."""
_LETTERS = re.compile(r"[\u4e00-\u9fff]+")
_LIST = re.compile("[、和与及]")
_CLAUSES_LOOKED_AT = 2
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


def told_of(fact: Fact) -> str:
    """The words that say what a fact is about: its name, or its first clause without when."""
    return told_in(fact)[0]


def told_in(fact: Fact) -> list[str]:
    """What a fact's first clauses tell, without who does it."""
    told = (_BY.split(clause)[0] for clause in _clauses(fact))
    return [_COMPANY.sub(_ANY_COMPANY, one) for one in told] or [fact.name + fact.text]


@lru_cache(maxsize=4096)
def _clauses(fact: Fact) -> tuple[str, ...]:
    """The first clauses that name something, without when, of where and how many at the start."""
    if not fact.is_statement:
        return (_LEADING.sub("", fact.name, count=1) or fact.name,)
    found: list[str] = []
    for clause in re.split(r"[，。；：]", fact.text):
        bare = _LEADING.sub("", clause, count=1)
        if len(_LETTERS.findall(bare)) and len(bare) >= _SHORTEST:
            found.append(bare)
        if len(found) == _CLAUSES_LOOKED_AT:
            break
    return tuple(found)


def done_of(fact: Fact, style: Style) -> str:
    """What a fact says first, without who does it (园区设立企业服务站 → 设立企业服务站)."""
    told = told_of(fact)
    plain = any_of(_plain_verbs(style)).pattern
    if re.match(f"[为对给向在]|{any_of(style.own_verbs).pattern}", told):
        return told
    found = re.match(rf"[\u4e00-\u9fff]{{2,10}}?(?P<done>(?:{plain}){_THING}{_BEHIND})", told)
    return told[found.start("done") :] if found else told


def thing_of(fact: Fact, style: Style) -> str:
    """The thing that a fact is about: its deed's object, else the subject of its first clause."""
    clause = told_of(fact)
    first = _without_places(clause)
    heading = next(_deeds(first, style), "")
    if heading:
        return heading[_VERB:]
    return _subject(first) if fact.is_statement else first


def deed_of(fact: Fact, style: Style) -> str:
    """The deed that a fact tells of first; empty where it tells of a thing."""
    clause = told_of(fact)
    found = re.match(rf"{_FOR}(?P<deed>{any_of(style.own_verbs).pattern})(?![的后前])", clause)
    return found["deed"] if found else ""


def own_heading(fact: Fact, style: Style, *, further: bool = False) -> str:
    """A heading from what a fact says first; empty where that makes none.

    Where it goes on with another deed, both are named: 拆除违建、更换上下水管道. `further`: else
    one from its second clause.
    """
    found: list[str] = []
    for at, clause in enumerate(_clauses(fact)):
        first = _without_places(clause)
        heading = next(_deeds(first, style), "")
        if at == 0:
            heading = heading or next(_subjects(first, fact, style), "")
        elif not (found and clause.startswith(_going_on(style))) and not (further and not found):
            heading = ""
        if heading and len("、".join((*found, heading))) <= _LONGEST_HEADING:
            found.append(heading)
    return "、".join(unlike(found))


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
    pairs, others = set(_pairs(one)), set(_pairs(other))
    return len(pairs & others) > _ALIKE * min(len(pairs), len(others))


def _going_on(style: Style) -> tuple[str, ...]:
    """The deeds with which a second clause goes on."""
    return tuple(verb for verb in style.own_verbs if verb not in style.carrying_out)


def _deeds(clause: str, style: Style) -> Iterator[str]:
    """A clause's deed with its object: 打捞水面漂浮物; 更换一次管网 of 一次管网计划更换9.5公里."""
    deeds = any_of(style.own_verbs).pattern
    plain = any_of(_plain_verbs(style)).pattern
    ways = (rf"{_FOR}(?P<deed>{deeds})", rf"[\u4e00-\u9fff]{{2,10}}?(?P<deed>{plain})")
    for way in ways:
        found = re.match(rf"{way}(?:完成)?了?(?P<thing>{_THING}){_BEHIND}", clause)
        if found and (heading := _of_deed(found["deed"], found["thing"], style)):
            more = _MORE.match(clause, found.end())
            both = f"{heading}和{more['thing']}" if more else heading
            fits = more and _is_thing(more["thing"], style) and len(both) <= _LONGEST_HEADING
            yield both if fits else heading
    found = _HAVING.match(clause)
    if found and (heading := _of_deed(_SET_UP, found["thing"], style)):
        yield heading
    found = re.match(_WORK_BEHIND.format(any_of(work_names(style)).pattern), clause)
    if found and (heading := _of_deed(found["work"], found["thing"], style)):
        yield heading
    subject = _subject(clause)
    behind = clause[clause.find(subject) + len(subject) :] if subject else ""
    found = re.match(rf"{_BUILT.pattern}*(?P<deed>{deeds})(?=[\d，。]|$)", behind) or re.match(
        rf"[于在][^，。]{{2,14}}?(?P<deed>{deeds})$", behind
    )
    if found and _is_thing(subject, style):
        done = found["deed"] in style.carrying_out
        verb = style.subject_verbs[0] if done else found["deed"]
        yield style.lead.format(verb=verb, topic=subject)


def _of_deed(deed: str, said: str, style: Style) -> str:
    """A deed with its object; of work that is done or carried out, the work's name."""
    if deed in style.carrying_out:
        work = re.match(rf".{{2,}}(?:{any_of(work_names(style)).pattern})", said)
        if work and len(work[0]) <= _LONGEST and _is_thing(work[0], style):
            return style.lead.format(verb=style.subject_verbs[0], topic=work[0])
    thing = _bare(said)
    if deed in style.carrying_out and thing.endswith("化"):
        return ""  # 完成数字化 says nothing of what
    return style.lead.format(verb=deed, topic=thing) if _is_thing(thing, style) else ""


def _subjects(clause: str, fact: Fact, style: Style) -> Iterator[str]:
    """What a clause is the subject of, with a verb that goes with its last word.

    That is work which has a name (北井矸石山治理), or a thing that is being built.
    """
    subject = _subject(clause)
    said = any_of((*style.sentences.deeds, *_plain_verbs(style)))
    thing = "" if said.match(subject) or re.match("[设对为由]", subject) else _thing(subject, style)
    if not thing:
        return
    verb = _last_word(thing, style)
    if _IS_WORK.match(clause[clause.find(thing) + len(thing) :]):
        verb = verb or style.wide_verbs[0]
    if verb in style.subject_verbs:
        yield style.lead.format(verb=verb, topic=thing)
    elif not verb and is_built(fact, style) and not thing.endswith(_LIVED_IN):
        yield style.lead.format(verb=style.building_verb, topic=thing)


def is_built(fact: Fact, style: Style) -> bool:
    """Whether a fact says that its subject is being built, or was: in a clause of nothing else."""
    clauses = (_LEADING.sub("", clause, count=1) for clause in re.split("[，。；]", fact.text))
    return any(
        word in clause
        for number, clause in enumerate(clauses)
        if number == 0 or len("".join(_LETTERS.findall(clause))) <= _LONGEST
        for word in style.built
    )


def is_unfinished(fact: Fact, style: Style) -> bool:
    """Whether a fact says that its subject is being built, and not that it has come into use."""
    clauses = re.split("[，。；]", fact.text)
    finished = any_of(style.finished)
    in_use = any(finished.search(one) and not _NOT_YET.search(one) for one in clauses)
    return not in_use and any(word in fact.text for word in style.unfinished)


def _subject(clause: str) -> str:
    """The words before what a clause tells of its subject, without a company's name."""
    found = _PREDICATE.search(clause, _SHORTEST)
    subject = clause[: found.start()] if found else clause
    without = _COMPANY.sub("", subject)
    return _bare(without if len(without) > _SHORTEST else subject).removeprefix("应")


def _without_places(said: str) -> str:
    """Words without the places that they begin with, where enough is left."""
    found = _PLACES.match(said)
    return said[found.end() :] if found and len(said) - found.end() >= _SHORTEST else said


def _bare(thing: str) -> str:
    """A thing without the place before it and what counts it."""
    thing = _without_places(thing)
    head, _, tail = thing.rpartition("的")
    thing = tail if head and len(tail) >= _SHORTEST else thing
    thing = _EDITION.sub("", thing)
    without = re.sub("“[^“”]*”", "", thing)
    thing = without if len(thing) > _LONGEST and len(without) > _SHORTEST else thing
    return re.sub(r"(?:共|近|超|达|任务|合计)$", "", thing)


def work_names(style: Style) -> Sequence[str]:
    """The names of work that may be the subject of a clause (治理, 改造)."""
    return [word for verb in style.subject_verbs for word in style.verbs.get(verb, ())]


def _plain_verbs(style: Style) -> Sequence[str]:
    """The deeds that are no names of work as well: what is before them does them."""
    nouns = frozenset(work_names(style))
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
    return not plain and not _NO_THING.search(thing) and not _PLACE.fullmatch(thing)


def without_measure(name: str, style: Style) -> str:
    """A name without what it measures (住房改造完成投资 → 住房改造)."""
    sentences = style.sentences
    measures = any_of([*sentences.measures, *sentences.count_endings, *sentences.no_deeds]).pattern
    bare = re.sub(f"(?:完成)?(?:{measures}|投资|率)$", "", name)
    return bare if len(bare) >= _SHORTEST else name


def _thing(name: str, style: Style) -> str:
    """A name without its measure, where what is left is short enough to be named."""
    bare = without_measure(re.sub(f"^{_WHEN}", "", name), style)
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


def subject_pairs(facts: Sequence[Fact], common: re.Pattern[str]) -> frozenset[str]:
    """The pairs of letters of what facts are about: of the words before their first figures."""
    return _pairs_of(map(_head, facts), common)


def all_pairs(facts: Sequence[Fact], common: re.Pattern[str]) -> frozenset[str]:
    """The pairs of letters of all that facts say, of the names of their parts too."""
    return _pairs_of(
        (
            f"{fact.name}，{fact.text}，{'，'.join(part.name for part in fact.parts)}"
            for fact in facts
        ),
        common,
    )


def common_words(style: Style) -> re.Pattern[str]:
    """The words that bind nothing: deeds, measures and those that any fact may have."""
    return any_of((*style.sentences.deeds, *style.sentences.measures, *style.common))


def _pairs_of(texts: Iterable[str], common: re.Pattern[str]) -> frozenset[str]:
    """The pairs of letters of texts, places and common words left out."""
    said = (common.sub("，", _PLACE.sub("，", text)) for text in texts)
    return frozenset(pair for text in said for pair in _pairs(text))


def _head(fact: Fact) -> str:
    if not fact.is_statement:
        return fact.name
    text = re.sub(f"^{_WHEN}", "", fact.text)
    return text[: head_of(text)]


def _pairs(text: str) -> Iterator[str]:
    for run in _LETTERS.findall(text):
        for at in range(len(run) - 1):
            yield run[at : at + 2]
