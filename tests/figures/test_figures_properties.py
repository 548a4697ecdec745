"""Properties of the figure reader that hold for any text and any quantity."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhibi.chinese_numerals import chinese_numeral
from zhibi.figures.model import Quantity
from zhibi.figures.numerals import chinese_value, number_at
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.render import render
from zhibi.figures.scan import find_figures

NUMERALS = set("0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万亿两廿卅%％‰")
PIECES = [
    *"0123456789０５〇零一二三四五六七八九十百千万亿两半廿%％‰",
    *"年月日号时点分成个户人名次元亩余多几来约近超上下",
    *"每第首无翻番数之",
    *"，。；：、（）()“”《》\"'-—～~至到/+.．· \n\t",
    *"abGN我镇完成统进步",
    "百分之", "百分点", "以上", "左右", "万元", "平方米", "三会一课", "一是", "不少于",
    "2024年", "10月", "，共", "**",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
counts = st.integers(min_value=0, max_value=10**9)
UNITS = [
    ("户", "count"), ("人次", "count"), ("元", "money"), ("平方米", "area"), ("公里", "length"),
    ("吨", "weight"), ("小时", "duration"), ("倍", "multiple"), ("岁", "other"),
]  # fmt: skip
units = st.sampled_from(UNITS)


@st.composite
def measured(draw: st.DrawFn) -> Quantity:
    """A quantity with a unit, of any scale, precision, numerals, hedge, rate and range."""
    unit, kind = draw(units)
    decimals = draw(st.integers(0, 3))
    scale = draw(st.sampled_from([1, 10**4, 10**8]))
    chinese = draw(st.booleans())
    whole = draw(st.integers(1, 9999))
    small = Decimal(whole).scaleb(-decimals)
    if chinese and (small < 1 or whole % 10 == 0):
        small, decimals = Decimal(max(1, whole // 10**decimals)), 0
    value = small.scaleb(len(str(scale)) - 1)
    hedge = draw(st.sampled_from([None, "约", "近", "超", "不少于", "左右", "以上", "以内"]))
    if hedge == "近" and kind == "duration":
        hedge = "约"
    per = draw(st.sampled_from(["", "月", "人", "户"])) if unit == "元" else ""
    numerals = "chinese" if chinese else "arabic" if scale == 1 else "mixed"
    return Quantity("", value, unit, kind, None, hedge, Decimal(scale), decimals, numerals, per)


def stripped(quantity: Quantity) -> tuple[object, ...]:
    return (
        quantity.value, quantity.high, quantity.unit, quantity.kind, quantity.hedge,
        quantity.scale, quantity.decimals, quantity.numerals, quantity.per,
        quantity.date, quantity.until, quantity.part,
    )  # fmt: skip


@given(measured())
@settings(max_examples=300)
def test_what_is_rendered_is_read_back(quantity: Quantity) -> None:
    assert stripped(parse_quantity(render(quantity))) == stripped(quantity)


@given(measured(), st.integers(1, 500))
@settings(max_examples=150)
def test_ranges_are_read_back(quantity: Quantity, more: int) -> None:
    high = quantity.value + quantity.scale.scaleb(-quantity.decimals) * more * 10
    if quantity.numerals == "chinese":
        high = quantity.value + quantity.scale * more
    ranged = replace(quantity, high=high, per="", hedge=None)
    parsed = parse_quantity(render(ranged))
    assert (parsed.value, parsed.high, parsed.unit) == (ranged.value, ranged.high, ranged.unit)


@given(st.decimals(min_value=0, max_value=999, places=2), st.booleans())
def test_percents_are_read_back(value: Decimal, chinese: bool) -> None:
    numerals = "chinese" if chinese else "arabic"
    percent = Quantity("", value, "%", "percent", decimals=2, numerals=numerals)
    parsed = parse_quantity(render(percent))
    assert (parsed.value, parsed.unit, parsed.kind) == (value, "%", "percent")


@given(st.integers(1, 60), st.integers(2, 100))
def test_fractions_are_read_back(part: int, whole: int) -> None:
    if whole in (10, 100) or part == whole:
        whole += 1
    fraction = Quantity("", Decimal(part) / Decimal(whole), "", "fraction", numerals="chinese")
    assert parse_quantity(render(fraction)).value == fraction.value


@given(
    st.one_of(st.none(), st.integers(1949, 2099)),
    st.integers(1, 12),
    st.one_of(st.none(), st.integers(1, 31)),
    st.sampled_from(["", "初", "底", "上旬", "中旬", "下旬"]),
    st.booleans(),
)
@settings(max_examples=150)
def test_dates_are_read_back(
    year: int | None, month: int, day: int | None, part: str, chinese: bool
) -> None:
    part = "" if day else part
    date = (year, month, day)
    value, unit = (year, "年") if year else (month, "月")
    numerals = "chinese" if chinese else "arabic"
    quantity = Quantity("", Decimal(value), unit, "date", numerals=numerals, date=date, part=part)
    assert stripped(parse_quantity(render(quantity))) == stripped(quantity)


@given(st.integers(1, 11), st.integers(1, 11))
def test_periods_are_read_back(first: int, more: int) -> None:
    last = min(12, first + more)
    quantity = Quantity(
        "", Decimal(first), "月", "period", Decimal(last),
        date=(None, first, None), until=(None, last, None),
    )  # fmt: skip
    for dash in ("—", "-", "～", "至", "~", "–"):
        assert stripped(parse_quantity(f"{first}{dash}{last}月")) == stripped(quantity)
    assert stripped(parse_quantity(render(quantity))) == stripped(quantity)


@given(st.integers(0, 10**16 - 1))
@settings(max_examples=300)
def test_chinese_numerals_are_read_back(number: int) -> None:
    written = chinese_numeral(number)
    assert chinese_value(written) == number
    read = number_at(written, 0)
    assert read is not None
    assert (read.end, read.value, read.high) == (len(written), number, None)


@given(counts)
def test_grouped_and_full_width_digits_are_equal(number: int) -> None:
    full_width = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for written in (f"{number}户", f"{number:,}户", f"{full_width}户", f"{number} 户"):
        assert parse_quantity(written).value == number


@given(texts)
@settings(max_examples=400)
def test_figures_are_ordered_exact_and_complete(text: str) -> None:
    figures = find_figures(text)
    end = 0
    for figure in figures:
        assert end <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.quantity.text
        assert figure.claim == (figure.why is None)
        end = figure.end
    covered = {place for figure in figures for place in range(figure.start, figure.end)}
    left = [place for place, character in enumerate(text) if character in NUMERALS]
    assert set(left) <= covered


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_is_read(text: str) -> None:
    for figure in find_figures(text, names=[text[3:9]]):
        assert text[figure.start : figure.end] == figure.text


@given(texts)
@settings(max_examples=200)
def test_parse_raises_nothing_but_value_error(text: str) -> None:
    try:
        quantity = parse_quantity(text)
    except ValueError as error:
        assert str(error)
    else:
        assert quantity.text in text


CLAUSES = [
    "新增监测对象9户28人", "完成税收收入2186.4万元", "同比增长6.35%", "覆盖率达九成以上",
    "1—10月", "投入20多万元", "第三届民歌展演如期举行", "每周一次集中学习",
    "整改“五乱”问题34处1260米", "一是压实责任", "预计十一月底投产",
    "从25318人增至25466人", "月工资3000元每人", "推进“十四五”规划实施", "约占总数的三分之二",
]  # fmt: skip


@pytest.mark.parametrize("clause", CLAUSES)
@given(st.sampled_from(CLAUSES), st.sampled_from(CLAUSES), st.sampled_from("，。；"))
@settings(max_examples=20)
def test_a_clause_reads_alike_wherever_it_stands(
    clause: str, before: str, after: str, mark: str
) -> None:
    offset = len(before) + 1
    alone = find_figures(f"，{clause}，")
    inside = [
        figure
        for figure in find_figures(f"{before}{mark}{clause}{mark}{after}。")
        if offset <= figure.start < offset + len(clause)
    ]
    assert [(f.start - 1, f.quantity, f.why) for f in alone] == [
        (f.start - offset, f.quantity, f.why) for f in inside
    ]
