"""What a fact tells first: its name or its first clauses, without when, where and who.

What is said behind is no evidence of what a fact is about.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from zhibi.writing.outline.lexicon import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_SHORTEST, _LONGEST = 2, 10
"""Letters of a thing that is named."""
WHEN = (
    r"(?:(?:截至|自|从)?(?:[^，。\d]{2,8}(?:假期|期间)(?:\d+天)?|\d{4}年|\d{4}—\d{4}年[\u4e00-\u9fff]{1,3}季|"
    r"\d+(?:—\d+)?月\d*日?(?:份|底|末|起|中旬|上旬|下旬)?|[一二三四]季度|"
    r"上半年|下半年|全年|今年(?:以来)?|年[末初底内]|[春夏秋冬]季|目前|累计|每[年月周季天日]度?(?:\d+次)?|"
    r"按[年月季]度?|"
    r"先后|全部|共|现有|已|还|确定的?|计划|规划(?=[\u4e00-\u9fff]{2,8}\d)|拟)|，)*"
)
"""What a clause begins with that says when, or that there is some."""
_SCOPE = r"(?:全[镇乡]|全街道|辖区内?|街道辖?|我[镇乡]|镇里|乡里|各村|各社区|本[镇乡])?(?:共?有)?"
_COUNTED = (
    r"(?:\d[\d.,—-]*[多余]?[万亿]?[多余]?(?:公里|平方米|岁以上|(?![号热])[\u4e00-\u9fff])"
    r"(?=[\u4e00-\u9fff]{2}))?"
)
_LEADING = re.compile(f"(?:{WHEN}{_SCOPE}{_COUNTED})")
"""When, of where and how many: what is said before what a clause is about."""
PLACE = re.compile(r"[^，。；\d]{2}(?:社区|村)(?!民|庄|集体|级|道|组|史|部|口|干|镇)")
_PLACES = re.compile(rf"(?:{PLACE.pattern}[、和])*{PLACE.pattern}(?:等\d*个?(?:社区|村))?")
"""The places that a clause begins with."""
_BY = re.compile("(?<=..)[由被](?!于)|(?<=[迁移加降升延增转减])至")
"""What follows is who does it, or what there was before."""
_ANY_COMPANY = "有限公司"
_COMPANY = re.compile(rf"[\u4e00-\u9fff]{{2,12}}?(?:{_ANY_COMPANY}|集团)")
"""A company, whose name says nothing of what a fact tells (智能科技有限公司)."""
_PREDICATE = re.compile(
    r"已|正在|尚|还|[日月年人户亩]?均|共(?![享建同青用育])|现有|有(?!限|机|色)|涉及|总投资|计划|协议(?=投资|总)|投资|全长|"
    r"长(?=\d)|"
    r"设(?![施备计立置])|实现|达|由|被|于|每|年度|全年|上半年|应(?!急|用|链)|设计|规划|"
    r"分[一二两三四五六\d]|(?<!经营)(?<!市场)主体(?=[已正工结施封完厂还])|比|占|合计|(?:建成|投用|启用|完工|竣工|开工|开园|通车)(?!以来|后)|完成|(?<=[迁移])至|新增|\d|，|（|："
)
"""What a clause tells of its subject begins with."""
_NOT_YET = re.compile("预计|计划|尚未|还未|拟|将|正在")
_NAMED_AT_END = re.compile("“[^“”]+”$")
_EDITION = re.compile(r"第[\d一二三四五六七八九十百]+[届次期]")
_TIMES = re.compile(r"^[一两三四五六七八九十多几\d]+[次场期轮批]的?")
_LETTERS = re.compile(r"[\u4e00-\u9fff]+")
_CLAUSES_LOOKED_AT = 2


def told_of(fact: Fact) -> str:
    """The words that say what a fact is about: its name, or its first clause without when."""
    return told_in(fact)[0]


def told_in(fact: Fact) -> list[str]:
    """What a fact's first clauses tell, without who does it."""
    told = (_BY.split(clause)[0] for clause in clauses_of(fact))
    return [_COMPANY.sub(_ANY_COMPANY, one) for one in told] or [fact.name + fact.text]


@lru_cache(maxsize=4096)
def clauses_of(fact: Fact) -> tuple[str, ...]:
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


def subject_of(clause: str) -> str:
    """The words before what a clause tells of its subject, without a company's name."""
    found = _PREDICATE.search(clause, _SHORTEST)
    subject = clause[: found.start()] if found else clause
    without = _COMPANY.sub("", subject).removeprefix(_ANY_COMPANY)
    return bare_thing(without if len(without) > _SHORTEST else subject).removeprefix("应")


def without_places(said: str) -> str:
    """Words without the places that they begin with, where enough is left."""
    found = _PLACES.match(said)
    return said[found.end() :] if found and len(said) - found.end() >= _SHORTEST else said


def bare_thing(thing: str) -> str:
    """A thing without the place before it and what counts it."""
    thing = without_places(thing)
    head, _, tail = thing.rpartition("的")
    thing = tail if head and len(tail) >= _SHORTEST else thing
    thing = _TIMES.sub("", _EDITION.sub("", thing))
    named = _NAMED_AT_END.search(thing)
    without = named[0] if named else re.sub("“[^“”]*”", "", thing)
    thing = without if len(thing) > _LONGEST and len(without) > _SHORTEST else thing
    return re.sub(r"(?:共|近|超|达|任务|合计)$", "", thing)


def without_measure(name: str, style: Style) -> str:
    """A name without what it measures (住房改造完成投资 → 住房改造)."""
    sentences = style.sentences
    measures = any_of([*sentences.measures, *sentences.count_endings, *sentences.no_deeds]).pattern
    bare = re.sub(f"(?:完成)?(?:{measures}|投资|率)$", "", name)
    return bare if len(bare) >= _SHORTEST else name


def pairs_of(text: str) -> Iterator[str]:
    """The pairs of neighbouring letters of a text."""
    for run in _LETTERS.findall(text):
        for at in range(len(run) - 1):
            yield run[at : at + 2]
