"""What opening and closing say of the whole report: its fields as deeds, the plan's next steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.writing.outline.headings import fields_of
from zhibi.writing.outline.lexicon import any_of
from zhibi.writing.outline.next_steps import is_next_step
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhibi.facts.model import Fact, Facts, Section
    from zhibi.styles.model import Style

_MOST_DEEDS = 8
_FEWEST_DEEDS = 3
_STEPS, _FEWEST_STEPS = 3, 2
_LONGEST = 70
"""Characters of the topics that the preamble lists, at most."""
_FEWEST_OWN, _OWN = 2, 2
"""Topics of a place's own matters that are named, at least, and letters that say what they are."""
_SHORTEST_STEP, _LONGEST_STEP = 3, 16
_WHEN = (
    r"(?:20\d\d年(?=[^\d])|(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|[底末初]前?|前|中旬|上旬|下旬)?"
    r"|年内|年底前?|国庆节?前?))"
)
STEPS = (
    r"开工|动工|试?投产|试生产|投用|投入使用|完工|竣工|交付|通车|建成通车|建成|开业|开馆|开学|开园"
    r"|验收|贯通|入驻|交房|铺通|通水|通气|并网|开街|开放"
)
_DATED = re.compile(
    rf"(?:^|[，、；。])(?:(?P<first>{_WHEN}))?(?P<thing>(?![底末前]|全[线部])[^，、；。和与及\d“”]{{3,20}}?)(?:预计|计划)?(?P<last>{_WHEN})?"
    rf"(?:全线|全部|正式|组织|按期|通过)*(?P<step>{STEPS})(?=使用|投用|[，、；。]|$)"
)
_LED = re.compile(
    r"^(?:力争|推动|推进|确保|计划|争取|完成|其余|继续|再|使|实现|年内|明年|今年|下半年|[一二三四]季度|在建的|和|并)+"
)


def deeds(sections: Iterable[Section], style: Style) -> str:
    """The deeds of the fields of sections (抓党建、兴产业); empty for few or many of them."""
    found: dict[str, None] = {}
    for section in sections:
        if not any(_printed(section.walk())):
            continue
        deed = next((field.deed for _, field in fields_of(section, style) if field.deed), "")
        if deed:
            found[deed] = None
    return "、".join(found) if _FEWEST_DEEDS <= len(found) <= _MOST_DEEDS else ""


def named_topics(topics: Sequence[str], style: Style) -> list[str]:
    """The topics that the preamble names: those of the place's own matters.

    Where there are none, all of a few; a list of many is a table of contents, and none is named.
    """
    rule = style.opening_topics
    usual = [
        word for name in rule.fields if name in style.topics for word in style.topics[name].words
    ]
    said = any_of([*usual, *rule.words])
    own = [topic for topic in topics if len(said.sub("", topic)) >= _OWN]
    if len(own) >= _FEWEST_OWN:
        topics = own[: rule.most]
    elif len(topics) > rule.most:
        return []
    fitting = [len("、".join(topics[:at])) <= _LONGEST for at in range(len(topics) + 1)]
    return list(topics[: sum(fitting) - 1])


def steps(facts: Facts) -> str:
    """What the plan has months for (云驿快运分拣中心开工、…), of several facts of it.

    Empty where there are not several: one step does not stand for a whole report. Those of the
    plan's own facts come before lines that were made for what the summary left unfinished.
    """
    own: list[list[str]] = []
    made: list[list[str]] = []
    for section in facts.sections:
        if section.part == "plan":
            for fact in _printed(section.walk()):
                to = made if is_next_step(fact) else own
                to.append(list(_dated_steps(fact.text)))
    told = _in_turn([*own, *made])
    fewest = _FEWEST_STEPS if any(own) else _STEPS
    return "、".join(told[:_STEPS]) if len(told) >= fewest else ""


def _in_turn(steps: Sequence[Sequence[str]]) -> list[str]:
    """The first step of each fact, then their others, each once."""
    first = [one[0] for one in steps if one]
    return list(dict.fromkeys([*first, *(step for one in steps for step in one[1:])]))


def _dated_steps(text: str) -> Iterator[str]:
    for one in _DATED.finditer(text):
        name = _LED.sub("", one["thing"])
        dated = one["first"] or one["last"]
        if dated and _SHORTEST_STEP <= len(name) <= _LONGEST_STEP:
            yield name + one["step"]


def _printed(sections: Iterator[Section]) -> Iterator[Fact]:
    for section in sections:
        yield from (fact for fact in section.facts if is_printed(fact))
