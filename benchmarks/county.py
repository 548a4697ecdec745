"""A county's table as facts and text: many townships with the same indicators."""

from __future__ import annotations

import random

_FIRST = "青白红黄东西南北上下清石金银龙双大小新长"
_LAST = ("山镇", "河乡", "岭镇", "桥街道", "湖镇")
_INDICATORS = (
    ("规上工业总产值", "万元"),
    ("固定资产投资", "万元"),
    ("一般公共预算收入", "万元"),
    ("社会消费品零售总额", "万元"),
    ("城镇居民人均可支配收入", "元"),
    ("农村居民人均可支配收入", "元"),
    ("粮食种植面积", "亩"),
    ("粮食产量", "吨"),
    ("新增市场主体", "户"),
    ("规上工业企业", "家"),
    ("新增就业", "人"),
    ("城乡居民养老保险参保", "人"),
    ("农村公路养护里程", "公里"),
    ("改造危旧房屋", "户"),
    ("调解矛盾纠纷", "件"),
    ("办结群众诉求", "件"),
    ("志愿服务活动", "场次"),
    ("新建口袋公园", "个"),
    ("发放救助资金", "万元"),
    ("造林绿化面积", "亩"),
)
_A_SENTENCE = 5


def county(facts: int, seed: int = 1) -> tuple[str, str]:
    """A facts file with this many facts, 2,000 at most, and a text that states each once."""
    rng = random.Random(seed)
    townships = [first + last for first in _FIRST for last in _LAST]
    listed = ["document:", "  style: 镇乡", "  kind: annual", "  year: 2024"]
    listed += ["  organisation: 云溪县", "sections:"]
    text = ["# 2024年工作总结", ""]
    for start in range(0, facts, len(_INDICATORS)):
        township = townships[start // len(_INDICATORS)]
        listed += [f"  - id: s{start}", "    part: summary", f"    topic: {township}"]
        listed.append("    facts:")
        text += [f"## {township}", ""]
        told = []
        for at, (name, unit) in enumerate(_INDICATORS[: facts - start]):
            tenths = unit in ("万元", "公里")
            value = rng.randint(1000, 99999) / 10 if tenths else rng.randint(10, 9999)
            listed.append(f"      - id: f{start + at}")
            listed += [f"        name: {township}{name}", f"        value: {value}{unit}"]
            told.append(f"{'' if at % _A_SENTENCE else township}{name}{value}{unit}")
        for at in range(0, len(told), _A_SENTENCE):
            text += ["，".join(told[at : at + _A_SENTENCE]) + "。", ""]
    return "\n".join(listed) + "\n", "\n".join(text)
