"""What the tests of the second reader share: facts, a draft, and a model that answers as told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from zhibi.models.messages import Answer, Request, Usage

FACTS = """\
document:
  style: 镇乡
  kind: annual
  year: 2024
  organisation: 青山镇
  period: 1—11月
sections:
  - id: health
    part: summary
    topic: 卫生健康
    facts:
      - {id: clinic, text: 桐树村卫生室已建成，配备医生2名，服务1386人。, names: [桐树村卫生室]}
      - {id: corner, text: 桥头社区开设图书角。}
  - id: aid
    part: summary
    topic: 社会救助
    facts:
      - {id: fund, name: 救助资金, value: 318.6万元, growth: 6.35%}
      - {id: recheck, text: 复核救助对象426户。}
      - {id: secret, text: 抽查发现错保4户。, show: sensitive, names: [柳湾]}
"""
DRAFT = """\
一、工作总结

（一）抓实卫生健康

桐树村卫生室已建成，2名医生轮流坐诊，服务1386人。桥头社区开设图书角。

（二）抓实社会救助

发放救助资金318.6万元，同比增长6.35%。复核救助对象426户，干部包户核对。
"""
"""Of its sentences the first and the last are for the second reader to decide."""

DUTY = "轮流坐诊"
CHECKED = "干部包户核对"

Doubts = Callable[[str], list[dict[str, Any]]]


def doubting(words: str) -> Doubts:
    """Doubt these words wherever a sentence has them."""
    return lambda sentence: (
        [{"quote": words, "kind": "unsaid", "reason": "资料没有"}] if words in sentence else []
    )


def sentences_of(request: Request) -> list[str]:
    """The numbered sentences of a question."""
    asked = request.messages[-1].content.partition("要看的句子")[2]
    return re.findall(r"^\(\d+\) (.*)$", asked, re.MULTILINE)


class Reader:
    """A scripted second reader: what it doubts of each sentence, or what it says instead."""

    name = "scripted"

    def __init__(self, doubts: Doubts = lambda _: [], say: Callable[[Request], str] | None = None):
        self._doubts = doubts
        self._say = say
        self.asked: list[Request] = []

    def complete(self, request: Request) -> Answer:
        """Answer at once."""
        self.asked.append(request)
        readings = [
            {"sentence": number, "doubts": self._doubts(sentence)}
            for number, sentence in enumerate(sentences_of(request), 1)
        ]
        text = json.dumps({"readings": readings}, ensure_ascii=False)
        return Answer(self._say(request) if self._say else text, Usage(1, 100, 50), self.name)

    def sent(self) -> str:
        """Every word of the questions that differs from one to the other."""
        return "\n".join(request.messages[-1].content for request in self.asked)
