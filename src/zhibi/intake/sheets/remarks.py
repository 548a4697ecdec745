"""What a remark beside a value says of it: 预计, 约, 截至11月底. It is part of the fact.

A remark stands before the value (预计256, 截至11月底 256), in brackets behind it (256（预计）) or
in 备注. In brackets, one that is not understood is refused; in 备注 it stays an internal note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.intake.sheets.quantities import CellError

if TYPE_CHECKING:
    from zhibi.intake.sheets.grid import Cell

_BRACKETS = re.compile(r"^(.*\S)\s*[（(]([^（）()]{1,20})[)）]\s*$")
_PERIOD = re.compile(
    r"(?:截[至止]到?|到)?(?:(?:19|20)\d\d年)?(?:\d{1,2}月?[—–\-~～至])?\d{1,2}月"
    r"(?:份|底|末|初|上旬|中旬|下旬|\d{1,2}日)?|截至目前|上半年|下半年|前?[一二三四1-4]季度|全年"
)
_SINCE = re.compile(r"(截[至止]到?(?:(?:19|20)\d\d年)?\d{1,2}月(?:底|末|\d{1,2}日))[,，：:\s]*(.+)")
_NUMBER = re.compile(r"[-+]?[\d.,]+\D{0,6}")
_HINT = "是预计数的，状态栏写“预计”；时段写到时段栏；约数写成“约256”；别的说明写到备注栏"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a remark says: a status, a period, a hedge word; each empty where it says none."""

    status: str = ""
    period: str = ""
    hedge: str = ""


def remark_in(text: str) -> Remark | None:
    """What a text says if it is nothing but such a remark; None where it says something else."""
    words: dict[str, list[str]] = read_data("intake", "columns")["remarks"]
    status = period = hedge = ""
    for item in re.split(r"[，,、；;\s]+", text.strip().rstrip("。")):
        if item in words["hedge"]:
            hedge = "约"
        elif _PERIOD.fullmatch(item):
            period = item
        else:
            found = next((key for key in words if key != "hedge" and item in words[key]), None)
            if found is None:
                return None
            status = found
    return Remark(status, period, hedge)


def without_remark(cell: Cell) -> tuple[Cell, Remark]:
    """A cell without the remark beside its number, and what the remark says.

    Raises CellError for brackets behind a number that say something else.
    """
    forecast = _forecast().match(cell.text)
    if forecast is not None:
        rest = cell.text[forecast.end() :]
        number = rest.removeprefix("约")
        if _NUMBER.fullmatch(number):
            hedge = "约" if number != rest else ""
            return replace(cell, text=number), Remark(status="forecast", hedge=hedge)
    since = _SINCE.match(cell.text)
    if since is not None and _NUMBER.fullmatch(since[2]):
        return replace(cell, text=since[2]), Remark(period=since[1])
    match = _BRACKETS.match(cell.text)
    if match is None or not _NUMBER.fullmatch(match[1]):
        return cell, Remark()
    found = remark_in(match[2])
    if found is None:
        raise CellError(f"“{cell.text}”括号里的“{match[2]}”不知道怎么写进报告", _HINT)
    return replace(cell, text=match[1]), found


@cache
def _forecast() -> re.Pattern[str]:
    """What stands before a number that is a forecast: 预计, 预计达."""
    words = read_data("intake", "columns")["remarks"]["forecast"]
    either = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{either})(?:[:：\s]|可|将|能|达到|达|为|完成|实现)*")
