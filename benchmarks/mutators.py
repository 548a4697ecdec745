"""Ways to break a correct text in one place, class by class.

Each takes a random source, the text, one of its figures and all of them, and gives an edit (or two,
for a swap), or None where it does not apply to the figure.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from zhibi.figures.model import Figure

Edit = tuple[int, int, str]
Mutator = Callable[[random.Random, str, Figure, list[Figure]], Edit | None]


def _arabic(figure: Figure) -> re.Match[str] | None:
    return re.search(r"\d+(?:\.\d+)?", figure.text)


def _digits(figure: Figure, new: str) -> Edit | None:
    found = _arabic(figure)
    if found is None or new == found[0]:
        return None
    return figure.start + found.start(), figure.start + found.end(), new


def fabricated(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    found = _arabic(figure)
    if found is None or figure.quantity.kind in ("date", "year", "period", "ordinal"):
        return None
    for _ in range(20):
        new = "".join(
            rng.choice("123456789" if i == 0 else "0123456789") if c != "." else "."
            for i, c in enumerate(found[0])
        )
        if new != found[0] and float(new):
            return _digits(figure, new)
    return None


def transposed(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    found = _arabic(figure)
    if found is None or figure.quantity.kind in ("date", "year", "period", "ordinal"):
        return None
    digits = found[0]
    places = [
        i
        for i in range(len(digits) - 1)
        if digits[i] != digits[i + 1]
        and "." not in digits[i : i + 2]
        and not (i == 0 and digits[1] == "0")
    ]
    if not places:
        return None
    i = rng.choice(places)
    return _digits(figure, digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])


def chinese_fabricated(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    found = re.search(r"[一二两三四五六七八九]", figure.text)
    if found is None or figure.quantity.numerals != "chinese" or figure.quantity.kind != "count":
        return None
    new = rng.choice([c for c in "三四五六七八九" if c != found[0]])
    return figure.start + found.start(), figure.start + found.end(), new


def chinese_for_arabic(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    found = _arabic(figure)
    if found is None or figure.quantity.kind != "count" or not found[0].isdecimal():
        return None
    if not 2 <= int(found[0]) <= 9:
        return None
    new = rng.choice([n for n in range(2, 10) if n != int(found[0])])
    return _digits(figure, "零一两三四五六七八九"[new])


def full_width(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    edit = fabricated(rng, text, figure, others)
    if edit is None:
        return None
    return (
        edit[0],
        edit[1],
        edit[2].translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
    )


def _swap_with(
    rng: random.Random, figure: Figure, others: list[Figure], text: str, scope: str
) -> Figure | None:
    def place(at: int) -> int:
        if scope == "document":
            return 0
        return text.rfind("。" if scope == "sentence" else "\n", 0, at)

    found = [
        other
        for other in others
        if other.quantity.unit == figure.quantity.unit
        and other.quantity.kind == figure.quantity.kind
        and other.text != figure.text
        and other.quantity.value != figure.quantity.value
        and place(other.start) == place(figure.start)
    ]
    return rng.choice(found) if found else None


def swap(scope: str) -> Callable[..., tuple[Edit, Edit] | None]:
    def mutate(
        rng: random.Random, text: str, figure: Figure, others: list[Figure]
    ) -> tuple[Edit, Edit] | None:
        if figure.quantity.kind in ("date", "year", "period"):
            return None
        other = _swap_with(rng, figure, others, text, scope)
        if other is None:
            return None
        return (figure.start, figure.end, other.text), (other.start, other.end, figure.text)

    return mutate


def other_unit_swap(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> tuple[Edit, Edit] | None:
    found = [
        o
        for o in others
        if o.quantity.unit != figure.quantity.unit
        and o.quantity.kind not in ("date", "year", "period")
        and _arabic(o)
        and _arabic(figure)
        and _arabic(o)[0] != _arabic(figure)[0]
    ]
    if not found or figure.quantity.kind in ("date", "year", "period"):
        return None
    other = rng.choice(found)
    first, second = _digits(figure, _arabic(other)[0]), _digits(other, _arabic(figure)[0])
    return (first, second) if first and second else None


def _replace(figure: Figure, old: str, new: str) -> Edit | None:
    at = figure.text.rfind(old)
    if at < 0:
        return None
    return figure.start + at, figure.start + at + len(old), new


def scale(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    if figure.quantity.kind != "money" or "/" in figure.text:
        return None
    for old, new in (("亿元", ["万元"]), ("万元", ["亿元", "元"]), ("元", ["万元"])):
        if figure.text.endswith(old):
            return _replace(figure, old, rng.choice(new))
    return None


def measure_word(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    turns = {
        "人次": "人",
        "户": "人",
        "人": "户",
        "件": "起",
        "起": "件",
        "家": "户",
        "批": "件",
        "处": "家",
        "亩": "平方米",
        "公里": "米",
        "座": "处",
        "份": "本",
        "场": "期",
    }
    unit = figure.quantity.unit
    if unit not in turns or figure.quantity.per:
        return None
    return _replace(figure, unit, turns[unit])


def percent_points(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    if figure.text.endswith("%"):
        return _replace(figure, "%", "个百分点")
    if figure.text.endswith("个百分点"):
        return _replace(figure, "个百分点", "%")
    return None


def hedge_dropped(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    for word in ("余", "多"):
        if word in figure.text:
            return _replace(figure, word, "")
    return None


def hedge_added(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    if figure.quantity.hedge or figure.quantity.kind not in ("count", "money"):
        return None
    if figure.quantity.decimals or figure.quantity.numerals != "arabic":
        return None
    if rng.random() < 0.5:
        found = _arabic(figure)
        at = figure.start + (found.end() if found else 0)
        return (at, at, "余") if found and len(found[0]) > 1 else None
    return figure.start, figure.start, rng.choice(["近", "超", "约"])


def hedge_turned(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    before = text[max(0, figure.start - 1) : figure.start]
    turns = {"近": "超", "超": "近"}
    if before in turns and figure.quantity.hedge == before:
        return figure.start - 1, figure.start, turns[before]
    after = text[figure.end : figure.end + 2]
    if after == "以上":
        return figure.end, figure.end + 2, "以下"
    return None


def direction(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    turns = {"增长": "下降", "下降": "增长", "增至": "减至", "提高到": "下降到", "减少": "增加"}
    before = text[max(0, figure.start - 4) : figure.start]
    for old, new in turns.items():
        if before.endswith(old):
            return figure.start - len(old), figure.start, new
    return None


def status(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    left = text[max(0, figure.start - 14) : figure.start]
    for old, new in (("预计", "已"), ("有望", "已"), ("去年", "今年"), ("正在", "已完成")):
        at = left.rfind(old)
        if at >= 0 and not re.search(r"[。；]", left[at:]):
            start = figure.start - len(left) + at
            return start, start + len(old), new
    found = re.search(r"已(?:完成|建成|实现|发放)|共(?:发放|完成|新建)", left)
    if found and not re.search(r"[。；，]", left[found.start() :]):
        start = figure.start - len(left) + found.start()
        return start, start + len(found[0]), "预计" + found[0][1:]
    return None


def period(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    if figure.quantity.kind not in ("period", "date") or figure.quantity.unit != "月":
        return None
    found = list(re.finditer(r"\d+", figure.text))
    if not found:
        return None
    old = int(found[-1][0])
    new = rng.choice([n for n in range(2, 13) if n != old])
    return figure.start + found[-1].start(), figure.start + found[-1].end(), str(new)


def year(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    found = re.search(r"20\d\d", figure.text)
    if figure.quantity.kind not in ("year", "date", "period") or found is None:
        return None
    return (
        figure.start + found.start(),
        figure.start + found.end(),
        str(int(found[0]) - rng.choice([1, 2])),
    )


def dropped(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    """The figure's whole clause goes."""
    if figure.quantity.kind in ("date", "year", "period"):
        return None
    start = max(text.rfind(mark, 0, figure.start) for mark in "，。；：、\n") + 1
    ends = [at for at in (text.find(mark, figure.end) for mark in "，。；、\n") if at >= 0]
    return start, min(ends, default=len(text)), ""


