"""How a reading fits an entry, field by field: what decides which of two entries a figure states.

A clause tells a figure as last year's or as a change, as what is aimed at, left over, a part or a
total; an entry is told so by its role, its status and its own text, read by the same rules. Where
the two differ, the table of `scoring.py` says how much. Values are no part of it: they say which
entries a figure may state, these fields and the words which of them it is told as.
"""

from __future__ import annotations

from typing import NamedTuple

from zhibi.checking.cue_words import word_choice
from zhibi.checking.reading.cues import find_cues
from zhibi.checking.reading.fields import Reading
from zhibi.checking.reading.stages import find_stages
from zhibi.checking.scoring import Scoring
from zhibi.facts.model import Entry
from zhibi.figures.units import rate_base
from zhibi.patterns import lazy_pattern

_BOUNDARY = lazy_pattern(r"[，,；;：:。（(]")
_EARLIER = lazy_pattern(word_choice("told_earlier") + r"[^，。；、\d]{0,12}$")
_EARLIER_OWN = lazy_pattern(
    r"(?:去年|上年|上一年|年初)(?:全年|同期|[底末])?(?:的|为|是|有|只有|仅)?(?:每[^，。；、\d]{1,3})?$"
)
_NEW = lazy_pattern(r"新(?:增|开|建|签|办|发|设|招|引|入|添)|净增")
_ONWARDS = lazy_pattern(
    r"[^，。；、\d]{0,2}?(?:[增减升降跌涨扩缩压提回]\w{0,2}?|[变改调])(?:[到至为成])"
)
_AIM_BEFORE = lazy_pattern(r"(?:目标|任务|计划)(?!的)[^，。；、\d已完竣]{0,4}$")
_AIM_AFTER = lazy_pattern(
    r"的?(?:全年|年度|今年)?(?:目标|任务|计划)|[^，。；、\d的]{2,8}?(?:目标|任务)(?=[，。；、已中里的]|$)"
)
_FROM_AIM = lazy_pattern(r"[离距][^，。；、\d]{0,6}$")
_LEFT = lazy_pattern(
    r"[没剩尚]|[需须]再|还需|未(?![来成达])|其余|余下|缺(?!陷)|(?<![相落误温时])差(?![异别距额])|其他"
    r"|不(?:合格|达标|通过|及格)"
)
_TO_DO = lazy_pattern(r"[还仍尚]有\|[要待须需]")
"""还有24.5亿元要干 speaks of what is left, 还有24个 of others."""
# 提标前低保标准 is what the standard was; 目前, 提前 and 前三季度 are no such words.
_EARLIER_NAME = lazy_pattern(
    rf"(?<![比较]){word_choice('named_earlier')}"
    r"|(?:[标造容整理施革升级建善完装修迁]|调整|合并)前(?=[^\W\d_])"
)
_AIM_NAME = lazy_pattern(r"目标|任务数|计划数")
_CHANGE_NAME = lazy_pattern(r"(?:增|减|降|升|提高|增长|下降|涨)(?:长|幅|速|收|额|量|数|值|加|少)?$")
_BASE = "base "
"""Opens the tag for what a change is measured against: where one side has none, it says nothing."""
_REACH = 8

Tags = frozenset[str]


