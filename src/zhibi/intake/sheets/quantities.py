"""From the cells of a row to quantities as one writes them: number and unit, percent, 其中."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.facts.indicators import split_direction
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.units import comparable
from zhibi.intake.sheets.row_kinds import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.figures.model import Quantity
    from zhibi.intake.sheets.grid import Cell

_NUMBER = re.compile(r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_PLAIN_PERCENT = re.compile(r"[-+]?\d+(?:\.\d+)?%")
_WIDE = str.maketrans("０１２３４５６７８９．，％＋－−", "0123456789.,%+--")
_CHANGES = re.compile("[增减降升涨跌]|幅|差额")
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_ENGLISH_DAY = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})")
_DIGITS_OF_RATIOS = 3
_ENGLISH_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_SCALED, _SCALE = re.compile(r"\d[十百千万亿]+$"), re.compile("[百千万亿]")
_IN_BRACKETS = re.compile(r"[(（]([\d.,]+[%％]?)[)）]")
_UNCHANGED = re.compile(
    r"(?:[与同较比]?(?:上年|去年|上年同期|去年同期|同期|去年同比|同比))?(?:持平|不变)|[±+-]?0(?:\.0+)?%?"
)
_BEHIND = re.compile(r"(.*\d)(左右|上下)")
_TRIANGLE = re.compile(r"[▲△▼▽]-?([\d.]+)%?")
_NOTE_MARK = re.compile(r"(.*\d)([①-⑳¹²³*＊※]+)")
_FRACTION = re.compile(r"(\d+)/(\d+)")
_QUOTES = {"“": "”", "《": "》", "（": "）", "(": ")", "「": "」"}


class CellError(ValueError):
    """A cell that cannot be read; `hint` is the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def is_empty(cell: Cell) -> bool:
    """Whether a cell is empty or holds a mark for no value (—, 无)."""
    text = cell.text
    return text in _nothing() if text else not cell.problem


@cache
def _nothing() -> frozenset[str]:
    return frozenset(read_data("intake", "columns")["nothing"])


def checked_text(cell: Cell) -> str:
    """The text of a cell. Raises CellError for an error value or a formula without a result."""
    if cell.kind == "error":
        message = f"单元格是 {cell.text}，没有数"
        raise CellError(message, "补上数；确实没有就清空这一格")
    if cell.kind == "uncomputed":
        raise CellError(
            f"公式 {cell.text} 还没有算出结果", "用 Excel 或 WPS 打开这个文件，保存一次"
        )
    if cell.problem:
        raise CellError(cell.problem, "把这一格改成普通的数字格式，或写成文字")
    return cell.text


def quantity_text(cell: Cell, unit: str, *, own_unit: bool, name: str) -> str:
    """A number with its unit, from one cell or from two (the unit's, or the header's).

    With `own_unit`, a cell that names its unit need not agree with the other. A share below 1 %
    may be a ratio (0.985 for 98.5 %); only what grows, by its `name`, is believed to be so small.
    """
    text = checked_text(cell)
    if cell.kind in {"bool", "date"}:
        raise CellError(f"“{text}”不是数量", "这一格写数字")
    narrow = _narrow(text)
    if _NUMBER.fullmatch(narrow):
        if not unit:
            raise CellError(f"“{text}”没有单位", "在单位栏写上单位，如 万元、人、户")
        if not measures(unit):
            raise CellError(f"“{text}{unit}”不是能识别的数量", f"核对单位“{unit}”")
        if unit in {"%", "％"} and not _CHANGES.search(name):
            _ensure_percent(text, narrow)
        return narrow.replace(",", "") + unit
    if _SCALED.search(narrow) and _SCALE.match(unit):
        message = f"数值写的是“{text}”，单位又写“{unit}”，看不出是多少"
        raise CellError(message, "万、亿只在一处写")
    if _hint_for(narrow):
        raise _unread(text, narrow)
    if unit and (match := _BEHIND.fullmatch(narrow)) is not None:
        narrow = match[1] + unit + match[2]
    for candidate in (narrow, text):
        quantity = _parsed(candidate)
        if quantity is not None:
            if own_unit and quantity.unit:
                return candidate
            return _with_unit(candidate, quantity, unit)
        if unit and _parsed(candidate + unit) is not None:
            return candidate + unit
    raise _unread(text, narrow)