def moved(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    """Another figure of the unit takes this one's place: its own value is gone."""
    if figure.quantity.kind in ("date", "year", "period"):
        return None
    other = _swap_with(rng, figure, others, text, "document")
    return (figure.start, figure.end, other.text) if other else None


def honour(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    end = text.find("。", figure.end)
    return (end, end, "，荣获全省乡村治理先进集体称号") if end >= 0 else None


CLASSES: dict[str, Callable[..., object]] = {
    "fabricated": fabricated,
    "transposed": transposed,
    "swap in sentence": swap("sentence"),
    "swap in paragraph": swap("paragraph"),
    "swap in document": swap("document"),
    "other-unit swap": other_unit_swap,
    "scale 万/亿/元": scale,
    "measure word": measure_word,
    "% / 百分点": percent_points,
    "Chinese numeral": chinese_fabricated,
    "Chinese for Arabic": chinese_for_arabic,
    "full-width": full_width,
    "hedge dropped": hedge_dropped,
    "hedge added": hedge_added,
    "hedge turned": hedge_turned,
    "direction": direction,
    "status": status,
    "period": period,
    "year": year,
    "dropped": dropped,
    "repeated elsewhere": moved,
    "honour (W101)": honour,
}


def apply(text: str, edits: object) -> str:
    """The text with one edit or several made."""
    listed = [edits] if isinstance(edits[0], int) else list(edits)  # type: ignore[index,arg-type]
    for start, end, new in sorted(listed, reverse=True):
        text = text[:start] + new + text[end:]
    return text
