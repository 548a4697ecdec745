"""Quantities as one writes them; when two are the same; what a hedge admits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibi.figures import quantity
from zhibi.figures.hedges import admits, meaning
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.units import comparable, dimension, factor, same_value, unit_table


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind", "hedge"),
    [
        ("2186.4万元", "21864000", "元", "money", None),
        ("约320余户", "320", "户", "count", "余"),
        ("-3.2%", "-3.2", "%", "percent", None),
        ("负3.2%", "-3.2", "%", "percent", None),
        ("11月底", "11", "月", "date", None),
        ("1—10月", "1", "月", "period", None),
        ("第三届", "3", "届", "ordinal", None),
        ("10人以上", "10", "人", "count", "以上"),
        ("60岁（含）以上", "60", "岁", "other", "（含）以上"),
        ("每周一次", "1", "次", "count", None),
        ("半年", "0.5", "年", "duration", None),
        ("无一例", "0", "例", "count", None),
        ("零", "0", "", "other", None),
        ("一", "1", "", "other", None),
        ("12345", "12345", "", "other", None),
        ("十分", "10", "分", "other", None),
        ("一批", "1", "批", "count", None),
        ("人均480.00元", "480", "元", "money", None),
        ("近8成", "80", "%", "percent", "近"),
        ("翻一番", "2", "倍", "multiple", None),
        (" 320 户 ", "320", "户", "count", None),
        ("2024", "2024", "", "other", None),
        ("1,234.50元", "1234.5", "元", "money", None),
    ],
)
def test_a_written_quantity_is_read(
    text: str, value: str, unit: str, kind: str, hedge: str | None
) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)
    assert (quantity.kind, quantity.hedge) == (kind, hedge)


def test_digits_are_kept_as_written() -> None:
    assert str(parse_quantity("480.00元").value) == "480.00"
    assert str(parse_quantity("4521.6万元").value) == "45216000"
    assert parse_quantity("4521.6万元").decimals == 1
    assert parse_quantity("4521.6万元").scale == 10000


def test_a_date_has_its_parts() -> None:
    assert parse_quantity("2024年10月18日").date == (2024, 10, 18)
    assert parse_quantity("十一月底").part == "底"
    period = parse_quantity("9月1日至10月31日")
    assert (period.date, period.until) == ((None, 9, 1), (None, 10, 31))
    assert parse_quantity("一季度").until == (None, 3, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "不是一个数量"),
        ("万元", "不是一个数量"),
        ("全部完成", "不是一个数量"),
        ("三个村", "后面的“村”"),
        ("投资3万元", "前面的“投资”"),
        ("9户28人", "不止一个数量"),
        ("一是", "不是数量的一部分"),
    ],
)
def test_what_is_no_quantity_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_quantity(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.2亿元", "12000万元"),
        ("两名", "2人"),
        ("两位", "2名"),
        ("九成", "90%"),
        ("百分之九十五", "95％"),
        ("480.00元", "480元"),
        ("十一月底", "11月底"),
        ("3公里", "3000米"),
        ("2600平方", "2600平方米"),
        ("2吨", "2000公斤"),
        ("三分之一", "1/3"),
        ("一半", "50%"),
        ("翻一番", "2倍"),
        ("首批", "第一批"),
        ("1—10月", "1月至10月"),
        ("10月18日", "10月18号"),
        ("2小时", "120分钟"),
        ("１２３户", "123户"),
        ("12,345户", "12345户"),
        ("31800元/月", "31800元"),
        ("一季度", "1—3月"),
        ("2024年上半年", "2024年1—6月"),
        ("2024年前三季度", "2024年1月至9月"),
        ("约320户", "320户"),
        ("3至5个", "3—5个"),
    ],
)
def test_the_same_quantity_in_two_forms(one: str, other: str) -> None:
    assert same_value(parse_quantity(one), parse_quantity(other))
    assert same_value(parse_quantity(other), parse_quantity(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3户", "3人"),
        ("3人", "3人次"),
        ("3件", "3起"),
        ("3个", "3处"),
        ("3%", "3个百分点"),
        ("3年", "第3年"),
        ("3月", "3个月"),
        ("1亩", "667平方米"),
        ("1周", "7天"),
        ("3万元", "3亿元"),
        ("10月", "10月底"),
        ("1—10月", "1—11月"),
        ("3至5个", "3个"),
        ("300元/月", "300元/人"),
        ("3届", "第三届"),
        ("3吨", "3车"),
        ("10月18日", "10月19日"),
        ("12万元", "12万美元"),
    ],
)
def test_different_quantities(one: str, other: str) -> None:
    assert not same_value(parse_quantity(one), parse_quantity(other))


def test_units_know_their_dimension_and_factor() -> None:
    assert dimension("平方米") == "area"
    assert dimension("户") == "count"
    assert dimension("爿") == "count"
    assert dimension("") == ""
    assert factor("公里") == 1000
    assert factor("爿") == 1
    assert comparable("公里", "米")
    assert comparable("爿", "爿")
    assert not comparable("爿", "畦")


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("约", "about"),
        ("左右", "about"),
        ("近", "under"),
        ("不到", "under"),
        ("余", "over"),
        ("超", "over"),
        ("不少于", "at_least"),
        ("以上", "at_least"),
        ("以内", "at_most"),
        ("共", None),
    ],
)
def test_hedges_have_a_meaning(word: str, says: str | None) -> None:
    assert meaning(word) == says


@pytest.mark.parametrize(
    ("hedge", "stated", "true", "right"),
    [
        ("近", "3000人次", "2860人次", True),
        ("近", "3000人次", "3001人次", False),
        ("近", "3000人次", "2000人次", False),
        ("近", "1亿元", "9860万元", True),
        ("余", "320户", "324户", True),
        ("余", "320户", "320户", False),
        ("余", "320户", "331户", False),
        ("余", "300户", "324户", True),
        ("余", "3.5万人次", "35620人次", True),
        ("余", "3.5万人次", "36100人次", False),
        ("多", "20万元", "26万元", True),
        ("超", "300人次", "356人次", True),
        ("超", "300人次", "299人次", False),
        ("约", "320户", "318户", True),
        ("约", "320户", "360户", False),
        ("约", "3000人", "2953人", True),
        ("不少于", "2次", "5次", True),
        ("不少于", "2次", "1次", False),
        ("以内", "5万元", "4.8万元", True),
        ("以内", "5万元", "5.1万元", False),
        ("数", "10人", "43人", True),
        ("数", "10人", "143人", False),
        ("共", "10人", "10人", False),
    ],
)
def test_what_a_hedge_admits(hedge: str, stated: str, true: str, right: bool) -> None:
    assert admits(hedge, parse_quantity(stated), parse_quantity(true)) is right


@given(
    st.builds(
        lambda whole, part: f"{whole}.{part:02d}" if part else str(whole),
        st.integers(0, 10**14),
        st.integers(0, 999_999),
    ),
    st.sampled_from([*unit_table().by_spelling, "元/月", "余万元", "个百分点"]),
    st.sampled_from(["", "万", "亿"]),
)
def test_a_plain_number_is_read_as_any_text_is(number, unit, scale):
    """The way for most cells of a sheet gives what reading the text gives."""
    text = number + scale + unit
    quick = quantity._plain(text)
    if quick is not None:
        assert repr(quick) == repr(quantity._read(text, text))