def _unread(text: str, narrow: str) -> CellError:
    """The error for a cell that is no quantity, with what to type."""
    plain = "写成数字，单位写在单位栏，别的说明写到备注栏"
    if (match := _FRACTION.fullmatch(narrow)) is not None:
        one, all_ = match.groups()
        plain = f"是 {all_} 里的 {one}，写 {one}；是日期的写到时段栏；是范围的写 {one}—{all_}"
    return CellError(f"“{text}”不是能识别的数量", _hint_for(narrow) or plain)


def _hint_for(narrow: str) -> str:
    """What to type for a number in brackets, with a triangle or with the mark of a note."""
    if (match := _IN_BRACKETS.fullmatch(narrow)) is not None:
        return f"括号里是负数的，写成 -{match[1]}"
    if (match := _TRIANGLE.fullmatch(narrow)) is not None:
        return f"三角表示下降的，写成 -{match[1]}；表示增长的，写成 {match[1]}"
    if (match := _NOTE_MARK.fullmatch(narrow)) is not None:
        return f"“{match[2]}”是注的，写成 {match[1]}，注写到备注栏"
    return ""


def _ensure_percent(text: str, narrow: str) -> None:
    """Refuse a number below 1 whose unit is %: it may be a ratio."""
    number = Decimal(narrow.replace(",", ""))
    if 0 < abs(number) < 1:
        message = f"“{text}”单位是%：看不出是 {narrow}% 还是 {number * 100:f}%"
        raise CellError(message, "把这一格设成百分比格式，或写成 98.5% 这样")


def _with_unit(text: str, quantity: Quantity, unit: str) -> str:
    """A cell that is a quantity already, against what the unit column says."""
    if not unit or (text.endswith(unit) and text.removesuffix(unit)[-1:].isdigit()):
        return text
    if not quantity.unit and (together := _parsed(text + unit)) is not None and together.unit:
        return text + unit
    other = _parsed(f"1{unit}")
    same = other is not None and comparable(quantity.unit, other.unit)
    if same and other is not None and quantity.scale == other.scale:
        return text
    if not quantity.unit:
        raise _unread(text, _narrow(text))
    raise CellError(f"数值写的是“{text}”，单位栏写的是“{unit}”", "把两处单位写成一样")


def bare_number(cell: Cell | None) -> Decimal | None:
    """The number of a cell that holds nothing else."""
    narrow = _narrow(cell.text) if cell is not None and not cell.problem else ""
    return Decimal(narrow.replace(",", "")) if _NUMBER.fullmatch(narrow) else None


def decimals_of(number: Decimal) -> int:
    """How many digits of a number stand behind its point."""
    return max(0, -int(number.as_tuple().exponent))


def follows(shown: Decimal, exact: Decimal) -> bool:
    """Whether a number is another one, rounded to its own digits or cut off behind them."""
    return abs(shown - exact) <= Decimal(1).scaleb(int(shown.as_tuple().exponent))


def percent_text(cell: Cell, header_unit: str, *, least: int, exact: Decimal | None) -> str:
    """A growth or a completion as a percentage.

    A bare number is read as per cent where the header says %, or where it is at least `least`
    (6.35); a smaller one (0.0635) may be either, and is refused. So is one below a header with %
    that the other figures of its row show to be a ratio: `exact` is the percentage that they give.
    """
    text = checked_text(cell)
    narrow = _narrow(text).replace("↑", "").replace("↓", "-").removeprefix("同比")
    if _UNCHANGED.fullmatch(narrow):
        return "0%"
    if _NUMBER.fullmatch(narrow):
        number = narrow.replace(",", "").lstrip("+")
        if header_unit not in {"%", "％"} and abs(Decimal(number)) < least:
            hint = "写成 6.35% 这样，或把这一栏设成百分比格式"
            raise CellError(f"“{text}”看不出是百分之几", hint)
        _ensure_no_ratio(text, Decimal(number), exact)
        return f"{number}%"
    if _PLAIN_PERCENT.fullmatch(narrow):
        return narrow.lstrip("+")
    bare, _ = split_direction(narrow)
    quantity = _parsed(bare.lstrip("+"))
    if quantity is None or quantity.kind not in {"percent", "pp", "multiple", "fraction"}:
        hint = _hint_for(narrow) or "写成 6.35%、-3.2% 或 0.91个百分点；持平的写 持平"
        raise CellError(f"“{text}”不是百分数", hint)
    return narrow.lstrip("+")


