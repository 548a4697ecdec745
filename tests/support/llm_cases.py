"""What the tests of the model side share: a small facts file, and a model that copies facts."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence

from zhibi.facts.load import facts_from_text
from zhibi.facts.model import Facts
from zhibi.models.messages import Answer, Message, Request, Usage
from zhibi.styles.load import load_style
from zhibi.styles.model import Style
from zhibi.writing.outline.builder import build_outline
from zhibi.writing.outline.model import Outline

FACTS = """\
document:
  style: 镇乡
  kind: annual
  year: 2024
  organisation: 青山镇
  superior: 县委、县政府
  period: 1—11月
sections:
  - id: economy
    part: summary
    topic: 经济发展
    heading: 坚持项目带动，推动经济发展
    sections:
      - id: figures
        topic: 经济指标
        heading: 稳住经济指标
        facts:
          - {id: tax, name: 税收收入, value: 4817.3万元, growth: 6.35%,
             previous: {value: 4529.7万元, show: hidden}}
          - {id: plants, text: 培育规上企业4家，申报入限商贸企业3家。, status: done,
             figures: [{text: 4家, name: 规上企业}, {text: 3家, name: 入限商贸企业}]}
      - id: projects
        topic: 招商引资
        heading: 深化招商引资
        facts:
          - {id: chen, text: 引进晨筱包装材料有限公司，总投资1.6亿元，正在安装设备。,
             status: ongoing, names: [晨筱包装材料有限公司],
             figures: [{text: 1.6亿元, name: 晨筱项目总投资}]}
          - {id: help, text: 对在谈项目由招商办登记进展。}
  - id: people
    part: summary
    topic: 民生保障
    heading: 坚持民生为本，办好惠民实事
    facts:
      - {id: allowance, name: 发放低保资金, value: 320余万元, status: done}
      - {id: training, text: 开展技能培训6期，培训312人。, status: done,
         figures: [{text: 6期, name: 技能培训期数}, {text: 312人, name: 技能培训人数}]}
      - {id: secret, text: 安置重点人员周某甲等17人。, show: sensitive, names: [周某甲],
         figures: [{text: 17人, name: 安置人员}]}
  - id: lacks
    part: problems
    facts:
      - {id: weak, text: 工业总量还不大，带动力强的项目偏少。}
      - {id: dirty, text: 村庄环境长效管护还有欠账。}
  - id: next
    part: plan
    topic: 经济发展
    heading: 聚焦产业发展再发力，激发镇域经济新动能
    facts:
      - {id: aim, text: 加快晨筱包装材料有限公司设备安装，推动项目早日投产。, answers: [weak],
         names: [晨筱包装材料有限公司]}
"""


def facts(text: str = FACTS) -> Facts:
    """The small facts file, or another."""
    return facts_from_text(text)


def outlined(known: Facts) -> tuple[Outline, Facts, Style]:
    """What a writer is given."""
    style = load_style(known.document.style, known.document.kind)
    return build_outline(known, style), known, style


def copied(messages: Sequence[Message]) -> str:
    """The answer of a model that copies each fact as it stands: always true, never elegant."""
    asked = messages[-1].content
    if asked.startswith("# 这次只排提纲"):
        return _planned(asked)
    if asked.startswith("# 重拟一个标题"):
        return re.findall(r"参考“(.*?)”", asked)[0]
    if asked.startswith("有几处要改"):
        found = re.findall(r"^\((\d+)\) (原句|漏写)：(.*)$", asked, re.MULTILINE)
        return "\n".join(f"({n}) {text if kind == '漏写' else '删去'}" for n, kind, text in found)
    task = messages[1].content
    numbered = re.split(r"^\[(\d+)\] ", task, flags=re.MULTILINE)[1:]
    many = "段首写段号" in task
    return "\n".join(
        (f"[{number}] " if many else "") + _prose(block)
        for number, block in zip(numbered[::2], numbered[1::2], strict=True)
    )


def _planned(asked: str) -> str:
    """Code's own plan, as the prompt tells it."""
    lines = []
    for block in re.split(r"^## ", asked, flags=re.MULTILINE)[1:]:
        mark = block.split(" ")[0]
        heading = re.findall(r"^标题：请拟，.*参考“(.*?)”", block, re.MULTILINE)
        lines.append(" ".join([mark, *heading]))
        for sketch in re.findall(r"^参考分法：(.*)$", block, re.MULTILINE):
            lines += [item for item in sketch.split("；") if "｜" in item]
    return "\n".join(lines)


def _prose(block: str) -> str:
    given = block.partition("〈资料〉")[2].partition("〈资料完〉")[0]
    told = re.findall(r"^- (?:（可略）)?(.*?)(?:（针对：.*）)?$", given, re.MULTILINE)
    sketch = re.findall(r"^大意：(.*)$", block, re.MULTILINE)
    if sketch:
        return str(sketch[0]).replace("现将", "".join(told) + "现将", 1)
    return ("\n" if "分条写" in block else "").join(told)


USAGE = Usage(1, 100, 50)
Edit = Callable[[Request, str], str]


class Scripted:
    """A model that copies facts, with what `edit` makes of it; remembers what it was asked."""

    name = "scripted"

    def __init__(self, edit: Edit = lambda _, text: text, usage: Usage = USAGE) -> None:
        self._edit = edit
        self._usage = usage
        self.asked: list[Request] = []
        self._lock = threading.Lock()

    def complete(self, request: Request) -> Answer:
        """Answer at once."""
        with self._lock:
            self.asked.append(request)
        text = self._edit(request, copied(request.messages))
        return Answer(text, self._usage, self.name, raw=text)

    @property
    def labels(self) -> list[str]:
        """What was asked for, in order."""
        return [request.label for request in self.asked]

    def sent(self) -> str:
        """Every word that was sent."""
        return "\n".join(one.content for request in self.asked for one in request.messages)


def question_count() -> int:
    """How many questions the small facts file takes without repairs."""
    from zhibi.writing.openai_writer import OpenAIWriter

    return len(OpenAIWriter(client=Scripted()).messages_for(*outlined(facts())))
