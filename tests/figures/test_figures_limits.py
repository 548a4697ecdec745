"""Large and hostile texts: the work grows with the length, and memory stays small."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.support.growth import grows_linearly
from zhibi.figures.scan import find_figures

MEGABYTE = 1_000_000
HOSTILE = {
    "digits": "1",
    "一": "一",
    "万": "万",
    "opening brackets": "（",
    "quotation marks": "“",
    "straight quotation marks": '"',
    "book marks": "《",
    "dots and digits": "1.",
    "commas and digits": "1,234,",
    "dashes and digits": "1-",
    "slashes and digits": "1/",
    "colons and digits": "1:",
    "plus and digits": "1+",
    "每": "每",
    "每一": "每一",
    "spaces": " ",
    "lines": "\n",
    "第一": "第一",
    "百分之": "百分之",
    "一月": "一月",
    "2024年": "2024年",
    "半": "半",
    "三会一": "三会一",
    "点一": "点一",
    "一点": "一点",
    "多": "10多",
    "blank lines": "\n\n\u3000",
    "numbers and lines": "1\n",
    "a scale and a digit": "1万",
    "千万": "千万",
    "a superscript": "²",
    "a circled digit": "⑨",
    "a fraction": "⅔",
    "financial": "壹仟",
    "Roman": "XVI户",
    "character references": "&#49;",
    "listed numbers": "1、",
    "listed days": "7月1、2",
    "ratios": "1：2：",
    "places": "三源桥",
    "year words": "去年6月",
    "text": "新增监测对象9户28人，完成税收收入2186.4万元，同比增长6.35%；一是压实责任。\n",
}


@pytest.mark.big
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_work_grows_with_the_length(piece: str) -> None:
    short = piece * (20_000 // len(piece))
    long = piece * (160_000 // len(piece))
    assert grows_linearly(find_figures, short, long, factor=8)


@pytest.mark.big
@pytest.mark.parametrize("piece", ["1", "一", "万", "（", HOSTILE["text"]])
def test_memory_is_bounded(piece: str) -> None:
    text = piece * (MEGABYTE // 8 // len(piece))
    tracemalloc.start()
    find_figures(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 37_500_000


def test_many_names_are_no_burden() -> None:
    names = [f"青山{number}号示范点" for number in range(2000)]
    text = "新建青山7号示范点3个，投入20万元。\n" * 200
    figures = find_figures(text, names)
    assert grows_linearly(lambda some: find_figures(text, some), names[:250], names, factor=8)
    assert [figure.text for figure in figures if figure.claim][:2] == ["3个", "20万元"]


@pytest.mark.parametrize(
    "text",
    [
        "新增" + "1" * 4301 + "户。",
        "新增" + "1" * 1_000_000 + "户。",
        "新增" + ",123" * 20_000 + "户。",
        "新增" + "万" * 1_000_000 + "户。",
        "新增0." + "3" * 100_000 + "户。",
        "１" * 5000 + "％",
        "1千1万" * 5000,
        "壹" * 5000 + "元",
        "²" * 5000,
    ],
    ids=lambda text: text[:8],
)
def test_a_row_of_digits_without_end_is_no_crash(text: str) -> None:
    figures = find_figures(text)
    assert figures
    assert all(len(str(figure.quantity.value)) < 100 for figure in figures)
    assert "".join(figure.text for figure in figures) != ""


def test_more_digits_than_a_quantity_has_are_reported_unread() -> None:
    (figure,) = find_figures("共" + "7" * 41)
    assert figure.unread
    assert not figure.claim
    assert not find_figures("共" + "7" * 40 + "件")[0].unread
