"""What opening and closing say of the whole report: its fields as deeds, the plan's next steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.writing.outline.headings import fields_of
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhibi.facts.model import Fact, Facts, Section
    from zhibi.styles.model import Style

_MOST_DEEDS = 8
_FEWEST_DEEDS = 3
_MOST_STEPS = 3
_SHORTEST_STEP, _LONGEST_STEP = 3, 16
_WHEN = r"(?:\d{1,2}月(?:\d{1,2}日|[底末初]前?|前|中旬|上旬|下旬)?|年内|年底前?|国庆节?前?)"
STEPS = (
    r"开工|动工|试?投产|试生产|投用|投入使用|完工|竣工|交付|通车|建成通车|建成|开业|开馆|开学|开园"
    r"|验收|贯通|入驻|交房|铺通|通水|通气|并网|开街"
)
_DATED = re.compile(
    rf"(?:^|[，、；。])(?:(?P<first>{_WHEN}))?(?P<thing>(?![底末前]|全[线部])[^，、；。和与及\d“”]{{3,20}}?)(?P<last>{_WHEN})?"
    rf"(?:全线|全部|正式|组织|按期|通过)*(?P<step>{STEPS})(?=使用|投用|[，、；。]|$)"
)
_LED = re.compile(
    r"^(?:力争|推动|推进|确保|计划|争取|完成|其余|继续|再|使|实现|年内|明年|今年|下半年|和|并)+"
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


def steps(facts: Facts) -> str:
    """What the plan has a month for (云驿快运分拣中心开工、…); empty where there is none."""
    found: dict[str, None] = {}
    for section in facts.sections:
        if section.part != "plan":
            continue
        for fact in _printed(section.walk()):
            for one in _DATED.finditer(fact.text):
                name = _LED.sub("", one["thing"])
                dated = one["first"] or one["last"]
                if dated and _SHORTEST_STEP <= len(name) <= _LONGEST_STEP:
                    found[name + one["step"]] = None
    return "、".join(list(found)[:_MOST_STEPS])


def _printed(sections: Iterator[Section]) -> Iterator[Fact]:
    for section in sections:
        yield from (fact for fact in section.facts if is_printed(fact))