def _ensure_no_ratio(text: str, number: Decimal, exact: Decimal | None) -> None:
    """Refuse 0.085 where 8.5 % may be meant: the row's figures say so, or its digits suggest it."""
    if exact is None:
        is_ratio = 0 < abs(number) < 1 and decimals_of(number) >= _DIGITS_OF_RATIOS
    else:
        is_ratio = follows(number, exact / 100) and not follows(number, exact)
    if is_ratio and number:
        percent = f"{(number * 100).normalize():f}"
        message = f"“{text}”在写着%的栏里：看不出是 {text}% 还是 {percent}%"
        raise CellError(message, f"是 {percent}% 的写成 {percent}，或把这一格设成百分比格式")


def period_text(cell: Cell) -> str:
    """A period; what a spreadsheet made a date of 1-10 is refused."""
    text = checked_text(cell)
    day, english = _DAY.fullmatch(text), _ENGLISH_DAY.fullmatch(text)
    if english is not None and english[2] in _ENGLISH_MONTHS:
        pair = str(_ENGLISH_MONTHS.index(english[2]) + 1), english[1]
    elif day is not None:
        pair = day[1], day[2]
    else:
        return one_line(text)
    message = f"时段成了日期“{text}”，可能原是“{pair[0]}—{pair[1]}月”"
    raise CellError(message, f"先把这一格设成文本格式，再写 {pair[0]}—{pair[1]}月")


def split_list(text: str) -> list[str]:
    """Items parted by 、；， or lines, but not inside quotation marks or brackets."""
    items, item, closing = [], "", ""
    for character in text:
        if closing:
            closing = "" if character == closing else closing
        elif character in _QUOTES:
            closing = _QUOTES[character]
        elif character in "、；;，,\n":
            items.append(item.strip())
            item = ""
            continue
        item += character
    return [item for item in [*items, item.strip()] if item]


def _narrow(text: str) -> str:
    """Full-width digits and signs as half-width, without blanks."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return re.sub(r"\s", "", text.translate(_WIDE))


def _parsed(text: str) -> Quantity | None:
    try:
        return parse_quantity(text)
    except ValueError:
        return None


def is_quantity(text: str) -> bool:
    """Whether a cell is a number or a quantity and nothing else."""
    narrow = _narrow(text)
    return bool(_NUMBER.fullmatch(narrow)) or _parsed(narrow) is not None


@cache
def measures(unit: str) -> bool:
    """Whether a number may stand before this unit; the same few units head every row."""
    return unit != "" and not unit[0].isdigit() and _parsed(f"1{unit}") is not None


def unit_among(listed: Sequence[str], name: str) -> str:
    """The unit of an indicator among those that are listed above its table (单位：亩、吨).

    One alone is every column's. Of several, the one that only this name can have: 面积 is in 亩.
    Empty where that is not certain.
    """
    if len(listed) < 2:
        return listed[0] if listed else ""
    kinds: dict[str, list[str]] = read_data("intake", "columns")["kinds_of_names"]
    ends = [(end, kind) for kind, words in kinds.items() for end in words if name.endswith(end)]
    if not ends:
        return ""
    _, wanted = max(ends, key=lambda one: len(one[0]))
    fitting = [
        unit
        for unit in listed
        if (quantity := _parsed(f"1{unit}")) is not None and wanted in {quantity.kind, unit}
    ]
    return fitting[0] if len(fitting) == 1 else ""