def told_as(reading: Reading, year: int) -> Tags:
    """What a clause tells its figure as: earlier, change, aim, left, total, plan.

    `year` is the report's: what is said of the next one is planned.
    """
    left = _BOUNDARY.split(reading.left)[-1]
    right, percent = reading.right, reading.figure.quantity.kind == "percent"
    found = set()
    changed = reading.direction is not None and not reading.to_level
    share = reading.figure.quantity.kind in ("percent", "pp")
    if _EARLIER_OWN.search(left) and not share:
        found.add("earlier")
    elif changed:
        found.add("change")
    elif _ONWARDS.match(right) or (_EARLIER.search(left) and not reading.to_level):
        found.add("earlier")
    if _AIM_AFTER.match(right) or (_AIM_BEFORE.search(left) and not changed):
        found.add("aim")
    if _FROM_AIM.search(left):
        found.add("aim")  # 离600亩还差220亩
    elif (
        _LEFT.search(left[-_REACH:]) or _LEFT.search(right[:4]) or _TO_DO.search(left + "|" + right)
    ):
        found.add("left")
    if _NEW.search(left) or _NEW.match(right):
        found.add("new")
    found.update(f"per {base}" for base in reading.per)
    if reading.base is not None and reading.direction is not None and not reading.to_level:
        found.add(_BASE + reading.base.value)
    found.update(stage.aspect for stage in reading.stages if not stage.inherited)
    if reading.role is not None:
        role = reading.role.value
        if role == "total" or (percent and role in ("share", "completion")):
            found.add(role)
    next_year = reading.period is not None and reading.period.value.year == year + 1
    if next_year:
        found.add("plan")
    return _settled(found)


def known_as(entry: Entry, told: Reading | None, year: int) -> Tags:
    """What the facts tell an entry as, in the same terms; `told` is its reading in its text."""
    found = set(told_as(told, year)) if told is not None else set()
    if entry.role == "previous" or entry.status == "last_year" or _EARLIER_NAME.search(entry.name):
        found.add("earlier")
    if entry.role == "growth" or _CHANGE_NAME.search(entry.name):
        found.add("change")
    if entry.role == "target" or _AIM_NAME.search(entry.name):
        found.add("aim")
    base = find_cues("base", entry.name)
    if base or (entry.role == "growth" and not any(one.startswith(_BASE) for one in found)):
        found = {one for one in found if not one.startswith(_BASE)}
        found.add(_BASE + (base[-1].value if base else "同比"))
    if entry.role == "completion":
        found.add(entry.role)
    if entry.role in ("forecast", "target") or entry.status in ("forecast", "target"):
        found.add("plan")
    if _LEFT.search(entry.name):
        found.add("left")
    if _NEW.search(entry.name):
        found.add("new")
    if entry.declared.rate is not None:
        found.update(f"per {one}" for one in entry.declared.rate)
    else:
        found.update(f"per {cue.value}" for cue in find_cues("rate", entry.name))
        if entry.quantity.per:
            found.add(f"per {rate_base(entry.quantity.per)}")
    found.update(stage.aspect for stage in find_stages(entry.name, 0, len(entry.name)))
    return _settled(found)


def _settled(found: set[str]) -> Tags:
    """What is still to come is not done, whatever stage its verb names (明年投用40台)."""
    return frozenset(found - {"done"} if "plan" in found else found)


class FieldCost(NamedTuple):
    """A field in which a clause and an entry are told alike or not, and what it costs.

    `said` and `known` say which side tells it; the cost is 0 where both do.
    """

    tag: str
    said: bool
    known: bool
    cost: float


def field_costs(scoring: Scoring, said: Tags, known: Tags) -> list[FieldCost]:
    """What each field that either side tells has against a reading for an entry."""
    table = scoring.fields
    if "new" in known:
        said -= {"change"}  # 新增冷库 is what 冷库容量增加 tells
    if not any(tag.startswith(_BASE) for tag in known):
        said = frozenset(tag for tag in said if not tag.startswith(_BASE))
    found = []
    for tag in sorted(said | {tag for tag in known if not tag.startswith(_BASE) or tag in said}):
        weight = table[tag.split()[0]]
        cost = 0.0 if tag in said and tag in known else weight
        if tag not in said:
            cost *= scoring.unsaid
        found.append(FieldCost(tag, tag in said, tag in known, cost))
    return found


def misfit(scoring: Scoring, said: Tags, known: Tags) -> float:
    """What the fields have against a reading for an entry, 0 where they agree."""
    return sum(one.cost for one in field_costs(scoring, said, known))
