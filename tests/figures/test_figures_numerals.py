"""Every numeral character of Unicode is read, is part of a word, or is reported as unread."""

from __future__ import annotations

import sys
import unicodedata
from decimal import Decimal

import pytest

from zhibi.figures.numeral_characters import fold
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.render import render
from zhibi.figures.scan import find_figures
from zhibi.figures.units import same_value

NUMERALS = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in ("Nd", "Nl", "No")
]


def test_no_numeral_character_is_passed_over() -> None:
    for character in NUMERALS:
        figures = find_figures(f"新增{character}户。")
        covered = [figure for figure in figures if figure.start <= 2 < figure.end]
        assert len(covered) == 1, f"U+{ord(character):04X} {character}"
        assert covered[0].claim or covered[0].why is not None


def test_digits_of_every_script_have_their_value() -> None:
    for character in NUMERALS:
        if unicodedata.category(character) == "Nd":
            (figure,) = find_figures(f"新增{character}户。")
            assert figure.claim
            assert figure.quantity.value == unicodedata.digit(character)
            assert figure.text == f"{character}户"


@pytest.mark.parametrize("character", "①⑨⑩⑳㉑㊿⑴⒛㈠㈩㊀㊉Ⅰ⅓Ⅻ❶➓⓿½¼⅞")
def test_characters_with_a_value_have_it(character: str) -> None:
    (figure,) = find_figures(f"共有{character}件")
    assert figure.claim
    assert float(figure.quantity.value) == pytest.approx(unicodedata.numeric(character))


@pytest.mark.parametrize(
    "text", ["10²", "&sup2;", "&#57;", "㏠", "㋀", "𐄉", "፲", "௰", "9" * 50, "亿" * 50]
)
def test_what_cannot_be_read_says_so(text: str) -> None:
    assert any(figure.unread for figure in find_figures(f"完成{text}。"))


@pytest.mark.parametrize(
    "text",
    [
        "面积200m²",
        "排放CO₂",
        "县第二人民医院",
        "①压实责任",
        "&nbsp;增收&mdash;",
        "什么人参加",
        "队伍壮大",
    ],
)
def test_what_writes_no_number_is_not_unread(text: str) -> None:
    assert not any(figure.unread for figure in find_figures(text))


@pytest.mark.parametrize("text", ["١٢户", "壹仟元", "二○二四年", "XVIII家", "10²", "&#57;", "贰拾"])
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert "".join(figure.text for figure in find_figures(text)) == text


@pytest.mark.parametrize(
    ("text", "date", "until", "year"),
    [
        ("明年6月", (None, 6, None), None, 1),
        ("去年12月底", (None, 12, None), None, -1),
        ("今年1—10月", (None, 1, None), (None, 10, None), 0),
        ("前10个月", (None, 1, None), (None, 10, None), None),
        ("前三季度", (None, 1, None), (None, 9, None), None),
        ("截至10月底", (None, 10, None), None, None),
        ("上半年", (None, 1, None), (None, 6, None), None),
        ("去年下半年", (None, 7, None), (None, 12, None), -1),
    ],
)
def test_a_time_keeps_the_words_that_belong_to_it(
    text: str,
    date: tuple[int | None, ...],
    until: tuple[int | None, ...] | None,
    year: int | None,
) -> None:
    quantity = parse_quantity(text)
    assert (quantity.text, quantity.date, quantity.until) == (text, date, until)
    assert quantity.relative_year == year
    assert same_value(parse_quantity(render(quantity)), quantity)


def test_times_of_other_years_are_not_the_same() -> None:
    assert not same_value(parse_quantity("去年6月"), parse_quantity("明年6月"))
    assert same_value(parse_quantity("明年6月"), parse_quantity("6月"))
    (figure,) = find_figures("项目预计明年6月投产。")
    assert (figure.text, figure.quantity.lead, figure.quantity.relative_year) == ("6月", "明年", 1)


def test_a_proportion_keeps_all_its_parts() -> None:
    (figure,) = find_figures("结构比为22.8:38.4:38.8。")
    assert figure.quantity.ratio == (Decimal("22.8"), Decimal("38.4"), Decimal("38.8"))
    other = find_figures("结构比为22.8:38.8:38.4。")[0].quantity
    assert not same_value(figure.quantity, other)


def test_a_value_behind_a_name_that_ends_in_digits_is_read_apart() -> None:
    figures = find_figures("PM2.535微克/立方米，PM1058微克/立方米。")
    assert [(figure.text, figure.claim) for figure in figures] == [
        ("2.5", False),
        ("35微克/立方米", True),
        ("10", False),
        ("58微克/立方米", True),
    ]
