"""What a report takes over from a fact word for word is proved, whatever its words look like."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

FACTS = """\
document: {style: 镇乡, kind: annual, year: 2025, organisation: 青禾乡}
sections:
  - id: lacks
    part: problems
    topic: 集体经济
    facts:
      - text: 集体收入不平衡，杏湾村、柳塘村、北坡村3个村不到90万元，分别为83万元、66万元、57万元。
        figures:
          - {text: 3个, name: 集体收入不到90万元的村}
          - {text: 90万元, name: 集体收入门槛}
          - {text: 83万元, name: 杏湾村集体收入, aliases: [杏湾村]}
          - {text: 66万元, name: 柳塘村集体收入, aliases: [柳塘村]}
          - {text: 57万元, name: 北坡村集体收入, aliases: [北坡村]}
      - text: 农村居民人均可支配收入25100元，其中务工收入14300元。
        figures:
          - {text: 25100元, name: 农村居民人均可支配收入, aliases: [农民人均可支配收入, 农民收入]}
          - {text: 14300元, name: 务工收入}
"""


def _codes(text: str) -> list[str]:
    found = check(text, facts_from_text(FACTS)).findings
    return [one.code for one in found if one.severity == "error" and one.code != "N301"]


@pytest.mark.parametrize(
    "text",
    [
        "集体收入不平衡，杏湾村、柳塘村、北坡村3个村不到90万元，分别为83万元、66万元、57万元。",
        "集体收入还不平衡，杏湾村、柳塘村、北坡村3个村不到90万元，分别为83万元、66万元、57万元。",
        "农村居民人均可支配收入25100元，其中务工收入14300元。",
        "全年农村居民人均可支配收入25100元。",
    ],
)
def test_clauses_of_a_fact_are_proved(text: str) -> None:
    assert _codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "杏湾村、柳塘村、北坡村3个村不到90万元，分别为83万元、57万元、66万元。",
        "杏湾村、柳塘村、北坡村3个村不到83万元，分别为90万元、66万元、57万元。",
        "去年，杏湾村、柳塘村、北坡村3个村不到90万元，分别为83万元、66万元、57万元。",
        "城镇居民人均可支配收入25100元，其中务工收入14300元。",
    ],
)
def test_what_is_changed_in_them_or_before_them_is_found(text: str) -> None:
    assert _codes(text) != []
